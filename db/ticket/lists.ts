/** The pages of lists of tickets: what goes on in the order that was asked for, then what has ended, newest first; each along an index. */
import type { Scope } from '../../domain/people/scope.ts';
import type { TicketSort } from '../../domain/ticket/lists.ts';
import { inScope } from '../people/scope.ts';
import type { Pool } from '../pool.ts';
import { ticketColumns, type TicketRead } from './reads.ts';

export interface TicketQuery {
  /** Of the reader, whatever is asked. */
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly rds?: string | undefined;
  /** `dispatcher` is the queue that is no team. */
  readonly team?: string | undefined;
  readonly assignee?: string | undefined;
  /** Of the customer, now (C-06). */
  readonly centre?: string | undefined;
  readonly phase?: string | undefined;
  readonly desk?: string | undefined;
  readonly level?: number | undefined;
  readonly priority?: string | undefined;
  readonly isOpen?: boolean | undefined;
  /** Whether somebody has it, be it only given to him. */
  readonly isHeld?: boolean | undefined;
  readonly sort: TicketSort;
}

/** The last of the page before; `at` in epoch milliseconds, null: without a date. */
export interface TicketPosition {
  readonly hasEnded: boolean;
  readonly rank: number;
  readonly at: number | null;
  readonly number: string;
}

export interface TicketPage {
  /** T-06: before this instant a `pro` ticket must have been registered to be no longer before the others; the same for every page of a list. */
  readonly proFirstSinceMs: number;
  readonly after?: TicketPosition | undefined;
  readonly limit: number;
}

export type TicketLine = TicketRead & { readonly position: TicketPosition };
interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

type Put = (value: unknown) => string;

/** A stretch of the list, with the key that it is sorted by. */
interface Part {
  readonly where: string;
  readonly rank: string;
  readonly at: string;
}

const endedPhases = ['closed', 'merged'];
const open = 'ended_at IS NULL';
const ended = 'ended_at IS NOT NULL';

/** What goes on; of `urgency` young `pro` tickets apart, for their rank is another (as `compareUrgency` says, T-06). */
function openParts(sort: TicketSort, since: () => string): Part[] {
  switch (sort) {
    case 'urgency': {
      const isYoung = `(contract = 'pro' AND created_at > ${since()})`;
      return [{ where: `${open} AND ${isYoung}`, rank: '(serve_rank - 1)', at: 'created_at' }, { where: `${open} AND NOT ${isYoung}`, rank: 'serve_rank', at: 'created_at' }];
    }
    case 'due': return [{ where: open, rank: '0', at: 'due_key' }];
    case 'urgent-by': return [{ where: open, rank: '0', at: 'urgent_key' }];
    case 'importance': return [{ where: open, rank: 'cost_rank', at: 'created_at' }];
    case 'created': return [open, ended].map((where) => ({ where, rank: '0', at: 'created_at' }));
  }
}

function narrowedBy({ scope, customerId, rds, team, assignee, centre, isHeld, phase, desk, level, priority }: TicketQuery, values: unknown[], put: Put): string {
  return [
    inScope(scope, 'customer_id', values),
    customerId === undefined ? [] : [`customer_id = (SELECT survivor_of(${put(customerId)}))`],
    rds === undefined ? [] : [`rds = ${put(rds)}`],
    team === undefined ? [] : [team === 'dispatcher' ? 'team IS NULL' : `team = ${put(team)}`],
    assignee === undefined ? [] : [`coalesce(assignee, attributed_to) = ${put(assignee)}`],
    centre === undefined ? [] : [`customer_id IN (SELECT id FROM customers WHERE centre = ${put(centre)})`],
    isHeld === undefined ? [] : [`coalesce(assignee, attributed_to) IS ${isHeld ? 'NOT ' : ''}NULL`],
    phase === undefined ? [] : [`phase = ${put(phase)}`],
    desk === undefined ? [] : [`desk = ${put(desk)}`],
    level === undefined ? [] : [`level = ${put(level)}`],
    priority === undefined ? [] : [`priority = ${put(priority)}`],
  ].flat().join(' AND ');
}

