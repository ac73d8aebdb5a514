/** Tickets that belong together (T-02, T-16): their links, and what one of them has still to hear from another. */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { linkKinds, linksOf, seenFromTheOther, unresolvedPhases, type LinkKind, type Tidings } from '../../domain/ticket/links.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { TicketEvent } from '../../domain/ticket/ticket.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { inScope, reachOf } from '../people/scope.ts';
import { ticketColumns, type TicketRead } from './reads.ts';

/** What the other ticket sees of a link, as SQL. */
const seenOf = (kind: string): string => `CASE ${kind} ${linkKinds.map((one) => `WHEN '${one}' THEN '${seenFromTheOther[one]}'`).join(' ')} END`;

/** In the recorder's transaction. */
export async function projectLinks(client: Client, ticket: string, events: readonly RecordedEvent[]): Promise<void> {
  for (const { event, atMs } of events) {
    for (const { other, kind, turn } of linksOf(event as TicketEvent, atMs)) {
      await client.query({
        name: 'project-ticket-link',
        text: `
          WITH turned AS (
            INSERT INTO ticket_links (ticket, other, kind, turn, since) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (ticket, other, kind) DO UPDATE SET turn = excluded.turn, since = excluded.since
            RETURNING ticket, other, kind)
          INSERT INTO links_to_tell (ticket, other, kind) SELECT ticket, other, kind FROM turned ON CONFLICT DO NOTHING`,
        values: [ticket, other, kind, turn, new Date(atMs).toISOString()],
      });
    }
  }
}

/** Something that a living ticket has not heard yet. */
export interface ToHear {
  readonly ticket: string;
  readonly tidings: Tidings;
}

/** As many as one ticket hears of at once. */
const linksAtOnce = 100;

/** The links that their other side has not heard of; those that it knows, or has ended before, are done with. @param limit of tickets that hear. @param except tickets that did not answer a moment ago */
export async function linksToHear(pool: Pool, limit: number, except: readonly string[]): Promise<ToHear[]> {
  // A link that the recorder turns at this moment is locked, and left: its next turn is told too, and must find its row here.
  await pool.query(`
    WITH heard AS (
      SELECT l.ticket, l.other, l.kind FROM links_to_tell AS n JOIN ticket_links AS l USING (ticket, other, kind) JOIN tickets AS t ON t.number = l.other
      WHERE t.ended_at IS NOT NULL OR l.turn <= (SELECT c.turn FROM ticket_links AS c WHERE c.ticket = l.other AND c.other = l.ticket AND c.kind = ${seenOf('l.kind')})
      FOR UPDATE OF l SKIP LOCKED)
    DELETE FROM links_to_tell AS n USING heard AS h WHERE n.ticket = h.ticket AND n.other = h.other AND n.kind = h.kind`);
  const { rows } = await pool.query<{ ticket: string; links: Extract<Tidings, { kind: 'links' }>['links'] }>({
    name: 'ticket-links-to-hear',
    text: `
      SELECT d.hearer AS ticket, jsonb_agg(jsonb_build_object('other', d.teller, 'kind', d.kind, 'turn', d.turn) ORDER BY d.place) AS links FROM (
        SELECT l.other AS hearer, l.ticket AS teller, ${seenOf('l.kind')} AS kind, l.turn, l.since, row_number() OVER (PARTITION BY l.other ORDER BY l.since, l.ticket) AS place
        FROM links_to_tell AS n JOIN ticket_links AS l USING (ticket, other, kind) JOIN tickets AS t ON t.number = l.other
        WHERE t.ended_at IS NULL AND NOT l.other = ANY ($2)) AS d
      WHERE d.place <= $3 GROUP BY d.hearer ORDER BY min(d.since) LIMIT $1`,
    values: [limit, except, linksAtOnce],
  });
  return rows.map(({ ticket, links }) => ({ ticket, tidings: { kind: 'links', links } }));
}

/** The cause has not let its child `c` go, heard of or not. Scalar, so that it is asked of those alone that have something to hear. */
const isKept = `coalesce((SELECT l.turn FROM ticket_links AS l WHERE l.ticket = c.parent AND l.other = c.number AND l.kind = 'child'), 0)
  <= (SELECT l.turn FROM ticket_links AS l WHERE l.ticket = c.number AND l.other = c.parent AND l.kind = 'parent')`;

