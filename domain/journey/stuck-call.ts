/** Calls to outside systems that keep failing: shown with system, since when, attempts, next try, and retried or skipped by a person (D-24). */

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
