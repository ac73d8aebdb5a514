/** Brings a database to this version's schema: numbered plain SQL, each in its own transaction, safe when several start together. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '../project-root.ts';
import type { Pool } from './pool.ts';

/** Any number, the same in every process: who migrates holds it. */
const migrationLock = 7_252_566;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly digest: string;
}

/** The migrations of this version, in order. */
export async function readMigrations(folder = join(projectRoot(import.meta.url), 'db', 'migrations')): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return await Promise.all(names.map(async (name, index) => {
    const number = Number(name.slice(0, 4));
    if (number !== index + 1) throw new Error(`Migration ${name}: numbers must go up by one from 0001.`);
    const sql = await readFile(join(folder, name), 'utf8');
    return { number, name, sql, digest: createHash('sha256').update(sql).digest('hex') };
  }));
}

/**
 * Applies what is missing; returns the names applied.
 * @throws {Error} a sentence, when the database is newer than this version or an applied file has changed since.
 */
export async function migrate(databaseUrl: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      number integer PRIMARY KEY, name text NOT NULL, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const { rows } = await client.query<{ number: number; name: string; digest: string }>('SELECT number, name, digest FROM schema_migrations ORDER BY number');
    for (const done of rows) {
      const ours = wanted[done.number - 1];
      if (!ours) throw new Error(`The database has migration ${done.name}, which this version of Jalon does not know: start the newer version, or restore a backup made with this one.`);
      if (ours.digest !== done.digest) throw new Error(`Migration ${done.name} was changed after it was applied: restore the file as it was and add a new migration instead.`);
    }
    const missing = wanted.slice(rows.length);
    for (const migration of missing) {
      await client.query('BEGIN');
      await client.query(migration.sql);
      await client.query('INSERT INTO schema_migrations (number, name, digest) VALUES ($1, $2, $3)', [migration.number, migration.name, migration.digest]);
      await client.query('COMMIT');
    }
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** The migrations of this version that the database does not have. */
export async function pendingMigrations(pool: Pool): Promise<string[]> {
  const [wanted, { rows }] = await Promise.all([readMigrations(), pool.query<{ number: number }>('SELECT number FROM schema_migrations')]);
  const done = new Set(rows.map(({ number }) => number));
  return wanted.filter(({ number }) => !done.has(number)).map(({ name }) => name);
}
