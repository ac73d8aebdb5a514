/** The lists of baskets in PostgreSQL (C-07): their order, their pages, and the plan of each published pair of list and sort. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basketPairs, basketSorts, type BasketSort } from '../../../domain/journey/basket-lists.ts';
import { dayOf, rankOf } from '../../../domain/journey/basket.ts';
import { countBasket, basketStatement, listBasket, type BasketQuery, type Reader } from '../../../db/tasks/lists.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { freshDatabase } from '../../support/database.ts';

const nowMs = Date.parse('2026-11-20T15:00:00Z');
const hour = 3_600_000;
const proFirstSinceMs = nowMs - 8 * hour;

interface Row {
  readonly id: string;
  readonly step: string;
  readonly owner: string;
  readonly desk: string | null;
  readonly team: string | null;
  readonly named: string | null;
  readonly coordinator: string | null;
  readonly claimed_by: string | null;
  readonly is_at_risk: boolean;
  readonly priority: number;
  readonly openedMs: number;
  readonly dueMs: number | null;
  readonly isPro: boolean;
  readonly rank: number;
  readonly young_rank: number | null;
}

/** As if of a seed, so that a failure comes again. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const owners = ['technician-n1', 'technician-n2', 'coordinator', 'field-technician', 'account-manager', 'supervisor'];
const desks = ['operator', 'managed-services'];

function rowsOf(count: number): Row[] {
  const draw = draws(7);
  return Array.from({ length: count }, (_, index): Row => {
    const owner = owners[draw(owners.length)] ?? '';
    const isTicket = owner.startsWith('technician-n') && draw(3) > 0;
    const openedMs = nowMs - draw(72 * 60) * 60_000;
    const dueMs = draw(5) === 0 ? null : nowMs + (draw(96) - 30) * hour + draw(60) * 60_000;
    const [risk, priority, isPro] = [draw(4) === 0, 1 + draw(5), isTicket && draw(3) === 0];
    return {
      id: isTicket ? `TCK-2026-${String(index).padStart(6, '0')}` : `AFF-2026-${String(index).padStart(6, '0')}.task.1`, step: isTicket ? 'ticket' : 'some-task', owner, is_at_risk: risk, priority, openedMs, dueMs, isPro,
      desk: owner.startsWith('technician-n') ? desks[draw(2)] ?? null : null, team: isTicket && draw(2) === 0 ? `team-${draw(6)}` : null, named: isTicket && draw(2) === 0 ? `person-${draw(40)}` : null,
      coordinator: owner === 'coordinator' ? `person-${draw(10)}` : null, claimed_by: !isTicket && draw(3) === 0 ? `person-${draw(40)}` : null,
      rank: rankOf({ day: dayOf(dueMs), isAtRisk: risk, priority, turn: 1 }), young_rank: isPro ? rankOf({ day: dayOf(openedMs), isAtRisk: risk, priority, turn: 0 }) : null,
    };
  });
}

let pool: Pool;
const rows = rowsOf(20_000);
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await pool.query(
    `INSERT INTO basket_items (id, kind, journey_id, customer_id, step, owner, desk, team, named, coordinator, claimed_by, is_at_risk, priority, opened_at, due_at, rank, young_rank)
     SELECT id, CASE WHEN step = 'ticket' THEN 'ticket' ELSE 'deployment' END, split_part(id, '.', 1), 'CLI-' || lpad((row_number() OVER () % 500)::text, 6, '0'), step, owner, desk, team, named, coordinator, claimed_by,
       is_at_risk, priority, to_timestamp("openedMs" / 1000.0), to_timestamp("dueMs" / 1000.0), rank, young_rank
     FROM jsonb_to_recordset($1) AS r(id text, step text, owner text, desk text, team text, named text, coordinator text, claimed_by text, is_at_risk boolean, priority smallint, "openedMs" bigint, "dueMs" bigint, rank int, young_rank int)`,
    [JSON.stringify(rows)]);
  await pool.query('ANALYZE basket_items');
});
afterAll(() => pool.end());

const everything = { reach: 'all' } as const;
const reader: Reader = {
  subject: 'person-3', customerId: undefined, scope: everything, holdings: [{ profile: 'technician-n1', scope: everything }, { profile: 'coordinator', scope: everything }], nowMs,
  desk: { desk: 'operator', team: 'team-2', level: 1 }, isOfEveryDesk: false, mates: ['person-3', 'person-4', 'person-5'], handlesStuckCalls: false, desks,
};
const holderOf = ({ claimed_by: claimed, named, coordinator, owner }: Row) => claimed ?? named ?? (owner === 'coordinator' ? coordinator : null);
const isFree = ({ claimed_by: claimed, named, step }: Row) => claimed === null && (step !== 'ticket' || named === null);

/** Naively: what falls to the reader. */
function isHis(row: Row): boolean {
  if (holderOf(row) === 'person-3') return true;
  if (!isFree(row)) return false;
  return (row.owner === 'technician-n1' && row.desk === 'operator') || (row.owner === 'coordinator' && row.coordinator === null);
}

