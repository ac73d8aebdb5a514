/** Calls to outside systems that keep failing: shown with system, since when, attempts, next try, and retried or skipped by a person (D-24). */
import type { Profile } from '../people/profiles.ts';
import { openTask, type TaskBook, type TaskOpened, type TaskWithdrawn } from './task.ts';

/** A failure as it is shown: classified, without personal data. */
export interface CallFailure {
  readonly system: string;
  /** `outside.unavailable`, `outside.rejected`, `outside.contract-mismatch`. */
  readonly code: string;
  readonly message: string;
  /** When the engine tries again by itself, epoch milliseconds. */
  readonly nextTryAtMs: number;
}

export interface StuckCall {
  readonly failure: CallFailure;
  readonly sinceMs: number;
  /** Rounds of retries that ended in failure, from 1. */
  readonly rounds: number;
  readonly taskId: string;
  /** What a person decided, until it is acted upon. */
  readonly verdict: 'retry' | 'skip' | null;
}

export type StuckCalls<Call extends string> = Readonly<Partial<Record<Call, StuckCall>>>;

/** `overtaken`: the journey went on without the answer, e.g. because a callback brought it. */
export type CallEnd = 'went-through' | 'skipped' | 'overtaken';

export type StuckCallEvent<Call extends string> =
  | { readonly type: 'callStuck'; readonly call: Call; readonly failure: CallFailure; readonly taskId: string }
  | { readonly type: 'callVerdictGiven'; readonly call: Call; readonly verdict: 'retry' | 'skip'; readonly comment: string }
  | { readonly type: 'callUnstuck'; readonly call: Call; readonly how: CallEnd };

export function evolveStuckCalls<Call extends string>(stuck: StuckCalls<Call>, event: StuckCallEvent<Call>, atMs: number): StuckCalls<Call> {
  const before = stuck[event.call];
  if (event.type === 'callStuck') {
    const now: StuckCall = { failure: event.failure, sinceMs: before?.sinceMs ?? atMs, rounds: (before?.rounds ?? 0) + 1, taskId: event.taskId, verdict: null };
    return { ...stuck, [event.call]: now };
  }
  const others = { ...stuck };
  delete others[event.call];
  if (event.type === 'callUnstuck' || !before) return others;
  return { ...stuck, [event.call]: { ...before, verdict: event.verdict } };
}

/** The journey's task when a call keeps failing: its step, whose it is, and the word for it. */
const stuckCallTask = { step: 'stuck-call', owner: 'supervisor' } as const satisfies { step: string; owner: Profile };

interface WithStuckCalls<Call extends string, Step extends string> {
  readonly stuck: StuckCalls<Call>;
  readonly tasks: TaskBook<Step>;
}

/** D-24: a failing call is shown and opens one task, which stays open while the engine goes on trying; a person's «retry» that failed again opens the next. */
export function callFailed<Call extends string, Step extends string>(
  { stuck, tasks }: WithStuckCalls<Call, Step | 'stuck-call'>, journeyId: string, { call, failure }: { readonly call: Call; readonly failure: CallFailure },
): (StuckCallEvent<Call> | TaskOpened<'stuck-call'>)[] {
  const known = stuck[call];
  if (known && tasks.open[known.taskId]) return [{ type: 'callStuck', call, failure, taskId: known.taskId }];
  const task = openTask<'stuck-call'>(tasks as TaskBook<'stuck-call'>, journeyId, {
    ...stuckCallTask, dueAtMs: null, context: { call, system: failure.system, code: failure.code, message: failure.message },
  });
  return [{ type: 'callStuck', call, failure, taskId: task.task.id }, task];
}

/** A call that was shown as stuck is no longer; its task goes with it. */
export function callEnded<Call extends string>({ stuck, tasks }: WithStuckCalls<Call, string>, call: Call, how: CallEnd): (StuckCallEvent<Call> | TaskWithdrawn)[] {
  const known = stuck[call];
  if (!known) return [];
  return [{ type: 'callUnstuck', call, how }, ...(tasks.open[known.taskId] ? [{ type: 'taskWithdrawn', taskId: known.taskId, reason: how } as const] : [])];
}

/** What the person decided on the stuck call of that task; nothing when the call is no longer stuck. */
export function verdictGiven<Call extends string>(
  { stuck }: WithStuckCalls<Call, string>, taskId: string, { choice, comment }: { readonly choice: 'retry' | 'skip'; readonly comment: string },
): StuckCallEvent<Call>[] {
  const call = (Object.keys(stuck) as Call[]).find((name) => stuck[name]?.taskId === taskId);
  return call === undefined ? [] : [{ type: 'callVerdictGiven', call, verdict: choice, comment }];
}
