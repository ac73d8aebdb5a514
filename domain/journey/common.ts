/** What journeys of tasks, calls and a kept policy are changed by in the same way, whatever their kind. */
import { refuse } from '../errors/codes.ts';
import { withApplied, type Applied, type KeptPolicy } from './applied-policy.ts';
import { reject, type Decision } from './journey.ts';
import { evolveStuckCalls, type StuckCallEvent, type StuckCalls } from './stuck-call.ts';
import { evolveTasks, type TaskBook, type TaskChanged, type TaskCompleted, type TaskOpened, type TaskWithdrawn } from './task.ts';

interface Working<Step extends string, Call extends string> {
  readonly tasks: TaskBook<Step>;
  readonly stuck: StuckCalls<Call>;
}

interface Kept<Policy extends KeptPolicy, Step extends string, Call extends string> extends Working<Step, Call> {
  readonly opening: { readonly policy: Policy } | null;
}

interface Common<Phase, Policy extends KeptPolicy, Step extends string, Call extends string> extends Kept<Policy, Step, Call> {
  readonly phase: Phase;
  readonly phaseSinceMs: number;
}

type WorkEvent<Step extends string, Call extends string> = TaskOpened<Step> | TaskChanged | TaskCompleted<Step> | TaskWithdrawn | StuckCallEvent<Call>;
type KeptEvent<Policy extends KeptPolicy, Step extends string, Call extends string> = { readonly type: 'policyApplied'; readonly applied: Applied<Policy> } | WorkEvent<Step, Call>;
export type CommonEvent<Phase, Policy extends KeptPolicy, Step extends string, Call extends string> = { readonly type: 'phaseEntered'; readonly phase: Phase } | KeptEvent<Policy, Step, Call>;

export function evolveCommon<Phase, Policy extends KeptPolicy, Step extends string, Call extends string, S extends Common<Phase, Policy, Step, Call>>(
  state: S & Common<Phase, Policy, Step, Call>, event: CommonEvent<Phase, Policy, Step, Call>, atMs: number,
): S {
  return event.type === 'phaseEntered' ? { ...state, phase: event.phase, phaseSinceMs: atMs } : evolveKept<Policy, Step, Call, S>(state, event, atMs);
}

/** Of those that enter a phase by events of their own. */
export function evolveKept<Policy extends KeptPolicy, Step extends string, Call extends string, S extends Kept<Policy, Step, Call>>(state: S & Kept<Policy, Step, Call>, event: KeptEvent<Policy, Step, Call>, atMs: number): S {
  if (event.type !== 'policyApplied') return evolveWork<Step, Call, S>(state, event, atMs);
  return state.opening ? { ...state, opening: { ...state.opening, policy: withApplied(state.opening.policy, event.applied) } } : state;
}

/** Of those to whom a policy that is applied means more than that they keep it. */
export function evolveWork<Step extends string, Call extends string, S extends Working<Step, Call>>(state: S & Working<Step, Call>, event: WorkEvent<Step, Call>, atMs: number): S {
  switch (event.type) {
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
