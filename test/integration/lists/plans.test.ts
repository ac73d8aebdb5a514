/** The big database of the benchmark, made small: every published pair of filter and sort and the 360° view answer on it, and none of their statements needs a big table as a whole (C-01, C-07). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawsOf, everythingAsked, kinds, type Asked } from '../../../bench/lists/asked.ts';
import { fill } from '../../../bench/lists/fill.ts';
import { openOutside, type Outside } from '../../../bench/lists/outside.ts';
import { bigTables, explaining, scannedWhole, type Explained } from '../../../bench/lists/plans.ts';
import { scaleOf, timelineRowsOf } from '../../../bench/lists/scale.ts';
import { openService, type Service } from '../../../bench/lists/service.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { freshDatabase } from '../../support/database.ts';

const scale = scaleOf(300);
const draw = drawsOf(3);
const explained: Explained[] = [];
let pool: Pool;
let service: Service;
let outside: Outside;
let big: ReadonlySet<string>;
let all: readonly Asked[];

beforeAll(async () => {
  const url = new URL(await freshDatabase());
  const filling = createPool(url.href, () => undefined, 1, 0);
  await loadDefaultPolicies(filling);
  await fill(filling, scale, () => undefined);
  await filling.end();
  // So few rows are read whole for their price alone; what is still scanned then has no index that would do.
  url.searchParams.set('options', '-c enable_seqscan=off');
  pool = createPool(url.href, () => undefined);
  big = await bigTables(pool);
  all = await everythingAsked(pool);
  outside = await openOutside();
  service = await openService(explaining(pool, explained, big), outside.at);
});
afterAll(async () => {
  await service.close();
  await outside.close();
  await pool.end();
});

describe('the database that lists are measured on', () => {
  it('has of everything as many as it says, each row of a timeline with its event', async () => {
    const { rows: [counted] } = await pool.query(
      `SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM services) AS services, (SELECT count(*) FROM tickets) AS tickets, (SELECT count(*) FROM timeline) AS timeline,
         (SELECT count(*) FROM timeline JOIN events USING (journey_id, number, type, actor, channel, at)) AS told`);
    expect(counted).toEqual({ customers: 300, services: 900, tickets: 3_000, timeline: timelineRowsOf(scale), told: timelineRowsOf(scale) });
    expect([...big]).toEqual(expect.arrayContaining(['events', 'tickets', 'timeline']));
  });

  it('is in proportion what a hundred thousand customers are asked for: 300,000 services, a million tickets, twenty million rows of timelines', () => {
    const full = scaleOf(100_000);
    expect([full.services, full.tickets, timelineRowsOf(full)]).toEqual([300_000, 1_000_000, 20_000_000]);
  });

  it.each(kinds)('is read along indexes: %s, every published pair', async (kind) => {
    for (const asked of all.filter((one) => one.kind === kind)) {
      const { path, as } = asked.request(draw);
      const { status } = await service.ask(path, as);
      expect(status, `${path} by ${as}`).toBe(200);
      const plans = explained.splice(0);
      expect(plans.flatMap(({ plan }) => scannedWhole(plan, big)), plans.map(({ plan }) => plan).join('\n')).toEqual([]);
    }
  }, 60_000);

  it('shows a statement that has no index for what it is: a scan of the whole', async () => {
    await explaining(pool, explained, big).query("SELECT number FROM tickets WHERE waiting_reason = 'nobody knows'");
    expect(explained.splice(0).flatMap(({ plan }) => scannedWhole(plan, big))).toEqual(['tickets']);
  });
});
