/** Who of the staff is told of a deployment. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, type Pool } from '../../../db/pool.ts';
import { addSampleTeam } from '../../../db/prepare.ts';
import { readPersonName, readStaff } from '../../../db/people/team.ts';
import { findUser } from '../../../simulators/identity/users.ts';
import { freshDatabase } from '../../support/database.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('coordinator', 'Camille Durand', 'coordinator', 'production')");
  // Known by a version before addresses: they are added.
  await addSampleTeam(pool);
  await pool.query(`INSERT INTO team_members (subject, name, profile, team, email) VALUES
    ('paul', 'Paul Girard', 'coordinator', 'east', 'paul@jalon.invalid'), ('rita', 'Rita Morel', 'production-manager', 'east', 'rita@jalon.invalid'),
    ('nina', 'Nina Roy', 'sales-engineer', 'east', 'nina@jalon.invalid'), ('omar', 'Omar Petit', 'sales-engineer', 'east', null)`);
  await pool.query(`INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at, coordinator) VALUES
    ('AFF-2026-000001', 'CLI-000001', 'BC-1', 'private', 'delivering', '2027-01-04', 1, now(), 'coordinator'),
    ('AFF-2026-000002', 'CLI-000001', 'BC-2', 'private', 'assignment', '2027-01-04', 1, now(), NULL)`);
});
afterAll(() => pool.end());

const told = async (deploymentId: string, profile: Parameters<typeof readStaff>[2]) => (await readStaff(pool, deploymentId, profile)).map(({ email }) => email);

it('its coordinator, the manager of his team, and of another profile everybody with an address (D-07, D-09)', async () => {
  await pool.query("INSERT INTO team_members (subject, name, profile, team, email) VALUES ('ines', 'Inès Faure', 'presales-engineer', 'east', 'ines@jalon.invalid')");
  expect(await told('AFF-2026-000001', 'coordinator')).toEqual(['coordinator@jalon.invalid']);
  expect(await told('AFF-2026-000001', 'production-manager')).toEqual(['production-manager@jalon.invalid']);
  expect((await told('AFF-2026-000001', 'presales-engineer')).toSorted()).toEqual(['ines@jalon.invalid', 'presales-engineer@jalon.invalid']);
});

it('the sales engineers who have acted on it, else those of its coordinator’s team, else all with an address (D-05)', async () => {
  const all = (await told('AFF-2026-000002', 'sales-engineer')).toSorted();
  expect(all).toEqual(['nina@jalon.invalid', 'sales-engineer@jalon.invalid']);
  expect(await told('AFF-2026-000001', 'sales-engineer')).toEqual(['sales-engineer@jalon.invalid']);
  const acts = (actor: string, number: number) => pool.query("WITH counted AS (INSERT INTO journeys (id, kind, version, state) VALUES ('AFF-2026-000001', 'deployment', $2, '{}') ON CONFLICT (id) DO UPDATE SET version = excluded.version) INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, at) VALUES ('AFF-2026-000001', $2, 'deploymentLaunched', '{}', $1, 'api', $1, now())", [actor, number]);
  // Nobody can write to Omar, though he launched it.
  await acts('omar', 1);
  expect(await told('AFF-2026-000001', 'sales-engineer')).toEqual(['sales-engineer@jalon.invalid']);
  await acts('nina', 2);
  expect(await told('AFF-2026-000001', 'sales-engineer')).toEqual(['nina@jalon.invalid']);
});

it('of a site, who has its task, else who has acted on it, else everybody in whose basket it lies (D-10, D-21)', async () => {
  await pool.query(`INSERT INTO team_members (subject, name, profile, team, email) VALUES ('hugo', 'Hugo Blin', 'field-technician', 'east', 'hugo@jalon.invalid'), ('lea', 'Léa Caron', 'field-technician', 'east', 'lea@jalon.invalid');
    INSERT INTO journeys (id, kind, version, state) VALUES ('AFF-2026-000001/S001', 'site', 1, '{}'), ('AFF-2026-000001/S002', 'site', 1, '{}')`);
  const of = async (site: string) => (await readStaff(pool, 'AFF-2026-000001', 'field-technician', site)).map(({ email }) => email);
  const all = ['field-technician@jalon.invalid', 'hugo@jalon.invalid', 'lea@jalon.invalid'];
  expect((await of('S001')).toSorted()).toEqual(all);
  await pool.query("INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, at) VALUES ('AFF-2026-000001/S001', 1, 'taskCompleted', '{}', 'hugo', 'api', 'visited', now())");
  expect(await of('S001')).toEqual(['hugo@jalon.invalid']);
  await pool.query(`INSERT INTO tasks (id, journey_id, deployment_id, site, customer_id, step, owner, status, context, opened_at) VALUES ('AFF-2026-000001.S001.installation.1', 'AFF-2026-000001/S001', 'AFF-2026-000001', 'S001', 'CLI-000001', 'installation', 'field-technician', 'open', '{}', now());
    INSERT INTO task_claims (task_id, person) VALUES ('AFF-2026-000001.S001.installation.1', 'lea')`);
  expect(await of('S001')).toEqual(['lea@jalon.invalid']);
  expect((await of('S002')).toSorted()).toEqual(all);
});

it('while nobody has it, every coordinator and every manager (D-03)', async () => {
  expect(await told('AFF-2026-000002', 'coordinator')).toEqual(['coordinator@jalon.invalid', 'paul@jalon.invalid']);
  expect(await told('AFF-2026-000002', 'production-manager')).toHaveLength(2);
});

it('by the name under which they sign in on a first try', async () => {
  for (const user of ['production-manager', 'billing-admin', 'field-technician'] as const) expect(await readPersonName(pool, user)).toBe(findUser(user)?.name);
});
