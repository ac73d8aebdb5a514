/** Makes the read models anew from the recorded events: after a change of their shape, or to prove that they are right. */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';
import { countedOfCustomers, customerFacts } from '../../domain/steering/sales-facts.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { keepFacts, sumUpSome } from '../steering/facts.ts';
import { project, subjectOf } from './projections.ts';
import { whatHappened } from './record.ts';

interface EventRow {
  journey_id: string;
  number: number;
  type: string;
  payload: Record<string, unknown>;
  actor: string;
  channel: RecordedEvent['meta']['channel'];
  command_id: string;
  request_id: string | null;
  at: Date;
}

/** What is emptied and made from the events alone. A table that a projection writes belongs here: a rebuild that writes another fails. */
export const readModels = [
  'journeys', 'deployments', 'sites', 'successions', 'links_to_tell', 'ticket_links', 'tickets', 'replacements', 'terminations', 'termination_documents', 'orders', 'order_documents', 'order_rejects', 'appointments', 'follow_ups', 'complaints', 'backup_troubles', 'tasks', 'basket_items', 'documents', 'stuck_calls', 'timeline', 'indicator_facts', 'indicator_sums',
] as const;

/** Keeps its rows, for they are not from events alone, or are counted by; the rebuild adds what is missing. */
export const completedByRebuild = ['outbox', 'services', 'launch_changes', 'launch_files', 'customer_equipment'] as const;

/** Deployments before their sites, tickets before their replacements: a row may be made from another's. What customers' records say is of no journey. */
const [firstThese, notThese] = [['AFF-', 'TCK-'], 'CLI-'];
const journeysAtOnce = 200;
const factsAtOnce = 5_000;
const eventColumns = 'journey_id, number, type, payload, actor, channel, command_id, request_id, at';

/** How far a rebuild has come. */
export type Progress = (rebuilt: number, ofAll: number) => void;

/**
 * Rewrites every read model in one transaction; recorders wait for it and then go on. Journeys are read page by page: memory does not grow with their number.
 * Positions of the outbox stay as they are (receivers count by them); an event that is missing there is added. Claims of tasks are kept.
 * @returns how many journeys were rebuilt.
 * @throws {Error} when a projection writes a table that is not emptied first.
 */
export async function rebuild(pool: Pool, onProgress: Progress = () => undefined): Promise<number> {
  return await inTransaction(pool, async (client) => {
    await client.query("SET LOCAL statement_timeout = 0; SET LOCAL jalon.rebuild = 'on'");
    const before = await writesSoFar(client);
    // First, for it waits for the recorders and stops them: a journey that opens while the list is read would be lost.
    await client.query(`TRUNCATE ${readModels.join(', ')}`);
    const { rows: [all] } = await client.query<{ n: number }>("SELECT count(*) AS n FROM events WHERE number = 1 AND journey_id NOT LIKE 'CLI-%'");
    let rebuilt = 0;
    for await (const ids of pagesOf(client)) {
      for (const [id, events] of await readTogether(client, ids)) await rebuildJourney(client, id, events);
      rebuilt += ids.length;
      onProgress(rebuilt, all?.n ?? 0);
    }
    // C-04: edits of customers' records, and who had which task, are events of no journey.
    await client.query("INSERT INTO timeline (journey_id, number, customer_id, at, type, actor, channel) SELECT journey_id, number, journey_id, at, type, actor, channel FROM events WHERE journey_id LIKE 'CLI-%'");
    await countCustomers(client);
    while (await sumUpSome(client) > 0);
    await client.query('INSERT INTO outbox (journey_id, number) SELECT journey_id, number FROM events ORDER BY recorded_at, journey_id, number ON CONFLICT DO NOTHING');
    await demandOnlyReadModels(client, before);
    return rebuilt;
  });
}

