/** What a seller decides on an appointment that was declined (S-09). No personal data: inputs are recorded for good. */
import { z } from 'zod';
import type { AppointmentInputs } from './appointment.ts';
import type { appointmentTasks } from './tasks.ts';

export const appointmentInputs = {
  'appointment-declined': z.strictObject({
    choice: z.enum(['keep', 'cancel']).meta({ description: 'Annuler le rendez-vous, ou le garder : le client a été joint. Pour le déplacer, passez par l’agenda' }), comment: z.string().trim().min(1).max(2000),
  }),
} satisfies { [Step in keyof typeof appointmentTasks]: z.ZodType<AppointmentInputs[Step]> };
