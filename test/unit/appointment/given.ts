/** An appointment at a given point. */
import type { AppointmentCommand, AppointmentOpening, AppointmentState } from '../../../domain/appointment/appointment.ts';
import { appointmentModel } from '../../../domain/appointment/model.ts';
import { fold } from '../../../domain/journey/journey.ts';

export const startMs = Date.parse('2026-03-02T09:00:00Z');
export const hour = 3_600_000;
export const opening: AppointmentOpening = {
  id: 'RDV-2026-000001', customerId: 'CLI-000001', opportunityId: null, form: 'visit', seller: { person: 'sales-engineer', profile: 'sales-engineer' },
  policy: { versions: { 'sales': 1, 'outside-calls': 1 }, confirmBeforeMs: 24 * hour, outsideCalls: { tellAfterMs: 300_000, againEveryMs: 900_000 } },
};
/** In so many hours. */
export const plan = (inHours: number, details = 1) => ({ startsAtMs: startMs + inHours * hour, endsAtMs: startMs + (inHours + 1) * hour, details });
export const planned = (inHours = 72, of: Partial<AppointmentOpening> = {}): AppointmentCommand => ({ type: 'open', opening: { ...opening, ...of }, plan: plan(inHours) });

export function decide(state: AppointmentState, command: AppointmentCommand, atMs = startMs) {
  const decision = appointmentModel.decide(state, command, atMs);
  if (!decision.accepted) return decision.refusal.code;
  return { events: decision.events, state: fold(appointmentModel, decision.events.map((event) => ({ event, atMs })), state) };
}

export function after(...acts: readonly (AppointmentCommand | readonly [AppointmentCommand, number])[]): AppointmentState {
  return acts.reduce((state, act) => {
    const [command, atMs] = Array.isArray(act) ? act as [AppointmentCommand, number] : [act as AppointmentCommand, startMs];
    const next = decide(state, command, atMs);
    if (typeof next === 'string') throw new Error(`${command.type}: ${next}`);
    return next.state;
  }, appointmentModel.initial);
}
