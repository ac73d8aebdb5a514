/** How a journey's activities call outside systems. */
import type { ActivityOptions } from '@temporalio/workflow';

/** @param tellAfterMs after which a person is told of a call that keeps failing (D-24) */
export function outsideOptions({ tellAfterMs }: { readonly tellAfterMs: number }): ActivityOptions {
  return {
    // The adapters give up a call after ten seconds by themselves; this also notices a worker that was killed.
    startToCloseTimeout: '20 seconds', scheduleToCloseTimeout: tellAfterMs,
    // An outside system that limps is not hammered; the adapter says which failures are worth a retry.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  };
}
