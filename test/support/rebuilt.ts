/** The proof that the read models say what the events say. */
import { expect } from 'vitest';
import { rebuild } from '../../db/journey/rebuild.ts';
import type { House } from './house.ts';

const tables = ['journeys', 'deployments', 'sites', 'tickets', 'replacements', 'backup_troubles', 'tasks', 'documents', 'stuck_calls', 'timeline', 'outbox'];

/** Rows before the rebuild are rows after it, for every journey of the file. */
export async function expectRebuildChangesNothing({ pool }: Pick<House, 'pool'>): Promise<void> {
  const read = () => Promise.all(tables.map(async (table) => (await pool.query<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)).rows));
  const before = await read();
  expect(await rebuild(pool)).toBe(before[0]?.length);
  expect(await read()).toEqual(before);
}
