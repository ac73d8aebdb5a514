/** What a later version might change in every story, under `patched()` as it has to be: it waits a moment before each call outside. */
import { patched, sleep, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [{
    async scheduleActivity(input, next) {
      if (input.activityType !== 'recordEvents' && patched('waits-before-calling')) await sleep('10 milliseconds');
      return await next(input);
    },
  }],
});
