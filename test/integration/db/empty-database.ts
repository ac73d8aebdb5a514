/** A database with nothing in it, for tests of what makes a schema. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** On the server of `adminUrl`; goes with the run's server. */
export async function emptyDatabase(adminUrl: string): Promise<string> {
  const url = new URL(adminUrl);
  const name = `e_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  url.pathname = `/${name}`;
  return url.href;
}
