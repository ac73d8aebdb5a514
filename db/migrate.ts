/** Brings a database to this version's schema: numbered plain SQL, each in its own transaction, safe when several start together. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { projectRoot } from '../project-root.ts';
import type { Pool } from './pool.ts';

/** Any number, the same in every process: who migrates holds it. */
const migrationLock = 7_252_566;

/** Stands in a migration that takes away or changes what older code uses: code that does not know migration 0052 cannot run on what `-- breaks before: 0052` leaves. */
const breaking = /^-- breaks before: (\d{4})$/m;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly digest: string;
  /** Code whose newest migration is older than this one cannot run on what this one leaves; null: any can. */
  readonly breaksBefore: number | null;
}

/** The migrations of this version, in order. */
export async function readMigrations(folder = join(projectRoot(import.meta.url), 'db', 'migrations')): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return await Promise.all(names.map(async (name, index) => {
    const number = Number(name.slice(0, 4));
    if (number !== index + 1) throw new Error(`Migration ${name}: numbers must go up by one from 0001.`);
    const sql = await readFile(join(folder, name), 'utf8');
    const breaksBefore = breaking.exec(sql)?.[1];
    return { number, name, sql, digest: createHash('sha256').update(sql).digest('hex'), breaksBefore: breaksBefore === undefined ? null : Number(breaksBefore) };
  }));
}

/** The database is not one that this version can run on: said, and not waited for. */
class SchemaRefusal extends Error {}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly digest: string;
  /** Missing where a version from before it was kept has migrated last. */
  readonly breaks_before?: number | null;
}

/** What a newer version has only added is no matter. @throws {SchemaRefusal} a sentence, when one of its migrations took away what this version uses. */
function refuseNewer(applied: readonly Applied[], newest: number): void {
  const breaker = applied.find(({ number, breaks_before: before }) => number > newest && before != null && before > newest);
  if (breaker) throw new SchemaRefusal(`The database has migration ${breaker.name} of a newer version, which took away what this version of Jalon uses: start the newer version, or restore a backup made with this one.`);
}

/**
 * Applies what is missing; returns the names applied.
 * @throws {Error} a sentence, when the database is newer than this version can bear or an applied file has changed since.
 */
export async function migrate(databaseUrl: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      number integer PRIMARY KEY, name text NOT NULL, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    await client.query('ALTER TABLE schema_migrations ADD COLUMN IF NOT EXISTS breaks_before integer');
    const { rows } = await client.query<Applied>('SELECT number, name, digest, breaks_before FROM schema_migrations ORDER BY number');
    refuseNewer(rows, wanted.length);
    for (const done of rows) {
      const ours = wanted[done.number - 1];
      if (ours && ours.digest !== done.digest) throw new Error(`Migration ${done.name} was changed after it was applied: restore the file as it was and add a new migration instead.`);
    }
    const missing = wanted.slice(rows.length);
    for (const migration of missing) {
      await client.query('BEGIN');
      await client.query(migration.sql);
      await client.query('INSERT INTO schema_migrations (number, name, digest, breaks_before) VALUES ($1, $2, $3, $4)', [migration.number, migration.name, migration.digest, migration.breaksBefore]);
      await client.query('COMMIT');
    }
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/**
 * Whether this version can run on the database as it is: it has every migration of ours, and none of a newer version that breaks us.
 * @throws {SchemaRefusal} a sentence that says what to do.
 */
export async function demandSchema(pool: Pool, migrations?: readonly Migration[]): Promise<void> {
  const wanted = migrations ?? (await readMigrations());
  const { rows: [table] } = await pool.query<{ found: string | null }>("SELECT to_regclass('schema_migrations') AS found");
  // As JSON: a column that an older version did not make is no error.
  const applied = table?.found == null ? [] : (await pool.query<{ row: Applied }>('SELECT to_jsonb(m) AS row FROM schema_migrations m ORDER BY number')).rows.map(({ row }) => row);
  const missing = wanted.slice(applied.length);
  if (missing.length > 0) throw new SchemaRefusal(`The database lacks ${missing.length === 1 ? `migration ${missing[0]?.name}` : `the migrations ${missing[0]?.name} to ${missing.at(-1)?.name}`} of this version of Jalon: run "migrate" of this version first.`);
  refuseNewer(applied, wanted.length);
}

const againMs = 1_000;

/** Waits for a database that does not answer, tells of it once, and refuses one that this version cannot run on. @throws {SchemaRefusal} */
export async function awaitSchema(pool: Pool, onAway: (error: Error) => void): Promise<void> {
  for (let isTold = false; ; isTold = true) {
    const fault = await demandSchema(pool).then(() => undefined, (thrown: unknown) => thrown as Error);
    if (fault === undefined) return;
    if (fault instanceof SchemaRefusal) throw fault;
    if (!isTold) onAway(fault);
    await pause(againMs);
  }
}