/** The statement of one stretch, for who runs it and for who explains it. @param hasEnded what has ended, newest first */
export function ticketStatement(query: TicketQuery, hasEnded: boolean, { proFirstSinceMs, after, limit }: TicketPage): Statement {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const wanted = wantedOf(query);
  const all = hasEnded ? [{ where: ended, rank: '0', at: 'created_at' }] : openParts(query.sort, () => `${put(new Date(proFirstSinceMs).toISOString())}::timestamptz`);
  const parts = all.filter(({ where }) => wanted(where === ended));
  const [direction, beyond] = hasEnded ? ['DESC', '<'] : ['', '>'];
  const narrowed = narrowedBy(query, values, put);
  const count = put(limit);
  const last = after?.hasEnded === hasEnded ? `${put(after.at === null ? 'infinity' : new Date(after.at).toISOString())}::timestamptz, ${put(after.number)}` : undefined;
  const rankAfter = last !== undefined && parts.some(({ rank }) => rank !== '0') ? put(after?.rank) : undefined;
  const scans = parts.map(({ where, rank, at }) => {
    const key = rank === '0' ? [at, 'number'] : [rank, at, 'number'];
    const behind = last === undefined ? '' : ` AND (${key.join(', ')}) ${beyond} (${rank === '0' ? last : `${rankAfter}::int, ${last}`})`;
    return `(SELECT ${rank} AS rank, ${at} AS at, number FROM tickets WHERE ${where} AND ${narrowed}${behind} ORDER BY ${key.map((column) => `${column} ${direction}`).join(', ')} LIMIT ${count})`;
  });
  const order = ['rank', 'at', 'number'].map((column) => `page.${column} ${direction}`).join(', ');
  const text = `
    SELECT listed.*, jsonb_build_object('hasEnded', ${hasEnded}, 'rank', page.rank, 'at', CASE WHEN isfinite(page.at) THEN floor(extract(epoch FROM page.at) * 1000) END, 'number', page.number) AS position
    FROM (SELECT * FROM (${scans.join(' UNION ALL ')}) AS page ORDER BY ${order} LIMIT ${count}) AS page JOIN (SELECT ${ticketColumns} FROM tickets) AS listed ON listed.number = page.number
    ORDER BY ${order}`;
  return { text, values };
}

/** The stretches of a list in their order: whether each is of what has ended. */
export function stretchesOf(query: TicketQuery): boolean[] {
  const wanted = [false, true].filter(wantedOf(query));
  // By age all together.
  return query.sort === 'created' ? wanted.slice(0, 1).map(() => false) : wanted;
}

function wantedOf({ phase, isOpen }: TicketQuery): (hasEnded: boolean) => boolean {
  return (hasEnded) => (isOpen === undefined || isOpen === !hasEnded) && (phase === undefined || endedPhases.includes(phase) === hasEnded);
}

export async function listTickets(pool: Pool, query: TicketQuery, page: TicketPage): Promise<TicketLine[]> {
  const found: TicketLine[] = [];
  for (const hasEnded of stretchesOf(query)) {
    // A stretch that was read to its end.
    if (page.after?.hasEnded === true && !hasEnded) continue;
    const limit = page.limit - found.length;
    if (limit > 0) found.push(...(await pool.query<TicketLine>(ticketStatement(query, hasEnded, { ...page, limit }))).rows);
  }
  return found;
}

/** More than this nobody reads, and counting them would cost more than the list. */
const countedMax = 100_000;

/** How many there are in all, on whatever page; undefined where they are too many to be counted. */
export async function countTickets(pool: Pool, query: TicketQuery): Promise<number | undefined> {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const narrowed = narrowedBy(query, values, put);
  const stretches = [false, true].filter(wantedOf(query)).map((hasEnded) => (hasEnded ? ended : open));
  if (stretches.length === 0) return 0;
  const { rows: [row] } = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM (SELECT FROM tickets WHERE (${stretches.join(' OR ')}) AND ${narrowed} LIMIT ${countedMax + 1}) AS found`, values);
  return row === undefined || row.n > countedMax ? undefined : row.n;
}
