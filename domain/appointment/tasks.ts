/** What an appointment asks of its seller (S-09). */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';
import type { AppointmentStep } from './appointment.ts';

export const appointmentTasks = {
  // Whose it is depends on the seller.
  'appointment-declined': { rule: 'S-09', owner: 'sales-engineer', labels: { fr: 'Rendez-vous décliné par le client', en: 'Appointment declined by the customer' } },
} as const satisfies Record<Exclude<AppointmentStep, 'stuck-call'>, { rule: string; owner: Profile; labels: Text }>;
