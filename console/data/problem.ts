/** What a failed call means for the person. */
import { ApiFailure } from '../../client/failure.ts';

/** Somebody was faster: what is shown is not what is there. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiFailure && (error.status === 409 || error.status === 412) && !isUnknownOutcome(error);
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 401;
}

/** Nobody knows whether it was done: the same request under the same key tells. */
export function isUnknownOutcome(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return error.status === null || error.status >= 502 || error.code === 'outcome-unknown' || error.code === 'request-in-progress';
}

/** Worth asking again by itself: nobody answered, or not just now. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiFailure && (error.status === null || error.status === 429 || error.status >= 502);
}
