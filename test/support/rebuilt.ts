/** The proof that the read models say what the events say. */
import { expect } from 'vitest';
import { rebuild } from '../../db/journey/rebuild.ts';
import type { House } from './house.ts';

const tables = ['journeys', 'deployments', 'sites', 'tickets', 'ticket_links', 'replacements', 'backup_troubles', 'tasks', 'documents', 'stuck_calls', 'timeline', 'outbox'];

/** Rows before the rebuild are rows after it, for every journey of the file. */
export async function expectRebuildChangesNothing({ pool }: Pick<House, 'pool'>): Promise<void> {
  const read = () => Promise.all(tables.map(async (table) => (await pool.query<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)).rows));
  const recorded = async () => (await pool.query<{ count: number }>('SELECT count(*) FROM events')).rows[0]?.count;
  for (;;) {
    const count = await recorded();
    const before = await read();
    const rebuilt = await rebuild(pool);
    const after = await read();
    // A journey that has gone on meanwhile is no difference: compared again.
    if (await recorded() !== count) continue;
    expect(rebuilt).toBe(before[0]?.length);
    expect(after).toEqual(before);
    return;
  }
}
