/** The serial recorder queue of one journey: batches what is pending, in order, one recording at a time. */
import { CancellationScope, condition, proxyActivities } from '@temporalio/workflow';
import type { RecorderActivities } from '../../activities/recorder/batch.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';

/** Keeps one batch well under the engine's payload limit. */
const largestBatch = 100;

/** On the journey's own queue: the worker that decided records at once, without a round through the engine's matching. */
const options = {
  // A worker killed in the middle is noticed after this; the transaction itself takes milliseconds and may be repeated.
  startToCloseTimeout: '5 seconds',
  // The record must be written whatever it takes: never given up, and soon after the database is back.
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '5 seconds' },
} as const;

const { recordEvents } = proxyActivities<RecorderActivities>(options);

export interface Recorder {
  queue(events: readonly RecordedEvent[]): void;
  /** All that was queued is recorded. */
  idle(): boolean;
  /** Waits until that number is recorded, whatever is cancelled meanwhile. */
  recorded(number: number): Promise<void>;
}

export function openRecorder(journey: { journeyId: string; kind: JourneyKind; recordedNumber: number }): Recorder {
  const pending: RecordedEvent[] = [];
  let recordedNumber = journey.recordedNumber;
  let running = false;
  // One for all: whatever scope is opened stays known to the one around it, as long as that one lives.
  const sheltered = new CancellationScope({ cancellable: false });

  async function run(): Promise<void> {
    running = true;
    // An ordinary activity on purpose: its input is in the history before it runs, so a crash can't record something else under a number.
    while (pending.length > 0) {
      await everythingHandled();
      const events = pending.splice(0, largestBatch);
      await recordEvents.executeWithOptions({ ...options, summary: summaryOf(events) }, [{ journeyId: journey.journeyId, kind: journey.kind, events }]);
      recordedNumber = events.at(-1)?.number ?? recordedNumber;
    }
    running = false;
  }

  return {
    queue(events) {
      pending.push(...events);
      if (!running) void sheltered.run(run);
    },
    idle: () => !running && pending.length === 0,
    recorded: (number) => sheltered.run(() => condition(() => recordedNumber >= number)),
  };
}

/** Looked at once now and once after all that arrived in this activation: acts that come together are written together. */
async function everythingHandled(): Promise<void> {
  let looks = 0;
  await condition(() => {
    looks += 1;
    return looks > 1;
  });
}

/** «Enregistrement 3–4 : taskCompleted, siteOpened», within the engine's 200 bytes. */
function summaryOf(events: readonly RecordedEvent[]): string {
  const [first, last] = [events[0]?.number, events.at(-1)?.number];
  const types = events.map(({ event }) => event.type).join(', ');
  return `Enregistrement ${first === last ? first : `${first}–${last}`} : ${types}`.slice(0, 150);
}
