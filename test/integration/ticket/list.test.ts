/** The order of the queue: the one in which tickets are served, and those that readers may ask for. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contractClasses, importances } from '../../../domain/ticket/ticket.ts';
import { compareUrgency, type Urgency } from '../../../domain/ticket/urgency.ts';
import { openHouse, type House } from '../../support/house.ts';
import { TicketDesk } from '../../support/tickets.ts';

const hour = 3_600_000;

interface Row extends Urgency {
  readonly importance: (typeof importances)[number] | null;
  readonly urgentBy: string | null;
}

let house: House;
let desk: TicketDesk;
let rows: readonly Row[];
let nowMs: number;

beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  nowMs = Date.now();
  const drawn = fc.sample(fc.record({
    priority: fc.constantFrom('P1', 'P2', 'P3'), contract: fc.constantFrom(...contractClasses), agoMs: fc.integer({ min: 0, max: 15 }).map((hours) => hours * hour + hour / 2),
    importance: fc.constantFrom(...importances, null), urgentInMs: fc.option(fc.integer({ min: 1, max: 10 }).map((hours) => hours * hour)),
  }), { numRuns: 60, seed: 5 });
  rows = drawn.map(({ priority, contract, agoMs, importance, urgentInMs }, index) => ({
    number: `TCK-2026-${String(900_000 + index)}`, priority: priority as Urgency['priority'], contract, createdAtMs: nowMs - agoMs, importance, urgentBy: urgentInMs === null ? null : new Date(nowMs + urgentInMs).toISOString(),
  }));
  for (const { number, priority, contract, createdAtMs, importance, urgentBy } of rows) {
    await house.pool.query(
      `INSERT INTO tickets (number, customer_id, desk, contact, phase, priority, contract, impact, level, is_breached, reopenings, created_at, importance, urgent_by)
       VALUES ($1, 'CLI-000001', 'operator', 'phone', 'registered', $2, $3, 'outage', 1, false, 0, $4, $5, $6)`, [number, priority, contract, new Date(createdAtMs), importance, urgentBy]);
  }
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

interface Item { readonly number: string; readonly importance: string | null; readonly urgentBy: string | null }

/** Every page, seven at a time. */
async function listed(sort?: string): Promise<Item[]> {
  const items: Item[] = [];
  let path: string | undefined = `/api/v1/tickets?limit=7${sort === undefined ? '' : `&sort=${sort}`}`;
  while (path !== undefined) {
    const response = await desk.api.request(path, { headers: { authorization: 'Bearer technician-n1' } });
    expect(response.status).toBe(200);
    items.push(...(await response.json() as { items: Item[] }).items);
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return items;
}

it('is the one in which attribution serves them: `pro` before `contract` in its first eight hours, who was promised nothing last (T-06)', async () => {
  const served = rows.toSorted((one, other) => compareUrgency(one, other, nowMs, 8 * hour)).map(({ number }) => number);
  expect((await listed()).map(({ number }) => number)).toEqual(served);
});

it('may be by when it is urgent, or by what it costs; what was not said comes last (T-05)', async () => {
  const byUrgent = await listed('urgent-by');
  expect(byUrgent.map(({ urgentBy }) => urgentBy ?? '9')).toEqual(rows.map(({ urgentBy }) => urgentBy ?? '9').toSorted());
  const rank = ({ importance }: Pick<Row, 'importance'> | Item) => (importance === null ? -1 : (importances as readonly string[]).indexOf(importance));
  expect((await listed('importance')).map(rank)).toEqual(rows.map(rank).toSorted((one, other) => other - one));
});

it('is kept by both fields as they were said, at registration and afterwards (T-05)', async () => {
  const urgentBy = new Date(nowMs + 3 * hour).toISOString();
  const ticket = await desk.ticket({ urgentBy, importance: 'revenue-lost' });
  expect(await ticket.read()).toMatchObject({ urgentBy, importance: 'revenue-lost' });
  expect(await ticket.does('prioritise', { impact: 'outage', contract: 'pro', importance: 'work-slowed', reason: 'Contourné' })).toMatchObject({ urgentBy, importance: 'work-slowed' });
  expect(await ticket.does('prioritise', { impact: 'outage', contract: 'contract', urgentBy: null, reason: 'Plus pressé' })).toMatchObject({ urgentBy: null, importance: 'work-slowed' });
  expect((await ticket.awaitEvents('dueMoved', 1))[0]).toMatchObject({ afterMs: Date.parse((await ticket.read() as { dueAt: string }).dueAt) });
});
