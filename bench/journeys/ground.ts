/** The ground all contenders stand on: one durable PostgreSQL and Temporal Server, and the simulated outside systems. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { query } from '../../cli/embedded/postgres.ts';
import { startEmbedded, type Embedded } from '../../cli/embedded/start.ts';
import { migrate } from '../../db/migrate.ts';
import { loadDefaultPolicies } from '../../db/policy/store.ts';
import { createPool } from '../../db/pool.ts';
import { openNews, type News } from './news.ts';
import { openSimulators, type OutsideUrls } from './simulators.ts';

export interface Ground {
  readonly embedded: Embedded;
  readonly connection: Connection;
  readonly news: News;
  readonly outside: OutsideUrls;
  /** A migrated database of its own, with the shipped policies and the customer of the launch file. */
  database(name: string): Promise<string>;
  close(): Promise<void>;
}

export const customerId = 'CLI-000001';

/** Settings of production, not of tests: fsync on, no time skipping; on a new data folder that is removed at the end. */
export async function openGround(say: (sentence: string) => void): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-bench-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => { for (const closer of closers.splice(0).reverse()) await closer(); };
  try {
    const embedded = await startEmbedded({ dataFolder: join(folder, 'data'), say });
    closers.push(() => embedded.stop());
    const connection = await Connection.connect({ address: embedded.temporalAddress });
    // Never closed: journeys given up in the middle still call, and the client throws past them on a closed connection.
    const news = openNews();
    const simulators = await openSimulators(folder, news);
    closers.push(simulators.close);
    return {
      embedded, connection, news, outside: simulators.urls, close,
      async database(name) {
        await query(embedded.databaseUrl, `CREATE DATABASE ${name}`);
        const url = new URL(embedded.databaseUrl);
        url.pathname = `/${name}`;
        await migrate(url.href);
        const pool = createPool(url.href, () => undefined);
        await loadDefaultPolicies(pool).finally(() => pool.end());
        await query(url.href, 'INSERT INTO customers (id, name) VALUES ($1, $2)', [customerId, 'Boulangerie Martin']);
        return url.href;
      },
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