/** What living children have not heard of their common cause: its messages to all in their order, the ticket that takes its place, its solution where they have none. */
export async function tidingsOfCauses(pool: Pool, limit: number, except: readonly string[]): Promise<ToHear[]> {
  const { rows } = await pool.query<{ ticket: string; tidings: Tidings }>({
    name: 'ticket-tidings-of-causes',
    text: `
      SELECT c.number AS ticket, CASE
        WHEN p.broadcasts > c.parent_heard THEN (
          SELECT jsonb_build_object('kind', 'broadcast', 'from', p.number, 'ordinal', c.parent_heard + 1, 'messageId', e.payload #>> '{message,id}') FROM events AS e
          WHERE e.journey_id = p.number AND e.type = 'messageAdded' AND e.payload #>> '{message,broadcast,from}' = p.number AND e.payload #> '{message,broadcast,ordinal}' = to_jsonb(c.parent_heard + 1))
        WHEN r.number IS NOT NULL THEN jsonb_build_object('kind', 'cause-moved', 'from', p.number, 'cause', jsonb_build_object('number', r.number, 'broadcasts', r.broadcasts))
        ELSE (
          SELECT jsonb_build_object('kind', 'solution', 'from', p.number, 'ordinal', p.standing_proposal, 'solution', j.state #>> '{solution,text}') FROM journeys AS j WHERE j.id = p.number)
        END AS tidings
      FROM tickets AS c JOIN tickets AS p ON p.number = c.parent LEFT JOIN tickets AS s ON s.number = p.merged_into
        -- In the place of a merged cause: what it was merged into, or the cause of that, were it not the merged one itself. In the place of one that has a cause, by two links at once: that one, if it stays.
        LEFT JOIN tickets AS r ON r.number = CASE WHEN s.number IS NULL THEN p.parent ELSE coalesce(nullif(s.parent, p.number), s.number) END AND (s.number IS NOT NULL OR (r.parent IS NULL AND r.merged_into IS NULL) OR r.number = c.number)
      WHERE c.parent IS NOT NULL AND c.ended_at IS NULL AND NOT c.number = ANY ($2) AND ${isKept}
        AND (p.broadcasts > c.parent_heard OR r.number IS NOT NULL OR (p.standing_proposal > c.parent_proposed AND c.phase = ANY ($3)))
      ORDER BY c.number LIMIT $1`,
    values: [limit, except, unresolvedPhases],
  });
  return rows.filter(({ tidings }) => tidings !== null);
}

export interface LinkRead {
  /** What the ticket is to the one that was asked about. */
  readonly kind: LinkKind;
  readonly since: Date;
  readonly ticket: TicketRead;
}

export interface LinkFilter {
  /** Of the reader. */
  readonly scope: Scope;
  readonly kind?: LinkKind | undefined;
  readonly after?: { readonly kind: string; readonly number: string } | undefined;
  readonly limit: number;
}

/** As either side knows them: a ticket that has ended shows who was linked to it since, too. */
export async function listLinked(pool: Pool, number: string, { scope, kind, after, limit }: LinkFilter): Promise<LinkRead[]> {
  const values: unknown[] = [number, kind ?? null, after?.kind ?? null, after?.number ?? null, limit];
  const { rows } = await pool.query<TicketRead & { readonly linkKind: LinkKind; readonly since: Date }>({
    name: `ticket-linked-${reachOf(scope)}`,
    text: `
      WITH known AS (
        SELECT DISTINCT ON (other, kind) other, kind, turn, since FROM (
          SELECT other, kind, turn, since FROM ticket_links WHERE ticket = $1
          UNION ALL SELECT ticket, ${seenOf('kind')}, turn, since FROM ticket_links WHERE other = $1) AS either
        ORDER BY other, kind, turn DESC, since)
      SELECT known.kind AS "linkKind", known.since, linked.* FROM known JOIN (SELECT ${ticketColumns} FROM tickets) AS linked ON linked.number = known.other
      WHERE known.turn % 2 = 1 AND ${inScope(scope, 'linked."customerId"', values)} AND ($2::text IS NULL OR known.kind = $2) AND ($3::text IS NULL OR (known.kind, linked.number) > ($3, $4))
      ORDER BY known.kind, linked.number LIMIT $5`,
    values,
  });
  return rows.map(({ linkKind, since, ...ticket }) => ({ kind: linkKind, since, ticket }));
}

