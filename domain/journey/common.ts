/** What journeys of tasks, calls and a kept policy are changed by in the same way, whatever their kind. */
import { refuse } from '../errors/codes.ts';
import { withApplied, type Applied, type KeptPolicy } from './applied-policy.ts';
import { reject, type Decision } from './journey.ts';
import { evolveStuckCalls, type StuckCallEvent, type StuckCalls } from './stuck-call.ts';
import { evolveTasks, type TaskBook, type TaskChanged, type TaskCompleted, type TaskOpened, type TaskWithdrawn } from './task.ts';

interface Common<Phase, Policy extends KeptPolicy, Step extends string, Call extends string> {
  readonly phase: Phase;
  readonly phaseSinceMs: number;
  readonly opening: { readonly policy: Policy } | null;
  readonly tasks: TaskBook<Step>;
  readonly stuck: StuckCalls<Call>;
}

export type CommonEvent<Phase, Policy extends KeptPolicy, Step extends string, Call extends string> =
  | { readonly type: 'phaseEntered'; readonly phase: Phase }
  | { readonly type: 'policyApplied'; readonly applied: Applied<Policy> }
  | TaskOpened<Step> | TaskChanged | TaskCompleted<Step> | TaskWithdrawn | StuckCallEvent<Call>;

export function evolveCommon<Phase, Policy extends KeptPolicy, Step extends string, Call extends string, S extends Common<Phase, Policy, Step, Call>>(
  state: S & Common<Phase, Policy, Step, Call>, event: CommonEvent<Phase, Policy, Step, Call>, atMs: number,
): S {
  switch (event.type) {
    case 'phaseEntered':
      return { ...state, phase: event.phase, phaseSinceMs: atMs };
    case 'policyApplied':
      return state.opening ? { ...state, opening: { ...state.opening, policy: withApplied(state.opening.policy, event.applied) } } : state;
    case 'taskOpened':
    case 'taskChanged':
    case 'taskCompleted':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
    case 'callStuck':
    case 'callVerdictGiven':
    case 'callUnstuck':
      return { ...state, stuck: evolveStuckCalls(state.stuck, event, atMs) };
  }
}

/** @param states that would allow it */
export function wrongState<E>(state: string, states: readonly string[]): Decision<E> {
  return reject(refuse('wrong-state', { state, states: states.join(', ') }));
}
