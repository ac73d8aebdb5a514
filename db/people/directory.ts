/** The desks' directory: teams with their people, customers' referents and projects (T-11). */
import type { Pool } from '../pool.ts';

/** Profiles that tickets are attributed to. */
export const supportProfiles = ['service-agent', 'technician-n1', 'technician-n2', 'technician-n3'];

export interface TeamRead {
  readonly key: string;
  readonly label: { readonly fr: string; readonly en: string };
  readonly desk: string;
  readonly level: 1 | 2 | 3;
  readonly skills: readonly string[];
  readonly manager: string | null;
  readonly members: readonly { readonly subject: string; readonly name: string; readonly profile: string; readonly skills: readonly string[]; readonly calendar: string | null }[];
}

/** By desk, level and key. */
export async function listTeams(pool: Pool, desk?: string): Promise<TeamRead[]> {
  const { rows } = await pool.query<TeamRead>(
    `SELECT key, label, desk, level, skills, manager, coalesce((
       SELECT jsonb_agg(jsonb_build_object('subject', subject, 'name', name, 'profile', profile, 'skills', m.skills, 'calendar', calendar) ORDER BY subject)
       FROM team_members AS m WHERE m.team = teams.key), '[]') AS members
     FROM teams WHERE $1::text IS NULL OR desk = $1 ORDER BY desk, level, key`, [desk ?? null]);
  return rows;
}

/** Who takes the first calls at a desk, by subject: what a rota is made of (T-19). */
export async function firstLineOf(pool: Pool, desk: string): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>(
    'SELECT subject FROM team_members JOIN teams ON teams.key = team WHERE desk = $1 AND level = 1 AND profile = ANY ($2) ORDER BY subject', [desk, supportProfiles]);
  return rows.map(({ subject }) => subject);
}

/** Whether a person of that subject works at the desk; at any, where none is named, or for the house at all. */
export async function isKnownPerson(pool: Pool, subject: string, desk?: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM team_members LEFT JOIN teams ON teams.key = team WHERE subject = $1 AND ($2::text IS NULL OR desk = $2)', [subject, desk ?? null]);
  return rowCount === 1;
}

/** The support team that somebody belongs to; undefined for who is of none. */
export async function readTeamOf(pool: Pool, subject: string): Promise<{ readonly team: string; readonly desk: string; readonly level: 1 | 2 | 3 } | undefined> {
  const { rows: [row] } = await pool.query<{ team: string; desk: string; level: 1 | 2 | 3 }>({
    name: 'team-of', text: 'SELECT key AS team, desk, level FROM team_members JOIN teams ON teams.key = team WHERE subject = $1', values: [subject],
  });
  return row;
}

export interface DeskPerson {
  readonly team: string;
  readonly level: 1 | 2 | 3;
  readonly absentUntil: Date | null;
}

/** Somebody whom a desk's tickets may be given to, and whether he is away at an instant (T-11). */
export async function readPersonOfDesk(pool: Pool, desk: string, subject: string, atMs: number): Promise<DeskPerson | undefined> {
  const { rows: [row] } = await pool.query<DeskPerson>(
    `SELECT key AS team, level, (SELECT max(ends_at) FROM absences AS a WHERE a.subject = m.subject AND starts_at <= $3 AND ends_at > $3) AS "absentUntil"
     FROM team_members AS m JOIN teams ON teams.key = m.team WHERE desk = $1 AND m.subject = $2 AND profile = ANY ($4)`, [desk, subject, new Date(atMs), supportProfiles]);
  return row;
}

export interface ReferentRead {
  readonly desk: string;
  readonly customerId: string;
  readonly subject: string;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

/** By desk and customer. */
export async function listReferents(
  pool: Pool, { desk, customerId, after, limit }: { desk?: string | undefined; customerId?: string | undefined; after?: { desk: string; customerId: string } | undefined; limit: number },
): Promise<ReferentRead[]> {
  const { rows } = await pool.query<ReferentRead>(
    `SELECT desk, customer_id AS "customerId", subject, entered_by AS "enteredBy", entered_at AS "enteredAt" FROM referents
     WHERE ($1::text IS NULL OR desk = $1) AND ($2::text IS NULL OR customer_id = $2) AND ($3::text IS NULL OR (desk, customer_id) > ($3, $4))
     ORDER BY desk, customer_id LIMIT $5`, [desk ?? null, customerId ?? null, after?.desk ?? null, after?.customerId ?? '', limit]);
  return rows;
}

/** Names a customer's referent at a desk, in place of the one before. False when there is no such customer. */
export async function nameReferent(pool: Pool, { desk, customerId, subject, enteredBy }: Omit<ReferentRead, 'enteredAt'>): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO referents (desk, customer_id, subject, entered_by) SELECT $1, id, $3, $4 FROM customers WHERE id = $2
     ON CONFLICT (desk, customer_id) DO UPDATE SET subject = excluded.subject, entered_by = excluded.entered_by, entered_at = excluded.entered_at`, [desk, customerId, subject, enteredBy]);
  return rowCount === 1;
}

/** False when there was none. */
export async function removeReferent(pool: Pool, desk: string, customerId: string): Promise<boolean> {
  const { rowCount } = await pool.query('DELETE FROM referents WHERE desk = $1 AND customer_id = $2', [desk, customerId]);
  return rowCount === 1;
}

export interface ProjectRead {
  readonly key: string;
  readonly customerId: string;
  readonly technicians: readonly string[];
}

/** By key. */
export async function listProjects(pool: Pool, { customerId, after, limit }: { customerId?: string | undefined; after?: string | undefined; limit: number }): Promise<ProjectRead[]> {
  const { rows } = await pool.query<ProjectRead>(
    `SELECT key, customer_id AS "customerId", technicians FROM projects
     WHERE ($1::text IS NULL OR customer_id = $1) AND ($2::text IS NULL OR key > $2) ORDER BY key LIMIT $3`, [customerId ?? null, after ?? null, limit]);
  return rows;
}

/** Those of these subjects that nobody has. */
export async function strangersAmong(pool: Pool, subjects: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>('SELECT subject FROM unnest($1::text[]) AS subject WHERE subject NOT IN (SELECT subject FROM team_members)', [subjects]);
  return rows.map(({ subject }) => subject);
}

/** In place of what the project was before. False when there is no such customer. */
export async function keepProject(pool: Pool, { key, customerId, technicians }: ProjectRead): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO projects (key, customer_id, technicians) SELECT $1, id, $3 FROM customers WHERE id = $2
     ON CONFLICT (key) DO UPDATE SET customer_id = excluded.customer_id, technicians = excluded.technicians`, [key, customerId, technicians]);
  return rowCount === 1;
}
