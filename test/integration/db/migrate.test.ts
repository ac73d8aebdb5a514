/** Migrations: safe when several processes start together, refused when they cannot be right; the record can only grow. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startChild } from '../../../cli/processes/child.ts';
import { applicationServices } from '../../../cli/up/processes.ts';
import { makeSecrets } from '../../../cli/up/secrets.ts';
import { upSettings } from '../../../cli/settings.ts';
import { readSettings } from '../../../config.ts';
import { awaitSchema, demandSchema, migrate, readMigrations, type Migration } from '../../../db/migrate.ts';
import { createPool } from '../../../db/pool.ts';
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

const made = (number: number, sql: string, breaksBefore: number | null = null): Migration => ({ number, name: `000${number}_x.sql`, sql, digest: sql, breaksBefore });

/** What a process says at its start. */
async function refused(migrations: readonly Migration[]): Promise<string | null> {
  const pool = createPool(url, () => undefined);
  return await demandSchema(pool, migrations).then(() => null, (thrown: unknown) => (thrown as Error).message).finally(() => pool.end());
}

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

  it('leaves a database alone to which a newer version has only added, and refuses one from which it took what this version uses, naming the migration', async () => {
    const [first, added] = [made(1, 'CREATE TABLE a (n integer)'), made(2, 'ALTER TABLE a ADD COLUMN m integer')];
    await migrate(url, [first, added]);
    expect(await migrate(url, [first])).toEqual([]);
    // Whoever knows the second no longer uses what the third takes away.
    await migrate(url, [first, added, made(3, 'ALTER TABLE a DROP COLUMN n', 2)]);
    await expect(migrate(url, [first])).rejects.toThrow(/0003_x\.sql/);
    expect(await migrate(url, [first, added])).toEqual([]);
    expect(await applied()).toEqual([1, 2, 3]);
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

describe('A process that starts', () => {
  const [first, added, taken] = [made(1, 'CREATE TABLE a (n integer)'), made(2, 'ALTER TABLE a ADD COLUMN m integer'), made(3, 'ALTER TABLE a DROP COLUMN n', 2)] as const;

  it('refuses a database that was never migrated, or lacks migrations of its version, naming them', async () => {
    expect(await refused([first, added])).toMatch(/0001_x\.sql to 0002_x\.sql.*migrate/);
    await migrate(url, [first]);
    expect(await refused([first, added])).toMatch(/migration 0002_x\.sql.*migrate/);
    expect(await refused([first])).toBeNull();
  });

  it('runs on one that a newer version has added to, and refuses one from which that took what it uses', async () => {
    await migrate(url, [first, added]);
    expect(await refused([first])).toBeNull();
    await migrate(url, [first, added, taken]);
    expect(await refused([first])).toMatch(/0003_x\.sql.*newer version/);
    expect(await refused([first, added])).toBeNull();
  });

  it('is told of a database that was migrated last by a version which kept no such sayings', async () => {
    await migrate(url, [first]);
    await client.query('ALTER TABLE schema_migrations DROP COLUMN breaks_before');
    expect(await refused([first])).toBeNull();
    expect(await refused([first, added])).toMatch(/0002_x\.sql/);
  });

  it('waits for a database that does not answer, and tells of it once', async () => {
    await migrate(url);
    const told: Error[] = [];
    const pool = createPool(url, () => undefined);
    let away = 2;
    const trying = { query: (...args: Parameters<typeof pool.query>) => (away-- > 0 ? Promise.reject(new Error('ECONNREFUSED')) : pool.query(...args)) } as unknown as typeof pool;
    await awaitSchema(trying, (error) => told.push(error)).finally(() => pool.end());
    expect(told.map(({ message }) => message)).toEqual(['ECONNREFUSED']);
  });

  it.each(['worker', 'relay'] as const)('%s ends with that sentence', async (name) => {
    const settings = readSettings(upSettings, {});
    const around = { settings, secrets: makeSecrets(), root: projectRoot(import.meta.url), dataFolder: tmpdir(), databaseUrl: url, temporalAddress: '127.0.0.1:9' };
    const { command, args, env, cwd } = applicationServices(around).find((service) => service.name === name)?.program ?? expect.fail(name);
    const lines: string[] = [];
    const { exited } = await startChild({ command, args, env, ...(cwd === undefined ? {} : { cwd }) }, (line) => lines.push(line));
    expect((await exited).code).not.toBe(0);
    expect(lines.join('\n')).toMatch(/The database lacks the migrations 0001.*run "migrate"/);
  });
});

describe('A migration', () => {
  /** Those before were made when nothing was released; their text may not change any more. */
  const judgedFrom = 58;
  const takesAway = /\bDROP (?:TABLE|COLUMN|TYPE|FUNCTION|VIEW)\b|\bRENAME\b|\bSET NOT NULL\b|\bALTER COLUMN \w+ TYPE\b|\bADD COLUMN \w+ [^,;]*NOT NULL(?![^,;]*DEFAULT)/i;
  const unsaid = (migrations: readonly Migration[]): string[] =>
    migrations.filter(({ number, sql, breaksBefore }) => number >= judgedFrom && takesAway.test(sql.replaceAll(/--.*/g, '')) && breaksBefore === null).map(({ name }) => name);

  it('that takes away or demands what older code does not know says which code it breaks', async () => {
    expect(unsaid(await readMigrations())).toEqual([]);
    const bad = ['ALTER TABLE a DROP COLUMN n', 'DROP TABLE a', 'ALTER TABLE a RENAME n TO m', 'ALTER TABLE a ADD COLUMN m text NOT NULL', 'ALTER TABLE a ALTER COLUMN n TYPE bigint', 'ALTER TABLE a ALTER COLUMN n SET NOT NULL'];
    expect(unsaid(bad.map((sql) => ({ ...made(1, sql), number: judgedFrom })))).toHaveLength(bad.length);
    expect(unsaid([{ ...made(1, "CREATE TABLE b (n text NOT NULL); ALTER TABLE a ADD COLUMN m text NOT NULL DEFAULT ''"), number: judgedFrom }])).toEqual([]);
    expect(unsaid([{ ...made(1, 'DROP TABLE a', judgedFrom), number: judgedFrom }])).toEqual([]);
  });

  it('breaks no code that knows what comes after it, and names a migration that is there', async () => {
    expect((await readMigrations()).filter(({ number, breaksBefore }) => breaksBefore !== null && (breaksBefore < 1 || breaksBefore > number))).toEqual([]);
  });

  it('says it in a line of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jalon-migrations-'));
    try {
      await writeFile(join(folder, '0001_a.sql'), '-- Adds.\nCREATE TABLE a (n integer);');
      await writeFile(join(folder, '0002_b.sql'), '-- Takes away what 0001 made.\n-- breaks before: 0002\nDROP TABLE a;');
      expect((await readMigrations(folder)).map(({ breaksBefore }) => breaksBefore)).toEqual([null, 2]);
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
