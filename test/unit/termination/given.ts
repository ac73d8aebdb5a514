/** A termination at a given point: opened, and carried on by the acts that are named. */
import { fold } from '../../../domain/journey/journey.ts';
import { terminationModel } from '../../../domain/termination/model.ts';
import { effectiveAtMs } from '../../../domain/termination/progress.ts';
import type { TerminationCommand, TerminationEvent, TerminationOpening, TerminationState } from '../../../domain/termination/termination.ts';

export const day = 86_400_000;
/** Monday, 5 January 2026, noon in UTC, where the operator is. */
export const startMs = Date.parse('2026-01-05T12:00:00Z');

export const opening: TerminationOpening = {
  id: 'RES-2026-000001', customerId: 'CLI-000001', origin: 'customer', receivedOn: '2026-01-05', letterReference: '1A 001', belongsTo: null, wishedOn: null, claimedExemption: null,
  services: [
    { rds: 'RDS-000001', serviceKey: 'AFF-2026-000001.S001', orderKey: 'AFF-2026-000001.S001.1', monthlyCents: 4_900, engagementEndsOn: '2026-12-31' },
    { rds: 'RDS-900001', serviceKey: 'RDS-900001', orderKey: null, monthlyCents: 10_000, engagementEndsOn: '2026-03-31' },
  ],
  equipment: [{ serialNumber: 'SN-000001-001', model: 'CPE-1000' }, { serialNumber: 'SN-000001-002', model: null }],
  policy: {
    versions: { 'calendars': 1, 'termination': 1, 'outside-calls': 1 },
    // Weekdays only, from 1 January 2026, a Thursday.
    days: { firstDay: Date.parse('2026-01-01T00:00:00Z') / day, business: '1100111'.repeat(110), midnights: [[0, 0]] },
    winBackWithin: { businessDays: 10 }, noticeMonths: 3, exemptions: ['legal', 'force-majeure'],
    tasksWithin: { fee: { businessDays: 3 }, entry: { businessDays: 3 }, byHand: { businessDays: 5 } },
    equipmentReturn: { withinDays: 30, remindDaysBefore: [5, 15], missingCents: { byModel: { 'CPE-1000': 15_000 }, otherwise: 20_000 } },
    outsideCalls: { tellAfterMs: 300_000, againEveryMs: 900_000 },
  },
};

export type Act = TerminationCommand | ((state: TerminationState) => TerminationCommand);
interface At { readonly state: TerminationState; readonly events: readonly TerminationEvent[] }

/** The act is accepted; what it made happen, and the state after. */
export function when(state: TerminationState, given: Act, atMs = startMs): At {
  const command = typeof given === 'function' ? given(state) : given;
  // The timer of the effective date comes when it is due.
  const decision = terminationModel.decide(state, command, command.type === 'effectiveDateReached' ? effectiveAtMs(state) ?? atMs : atMs);
  if (!decision.accepted) throw new Error(`${command.type} in ${state.phase}: ${decision.refusal.code}`);
  return { events: decision.events, state: fold(terminationModel, decision.events.map((event) => ({ event, atMs })), state) };
}

export function after(...acts: readonly Act[]): TerminationState {
  return acts.reduce((state, act) => when(state, act).state, terminationModel.initial);
}

/** The code it is refused with; null where it is not. */
export function refusalOf(state: TerminationState, given: Act, atMs = startMs): string | null {
  const decision = terminationModel.decide(state, typeof given === 'function' ? given(state) : given, atMs);
  return decision.accepted ? null : decision.refusal.code;
}

/** Completes the one open task that is no stuck call. */
export const answer = (input: object): Act => (state) => {
  const task = Object.values(state.tasks.open).find(({ step }) => step !== 'stuck-call');
  if (!task) throw new Error(`no task in ${state.phase}`);
  return { type: 'completeTask', taskId: task.id, input: input as never };
};

export function asked(state: TerminationState): unknown {
  const [task] = Object.values(state.tasks.open);
  return task && { step: task.step, owner: task.owner, dueOn: task.dueAtMs === null ? null : new Date(task.dueAtMs).toISOString(), ...task.context };
}

export const opened = (of: Partial<TerminationOpening> = {}): TerminationCommand => ({ type: 'open', opening: { ...opening, ...of } });
export const registered: readonly Act[] = [{ type: 'ticketOpened', ticket: 'TCK-2026-000001' }, { type: 'confirmationSent', document: null }];
export const leaves = answer({ outcome: 'leaving', comment: 'Ferme' });
export const feeConfirmed = answer({ choice: 'confirm' });
export const entered = answer({ effectiveOn: '2026-04-05' });
export const stopped: readonly Act[] = opening.services.map(({ rds }) => ({ type: 'billingStopped', rds, how: 'asked' }));
export const effective: Act = { type: 'effectiveDateReached' };
export const invoiced: Act = { type: 'finalInvoiceIssued', invoice: { reference: 'FAC-1', totals: { htCents: 100, vatCents: 20, ttcCents: 120 } } };
export const partEnded = (rds: string, part: string, outcome = 'ended'): Act => ({ type: 'partEnded', rds, part, outcome }) as TerminationCommand;

/** As far as the deproduction. */
export const toDeproduction: readonly Act[] = [opened(), ...registered, leaves, feeConfirmed, entered, ...stopped, effective, invoiced];
