/** Policies in the database: shipped files are version 1, every edit a further version. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyName } from '../../domain/policy/catalogue.ts';
import { policySchemas, type Policies } from '../../domain/policy/policies.schema.ts';
import { projectRoot } from '../../project-root.ts';
import type { Pool } from '../pool.ts';


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
  pool: Pool, names: readonly Name[],
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
