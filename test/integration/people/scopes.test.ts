/** Who is bound to a centre, a region or his own customers sees those by every list and every read, over real HTTP and a real database (C-05). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { outcomeOf, startApi, verifyByName, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';

let pool: Pool;
let api: RunningApi;
let now = Date.parse('2026-11-25T10:00:00Z');

/** Whoever is no profile is somebody without one: what he may is said by the directory. */
const verify: Verifier = async (header) => {
  const known = await verifyByName(header);
  return known.outcome === 'signed-in' ? known : { outcome: 'signed-in', identity: { subject: header?.replace('Bearer ', '') ?? '', profiles: [] } };
};

beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await loadDefaultPolicies(pool);
  await pool.query(`INSERT INTO centres (key, label, region) VALUES ('lille', '{}', 'nord'), ('amiens', '{}', 'nord'), ('lyon', '{}', 'sud-est')`);
  await pool.query(`INSERT INTO team_members (subject, name, profile, team) SELECT subject, subject, 'supervisor', 'production' FROM unnest($1::text[]) AS subject`, [['of-lille', 'of-nord', 'sophie', 'temp', 'of-all']]);
  await pool.query(`INSERT INTO customers (id, name, centre, account_manager) VALUES
    ('CLI-000001', 'A', 'lille', NULL), ('CLI-000002', 'B', 'amiens', NULL), ('CLI-000003', 'C', 'lyon', 'sophie'), ('CLI-000004', 'D', NULL, NULL)`);
  await pool.query(`INSERT INTO assignments (subject, profile, centre, region, own_customers) VALUES
    ('of-lille', 'supervisor', 'lille', NULL, false), ('of-nord', 'supervisor', NULL, 'nord', false), ('sophie', 'supervisor', NULL, NULL, true), ('of-all', 'supervisor', NULL, NULL, false)`);
  for (const n of [1, 2, 3, 4]) {
    const [customer, deployment, ticket] = [`CLI-00000${n}`, `AFF-2026-00000${n}`, `TCK-2026-00000${n}`];
    await pool.query(`INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at) VALUES ($1, $2, $1, 'private', 'assignment', '2027-01-04', 1, now())`, [deployment, customer]);
    await pool.query(`INSERT INTO tickets (number, customer_id, desk, contact, phase, priority, contract, impact, level, is_breached, reopenings, created_at) VALUES ($1, $2, 'operator', 'phone', 'new', 'P3', 'none', 'outage', 1, false, 0, now())`, [ticket, customer]);
    await pool.query(`INSERT INTO tasks (id, journey_id, deployment_id, customer_id, step, owner, status, context, opened_at) VALUES ($1, $2, $2, $3, 'assignment', 'supervisor', 'open', '{}', now())`, [`${deployment}.assignment.1`, deployment, customer]);
    await pool.query(`INSERT INTO basket_items (id, kind, journey_id, deployment_id, customer_id, step, owner, is_at_risk, priority, opened_at, rank) VALUES ($1, 'deployment', $2, $2, $3, 'assignment', 'supervisor', false, 3, now(), 99999131)`, [`${deployment}.assignment.1`, deployment, customer]);
    await pool.query(`INSERT INTO stuck_calls (journey_id, deployment_id, call, system, since, rounds, next_try_at, code, message, task_id) VALUES ($1, $1, 'x', 'obl', now(), 1, now(), 'c', 'm', $2)`, [deployment, `${deployment}.assignment.1`]);
    await pool.query("INSERT INTO journeys (id, kind, version, state) VALUES ($1, 'deployment', 1, '{}')", [deployment]);
    await pool.query(`WITH happened AS (INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, at) VALUES ($1, 1, 'x', '{}', 'a', 'api', 'c', now()))
      INSERT INTO timeline (journey_id, number, customer_id, deployment_id, at, type, actor, channel) VALUES ($1, 1, $2, $1, now(), 'x', 'a', 'api')`, [deployment, customer]);
    await pool.query(`INSERT INTO inbox (source, id, payload, journey_id) VALUES ('obl', $1, '{}', $1)`, [deployment]);
    await pool.query(`INSERT INTO backup_jobs (job, label, customer_id, is_critical) VALUES ($1, $1, $2, false)`, [`job-${n}`, customer]);
    await pool.query(`INSERT INTO inbound_mails (inbox_id, desk, subject, text, raw_sha256, raw_size_bytes, files_left_out, customer_id, received_at, status) VALUES ($1, 'operator', $1, '', $2, 1, 0, $1, now(), 'waiting')`, [customer, '0'.repeat(64)]);
  }
  await pool.query(`INSERT INTO backup_jobs (job, label, customer_id, is_critical) VALUES ('job-house', 'x', NULL, false)`);
  await pool.query(`INSERT INTO inbound_mails (inbox_id, desk, subject, text, raw_sha256, raw_size_bytes, files_left_out, received_at, status) VALUES ('nobody', 'operator', 'nobody', '', $1, 1, 0, now(), 'waiting')`, ['0'.repeat(64)]);
  api = await startApi({ routes: allRoutes({ pool, nowMs: () => now } as Services), pool, verify, nowMs: () => now });
});
afterAll(async () => { await api.close(); await pool.end(); });

