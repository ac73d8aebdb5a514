/** The committed schema is the one that the migrations make, and the dump leaves nothing out. */
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { dumpSchema } from '../../../db/dump-schema.ts';
import { emptyDatabase, freshDatabase } from '../../support/database.ts';

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Loads SQL into an empty database and writes that one's schema. */
async function reloaded(sql: string): Promise<string> {
  return await withClient(await emptyDatabase(), async (client) => {
    await client.query(sql);
    return await dumpSchema(client);
  });
}

describe('db/schema.sql', () => {
  it('is what the migrations make; after a migration, "npm run schema" writes it', async () => {
    const dump = await withClient(await freshDatabase(), dumpSchema);
    await expect(dump).toMatchFileSnapshot('../../../db/schema.sql');
  });

  it('makes the same database again', async () => {
    const dump = await withClient(await freshDatabase(), dumpSchema);
    expect(await reloaded(dump)).toBe(dump);
  });
});

const base = 'CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE a (id integer PRIMARY KEY, name text, n integer);';

describe('A dump of a schema', () => {
  it.each([
    ['a column', 'ALTER TABLE a ADD COLUMN city text'],
    ['a type', 'ALTER TABLE a ALTER COLUMN n TYPE bigint'],
    ['a length', 'ALTER TABLE a ALTER COLUMN name TYPE varchar(20)'],
    ['a collation', 'ALTER TABLE a ALTER COLUMN name TYPE text COLLATE "C"'],
    ['a default', 'ALTER TABLE a ALTER COLUMN n SET DEFAULT 7'],
    ['a value that must be there', 'ALTER TABLE a ALTER COLUMN name SET NOT NULL'],
    ['an identity', 'ALTER TABLE a ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY'],
    ['a computed column', 'ALTER TABLE a ADD COLUMN twice integer GENERATED ALWAYS AS (n * 2) STORED'],
    ['a check', 'ALTER TABLE a ADD CHECK (n > 0)'],
    ['a unique constraint', 'ALTER TABLE a ADD UNIQUE (name)'],
    ['a reference', 'ALTER TABLE a ADD FOREIGN KEY (n) REFERENCES other ON DELETE CASCADE'],
    ['an index', 'CREATE INDEX a_by_name ON a (name) WHERE n IS NULL'],
    ['a sequence', 'CREATE SEQUENCE numbers START 5'],
    ['an enum', "CREATE TYPE phase AS ENUM ('open', 'closed')"],
    ['a function', 'CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$'],
    ['a trigger', 'CREATE TRIGGER same BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()'],
    ['a view', 'CREATE VIEW names AS SELECT name FROM a'],
  ])('shows %s, and can be loaded again', async (_what, change) => {
    const [before, after] = await withClient(await emptyDatabase(), async (client) => {
      await client.query(base);
      const first = await dumpSchema(client);
      await client.query(change);
      return [first, await dumpSchema(client)] as const;
    });
    expect(after).not.toBe(before);
    expect(await reloaded(after)).toBe(after);
  });
});
