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

/** What finds one row of each table by the id that the rest of the house uses. */
const ids = { deployments: 'id', sites: "deployment_id || '/' || site", journeys: 'id', inbox: 'id' } as const;

/** Holds one row, so that whoever would change it waits. */
export async function lockRow({ pool, databaseUrl }: Pick<Installation, 'pool' | 'databaseUrl'>, table: keyof typeof ids, id: string): Promise<RowLock> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined); // A killed server: what was held is free.
  await client.connect();
  await client.query('BEGIN');
  const { rows: [found] } = await client.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid FROM ${table} WHERE ${ids[table]} = $1 FOR UPDATE`, [id]);
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
