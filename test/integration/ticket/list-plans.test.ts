/** The lists of tickets in PostgreSQL: open before ended in every order, page after page, and the plan of each published pair of filter and sort. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../../db/pool.ts';
import { listTickets, stretchesOf, ticketStatement, type TicketLine, type TicketQuery } from '../../../db/ticket/lists.ts';
import { ticketPairs, ticketSorts } from '../../../domain/ticket/lists.ts';
import { freshDatabase } from '../../support/database.ts';

const scope = { reach: 'all' } as const;
const nowMs = Date.parse('2026-11-20T15:00:00Z');
const proFirstSinceMs = nowMs - 8 * 3_600_000;
let pool: Pool;

/** One in twenty is open, as after some years; drawn by its number, so that a failure comes again. */
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await pool.query(
    `INSERT INTO tickets (number, customer_id, desk, rds, contact, phase, priority, contract, impact, level, is_breached, reopenings, team, assignee, created_at, due_at, urgent_by, importance, ended_at)
     SELECT 'TCK-2026-' || lpad(n::text, 6, '0'), 'CLI-' || lpad((n % 700)::text, 6, '0'), 'operator', 'RDS-' || n % 1500, 'phone',
       CASE WHEN n % 20 > 0 THEN CASE WHEN n % 7 = 0 THEN 'merged' ELSE 'closed' END ELSE (ARRAY['registered', 'in-progress', 'waiting'])[1 + n / 20 % 3] END,
       'P' || 1 + n * 7 % 5, (ARRAY['pro', 'contract', 'none'])[1 + n / 20 % 3], 'outage', 1, false, 0, CASE WHEN n % 9 > 0 THEN 'team-' || n % 18 END, CASE WHEN n % 8 > 0 THEN 'person-' || n % 60 END,
       $1::timestamptz - make_interval(mins => (n * 37) % CASE WHEN n % 20 = 0 THEN 1400 ELSE 500000 END), CASE WHEN n % 3 > 0 THEN $1::timestamptz + make_interval(mins => (n * 13) % 4000) END,
       CASE WHEN n % 11 = 0 THEN $1::timestamptz + make_interval(mins => n % 900) END, (ARRAY['revenue-lost', 'work-stopped', 'inconvenience', NULL])[1 + n / 20 % 4], CASE WHEN n % 20 > 0 THEN $1::timestamptz END
     FROM generate_series(1, 30000) AS n`, [new Date(nowMs)]);
  await pool.query('ANALYZE tickets');
});
afterAll(() => pool.end());

async function everyPage(query: TicketQuery, limit: number): Promise<TicketLine[]> {
  const found: TicketLine[] = [];
  for (let after: TicketLine['position'] | undefined; ;) {
    const page = await listTickets(pool, query, { proFirstSinceMs, after, limit });
    found.push(...page);
    after = page.at(-1)?.position;
    if (page.length < limit) return found;
  }
}

describe('A list of tickets', () => {
  it.each(ticketSorts)('by %s has what goes on first, each ticket once, in its order over all pages (T-05, T-06)', async (sort) => {
    const query = { scope, team: 'team-4', sort };
    const pages = await everyPage(query, 61);
    const { rows } = await pool.query<{ number: string }>("SELECT number FROM tickets WHERE team = 'team-4' ORDER BY number");
    expect(pages.map(({ number }) => number).toSorted()).toEqual(rows.map(({ number }) => number));
    const whole = await listTickets(pool, query, { proFirstSinceMs, limit: 100_000 });
    expect(pages.map(({ number }) => number)).toEqual(whole.map(({ number }) => number));
    const firstEnded = whole.findIndex(({ endedAt }) => endedAt !== null);
    const [going, gone] = sort === 'created' ? [whole, []] : [whole.slice(0, firstEnded), whole.slice(firstEnded)];
    if (sort !== 'created') expect(going.every(({ endedAt }) => endedAt === null) && gone.every(({ endedAt }) => endedAt !== null)).toBe(true);
    const key = ({ dueAt, urgentBy, createdAt }: TicketLine) => ({ 'due': dueAt, 'urgent-by': urgentBy, 'created': createdAt, 'urgency': null, 'importance': null })[sort]?.getTime() ?? Infinity;
    if (sort !== 'urgency' && sort !== 'importance') expect(going.map(key)).toEqual(going.map(key).toSorted((one, other) => (one === other ? 0 : one - other)));
    expect(gone.map(({ createdAt }) => createdAt.getTime())).toEqual(gone.map(({ createdAt }) => createdAt.getTime()).toSorted((one, other) => other - one));
  });

  it('holds what its filters say, whichever they are', async () => {
    const numbers = async (query: Omit<TicketQuery, 'scope' | 'sort'>) => (await everyPage({ scope, sort: 'urgency', ...query }, 500)).map(({ number }) => number).toSorted();
    const naively = async (where: string) => (await pool.query<{ number: string }>(`SELECT number FROM tickets WHERE ${where} ORDER BY number`)).rows.map(({ number }) => number);
    expect(await numbers({ isOpen: true, isHeld: false })).toEqual(await naively('ended_at IS NULL AND assignee IS NULL'));
    expect(await numbers({ phase: 'waiting', team: 'dispatcher' })).toEqual(await naively("phase = 'waiting' AND team IS NULL"));
    expect(await numbers({ phase: 'merged', assignee: 'person-7' })).toEqual(await naively("phase = 'merged' AND assignee = 'person-7'"));
    expect(await numbers({ phase: 'closed', isOpen: true })).toEqual([]);
  });
});

describe('Each published pair of filter and sort', () => {
  const values = { customerId: 'CLI-000007', rds: 'RDS-77', team: 'team-4', assignee: 'person-7', isHeld: false, phase: 'waiting', isOpen: true };
  it.each(ticketPairs)('is read along indexes: $filter, by $sort', async ({ filter, sort }) => {
    const query: TicketQuery = { scope, sort, ...(filter === null ? {} : { [filter]: values[filter] }) };
    for (const hasEnded of stretchesOf(query)) {
      const statement = ticketStatement(query, hasEnded, { proFirstSinceMs, limit: 50 });
      const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement.text}`, statement.values);
      expect(rows.map((line) => line['QUERY PLAN']).join('\n')).not.toContain('Seq Scan on tickets');
    }
  });
});
