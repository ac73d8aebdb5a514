/** Moves the clock of one workflow on; the others, the database and the simulators keep theirs. */
import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import type { House } from './house.ts';

/** Fast-forwards the journey by so many milliseconds of its own time: timers, deadlines and `Date.now()` in it follow. */
export async function skipTime({ client, namespace }: House, journeyId: string, durationMs: number): Promise<void> {
  const service = client.workflowService;
  const workflowExecution = { workflowId: workflowIdOf(journeyId) };
  const fastForwardId = randomUUID();
  await service.updateWorkflowExecutionOptions({
    namespace, workflowExecution, updateMask: { paths: ['time_skipping_config'] },
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig: { id: fastForwardId, duration: msToTs(durationMs) } } },
  });
  await service.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId });
}
