/** What a failed call means for the person. */
import { ApiFailure, type ErrorCode } from '../../client/failure.ts';

const conflicts: ReadonlySet<ErrorCode> = new Set(['task-closed', 'task-claimed', 'wrong-state', 'stale-version', 'D-25.changed-meanwhile']);

/** Somebody was faster: what is shown is not what is there. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiFailure && error.code !== undefined && conflicts.has(error.code);
}

/** C-09: it looks like a customer whom we know. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'C-09.likely-duplicates';
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 401;
}

/** Nobody knows whether it was done: the same request under the same key tells. */
export function isUnknownOutcome(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return error.status === null || error.status >= 502 || error.code === 'outcome-unknown' || error.code === 'request-in-progress';
}

/** Shown as it was: it was asked anew, and nobody answered. */
export function isBehind({ data, error }: { readonly data: unknown; readonly error: unknown }): boolean {
  return data !== undefined && isPassing(error);
}

/** Worth asking again by itself: nobody answered, or not just now. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiFailure && (error.status === null || error.status === 429 || error.status >= 502);
}
