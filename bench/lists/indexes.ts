/** Indexes are made after the rows: of twenty million it takes minutes, kept up row by row it takes an hour. */
import type { Client } from '../../db/pool.ts';

/** Drops the indexes of every table and the keys of the big ones, does the work, and makes them again. */
export async function withoutIndexes(client: Client, say: (sentence: string) => void, work: () => Promise<void>): Promise<void> {
  const { rows: keys } = await client.query<{ drop: string; make: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop, format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
     FROM pg_constraint WHERE contype = 'p' AND conrelid IN ('timeline'::regclass, 'events'::regclass, 'tickets'::regclass)`);
  const { rows: indexes } = await client.query<{ drop: string; make: string }>(
    `SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS make FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
     WHERE relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`);
  for (const { drop } of [...keys, ...indexes]) await client.query(drop);
  await work();
  const beganMs = Date.now();
  for (const { make } of [...keys, ...indexes]) await client.query(make);
  say(`${keys.length + indexes.length} indexes in ${((Date.now() - beganMs) / 1_000).toFixed(1)} s`);
}
