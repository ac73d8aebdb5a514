/** The ground all contenders stand on: one durable PostgreSQL and Temporal Server, the simulators, and the receiver of their callbacks. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { Connection } from '@temporalio/client';
import { pino } from 'pino';
import { query } from '../../cli/embedded/postgres.ts';
import { startEmbedded, type Embedded } from '../../cli/embedded/start.ts';
import { migrate } from '../../db/migrate.ts';
import { createBillingSimulator } from '../../simulators/billing/simulator.ts';
import { createOblSimulator } from '../../simulators/obl/simulator.ts';
import { oblCallback } from '../../ports/obl.ts';
import { callbackNews, openNews, type News } from './news.ts';

export interface Ground {
  readonly embedded: Embedded;
  readonly connection: Connection;
  readonly news: News;
  readonly oblUrl: string;
  readonly billingUrl: string;
  readonly token: string;
  /** A migrated database of its own, with the customer of the launch file. */
  database(name: string): Promise<string>;
  close(): Promise<void>;
}

export const customerId = 'CLI-000001';
const token = 'token-of-the-benchmark';
const callbackSecret = `whsec_${Buffer.from('made for the benchmark, signs nothing').toString('base64')}`;

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
    const receiver = await receiveCallbacks(news);
    closers.push(receiver.close);
    const shared = { token, log: pino({ level: 'silent' }), now: Date.now, random: Math.random };
    const obl = createOblSimulator({ ...shared, file: join(folder, 'obl.jsonl'), delayMs: 0, callbackTarget: { url: receiver.url, secret: callbackSecret } });
    const billing = createBillingSimulator({ ...shared, file: join(folder, 'billing.jsonl') });
    closers.push(() => obl.close(), () => billing.close());
    const [oblUrl, billingUrl] = [`http://127.0.0.1:${await obl.listen(0)}`, `http://127.0.0.1:${await billing.listen(0)}`];
    return {
      embedded, connection, news, oblUrl, billingUrl, token, close,
      async database(name) {
        await query(embedded.databaseUrl, `CREATE DATABASE ${name}`);
        const url = new URL(embedded.databaseUrl);
        url.pathname = `/${name}`;
        await migrate(url.href);
        await query(url.href, 'INSERT INTO customers (id, name) VALUES ($1, $2)', [customerId, 'Boulangerie Martin']);
        return url.href;
      },
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Stands where the API's inbox stands, without storing: what the inbox and the relay's reading of it cost is not in the figures. */
async function receiveCallbacks(news: News): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    json(request).then((body) => {
      const callback = oblCallback.parse(body);
      news.tell(callbackNews(callback.orderKey, callback.type), callback);
      response.writeHead(202).end();
    }).catch(() => response.writeHead(400).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
