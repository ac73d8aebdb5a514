/** The PostgreSQL of the lists: as `./jalon up` starts it, on a folder that may be kept, filled once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../cli/embedded/postgres.ts';
import { takeDataFolder } from '../../cli/processes/data-folder.ts';
import { freePorts } from '../../cli/processes/ports.ts';
import { migrate } from '../../db/migrate.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { loadDefaultPolicies } from '../../db/policy/store.ts';
import { fill } from './fill.ts';
import type { Scale } from './scale.ts';

/** @param kept absolute; undefined: a new one, removed at the end. */
export async function openFilled(scale: Scale, kept: string | undefined, say: (sentence: string) => void, closers: (() => Promise<void>)[]): Promise<{ readonly pool: Pool; readonly url: string }> {
  const folder = kept ?? await mkdtemp(join(tmpdir(), 'jalon-lists-'));
  if (kept === undefined) closers.push(() => rm(folder, { recursive: true, force: true }));
  const data = await takeDataFolder(folder);
  closers.push(() => data.release());
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no port is free');
  const postgres = await startPostgres({ folder: join(data.path, 'postgres'), port: { number: port }, durable: true }, { pids: data.pids, logs: data.logs, say, line: () => undefined });
  closers.push(() => postgres.supervised.stop());
  const name = `lists_${scale.customers}`;
  const url = await postgres.database(name);
  const migrated = await migrate(url);
  // Filling takes what it takes.
  const filling = createPool(url, () => undefined, 1, 0);
  try {
    await loadDefaultPolicies(filling);
    const { rows: [row] } = await filling.query<{ n: number }>('SELECT count(*) AS n FROM customers');
    if (row?.n === 0) await fill(filling, scale, say);
    // One that was kept, and is of an older schema.
    else if (migrated.length > 0) await filling.query('VACUUM ANALYZE');
  } finally {
    await filling.end();
  }
  const pool = createPool(url, () => undefined);
  closers.push(() => pool.end());
  return { pool, url };
}
