/** The recorder's transaction: events, read model, timeline and outbox together, once per journey and number. */
import { transitions, type JourneyEvent, type JourneyModel, type RecordedEvent, type Transition } from '../../domain/journey/journey.ts';
import { journeyModels, type JourneyKind } from '../../domain/journey/kinds.ts';
import type { TicketEvent, TicketState } from '../../domain/ticket/ticket.ts';
import { writeNotices } from '../ticket/notices.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { project, subjectOf } from './projections.ts';

export interface Batch {
  readonly journeyId: string;
  readonly kind: JourneyKind;
  readonly events: readonly RecordedEvent[];
  /** Of the trace that had them recorded. */
  readonly traceparent?: string | null;
}

/**
 * Records what of the batch is not recorded yet. A batch may come again after a crash, or twice at once: nothing is written twice.
 * @returns how many events were new.
 * @throws {Error} when numbers are missing before the batch, or recorded of other acts: then something else wrote, or did not, or an engine of an earlier instant decides again what people were told.
 */
export async function record(pool: Pool, batch: Batch): Promise<number> {
  return await inTransaction(pool, async (client) => {
    const { rows: [known] } = await client.query<{ version: number; state: unknown }>({
      name: 'journey-lock', text: 'SELECT version, state FROM journeys WHERE id = $1 FOR UPDATE', values: [batch.journeyId],
    });
    const version = known?.version ?? 0;
    const news = batch.events.filter(({ number }) => number > version);
    if (news.length < batch.events.length) await demandSame(client, batch.journeyId, batch.events.slice(0, batch.events.length - news.length));
    const [first] = news;
    if (!first) return 0;
    if (first.number !== version + 1) throw new Error(`${batch.journeyId}: event ${first.number} came after ${version}`);
    const happened = whatHappened(batch.kind, known?.state, news);
    const state = happened.at(-1)?.after;
    await writeRecord(client, batch, news, state, version);
    await project(client, batch, happened, known?.state);
    // Not a read model: no rebuild tells anybody again.
    if (batch.kind === 'ticket') await writeNotices(client, batch.journeyId, happened as readonly Transition<TicketState, RecordedEvent<TicketEvent>>[], batch.traceparent ?? null);
    return news.length;
  });
}

/** Whether anything was recorded of that command, in that journey or customer's record where one is named. */
export async function isRecorded(pool: Pick<Client, 'query'>, commandId: string, journeyId: string | null = null): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'command-recorded', text: 'SELECT FROM events WHERE command_id = $1 AND ($2::text IS NULL OR journey_id = $2) LIMIT 1', values: [commandId, journeyId] });
  return rowCount === 1;
}

/** What comes again is what was recorded: an engine that was restored to an earlier instant decides anew, and would go on with what nobody was told. */
async function demandSame(client: Client, journeyId: string, again: readonly RecordedEvent[]): Promise<void> {
  const { rows } = await client.query<{ number: number; type: string; command_id: string }>({
    name: 'events-again', text: 'SELECT number, type, command_id FROM events WHERE journey_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number', values: [journeyId, again[0]?.number, again.at(-1)?.number],
  });
  const other = again.find(({ event, meta }, index) => rows[index]?.type !== event.type || rows[index]?.command_id !== meta.commandId);
  if (other) throw new Error(`${journeyId}: event ${other.number} is recorded of another act; the engine is behind its record`);
}

/** What the events change, one after the other, by the rules of the journey's kind. */
export function whatHappened(kind: JourneyKind, from: unknown, events: readonly RecordedEvent[]): Transition<unknown, RecordedEvent>[] {
  // The kind ties state and events together; they came from the same table row and the same workflow.
  const model = journeyModels[kind] as unknown as JourneyModel<unknown, unknown, JourneyEvent>;
  return transitions(model, events, from ?? model.initial);
}

/** The journey's state after the events. */
export function nextState(kind: JourneyKind, from: unknown, events: readonly RecordedEvent[]): unknown {
  const last = whatHappened(kind, from, events).at(-1);
  return last ? last.after : from ?? journeyModels[kind].initial;
}

async function writeRecord(client: Client, { journeyId, kind, traceparent = null }: Batch, news: readonly RecordedEvent[], state: unknown, version: number): Promise<void> {
  const { customerId, deploymentId } = subjectOf(kind, state);
  const rows = news.map(({ number, event: { type, ...payload }, atMs, meta }) => ({
    number, type, payload, actor: meta.actor, channel: meta.channel, command_id: meta.commandId, request_id: meta.requestId ?? null, at: new Date(atMs).toISOString(),
  }));
  const written = await client.query({
    name: 'journey-record',
    text: `
      WITH news AS (
        SELECT * FROM jsonb_to_recordset($2::jsonb) AS n(number int, type text, payload jsonb, actor text, channel text, command_id text, request_id text, at timestamptz)
      ), recorded AS (
        INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, request_id, at)
        SELECT $1, number, type, payload, actor, channel, command_id, request_id, at FROM news ORDER BY number
      ), told AS (
        INSERT INTO timeline (journey_id, number, customer_id, deployment_id, at, type, actor, channel)
        SELECT $1, number, $3, $4, at, type, actor, channel FROM news
      ), outgoing AS (
        INSERT INTO outbox (journey_id, number, traceparent) SELECT $1, number, $9 FROM news ORDER BY number
      )
      INSERT INTO journeys AS j (id, kind, version, state) VALUES ($1, $5, $6, $7)
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state WHERE j.version = $8
      RETURNING id`,
    values: [journeyId, JSON.stringify(rows), customerId, deploymentId, kind, version + news.length, JSON.stringify(state), version, traceparent],
  });
  // Two first batches at once both find no row to lock; the second comes here after the first and starts over.
  if (written.rowCount !== 1) throw new Error(`${journeyId}: recorded meanwhile by another execution; try again`);
}
