/** Stops a transaction of ours in its middle: a row that a test holds, and the news that somebody waits for it. */
import pg from 'pg';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import type { Installation } from './installation.ts';

export interface RowLock {
  /** Resolves when a transaction waits for the row. */
  waitedFor(): Promise<void>;
  /** Lets it go on; also after the server was killed, which let go by itself. */
  release(): Promise<void>;
}

const withinMs = 60_000;

/** Holds the one row that the query finds. */
export async function lockRow({ pool, databaseUrl }: Pick<Installation, 'pool' | 'databaseUrl'>, table: 'deployments' | 'journeys' | 'inbox', id: string): Promise<RowLock> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined); // A killed server: what was held is free.
  await client.connect();
  await client.query('BEGIN');
  const { rows: [found] } = await client.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
  if (!found) throw new Error(`no row ${id} in ${table}`);
  return {
    async waitedFor() {
      await eventually(async () => {
        const { rowCount } = await pool.query('SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [found.pid]);
        expect(rowCount, `nobody waits for ${id} in ${table}`).toBeGreaterThan(0);
      }, withinMs, 20);
    },
    release: () => client.end().catch(() => undefined),
  };
}
