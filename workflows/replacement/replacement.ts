/** A replacement as the parts of its story handle it: whom it calls. */
import { proxyActivities, type ActivityInterfaceFor } from '@temporalio/workflow';
import type { HardwareActivities, InventoryActivities, ReplacementNoticeActivities } from '../../activities/replacement/replacements.ts';
import { openingOf, replacementCalls, type ReplacementCall, type ReplacementCommand, type ReplacementPhase, type ReplacementState } from '../../domain/replacement/replacement.ts';
import { callOutside, type OutsideAnswer } from '../journey/call-outside.ts';
import type { Journey } from '../journey/journey.ts';
import { taskQueues } from '../journey/messages.ts';

export type Replacement = Journey<ReplacementState, ReplacementCommand>;

interface Outside {
  hardware(summary: string): ActivityInterfaceFor<HardwareActivities>;
  inventory(summary: string): ActivityInterfaceFor<InventoryActivities>;
  notices(summary: string): ActivityInterfaceFor<ReplacementNoticeActivities>;
}

/** Calls an outside system as long as the replacement is in this step, or what is given says so. */
export function call<T>(
  replacement: Replacement, name: ReplacementCall, wanted: ReplacementPhase | ((state: ReplacementState) => boolean), run: (outside: Outside) => Promise<T>,
): Promise<OutsideAnswer<T>> {
  const { tellAfterMs, againEveryMs } = openingOf(replacement.state()).policy.outsideCalls;
  const options = {
    // The adapters give up a call after ten seconds by themselves; this also notices a worker that was killed.
    startToCloseTimeout: '20 seconds', scheduleToCloseTimeout: tellAfterMs,
    // An outside system that limps is not hammered; the adapter says which failures are worth a retry.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  } as const;
  const outside: Outside = {
    hardware: (summary) => proxyActivities<HardwareActivities>({ ...options, taskQueue: taskQueues.hardware, summary }),
    inventory: (summary) => proxyActivities<InventoryActivities>({ ...options, taskQueue: taskQueues.inventory, summary }),
    notices: (summary) => proxyActivities<ReplacementNoticeActivities>({ ...options, taskQueue: taskQueues.mail, summary }),
  };
  return callOutside<ReplacementState, ReplacementCall, T>(replacement, {
    name, system: replacementCalls[name], againEveryMs, run: () => run(outside), wanted: typeof wanted === 'function' ? wanted : ({ phase }) => phase === wanted,
  });
}
