/** Policies and their versions, as they are shown. */
import type { PolicyName } from '../../domain/policy/catalogue.ts';
import { policySchemas, type Policies } from '../../domain/policy/policies.schema.ts';
import { personName } from '../people/names.ts';
import type { Pool } from '../pool.ts';

export interface PolicyVersionRead {
  readonly name: PolicyName;
  readonly version: number;
  readonly author: string;
  readonly authorName: string | null;
  readonly createdAt: Date;
}

export interface PolicyRead extends PolicyVersionRead {
  readonly value: unknown;
  /** Whether it is the newest version: the one that new journeys take. */
  readonly current: boolean;
}

const versionColumns = `name, version, author, ${personName('author')} AS "authorName", created_at AS "createdAt"`;

/** The newest version of each policy, without values. */
export async function listPolicies(pool: Pool): Promise<PolicyVersionRead[]> {
  const { rows } = await pool.query<PolicyVersionRead>(
    `SELECT DISTINCT ON (name) ${versionColumns} FROM policies ORDER BY name, version DESC`);
  return rows;
}

/** One version of a policy, the newest when none is named; undefined when it does not exist. */
export async function readPolicy(pool: Pool, name: PolicyName, version?: number): Promise<PolicyRead | undefined> {
  const { rows: [row] } = await pool.query<PolicyRead>(
    `SELECT ${versionColumns}, value, version = (SELECT max(version) FROM policies WHERE name = $1) AS current
     FROM policies WHERE name = $1 AND ($2::int IS NULL OR version = $2) ORDER BY version DESC LIMIT 1`,
    [name, version ?? null]);
  return row;
}

/** The versions of a policy below one (of all when none is named), newest first. */
export async function listVersions(pool: Pool, name: PolicyName, { below, limit }: { below?: number | undefined; limit: number }): Promise<PolicyVersionRead[]> {
  const { rows } = await pool.query<PolicyVersionRead>(
    `SELECT ${versionColumns} FROM policies
     WHERE name = $1 AND ($2::int IS NULL OR version < $2) ORDER BY version DESC LIMIT $3`,
    [name, below ?? null, limit]);
  return rows;
}

/** The values of some versions of a policy, by version. */
export async function readValues<Name extends PolicyName>(pool: Pool, name: Name, versions: readonly number[]): Promise<ReadonlyMap<number, Policies[Name]>> {
  const { rows } = await pool.query<{ version: number; value: unknown }>('SELECT version, value FROM policies WHERE name = $1 AND version = ANY ($2)', [name, versions]);
  return new Map(rows.map(({ version, value }) => [version, policySchemas[name].parse(value) as Policies[Name]]));
}

/** The calendars in one version. @throws {Error} when there is no such version. */
export async function readCalendars(pool: Pool, version: number): Promise<Policies['calendars']> {
  const value = (await readValues(pool, 'calendars', [version])).get(version);
  if (value === undefined) throw new Error(`no version ${version} of the policy calendars`);
  return value;
}

export interface RunningUnder {
  readonly version: number;
  readonly deployments: number;
  readonly sites: number;
  readonly tickets: number;
}

/** How many running journeys run under which version of a policy, oldest version first; none for a policy that no journey keeps. */
export async function journeysByVersion(pool: Pool, name: PolicyName): Promise<RunningUnder[]> {
  const { rows } = await pool.query<RunningUnder>(
    `SELECT (policy_versions ->> $1)::int AS version,
            count(*) FILTER (WHERE kind = 'deployment')::int AS deployments, count(*) FILTER (WHERE kind = 'site')::int AS sites, count(*) FILTER (WHERE kind = 'ticket')::int AS tickets
     FROM journeys WHERE is_open AND policy_versions ? $1 GROUP BY 1 ORDER BY 1`,
    [name]);
  return rows;
}
