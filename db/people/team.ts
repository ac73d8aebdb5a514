/** Who works in which team (D-03), and under which address. */
import { siteJourneyId } from '../../domain/deployment/deployment.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { Pool } from '../pool.ts';

/** The name that customers read of a subject; null for a stranger. */
export async function readPersonName(pool: Pool, subject: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ name: string }>('SELECT name FROM team_members WHERE subject = $1', [subject]);
  return row?.name ?? null;
}

/** Where somebody is written to; null for a stranger. */
export async function readAddress(pool: Pool, subject: string): Promise<{ readonly name: string; readonly email: string | null } | null> {
  const { rows: [row] } = await pool.query<{ name: string; email: string | null }>('SELECT name, email FROM team_members WHERE subject = $1', [subject]);
  return row ?? null;
}

/** What work somebody is given, and in which team; undefined for a stranger. */
export async function readTeamMember(pool: Pool, subject: string): Promise<{ readonly profile: string; readonly team: string } | undefined> {
  const { rows: [row] } = await pool.query<{ profile: string; team: string }>({ name: 'team-member', text: 'SELECT profile, team FROM team_members WHERE subject = $1', values: [subject] });
  return row;
}

/** The coordinators of a production manager's own team, by subject. */
export async function coordinatorsOf(pool: Pool, manager: string): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>(
    `SELECT mate.subject FROM team_members AS mate JOIN team_members AS manager ON manager.team = mate.team
     WHERE manager.subject = $1 AND mate.profile = 'coordinator' ORDER BY mate.subject`, [manager]);
  return rows.map(({ subject }) => subject);
}

export interface StaffMember {
  readonly name: string;
  readonly email: string;
}

/**
 * Who of a profile is told of a deployment or of one of its sites, by name: its own coordinator, the production managers of his team; of any other profile who is in charge (D-10, D-21): he who has
 * an open task of it, else those who have acted on it (launched it, visited it), else of the sales engineers those of the coordinator's team (D-05), else all: it lies in the basket of them all.
 * While nobody has the deployment, every coordinator or manager. Persons without an address are left out.
 */
export async function readStaff(pool: Pool, deploymentId: string, profile: Profile, site: string | null = null): Promise<StaffMember[]> {
  const { rows } = await pool.query<StaffMember>(
    `WITH told AS (
       SELECT staff.name, staff.email, CASE
         WHEN $2 IN ('coordinator', 'production-manager') THEN 0
         WHEN EXISTS (SELECT FROM tasks JOIN task_claims ON task_claims.task_id = tasks.id WHERE tasks.journey_id = ANY ($3) AND tasks.status = 'open' AND tasks.owner = $2 AND task_claims.person = staff.subject) THEN 0
         WHEN EXISTS (SELECT FROM events WHERE events.journey_id = ANY ($3) AND events.actor = staff.subject) THEN 1
         WHEN $2 = 'sales-engineer' AND staff.team = coordinator.team THEN 2
         ELSE 3 END AS distance
       FROM team_members AS staff
         LEFT JOIN deployments ON deployments.id = $1
         LEFT JOIN team_members AS coordinator ON coordinator.subject = deployments.coordinator
       WHERE staff.profile = $2 AND staff.email IS NOT NULL AND CASE $2
         WHEN 'coordinator' THEN staff.subject = deployments.coordinator OR deployments.coordinator IS NULL
         WHEN 'production-manager' THEN staff.team = coordinator.team OR coordinator.team IS NULL
         ELSE true END)
     SELECT name, email FROM told WHERE distance = (SELECT min(distance) FROM told) ORDER BY name, email`,
    [deploymentId, profile, [deploymentId, ...(site === null ? [] : [siteJourneyId(deploymentId, site)])]]);
  return rows;
}

/** Everybody of a profile who has an address, by name. */
export async function readProfile(pool: Pool, profile: Profile): Promise<StaffMember[]> {
  const { rows } = await pool.query<StaffMember>('SELECT name, email FROM team_members WHERE profile = $1 AND email IS NOT NULL ORDER BY name', [profile]);
  return rows;
}

export interface Colleagues {
  readonly desk: { readonly desk: string; readonly team: string; readonly level: number } | null;
  /** Everybody of the same team, whom one asks about too. */
  readonly mates: string[];
  /** Every desk that has a team. */
  readonly desks: string[];
}

/** With whom somebody shares a basket, and at which desk (C-07). */
export async function readColleagues(pool: Pool, subject: string): Promise<Colleagues> {
  const { rows: [row] } = await pool.query<Colleagues>({
    name: 'colleagues',
    text: `SELECT (SELECT jsonb_build_object('desk', t.desk, 'team', t.key, 'level', t.level) FROM team_members AS m JOIN teams AS t ON t.key = m.team WHERE m.subject = $1) AS desk,
             ARRAY(SELECT mate.subject FROM team_members AS m JOIN team_members AS mate ON mate.team = m.team WHERE m.subject = $1 ORDER BY mate.subject) AS mates,
             ARRAY(SELECT DISTINCT desk FROM teams ORDER BY desk) AS desks`,
    values: [subject],
  });
  return row ?? { desk: null, mates: [], desks: [] };
}
