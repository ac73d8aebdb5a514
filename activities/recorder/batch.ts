/** What a journey hands to the recorder. */
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';

export interface RecordBatch {
  readonly journeyId: string;
  readonly kind: JourneyKind;
  /** In order, without a gap. */
  readonly events: readonly RecordedEvent[];
}

export interface RecorderActivities {
  /** One PostgreSQL transaction: events, read model, timeline, outbox. Repeating a batch records nothing twice. */
  recordEvents(batch: RecordBatch): Promise<void>;
}
