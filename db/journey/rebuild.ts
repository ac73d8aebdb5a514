/** Makes the read models anew from the recorded events: after a change of their shape, or to prove that they are right. */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { project, subjectOf } from './projections.ts';
import { nextState } from './record.ts';

interface EventRow {
  number: number;
  type: string;
  payload: Record<string, unknown>;
  actor: string;
  channel: RecordedEvent['meta']['channel'];
  command_id: string;
  request_id: string | null;
  at: Date;
}

/**
 * Rewrites journeys, deployments, sites, tickets with their links, replacements, backup troubles, tasks, documents, stuck calls and timeline in one transaction; recorders wait for it and then go on.
 * Positions of the outbox stay as they are (receivers count by them); an event that is missing there is added.
 * @returns how many journeys were rebuilt.
 */
export async function rebuild(pool: Pool): Promise<number> {
  return await inTransaction(pool, async (client) => {
    await client.query("SET LOCAL statement_timeout = 0; SET LOCAL jalon.rebuild = 'on'");
    // First, for it waits for the recorders and stops them: a journey that opens while the list is read would be lost.
    await client.query('TRUNCATE journeys, deployments, sites, links_to_tell, ticket_links, tickets, replacements, backup_troubles, tasks, documents, stuck_calls, timeline');
    const { rows: journeys } = await client.query<{ id: string }>("SELECT journey_id AS id FROM events WHERE number = 1 AND journey_id NOT LIKE 'CLI-%' ORDER BY journey_id");
    for (const { id } of journeys) await rebuildJourney(client, id);
    // C-04: edits of customers' records are events of no journey.
    await client.query("INSERT INTO timeline (journey_id, number, customer_id, at, type, actor, channel) SELECT journey_id, number, journey_id, at, type, actor, channel FROM events WHERE journey_id LIKE 'CLI-%'");
    await client.query('INSERT INTO outbox (journey_id, number) SELECT journey_id, number FROM events ORDER BY recorded_at, journey_id, number ON CONFLICT DO NOTHING');
    return journeys.length;
  });
}

async function rebuildJourney(client: Client, id: string): Promise<void> {
  const kind = kindOf(id);
  const events = await readEvents(client, id);
  const state = nextState(kind, undefined, events);
  const { customerId, deploymentId } = subjectOf(kind, state);
  await client.query('INSERT INTO journeys (id, kind, version, state) VALUES ($1, $2, $3, $4)', [id, kind, events.length, JSON.stringify(state)]);
  await client.query(`
    INSERT INTO timeline (journey_id, number, customer_id, deployment_id, at, type, actor, channel)
    SELECT journey_id, number, $2, $3, at, type, actor, channel FROM events WHERE journey_id = $1`, [id, customerId, deploymentId]);
  await project(client, { journeyId: id, kind }, events, state);
}

/** The recorded events of one journey, in order. */
export async function readEvents(client: Pick<Client, 'query'>, journeyId: string): Promise<RecordedEvent[]> {
  const { rows } = await client.query<EventRow>('SELECT number, type, payload, actor, channel, command_id, request_id, at FROM events WHERE journey_id = $1 ORDER BY number', [journeyId]);
  return rows.map(({ number, type, payload, actor, channel, command_id, request_id, at }) => ({
    number, event: { ...payload, type }, atMs: at.getTime(),
    meta: { actor, channel, commandId: command_id, ...(request_id === null ? {} : { requestId: request_id }) },
  }));
}
