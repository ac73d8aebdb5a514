/** The directory's people: what work they are given, what they may do, when they work (C-05). */
import type { Bound } from '../../domain/people/giving.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { recordAct, type Doer } from './acts.ts';
import type { Kept } from './centres.ts';

export interface Person {
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  /** By which work is given. */
  readonly profile: string;
  readonly team: string;
  readonly centre: string | null;
  /** Of the policy `calendars`; null: the desk's. */
  readonly calendar: string | null;
  readonly skills: readonly string[];
  /** What he may do. */
  readonly assignments: readonly Bound[];
}

export interface PersonRead extends Person {
  readonly desk: string | null;
  readonly region: string | null;
  readonly version: number;
}

const select = `
  SELECT m.subject, m.name, m.email, m.profile, m.team, teams.desk, m.centre, centres.region, m.calendar, m.skills, m.version,
    coalesce((SELECT jsonb_agg(jsonb_build_object('profile', a.profile, 'centre', a.centre, 'region', a.region, 'ownCustomers', a.own_customers) ORDER BY a.profile, a.centre, a.region)
      FROM assignments AS a WHERE a.subject = m.subject), '[]') AS assignments
  FROM team_members AS m LEFT JOIN teams ON teams.key = m.team LEFT JOIN centres ON centres.key = m.centre`;

export async function readPerson(pool: Pick<Pool | Client, 'query'>, subject: string): Promise<PersonRead | undefined> {
  const { rows: [row] } = await pool.query<PersonRead>(`${select} WHERE m.subject = $1`, [subject]);
  return row;
}

export interface PersonFilter {
  readonly centre?: string | undefined;
  readonly team?: string | undefined;
  /** Who is given work by it, or may act by it. */
  readonly profile?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** By subject. */
export async function listPersons(pool: Pool, { centre, team, profile, after, limit }: PersonFilter): Promise<PersonRead[]> {
  const { rows } = await pool.query<PersonRead>(
    `${select} WHERE ($1::text IS NULL OR m.centre = $1) AND ($2::text IS NULL OR m.team = $2) AND ($3::text IS NULL OR m.subject > $3)
       AND ($4::text IS NULL OR m.profile = $4 OR EXISTS (SELECT FROM assignments AS a WHERE a.subject = m.subject AND a.profile = $4))
     ORDER BY m.subject LIMIT $5`, [centre ?? null, team ?? null, after ?? null, profile ?? null, limit]);
  return rows;
}

/** What of a person may be kept for good. */
const shown = ({ profile, team, centre, calendar, skills, assignments }: Person): object => ({ profile, team, centre, calendar, skills, assignments });

/**
 * Makes a person's entry, or puts one in its place.
 * @param hasRead of version 0: that there was none
 * @param demand asked with the entry as it is, while nobody else changes it. @throws what `demand` throws; nothing is changed then
 */
export async function keepPerson(pool: Pool, person: Person, { hasRead, demand, doer }: { hasRead: (version: number) => boolean; demand: (before: PersonRead | undefined) => void; doer: Doer }): Promise<Kept> {
  const { subject, name, email, profile, team, centre, calendar, skills, assignments } = person;
  return await inTransaction(pool, async (client) => {
    await holdPerson(client, subject);
    const before = await readPerson(client, subject);
    const version = before?.version ?? 0;
    if (!hasRead(version)) return { outcome: 'stale', version };
    demand(before);
    await client.query(
      `INSERT INTO team_members (subject, name, email, profile, team, centre, calendar, skills) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (subject) DO UPDATE SET name = excluded.name, email = excluded.email, profile = excluded.profile, team = excluded.team, centre = excluded.centre, calendar = excluded.calendar,
         skills = excluded.skills, version = team_members.version + 1`, [subject, name, email, profile, team, centre, calendar, skills]);
    await client.query('DELETE FROM assignments WHERE subject = $1', [subject]);
    await client.query(
      `INSERT INTO assignments (subject, profile, centre, region, own_customers)
       SELECT $1, profile, centre, region, "ownCustomers" FROM jsonb_to_recordset($2) AS given (profile text, centre text, region text, "ownCustomers" boolean) ON CONFLICT DO NOTHING`, [subject, JSON.stringify(assignments)]);
    await recordAct(client, doer, { act: 'person-kept', object: subject, before: before ? shown(before) : null, after: shown(person) });
    return { outcome: 'kept', version: version + 1 };
  });
}

/** Of two who change one person the second waits, and finds what the first has made; of one who is not there yet too. */
async function holdPerson(client: Client, subject: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`person ${subject}`]);
}

/** Out of the team he was in. */
export async function joinTeam(pool: Pool, { subject, team }: Pick<Person, 'subject' | 'team'>, hasRead: (version: number) => boolean, doer: Doer): Promise<Kept> {
  return await inTransaction(pool, async (client) => {
    await holdPerson(client, subject);
    const { rows: [before] } = await client.query<{ team: string; version: number }>('SELECT team, version FROM team_members WHERE subject = $1', [subject]);
    const version = before?.version ?? 0;
    if (!before || !hasRead(version)) return { outcome: 'stale', version };
    await client.query('UPDATE team_members SET team = $2, version = version + 1 WHERE subject = $1', [subject, team]);
    await recordAct(client, doer, { act: 'team-joined', object: subject, before: { team: before.team }, after: { team } });
    return { outcome: 'kept', version: version + 1 };
  });
}
