/** How a journey reaches the outside systems: one queue each, the user's words as the summary, patience from its policy (D-24). */
import { proxyActivities, type ActivityInterfaceFor, type ActivityOptions } from '@temporalio/workflow';
import type { BillingActivities, JarvisActivities, OblActivities, RefTechActivities } from '../../activities/deployment.ts';
import type { NoticeActivities } from '../../activities/notices/notices.ts';
import type { DeliveryPolicy } from '../../domain/deployment/policy.ts';
import { taskQueues } from '../journey/messages.ts';

export interface Outside {
  jarvis(summary: string): ActivityInterfaceFor<JarvisActivities>;
  obl(summary: string): ActivityInterfaceFor<OblActivities>;
  refTech(summary: string): ActivityInterfaceFor<RefTechActivities>;
  billing(summary: string): ActivityInterfaceFor<BillingActivities>;
  notices(summary: string): ActivityInterfaceFor<NoticeActivities>;
}

/** The systems as the journey's policy of now has them called. */
export function outsideOf(policy: DeliveryPolicy): Outside {
  const options: ActivityOptions = {
    // The adapters give up a call after ten seconds by themselves; this also notices a worker that was killed.
    startToCloseTimeout: '20 seconds',
    scheduleToCloseTimeout: policy.outsideCalls.tellAfterMs,
    // An outside system that limps is not hammered; the adapter says which failures are worth a retry.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  };
  return {
    jarvis: (summary) => proxyActivities<JarvisActivities>({ ...options, taskQueue: taskQueues.jarvis, summary }),
    obl: (summary) => proxyActivities<OblActivities>({ ...options, taskQueue: taskQueues.obl, summary }),
    refTech: (summary) => proxyActivities<RefTechActivities>({ ...options, taskQueue: taskQueues.refTech, summary }),
    billing: (summary) => proxyActivities<BillingActivities>({ ...options, taskQueue: taskQueues.billing, summary }),
    notices: (summary) => proxyActivities<NoticeActivities>({ ...options, taskQueue: taskQueues.mail, summary }),
  };
}
