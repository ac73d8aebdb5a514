/** The desks' directory: teams with their people, customers' referents and projects (T-11). */
import type { Scope } from '../../domain/people/scope.ts';
import { holdCustomer, recordCustomerEvent, type Edit } from '../customer/record.ts';
import { inTransaction, type Pool } from '../pool.ts';
import { recordAct, type Doer } from './acts.ts';
import type { Kept } from './centres.ts';
import { inScope } from './scope.ts';

/** Profiles that tickets are attributed to. */
export const supportProfiles = ['service-agent', 'technician-n1', 'technician-n2', 'technician-n3'];

export interface TeamRead {
  readonly key: string;
  readonly label: { readonly fr: string; readonly en: string };
  readonly desk: string;
  readonly level: 1 | 2 | 3;
  readonly skills: readonly string[];
  readonly manager: string | null;
  readonly version: number;
  readonly members: readonly { readonly subject: string; readonly name: string; readonly profile: string; readonly skills: readonly string[]; readonly calendar: string | null }[];
}

/** By desk, level and key. */
export async function listTeams(pool: Pool, desk?: string): Promise<TeamRead[]> {
  const { rows } = await pool.query<TeamRead>(
    `SELECT key, label, desk, level, skills, manager, version, coalesce((
       SELECT jsonb_agg(jsonb_build_object('subject', subject, 'name', name, 'profile', profile, 'skills', m.skills, 'calendar', calendar) ORDER BY subject)
       FROM team_members AS m WHERE m.team = teams.key), '[]') AS members
     FROM teams WHERE $1::text IS NULL OR desk = $1 ORDER BY desk, level, key`, [desk ?? null]);
  return rows;
}

/** Makes a team, or changes it; its members stay. @param hasRead of version 0: that there was none */
export async function keepTeam(pool: Pool, { key, label, desk, level, skills, manager }: Omit<TeamRead, 'members' | 'version'>, hasRead: (version: number) => boolean, doer: Doer): Promise<Kept> {
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`team ${key}`]);
    const { rows: [before] } = await client.query<Pick<TeamRead, 'desk' | 'level' | 'skills' | 'manager' | 'version'>>('SELECT desk, level, skills, manager, version FROM teams WHERE key = $1', [key]);
    const version = before?.version ?? 0;
    if (!hasRead(version)) return { outcome: 'stale', version };
    await client.query(
      `INSERT INTO teams (key, label, desk, level, skills, manager) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (key) DO UPDATE SET label = excluded.label, desk = excluded.desk, level = excluded.level, skills = excluded.skills, manager = excluded.manager, version = teams.version + 1`,
      [key, label, desk, level, skills, manager]);
    await recordAct(client, doer, { act: 'team-kept', object: `team:${key}`, before: before ?? null, after: { desk, level, skills, manager } });
    return { outcome: 'kept', version: version + 1 };
  });
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
  pool: Pool, { scope, desk, customerId, after, limit }: { scope: Scope; desk?: string | undefined; customerId?: string | undefined; after?: { desk: string; customerId: string } | undefined; limit: number },
): Promise<ReferentRead[]> {
  const values: unknown[] = [desk ?? null, customerId ?? null, after?.desk ?? null, after?.customerId ?? '', limit];
  const { rows } = await pool.query<ReferentRead>(
    `SELECT desk, customer_id AS "customerId", subject, entered_by AS "enteredBy", entered_at AS "enteredAt" FROM referents
     WHERE ($1::text IS NULL OR desk = $1) AND ($2::text IS NULL OR customer_id = (SELECT survivor_of($2))) AND ($3::text IS NULL OR (desk, customer_id) > ($3, $4))
       AND ${inScope(scope, 'customer_id', values)} ORDER BY desk, customer_id LIMIT $5`, values);
  return rows;
}

/** Names a customer's referent at a desk, in place of the one before; null: none. In the customer's timeline (C-04). False when there is no such customer, or none to remove. */
export async function nameReferent(pool: Pool, { desk, customerId, subject }: Pick<ReferentRead, 'desk' | 'customerId'> & { readonly subject: string | null }, edit: Edit): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    const held = await holdCustomer(client, customerId);
    if (!held) return false;
    const { rows: [known] } = await client.query<{ subject: string }>('SELECT subject FROM referents WHERE desk = $1 AND customer_id = $2', [desk, held.id]);
    const before = known?.subject ?? null;
    if (before === null && subject === null) return false;
    if (subject === null) await client.query('DELETE FROM referents WHERE desk = $1 AND customer_id = $2', [desk, held.id]);
    else {
      await client.query(
        `INSERT INTO referents (desk, customer_id, subject, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (desk, customer_id) DO UPDATE SET subject = excluded.subject, entered_by = excluded.entered_by, entered_at = excluded.entered_at`, [desk, held.id, subject, edit.meta.actor, new Date(edit.atMs)]);
    }
    if (before !== subject) await recordCustomerEvent(client, held.id, { type: 'referentNamed', desk, before, after: subject }, edit);
    return true;
  });
}

export interface ProjectRead {
  readonly key: string;
  readonly customerId: string;
  readonly technicians: readonly string[];
}

/** By key. */
export async function listProjects(pool: Pool, { scope, customerId, after, limit }: { scope: Scope; customerId?: string | undefined; after?: string | undefined; limit: number }): Promise<ProjectRead[]> {
  const values: unknown[] = [customerId ?? null, after ?? null, limit];
  const { rows } = await pool.query<ProjectRead>(
    `SELECT key, customer_id AS "customerId", technicians FROM projects
     WHERE ($1::text IS NULL OR customer_id = (SELECT survivor_of($1))) AND ($2::text IS NULL OR key > $2) AND ${inScope(scope, 'customer_id', values)} ORDER BY key LIMIT $3`, values);
  return rows;
}

/** Those of these subjects that nobody has. */
export async function strangersAmong(pool: Pool, subjects: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>('SELECT subject FROM unnest($1::text[]) AS subject WHERE subject NOT IN (SELECT subject FROM team_members)', [subjects]);
  return rows.map(({ subject }) => subject);
}

/** In place of what the project was before. False when there is no such customer, or when the project is of one whom the scope does not reach. */
export async function keepProject(pool: Pool, { key, customerId, technicians }: ProjectRead, scope: Scope): Promise<boolean> {
  const values: unknown[] = [key, customerId, technicians];
  const { rowCount } = await pool.query(
    `INSERT INTO projects (key, customer_id, technicians) SELECT $1, id, $3 FROM customers WHERE id = $2
     ON CONFLICT (key) DO UPDATE SET customer_id = excluded.customer_id, technicians = excluded.technicians WHERE ${inScope(scope, 'projects.customer_id', values)}`, values);
  return rowCount === 1;
}