/** How many open tickets have this one for their common cause. */
export async function countChildren(pool: Pool, number: string): Promise<number> {
  const { rows: [row] } = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM tickets AS c WHERE c.parent = $1 AND c.ended_at IS NULL AND ${isKept}`, [number]);
  return row?.n ?? 0;
}

/** Common causes that have open tickets on services of the same local loop operator as this one (T-02). */
export async function likelyCauses(pool: Pool, { number, rds }: Pick<TicketRead, 'number' | 'rds'>): Promise<string[]> {
  const { rows } = await pool.query<{ number: string }>({
    name: 'ticket-likely-causes',
    text: `
      WITH supplied AS NOT MATERIALIZED (SELECT s.rds, x.obl FROM services AS s JOIN sites AS x USING (deployment_id, site) WHERE x.obl IS NOT NULL)
      SELECT DISTINCT c.parent AS number FROM tickets AS c JOIN supplied USING (rds)
      WHERE c.parent IS NOT NULL AND c.ended_at IS NULL AND c.parent <> $1 AND obl = (SELECT obl FROM supplied WHERE rds = $2) ORDER BY 1 LIMIT 20`, values: [number, rds],
  });
  return rows.map((row) => row.number);
}

/** The ticket that goes on in the place of one that was merged, however often; itself where it was not. */
export async function survivorOf(pool: Pick<Client, 'query'>, number: string): Promise<string> {
  const { rows: [row] } = await pool.query<{ number: string }>({
    name: 'ticket-survivor',
    text: `
      WITH RECURSIVE chain (number, step) AS (
        SELECT $1::text, 0 UNION ALL SELECT t.merged_into, step + 1 FROM chain JOIN tickets AS t USING (number) WHERE t.merged_into IS NOT NULL AND step < 100)
      SELECT number FROM chain ORDER BY step DESC LIMIT 1`, values: [number],
  });
  return row?.number ?? number;
}

/** Until the transaction ends nobody else holds what is called so. */
async function hold(client: Client, name: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

/** Two that are merged into one another at once would both have ended: who merges holds both. @param work asks `client` alone, so that nobody who holds one connection waits for a second */
export async function whileNobodyMerges<T>(pool: Pool, tickets: readonly string[], work: (client: Client) => Promise<T>): Promise<T> {
  return await inTransaction(pool, async (client) => {
    for (const number of tickets.toSorted()) await hold(client, `merge ${number}`);
    return await work(client);
  });
}

/** Who holds a connection asks for a second: of a process no more than so many may wait for one. */
const lanes: Promise<unknown>[] = Array.from({ length: 3 }, () => Promise.resolve());

/** What one person does with these, nobody else does meanwhile. */
async function alone<T>(pool: Pool, names: readonly [string, ...string[]], work: () => Promise<T>): Promise<T> {
  const lane = Buffer.from(names[0]).reduce((sum, byte) => sum + byte, 0) % lanes.length;
  const mine = (lanes[lane] ?? Promise.resolve()).then(() => inTransaction(pool, async (client) => {
    for (const name of names) await hold(client, name);
    return await work();
  }));
  lanes[lane] = mine.catch(() => undefined);
  return await mine;
}

/** T-16: of two who reopen one ticket at once the second finds the first's. */
export async function whileNobodyReopens<T>(pool: Pool, number: string, work: () => Promise<T>): Promise<T> {
  return await alone(pool, [`reopen ${number}`], work);
}

/** T-01: of two who place one mail at once the second finds it placed. @param reopens the closed ticket that it may reopen (T-16) */
export async function whileNobodyPlaces<T>(pool: Pool, mailId: string, reopens: string | null, work: () => Promise<T>): Promise<T> {
  return await alone(pool, [`mail ${mailId}`, ...(reopens === null ? [] : [`reopen ${reopens}`])], work);
}

/** The open ticket that a closed one goes on as, be it in one that its successor was merged into; null: none. */
export async function openSuccessor(pool: Pool, number: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ number: string }>({
    name: 'ticket-successor',
    text: `
      WITH RECURSIVE chain (number, step) AS (
        SELECT ticket, 0 FROM ticket_links WHERE other = $1 AND kind = 'predecessor'
        UNION ALL SELECT t.merged_into, step + 1 FROM chain JOIN tickets AS t USING (number) WHERE t.merged_into IS NOT NULL AND step < 100)
      SELECT number FROM chain JOIN tickets USING (number) WHERE ended_at IS NULL ORDER BY number LIMIT 1`, values: [number],
  });
  return row?.number ?? null;
}