/** As the rules say it, without ranks: negative when the first goes before. */
function compare(one: Row, other: Row): number {
  const overdue = ({ dueMs }: Row) => dueMs !== null && dueMs <= nowMs;
  if (overdue(one) || overdue(other)) return Number(overdue(other)) - Number(overdue(one)) || (one.dueMs ?? 0) - (other.dueMs ?? 0) || byText(one.id, other.id);
  const isYoung = ({ isPro, openedMs }: Row) => isPro && openedMs > proFirstSinceMs;
  const day = (row: Row) => (isYoung(row) ? Math.floor(row.openedMs / (24 * hour)) : row.dueMs === null ? Infinity : Math.floor(row.dueMs / (24 * hour)));
  const difference = (first: number, second: number) => (first === second ? 0 : first - second);
  return difference(day(one), day(other)) || Number(other.is_at_risk) - Number(one.is_at_risk) || one.priority - other.priority || Number(isYoung(other)) - Number(isYoung(one))
    || (one.dueMs ?? one.openedMs) - (other.dueMs ?? other.openedMs) || byText(one.id, other.id);
}
function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

async function pages(query: BasketQuery, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let after: Awaited<ReturnType<typeof listBasket>>[number]['position'] | undefined; ;) {
    const page = await listBasket(pool, reader, query, { proFirstSinceMs, after, limit });
    found.push(...page.map(({ id }) => id));
    after = page.at(-1)?.position;
    if (page.length < limit) return found;
  }
}

describe('A basket (C-07)', () => {
  it('is sorted by urgency: overdue first and longest, then by day, risk, priority, pro in its first hours (T-06), date; page after page, none left out, none twice', async () => {
    expect(await pages({ whose: 'open', sort: 'urgency' }, 150)).toEqual(rows.filter(isHis).toSorted(compare).map(({ id }) => id));
    expect(await pages({ whose: 'all', sort: 'urgency', owner: 'technician-n2', atRisk: true }, 100)).toEqual(rows.filter((row) => row.owner === 'technician-n2' && row.is_at_risk).toSorted(compare).map(({ id }) => id));
  });

  it('is sorted by due date, those without one last, or by opening', async () => {
    const due = (row: Row) => row.dueMs ?? Infinity;
    const his = rows.filter(isHis);
    expect(await pages({ whose: 'open', sort: 'due' }, 150)).toEqual(his.toSorted((one, other) => (due(one) === due(other) ? 0 : due(one) - due(other)) || byText(one.id, other.id)).map(({ id }) => id));
    expect(await pages({ whose: 'open', sort: 'opened' }, 150)).toEqual(his.toSorted((one, other) => one.openedMs - other.openedMs || byText(one.id, other.id)).map(({ id }) => id));
  });

  it.each(basketSorts)('holds the same whatever its sort (%s), one’s own, nobody’s, one’s team’s; counted on request', async (sort: BasketSort) => {
    const expected = {
      mine: rows.filter((row) => holderOf(row) === 'person-3'), unclaimed: rows.filter((row) => isFree(row) && isHis(row)),
      team: rows.filter((row) => reader.mates.includes(holderOf(row) ?? '') || row.team === 'team-2'),
    };
    for (const whose of ['mine', 'unclaimed', 'team'] as const) {
      expect((await pages({ whose, sort }, 200)).toSorted(byText), whose).toEqual(expected[whose].map(({ id }) => id).toSorted(byText));
      expect(await countBasket(pool, reader, { whose, sort }), whose).toBe(expected[whose].length);
    }
  });
});

describe('Each published pair of list and sort (C-07)', () => {
  const values = { owner: 'technician-n1' as const, kind: 'ticket', step: 'ticket', customerId: 'CLI-000007', deploymentId: 'AFF-2026-000001', dueBefore: '2026-11-21T00:00:00Z', atRisk: true };
  it.each(basketPairs)('is read along indexes: $whose, $filter, by $sort', async ({ whose, filter, sort }) => {
    const statement = basketStatement(reader, { whose, sort, ...(filter === null ? {} : { [filter]: values[filter] }) }, { proFirstSinceMs, limit: 50 });
    const { rows: plan } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement?.text}`, statement?.values);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on (basket_items|tasks|tickets)/);
  });
});
