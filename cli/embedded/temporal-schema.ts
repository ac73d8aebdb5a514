/** The database schemas of the embedded Temporal Server: made at the first start, upgraded when the server is newer. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, sentenceOf } from '../failure.ts';
import { engineVersions } from './engine.ts';
import { query, type EmbeddedPostgres } from './postgres.ts';

/** In Temporal's folder: the server's version that the schemas were brought to. */
export const schemaMarker = 'schema-version';

/**
 * Brings both databases to the server's version; both at once.
 * @param folder remembers the version the schemas were brought to, so that a warm start asks nothing of the tool.
 */
export async function prepareSchemas(sqlTool: string, postgres: EmbeddedPostgres, folder: string, databases: { main: string; visibility: string }): Promise<void> {
  const marker = join(folder, schemaMarker);
  const known = await readFile(marker, 'utf8').catch(() => '');
  await Promise.all([
    prepareOne(sqlTool, postgres, databases.main, 'postgresql/v12/temporal', known),
    prepareOne(sqlTool, postgres, databases.visibility, 'postgresql/v12/visibility', known),
  ]);
  await writeFile(marker, engineVersions.server);
}

async function prepareOne(sqlTool: string, postgres: EmbeddedPostgres, database: string, schemaName: string, known: string): Promise<void> {
  const url = await postgres.database(database);
  const isVersioned = (await query(url, "SELECT to_regclass('schema_version') AS found"))[0]?.['found'] !== null;
  if (isVersioned && known === engineVersions.server) return;
  const run = (...args: string[]): Promise<unknown> => promisify(execFile)(
    sqlTool,
    ['--plugin', 'postgres12_pgx', '--endpoint', '127.0.0.1', '--port', String(postgres.port), '--user', postgres.user, '--database', database, ...args],
    { env: { SQL_PASSWORD: postgres.password }, maxBuffer: 16_000_000 },
  ).catch((thrown: unknown) => { throw new Failure(`The schema of Temporal's database "${database}" could not be prepared: ${sentenceOf(thrown)}`); });
  if (!isVersioned) await run('setup-schema', '--version', '0.0');
  await run('update-schema', '--schema-name', schemaName);
}
