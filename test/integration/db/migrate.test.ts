/** Migrations: safe when several processes start together, refused when they cannot be right; the record can only grow. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, readMigrations, type Migration } from '../../../db/migrate.ts';
import { projectRoot } from '../../../project-root.ts';
import { emptyDatabase } from '../../support/database.ts';

let url = '';
let client: pg.Client;

beforeEach(async () => {
  url = await emptyDatabase();
  client = new pg.Client({ connectionString: url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
});

async function applied(): Promise<number[]> {
  const { rows } = await client.query<{ number: number }>('SELECT number FROM schema_migrations ORDER BY number');
  return rows.map(({ number }) => number);
}

const made = (number: number, sql: string): Migration => ({ number, name: `000${number}_x.sql`, sql, digest: sql });

describe('Migrating', () => {
  it('applies each migration once when several processes start together', async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    const answers = await Promise.all(Array.from({ length: 4 }, async () => await migrate(url)));
    expect(answers.flat()).toEqual(names);
    expect(await applied()).toEqual(names.map((_, index) => index + 1));
  });

  it('does nothing the second time', async () => {
    await migrate(url);
    expect(await migrate(url)).toEqual([]);
  });

  it('applies only what is missing', async () => {
    await migrate(url, [made(1, 'CREATE TABLE a (n integer)')]);
    expect(await migrate(url, [made(1, 'CREATE TABLE a (n integer)'), made(2, 'CREATE TABLE b (n integer)')])).toEqual(['0002_x.sql']);
  });

  it('refuses a database that a newer version has migrated, naming the migration', async () => {
    await migrate(url, [made(1, 'SELECT 1'), made(2, 'SELECT 2')]);
    await expect(migrate(url, [made(1, 'SELECT 1')])).rejects.toThrow(/0002_x\.sql/);
  });

  it('refuses a file that was changed after it was applied, naming it', async () => {
    await migrate(url, [made(1, 'CREATE TABLE a (n integer)')]);
    await expect(migrate(url, [made(1, 'CREATE TABLE a (n bigint)')])).rejects.toThrow(/0001_x\.sql/);
  });

  it('leaves nothing of a migration that fails, and goes on from there when it is mended', async () => {
    const first = made(1, 'CREATE TABLE a (n integer)');
    await expect(migrate(url, [first, made(2, 'CREATE TABLE b (n integer); SELECT 1/0')])).rejects.toMatchObject({ code: '22012' });
    expect(await applied()).toEqual([1]);
    expect(await migrate(url, [first, made(2, 'CREATE TABLE b (n integer)')])).toEqual(['0002_x.sql']);
  });

  it('refuses a folder whose numbers leave a gap', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jalon-migrations-'));
    try {
      await cp(join(projectRoot(import.meta.url), 'db', 'migrations', '0001_record.sql'), join(folder, '0001_record.sql'));
      await writeFile(join(folder, '0003_gap.sql'), 'SELECT 1');
      await expect(readMigrations(folder)).rejects.toThrow(/0003_gap\.sql/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('The record', () => {
  it.each(["UPDATE events SET actor = 'x'", 'DELETE FROM events', 'TRUNCATE events'])('refuses to be changed: %s', async (sql) => {
    await migrate(url);
    await client.query("INSERT INTO journeys (id, kind, version, state) VALUES ('J', 'deployment', 1, '{}') ON CONFLICT DO NOTHING");
    await client.query(`INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, at)
      VALUES ('J', 1, 'launched', '{}', 'a', 'api', 'c', now())`);
    await expect(client.query(sql)).rejects.toMatchObject({ code: 'P0001' });
    expect((await client.query('SELECT actor FROM events')).rows).toEqual([{ actor: 'a' }]);
  });
});
