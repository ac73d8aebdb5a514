/** Databases of their own for tests. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database with nothing in it, on the run's server. */
export async function emptyDatabase(): Promise<string> {
  return await makeDatabase('template1');
}

/** A database of its own with the schema, on the run's server. */
export async function freshDatabase(): Promise<string> {
  return await makeDatabase(inject('schemaTemplate'));
}

async function makeDatabase(template: string): Promise<string> {
  const url = new URL(inject('databaseUrl'));
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  await admin.end();
  url.pathname = `/${name}`;
  return url.href;
}
