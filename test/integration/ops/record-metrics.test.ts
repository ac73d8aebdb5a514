/** The gauges that are read from the record: what they count, what they cost, and that they never show what they could not read. */
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, type Pool } from '../../../db/pool.ts';
import { recordMetrics } from '../../../workers/metrics/record.ts';
import { awayDatabaseUrl } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';

let pool: Pool;
let now = 0;
let registry: Registry;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000001', 'Boulangerie Martin')");
  await pool.query(`INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at, ended_at) VALUES
    ('AFF-2026-000001', 'CLI-000001', 'BC-1', 'private', 'assignment', '2030-01-01', 1, now() - interval '3 days', NULL), ('AFF-2026-000002', 'CLI-000001', 'BC-2', 'private', 'assignment', '2030-01-01', 1, now() - interval '90 days', NULL),
    ('AFF-2026-000003', 'CLI-000001', 'BC-3', 'private', 'completed', '2030-01-01', 1, now() - interval '90 days', now())`);
  await pool.query(`INSERT INTO tickets (number, customer_id, desk, contact, phase, priority, contract, impact, level, is_breached, reopenings, created_at, due_at)
    SELECT 'TCK-2026-00000' || n, 'CLI-000001', 'operator', 'phone', phase, 'P2', 'pro', 'outage', 1, breached, 0, now(), due
    FROM (VALUES (1, 'in-progress', false, now() + interval '1 day'), (2, 'in-progress', false, now() + interval '10 minutes'), (3, 'waiting', false, NULL), (4, 'in-progress', true, now() - interval '1 hour')) AS t(n, phase, breached, due)`);
  await pool.query("INSERT INTO inbox (source, id, payload, received_at) VALUES ('obl', '1', '{}', now() - interval '90 seconds')");
  await pool.query(`INSERT INTO stuck_calls (journey_id, call, system, since, rounds, next_try_at, code, message, task_id) VALUES ('AFF-2026-000001', 'place-order', 'obl', now() - interval '20 minutes', 2, now(), 'outside.unavailable', '', 'x')`);
  registry = new Registry();
  recordMetrics(registry, pool, () => undefined, () => now);
});
afterAll(() => pool.end());

const lines = async (of = registry) => (await of.metrics()).split('\n').filter((line) => line.startsWith('jalon_'));
const value = async (series: string) => Number((await lines()).find((line) => line.startsWith(`${series} `))?.split(' ').at(-1));

it('count journeys by kind, step and age, clocks by state, stuck calls by system, and tell how long the oldest has waited', async () => {
  const shown = await lines();
  const labelled = (name: string, labels: Record<string, string>) => shown.find((line) => line.startsWith(`${name}{`) && Object.entries(labels).every(([label, text]) => line.includes(`${label}="${text}"`)))?.split(' ').at(-1);
  expect(labelled('jalon_journeys_open', { kind: 'deployment', step: 'assignment', age: 'under 7 d' })).toBe('1');
  expect(labelled('jalon_journeys_open', { kind: 'deployment', step: 'assignment', age: '30 d and more' })).toBe('1');
  expect(labelled('jalon_journeys_open', { kind: 'deployment', step: 'completed' })).toBeUndefined();
  expect(labelled('jalon_journeys_open', { kind: 'ticket', step: 'in-progress', age: 'under 1 h' })).toBe('3');
  expect(['running', 'at-risk', 'paused', 'breached'].map((state) => labelled('jalon_clocks', { state, priority: 'P2' }))).toEqual(['1', '1', '1', '1']);
  expect(labelled('jalon_stuck_calls', { system: 'obl' })).toBe('1');
  expect(Number(labelled('jalon_stuck_call_oldest_seconds', { system: 'obl' }))).toBeGreaterThanOrEqual(1_200);
  expect(Number(labelled('jalon_inbox_oldest_seconds', { status: 'pending' }))).toBeGreaterThanOrEqual(90);
  expect(labelled('jalon_inbox_waiting', { status: 'unmatched' })).toBe('0');
  expect(await value('jalon_outbox_waiting')).toBe(0);
});

it('are read once for all who scrape within ten seconds', async () => {
  await pool.query("INSERT INTO inbox (source, id, payload) VALUES ('obl', '2', '{}')");
  expect(await value('jalon_inbox_waiting{status="pending"}')).toBe(1);
  now += 10_000;
  expect(await value('jalon_inbox_waiting{status="pending"}')).toBe(2);
});

it('show nothing while the database is away, and say so', async () => {
  const awayPool = createPool(awayDatabaseUrl, () => undefined);
  const away = new Registry();
  const told: string[] = [];
  recordMetrics(away, awayPool, ({ message }) => { told.push(message); });
  await away.metrics();
  expect(told.length).toBe(1);
  expect(await lines(away)).toEqual(['jalon_record_readings_failed_total 1']);
  await awayPool.end();
});
