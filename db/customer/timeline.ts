/** The timeline of a customer over all his subjects (C-04): newest first, by pages that never examine more than a bounded stretch of it. */
import { changeKinds, prefixesOf, type ChangeKind } from '../../domain/live/change.ts';
import { actorName } from '../people/names.ts';
import type { Pool } from '../pool.ts';
import { withoutAmountsIn } from '../ticket/account.ts';

export interface TimelineFilter {
  readonly types?: readonly string[] | undefined;
  readonly channel?: string | undefined;
  readonly actor?: string | undefined;
  /** A journey with what is below it: `AFF-2026-000123` with its sites; or the customer's id, for the edits of his record. */
  readonly subject?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Anywhere in what the entry says, in any case of letters. */
  readonly text?: string | undefined;
  readonly before?: TimelineKey | undefined;
  readonly limit: number;
  /** Of which kinds of journey he may see what happened (C-05). */
  readonly kinds: readonly ChangeKind[];
  /** Beginnings of the types that he may not see: of what sells, which stands in the customer's own record (C-05, S-09). */
  readonly withheld: readonly string[];
  /** Whether the reader may know what billing knows of the customer (C-05); who may not finds nothing by it either. */
  readonly readsAccount: boolean;
}

export interface TimelineKey {
  readonly at: string;
  readonly journeyId: string;
  readonly number: number;
}

export interface CustomerTimelineEntry {
  readonly journeyId: string;
  readonly number: number;
  readonly at: Date;
  readonly type: string;
  readonly actor: string;
  readonly actorName: string | null;
  readonly channel: string;
  readonly requestId: string | null;
  readonly payload: Record<string, unknown>;
  /** Of an edit of the record: null where it was erased. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What a page with a text examines at most: a customer of a million entries is searched page by page, and no reader waits for all of them. */
const examinedMax = 3_000;

/** What an entry says; of the policies that a journey keeps only their versions. */
const told = "e.payload #- '{launch,policy,days}' #- '{opening,policy,days}' #- '{applied,frozen}' #- '{frozen}'";
/** What was edited, and what was written, stand where they can be erased; the events name them by their ids. */
const changeId = "CASE WHEN e.payload ->> 'changeId' ~ '^[0-9a-f-]{36}$' THEN (e.payload ->> 'changeId')::uuid END";
const contentId = "CASE e.type WHEN 'messageAdded' THEN (e.payload #>> '{message,id}')::uuid WHEN 'ticketOpened' THEN (e.payload #>> '{opening,requestId}')::uuid END";

/** @returns the page, and where the next one goes on: a page of a text may be short, or empty, and not the last. */
export async function readCustomerTimeline(pool: Pool, customerId: string, filter: TimelineFilter): Promise<{ readonly entries: CustomerTimelineEntry[]; readonly next: TimelineKey | undefined }> {
  const { text, limit } = filter;
  const says = filter.readsAccount ? told : withoutAmountsIn(told);
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const stretch = stretchOf(customerId, filter, text === undefined ? limit : examinedMax, value);
  const stretchValues = [...values];
  const matches = text === undefined ? 'true' : `position(lower(${value(text)}) IN lower(concat_ws(' ', t.type, t.actor, ${actorName('t.actor')}, t.journey_id, ${says}, c.before, c.after, l.before, l.after, w.content))) > 0`;
  const { rows: entries } = await pool.query<CustomerTimelineEntry>(
    `WITH stretch AS MATERIALIZED (${stretch})
     SELECT t.journey_id AS "journeyId", t.number, t.at, t.type, t.actor, ${actorName('t.actor')} AS "actorName", t.channel, e.request_id AS "requestId", ${says} AS payload,
       CASE WHEN c.id IS NOT NULL THEN c.before WHEN l.id IS NOT NULL THEN l.before ELSE e.payload -> 'before' END AS before, CASE WHEN c.id IS NOT NULL THEN c.after WHEN l.id IS NOT NULL THEN l.after ELSE e.payload -> 'after' END AS after
     FROM stretch AS t JOIN events AS e USING (journey_id, number) LEFT JOIN customer_changes AS c ON c.id = ${changeId} LEFT JOIN launch_changes AS l ON l.id = ${changeId}
       ${text === undefined ? '' : `LEFT JOIN ticket_contents AS w ON w.id = ${contentId}`}
     WHERE ${matches} ORDER BY t.at DESC, t.journey_id DESC, t.number DESC LIMIT ${value(limit)}`, values);
  const last = entries.at(-1);
  if (last && entries.length === limit) return { entries, next: { at: last.at.toISOString(), journeyId: last.journeyId, number: last.number } };
  if (text === undefined) return { entries, next: undefined };
  const { rows: [examined] } = await pool.query<{ at: Date; journeyId: string; number: number }>(`SELECT at, journey_id AS "journeyId", number FROM (${stretch}) AS stretch OFFSET ${examinedMax - 1} LIMIT 1`, stretchValues);
  return { entries, next: examined && { ...examined, at: examined.at.toISOString() } };
}

/** Who sees all kinds reads straight along the customer's entries; who does not reads along those of each kind that he sees: what he may not see may be nearly all there is. */
function stretchOf(customerId: string, filter: TimelineFilter, most: number, value: (given: unknown) => string): string {
  const columns = 'SELECT t.journey_id, t.number, t.at, t.type, t.actor, t.channel FROM';
  const where = `WHERE ${conditionsOf(customerId, filter, value)}`;
  const newest = `ORDER BY t.at DESC, t.journey_id DESC, t.number DESC LIMIT ${value(most)}`;
  if (filter.kinds.length === changeKinds.length) return `${columns} timeline AS t ${where} ${newest}`;
  const prefixes = value([...new Set(filter.kinds.map((kind) => prefixesOf[kind]))]);
  return `${columns} unnest(${prefixes}::text[]) AS seen (prefix) CROSS JOIN LATERAL (${columns} timeline AS t ${where} AND left(t.journey_id, 3) = seen.prefix ${newest}) AS t ${newest}`;
}

function conditionsOf(customerId: string, { types, channel, actor, subject, from, until, before, withheld }: TimelineFilter, value: (given: unknown) => string): string {
  return [
    `t.customer_id = ${value(customerId)}`,
    ...(types === undefined ? [] : [`t.type = ANY (${value(types)})`]),
    ...(withheld.length === 0 ? [] : [`NOT (t.type ^@ ANY (${value(withheld)}))`]),
    ...(channel === undefined ? [] : [`t.channel = ${value(channel)}`]),
    ...(actor === undefined ? [] : [`t.actor = ${value(actor)}`]),
    ...(subject === undefined ? [] : [`(t.journey_id = ${value(subject)} OR starts_with(t.journey_id, ${value(`${subject}/`)}))`]),
    ...(from === undefined ? [] : [`t.at >= ${value(from)}`]),
    ...(until === undefined ? [] : [`t.at < ${value(until)}`]),
    ...(before === undefined ? [] : [`(t.at, t.journey_id, t.number) < (${value(before.at)}, ${value(before.journeyId)}, ${value(before.number)})`]),
  ].join(' AND ');
}
