/** Databases of their own for tests. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../db/migrate.ts';

/** A database with nothing in it, on the run's server. */
export async function emptyDatabase(): Promise<string> {
  const url = new URL(inject('databaseUrl'));
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  url.pathname = `/${name}`;
  return url.href;
}

/** An empty database with the schema, on the run's server. */
export async function freshDatabase(): Promise<string> {
  const databaseUrl = await emptyDatabase();
  await migrate(databaseUrl);
  return databaseUrl;
}
