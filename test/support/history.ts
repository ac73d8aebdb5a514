/** What the engine's history says of a journey: what it gave to the recorder, over all its runs, and what it is doing now. */
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { RecordBatch } from '../../activities/recorder/batch.ts';
import { historiesOf } from '../../cli/check/histories.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';

/** `PENDING_WORKFLOW_TASK_STATE_STARTED`. */
const started = 2;

/** Every event that the journey gave to the recorder, in the order of its histories. */
export async function givenToRecorder(client: Client, journeyId: string): Promise<RecordedEvent[]> {
  return (await inputsOf<RecordBatch>(client, journeyId, 'recordEvents')).flatMap(({ events }) => events);
}

/** What a journey called an activity with, each call once, in the order of its histories. */
export async function inputsOf<Input>(client: Client, journeyId: string, activity: string): Promise<Input[]> {
  return (await historiesOf(client, journeyId)).flat().flatMap((event) => {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const [input] = scheduled?.input?.payloads ?? [];
    return scheduled?.activityType?.name === activity && input ? [defaultPayloadConverter.fromPayload<Input>(input)] : [];
  });
}

/** Whether the engine has handed a task of this journey to a worker and has had no answer yet. */
export async function isTaskInHands(client: Client, namespace: string, journeyId: string): Promise<boolean> {
  const found = await client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: workflowIdOf(journeyId) } });
  return found.pendingWorkflowTask?.state === started;
}

/** Whether the history holds a recording that was asked for and not answered. */
export async function isRecordingOpen(client: Client, journeyId: string): Promise<boolean> {
  const events = (await historiesOf(client, journeyId)).at(-1) ?? [];
  const answered = new Set(events.map((event) => String(event.activityTaskCompletedEventAttributes?.scheduledEventId)));
  return events.some((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'recordEvents' && !answered.has(String(event.eventId)));
}
