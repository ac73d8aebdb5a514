/** Policies in the database: shipped files are version 1, every edit a further version. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dateInZone } from '../../domain/calendar/zone.ts';
import { parseDuration } from '../../domain/clock/duration.ts';
import type { Fault } from '../../domain/clock/faults.ts';
import { policyNames, type PolicyName } from '../../domain/policy/catalogue.ts';
import { policyFaults } from '../../domain/policy/faults.ts';
import { policyImpact } from '../../domain/policy/impact.ts';
import { policySchemas, type Policies } from '../../domain/policy/policies.schema.ts';
import { projectRoot } from '../../project-root.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

/** Any number, the same in every process: who edits policies holds it for one transaction. */
const editLock = 7_252_568;

/** Loads the shipped defaults of policies that the database does not have yet; returns their names. */
export async function loadDefaultPolicies(pool: Pool, folder = join(projectRoot(import.meta.url), 'domain', 'policy', 'defaults')): Promise<string[]> {
  const loaded: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()) {
    const name = file.slice(0, -'.json'.length);
    const value: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    const { rowCount } = await pool.query(
      "INSERT INTO policies (name, version, value, author) VALUES ($1, 1, $2, 'system:defaults') ON CONFLICT DO NOTHING", [name, JSON.stringify(value)]);
    if (rowCount === 1) loaded.push(name);
  }
  return loaded;
}

/**
 * The newest versions of some policies, with their values.
 * @throws {Error} when one is not there: defaults are loaded by the migration command.
 */
export async function currentPolicies<Name extends PolicyName>(
  pool: Pick<Pool | Client, 'query'>, names: readonly Name[],
): Promise<{ readonly values: Pick<Policies, Name>; readonly versions: Record<string, number> }> {
  const { rows } = await pool.query<{ name: Name; version: number; value: unknown }>({
    name: 'policies-current',
    text: 'SELECT DISTINCT ON (name) name, version, value FROM policies WHERE name = ANY ($1) ORDER BY name, version DESC',
    values: [names],
  });
  const missing = names.find((name) => !rows.some((row) => row.name === name));
  if (missing !== undefined) throw new Error(`no policy ${missing}: run "./jalon migrate"`);
  return {
    values: Object.fromEntries(rows.map(({ name, value }) => [name, policySchemas[name].parse(value)])) as Pick<Policies, Name>,
    versions: Object.fromEntries(rows.map(({ name, version }) => [name, version])),
  };
}

/** What is wrong with one policy of a set, and what a change of it would break in others. */
export interface SetFaults {
  readonly own: readonly Fault[];
  readonly others: readonly (Fault & { readonly policy: PolicyName })[];
}

/** The faults of the current policies with one value in place of its own; what was wrong in others before is not held against it. */
export function faultsWith<Name extends PolicyName>(current: Policies, name: Name, value: Policies[Name]): SetFaults {
  const before = policyFaults(current);
  const after = policyFaults({ ...current, [name]: value });
  const isOld = (policy: PolicyName, { pointer, code }: Fault): boolean => before.get(policy)?.some((old) => old.pointer === pointer && old.code === code) ?? false;
  return {
    own: after.get(name) ?? [],
    others: [...after].filter(([policy]) => policy !== name).flatMap(([policy, faults]) => faults.filter((fault) => !isOld(policy, fault)).map((fault) => ({ ...fault, policy }))),
  };
}

export type EditOutcome =
  | { readonly outcome: 'stale'; readonly version: number }
  | { readonly outcome: 'faulty'; readonly faults: SetFaults }
  /** The version that holds the value; the one before when nothing changed. */
  | { readonly outcome: 'current'; readonly version: number };

export interface PolicyEdit<Name extends PolicyName> {
  readonly name: Name;
  readonly value: Policies[Name];
  readonly author: string;
  /** Whether the caller has read this version. */
  readonly hasRead: (version: number) => boolean;
}

/** Makes a value the current version of its policy. Edits follow each other, also of different policies: each is checked with what the others have become. */
export async function editPolicy<Name extends PolicyName>(pool: Pool, { name, value, author, hasRead }: PolicyEdit<Name>): Promise<EditOutcome> {
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [editLock]);
    const { values, versions } = await currentPolicies(client, policyNames);
    const version = versions[name] ?? 0;
    if (!hasRead(version)) return { outcome: 'stale', version };
    const faults = faultsWith(values, name, value);
    if (faults.own.length > 0 || faults.others.length > 0) return { outcome: 'faulty', faults };
    if (policyImpact(values[name], value).length === 0) return { outcome: 'current', version };
    await client.query('INSERT INTO policies (name, version, value, author) VALUES ($1, $2, $3, $4)', [name, version + 1, JSON.stringify(value), author]);
    return { outcome: 'current', version: version + 1 };
  });
}

/** For how long a customer's link is good (D-06), milliseconds, as the notices' policy has it now. @throws {Error} when no policy is loaded. */
export async function readLinkValidity(pool: Pool): Promise<number> {
  const { values: { notices: { customerLinkValidFor } } } = await currentPolicies(pool, ['notices']);
  const parsed = parseDuration(customerLinkValidFor);
  if (!parsed.ok) throw new RangeError(`not a duration: ${customerLinkValidFor}`);
  return parsed.durationMs;
}

/** The operator's time zone (IANA), as the calendars' policy has it now. @throws {Error} when no policy is loaded. */
export async function readTimeZone(pool: Pick<Pool | Client, 'query'>): Promise<string> {
  const { values: { calendars: { operatorCalendar, calendars } } } = await currentPolicies(pool, ['calendars']);
  const calendar = calendars[operatorCalendar];
  if (!calendar) throw new Error(`the calendar ${operatorCalendar} of the operator does not exist`);
  return calendar.timeZone;
}

/** The operator's date (ISO) at an instant. @throws {Error} when no policy is loaded. */
export async function readDate(pool: Pool, atMs: number): Promise<string> {
  return dateInZone(await readTimeZone(pool), atMs);
}