/** C-06: what counts of customers' records. */
async function countCustomers(client: Client): Promise<void> {
  for (let last: readonly [string, number] = ['', 0]; ;) {
    const { rows } = await client.query<EventRow>(
      `SELECT ${eventColumns} FROM events WHERE journey_id LIKE 'CLI-%' AND (journey_id, number) > ($1, $2) AND type = ANY ($3) ORDER BY journey_id, number LIMIT $4`, [...last, [...countedOfCustomers], factsAtOnce]);
    await keepFacts(client, rows.map(recorded).flatMap((event) => customerFacts(event).map((fact) => ({ ...fact, atMs: event.atMs }))));
    const end = rows.at(-1);
    if (!end || rows.length < factsAtOnce) return;
    last = [end.journey_id, end.number];
  }
}

async function* pagesOf(client: Client): AsyncGenerator<string[]> {
  for (const kind of [...firstThese.map((prefix) => `journey_id LIKE '${prefix}%'`), [...firstThese, notThese].map((prefix) => `journey_id NOT LIKE '${prefix}%'`).join(' AND ')]) {
    for (let last = ''; ;) {
      const { rows } = await client.query<{ id: string }>(`SELECT journey_id AS id FROM events WHERE number = 1 AND ${kind} AND journey_id > $1 ORDER BY journey_id LIMIT $2`, [last, journeysAtOnce]);
      if (rows.length > 0) yield rows.map(({ id }) => id);
      if (rows.length < journeysAtOnce) break;
      last = rows.at(-1)?.id ?? '';
    }
  }
}

async function demandOnlyReadModels(client: Client, before: ReadonlyMap<string, number>): Promise<void> {
  const known: readonly string[] = [...readModels, ...completedByRebuild];
  const others = [...await writesSoFar(client)].filter(([name, writes]) => writes > (before.get(name) ?? 0) && !known.includes(name)).map(([name]) => name);
  if (others.length > 0) throw new Error(`the rebuild wrote ${others.join(', ')}, which it does not make from nothing: name it in readModels (db/journey/rebuild.ts)`);
}

/** Rows written by table: those of this transaction, and of earlier ones of this connection that the server has not counted up yet. */
async function writesSoFar(client: Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; writes: number }>('SELECT relname AS name, n_tup_ins + n_tup_upd + n_tup_del AS writes FROM pg_stat_xact_user_tables ORDER BY 1');
  return new Map(rows.map(({ name, writes }) => [name, writes]));
}

async function rebuildJourney(client: Client, id: string, events: readonly RecordedEvent[]): Promise<void> {
  const kind = kindOf(id);
  const happened = whatHappened(kind, undefined, events);
  const state = happened.at(-1)?.after;
  const { customerId, deploymentId } = subjectOf(kind, state);
  await client.query({ name: 'rebuild-journey', text: 'INSERT INTO journeys (id, kind, version, state) VALUES ($1, $2, $3, $4)', values: [id, kind, events.length, JSON.stringify(state)] });
  await client.query({
    name: 'rebuild-timeline',
    text: `INSERT INTO timeline (journey_id, number, customer_id, deployment_id, at, type, actor, channel)
           SELECT journey_id, number, $2, $3, at, type, actor, channel FROM events WHERE journey_id = $1`, values: [id, customerId, deploymentId],
  });
  await project(client, { journeyId: id, kind }, happened);
}

/** The recorded events of some journeys, each in order. */
async function readTogether(client: Pick<Client, 'query'>, journeyIds: readonly string[]): Promise<Map<string, RecordedEvent[]>> {
  const { rows } = await client.query<EventRow>({
    name: 'events-of', text: `SELECT ${eventColumns} FROM events WHERE journey_id = ANY ($1) ORDER BY journey_id, number`, values: [journeyIds],
  });
  const found = new Map(journeyIds.map((id): [string, RecordedEvent[]] => [id, []]));
  for (const row of rows) found.get(row.journey_id)?.push(recorded(row));
  return found;
}

/** The recorded events of one journey, in order. */
export async function readEvents(client: Pick<Client, 'query'>, journeyId: string): Promise<RecordedEvent[]> {
  return (await readTogether(client, [journeyId])).get(journeyId) ?? [];
}

function recorded({ number, type, payload, actor, channel, command_id, request_id, at }: EventRow): RecordedEvent {
  return {
    number, event: { ...payload, type }, atMs: at.getTime(),
    meta: { actor, channel, commandId: command_id, ...(request_id === null ? {} : { requestId: request_id }) },
  };
}
