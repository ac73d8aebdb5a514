/** What the engine's histories say of a journey: all that it gave to the recorder, over all its runs that are kept. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { RecordBatch } from '../../activities/recorder/batch.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { JourneyStart } from '../../workflows/journey/journey.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

/** gRPC status: a history that is not found is no `WorkflowNotFoundError` of the client's. */
const notFound = 5;

/** Of what no other run is kept, or was. */
const none = '';

/** The histories of all runs of a journey that the engine keeps, oldest first; none of one that it does not know. */
export async function historiesOf(client: Client, journeyId: string): Promise<HistoryEvent[][]> {
  const runs: HistoryEvent[][] = [];
  for (let runId: string | undefined; runId !== none;) {
    const history = await client.workflow.getHandle(workflowIdOf(journeyId), runId).fetchHistory().catch((error: unknown) => {
      if ((error as { code?: unknown }).code === notFound) return undefined;
      throw error;
    });
    if (!history) break;
    runs.unshift(history.events ?? []);
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? none;
  }
  return runs;
}

export interface Given {
  /** Number of the last event that the journey has given to the recorder, or began with. */
  readonly last: number;
  /** Those that the engine still keeps, in order. */
  readonly events: readonly RecordedEvent[];
}

/** Undefined of a journey that the engine does not know. */
export async function givenToRecorder(client: Client, journeyId: string): Promise<Given | undefined> {
  const runs = await historiesOf(client, journeyId);
  const [started] = runs.at(-1) ?? [];
  if (!started) return undefined;
  const converter = client.options.loadedDataConverter;
  const [start] = await decodeArrayFromPayloads(converter, started.workflowExecutionStartedEventAttributes?.input?.payloads) as [JourneyStart<unknown, unknown>];
  const events: RecordedEvent[] = [];
  for (const { activityTaskScheduledEventAttributes: scheduled } of runs.flat()) {
    if (scheduled?.activityType?.name !== 'recordEvents') continue;
    const [batch] = await decodeArrayFromPayloads(converter, scheduled.input?.payloads) as [RecordBatch];
    events.push(...batch.events);
  }
  return { last: Math.max('carried' in start ? start.carried.lastNumber : 0, events.at(-1)?.number ?? 0), events };
}
