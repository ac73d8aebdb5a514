/** What a worker does as spans: its activities below what had them done, and the steps that journeys tell. */
import type { InjectedSinks, WorkerOptions } from '@temporalio/worker';
import { inSpan } from '../../ports/tracing.ts';
import { traceparentIn, type TracingSinks } from '../../workflows/journey/tracing.ts';
import { tellStep } from './start.ts';

const sinks: InjectedSinks<TracingSinks> = { tracing: { step: { fn: ({ workflowId, runId }, step) => { tellStep({ ...step, workflowId, runId }); }, callDuringReplay: false } } };

/** For every worker of a process. */
export const tracedWorker = {
  sinks,
  interceptors: {
    activity: [({ info }) => ({
      inbound: {
        execute: (input, next) => {
          const { activityType, attempt, workflowExecution, taskQueue } = info;
          const attributes = { 'temporal.activity.attempt': attempt, 'temporal.task_queue': taskQueue, ...(workflowExecution ? { 'temporal.workflow.id': workflowExecution.workflowId } : {}) };
          // What a timer woke has nobody before it: a trace of its own.
          return inSpan(`activity ${activityType}`, { kind: 'CONSUMER', attributes, parent: traceparentIn(input.headers) }, () => next(input));
        },
      },
    })],
  },
} satisfies Pick<WorkerOptions, 'sinks' | 'interceptors'>;
