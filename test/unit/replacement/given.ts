/** A replacement at a given point: opened, and carried on by the acts that are named. */
import { expect } from 'vitest';
import { fold } from '../../../domain/journey/journey.ts';
import { replacementModel } from '../../../domain/replacement/model.ts';
import type { ReplacementCommand, ReplacementEvent, ReplacementOpening, ReplacementState, WarrantyFacts } from '../../../domain/replacement/replacement.ts';

export const opening: ReplacementOpening = {
  id: 'REP-2026-000001', ticket: 'TCK-2026-000001', customerId: 'CLI-000001', serialNumber: '5CG-1000', fault: 'disk', model: null,
  policy: { versions: { 'field-service': 1, 'outside-calls': 1 }, recentTreatmentDays: 45, askEveryMs: 86_400_000, outsideCalls: { tellAfterMs: 300_000, againEveryMs: 900_000 } },
};
export const covered: WarrantyFacts = { isKnown: true, model: 'EliteBook 840', coveredUntil: '2027-12-31', lastTreatedOn: null, on: '2026-11-22' };
export const orderKey = 'REP-2026-000001.part.1';

export type Act = ReplacementCommand | ((state: ReplacementState) => ReplacementCommand);

/** The act is accepted; what it made happen, and the state after. */
export function when(state: ReplacementState, given: Act): { readonly state: ReplacementState; readonly events: readonly ReplacementEvent[] } {
  const command = typeof given === 'function' ? given(state) : given;
  const decision = replacementModel.decide(state, command, 1_000);
  if (!decision.accepted) throw new Error(`${command.type}: ${decision.refusal.code}`);
  return { events: decision.events, state: fold(replacementModel, decision.events.map((event) => ({ event, atMs: 1_000 })), state) };
}

export function after(...acts: readonly Act[]): ReplacementState {
  return acts.reduce((state, act) => when(state, act).state, replacementModel.initial);
}

export const opened = (of: Partial<ReplacementOpening> = {}): ReplacementCommand => ({ type: 'open', opening: { ...opening, ...of } });
export const warranty = (of: Partial<WarrantyFacts> = {}): ReplacementCommand => ({ type: 'warrantyRead', warranty: { ...covered, ...of } });
export const known: ReplacementCommand = { type: 'itemRead', state: 'known', model: 'EliteBook 840', reason: null };
export const unknown: ReplacementCommand = { type: 'itemRead', state: 'unknown', model: null, reason: null };
export const found: ReplacementCommand = { type: 'partFound', partNumber: 'L1-001' };
export const ordered: ReplacementCommand = { type: 'partOrdered', orderKey, reference: 'CSDP-1', on: '2026-11-22' };

/** Completes the one open task. */
export const answer = (input: object): Act => (state) => {
  const [task] = Object.values(state.tasks.open);
  if (!task) throw new Error(`no task in ${state.phase}`);
  return { type: 'completeTask', taskId: task.id, input: input as never };
};

/** The open task: its step, and what its person is told. */
export function asked(state: ReplacementState): unknown {
  const tasks = Object.values(state.tasks.open);
  expect(tasks.length).toBeLessThanOrEqual(1);
  return tasks[0] && { step: tasks[0].step, ...tasks[0].context };
}
