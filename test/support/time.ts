/** Moves the clock of one workflow on; the others, the database and the simulators keep theirs. */
import { randomUUID } from 'node:crypto';
import { Connection, isGrpcServiceError, type WorkflowService } from '@temporalio/client';
import { msToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
import { inject } from 'vitest';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import type { House } from './house.ts';

/** Of a request that the engine did not answer. */
const tries = 5;
/** Between a look at a journey's clock and its arrival. */
const longestMs = 60_000;
/** For all files of a process; it ends with it. */
let once: Connection | undefined;

/**
 * Fast-forwards the journey by so many milliseconds of its own time: timers, deadlines and `Date.now()` in it follow.
 * The engine adds the time again for a request that comes twice, whatever its id: it is asked without the retries of every other call, and again only where it is seen not to have heard it.
 * @throws when the journey's clock is not where it was to go
 */
export async function skipTime({ namespace }: House, journeyId: string, durationMs: number): Promise<void> {
  const connection = once ??= Connection.lazy({ address: inject('temporalAddress'), interceptors: [] });
  const service = connection.workflowService;
  const workflowExecution = { workflowId: workflowIdOf(journeyId) };
  const fastForwardId = randomUUID();
  const before = await clockOf(service, namespace, journeyId);
  for (let left = tries; ; left -= 1) {
    try {
      await service.updateWorkflowExecutionOptions({
        namespace, workflowExecution, updateMask: { paths: ['time_skipping_config'] },
        workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig: { id: fastForwardId, duration: msToTs(durationMs) } } },
      });
      break;
    } catch (error) {
      if (!isGrpcServiceError(error) || left === 0) throw error;
      if ((await clockOf(service, namespace, journeyId)).sentById === fastForwardId) break;
    }
  }
  const { fastForwardInfo } = await connection.withDeadline(Date.now() + longestMs, () => service.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId }));
  const goneMs = (optionalTsToMs(fastForwardInfo?.targetTime) ?? 0) - before.nowMs;
  if (goneMs < durationMs || goneMs > durationMs + longestMs) throw new Error(`${journeyId} was to be moved on by ${durationMs} ms, and was by ${goneMs}`);
}

/** What a journey's own clock says, and by which request it was last sent on. */
async function clockOf(service: WorkflowService, namespace: string, journeyId: string): Promise<{ nowMs: number; sentById: string | undefined }> {
  const { workflowExtendedInfo } = await service.describeWorkflowExecution({ namespace, execution: { workflowId: workflowIdOf(journeyId) } });
  const skipping = workflowExtendedInfo?.timeSkippingInfo;
  return { nowMs: optionalTsToMs(skipping?.currentTime) ?? Date.now(), sentById: skipping?.effectiveConfig?.fastForwardConfig?.id ?? undefined };
}
