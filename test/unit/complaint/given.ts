/** A complaint at a given point: opened, and carried on by the acts that are named. */
import { complaintModel } from '../../../domain/complaint/model.ts';
import type { ComplaintCommand, ComplaintEvent, ComplaintOpening, ComplaintState } from '../../../domain/complaint/complaint.ts';
import { fold } from '../../../domain/journey/journey.ts';
import type { Profile } from '../../../domain/people/profiles.ts';

export const day = 86_400_000;
/** Monday, 5 January 2026, noon in UTC, where the operator is. */
export const startMs = Date.parse('2026-01-05T12:00:00Z');

export const opening: ComplaintOpening = {
  id: 'REC-2026-000001', customerId: 'CLI-000001', subject: 'billing', orderNumber: 'CMD-2025-000007', edition: 2025, channel: 'visit', enteredBy: 'sales-engineer', isWordingConfirmed: false,
  policy: {
    versions: { 'calendars': 1, 'sales': 1, 'outside-calls': 1 },
    // Weekdays only, from 1 January 2026, a Thursday.
    days: { firstDay: Date.parse('2026-01-01T00:00:00Z') / day, business: '1100111'.repeat(110), midnights: [[0, 0]] },
    answerWithin: { businessDays: 10 }, warnAfter: { businessDays: 8 }, closeAnsweredAfter: { businessDays: 10 }, creditWithin: { businessDays: 5 }, gestureLimitCents: { 'service-agent': 5_000, 'supervisor': 50_000 },
    outsideCalls: { tellAfterMs: 300_000, againEveryMs: 900_000 },
  },
};

export type Act = ComplaintCommand | ((state: ComplaintState) => ComplaintCommand);
interface At { readonly state: ComplaintState; readonly events: readonly ComplaintEvent[] }

/** What the act makes happen and the state after; or the code of its refusal. */
export function decide(state: ComplaintState, given: Act, atMs = startMs): At | string {
  const decision = complaintModel.decide(state, typeof given === 'function' ? given(state) : given, atMs);
  if (!decision.accepted) return decision.refusal.code;
  return { events: decision.events, state: fold(complaintModel, decision.events.map((event) => ({ event, atMs })), state) };
}

export function when(state: ComplaintState, given: Act, atMs = startMs): At {
  const at = decide(state, given, atMs);
  if (typeof at === 'string') throw new Error(`${JSON.stringify(given)} in ${state.phase}: ${at}`);
  return at;
}

export function after(...acts: readonly Act[]): ComplaintState {
  return acts.reduce((state, act) => when(state, act).state, complaintModel.initial);
}

export const opened = (of: Partial<ComplaintOpening> = {}): ComplaintCommand => ({ type: 'open', opening: { ...opening, ...of } });
export const complete = (step: string, input: object): Act => (state) => {
  const task = Object.values(state.tasks.open).find((open) => open.step === step);
  if (!task) throw new Error(`no ${step} in ${state.phase}`);
  return { type: 'completeTask', taskId: task.id, input: input as never };
};
export const answer = complete('complaint-answer', { verdict: 'founded', textId: 't-1', isWordingConfirmed: false });
export const sent: Act = (state) => ({ type: 'answerSent', number: state.answers.length });
export const content = complete('complaint-agreement', { outcome: 'content' });
export const notContent = complete('complaint-agreement', { outcome: 'not-content', comment: 'La facture est toujours double' });
export const gesture = (cents: number, ...profiles: readonly Profile[]): ComplaintCommand => ({ type: 'grant', cents, reason: 'Ligne facturée deux fois', by: 'x', profiles });
export const asked = ({ tasks }: ComplaintState): unknown[] => Object.values(tasks.open).map(({ step, owner, dueAtMs }) => [step, owner, dueAtMs === null ? null : new Date(dueAtMs).toISOString()]);