const get = (who: string, path: string) => api.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${who}` } });
async function listed(who: string, path: string, key: string): Promise<unknown[]> {
  const response = await get(who, path);
  expect([path, response.status]).toEqual([path, 200]);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items.map((item) => item[key]).toSorted();
}

const lists = [
  ['/deployments', 'id', (n: number) => `AFF-2026-00000${n}`], ['/tickets', 'number', (n: number) => `TCK-2026-00000${n}`], ['/tasks', 'id', (n: number) => `AFF-2026-00000${n}.assignment.1`],
  ['/tasks?owner=supervisor', 'id', (n: number) => `AFF-2026-00000${n}.assignment.1`], ['/stuck-calls', 'journeyId', (n: number) => `AFF-2026-00000${n}`], ['/callbacks', 'journeyId', (n: number) => `AFF-2026-00000${n}`],
] as const;

describe.each([['of-lille', [1]], ['of-nord', [1, 2]], ['sophie', [3]], ['of-all', [1, 2, 3, 4]], ['supervisor', [1, 2, 3, 4]]] as const)('C-05: %s', (who, seen) => {
  it.each(lists)('finds by %s what belongs to customers %j', async (path, key, idOf) => {
    expect(await listed(who, path, key)).toEqual(seen.map(idOf));
  });

  it('finds what belongs to no customer beside it', async () => {
    expect(await listed(who, '/backups', 'job')).toEqual([...seen.map((n) => `job-${n}`), 'job-house']);
    expect(await listed(who, '/inbound-mails', 'subject')).toEqual([...seen.map((n) => `CLI-00000${n}`), 'nobody']);
  });

  it('is told of nothing else that it exists', async () => {
    for (const n of [1, 2, 3, 4].filter((one) => !(seen as readonly number[]).includes(one))) {
      for (const path of [`/deployments/AFF-2026-00000${n}`, `/deployments/AFF-2026-00000${n}/timeline`, `/tickets/TCK-2026-00000${n}`, `/tickets/TCK-2026-00000${n}/timeline`, `/tasks/AFF-2026-00000${n}.assignment.1`]) {
        expect([path, await outcomeOf(get(who, path))]).toEqual([path, [404, 'not-found']]);
      }
    }
  });
});

describe('C-05: a grant', () => {
  it('opens what it names, and ends at its instant though nothing runs', async () => {
    const expiresAt = new Date(now + 60_000);
    expect(await outcomeOf(get('temp', '/tickets'))).toEqual([403, 'forbidden']);
    await pool.query(`INSERT INTO grants (id, subject, profile, centre, reason, granted_by, expires_at) VALUES (gen_random_uuid(), 'temp', 'supervisor', 'lyon', 'r', 'of-all', $1)`, [expiresAt]);
    expect(await listed('temp', '/tickets', 'number')).toEqual(['TCK-2026-000003']);
    now = expiresAt.getTime() - 1;
    expect(await listed('temp', '/tickets', 'number')).toHaveLength(1);
    now = expiresAt.getTime();
    expect(await outcomeOf(get('temp', '/tickets'))).toEqual([403, 'forbidden']);
  });
});
