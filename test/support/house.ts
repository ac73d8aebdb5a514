/** A house for one test file: an own database, an own namespace, simulators and workers in this process, all real. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { inject } from 'vitest';
import { createBillingPort } from '../../activities/outside/billing.ts';
import { createOblPort } from '../../activities/outside/obl.ts';
import { prepareNamespace } from '../../cli/embedded/temporal-namespace.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { createBillingSimulator } from '../../simulators/billing/simulator.ts';
import { createOblSimulator } from '../../simulators/obl/simulator.ts';
import { prepareTemporal } from '../../workers/prepare-temporal.ts';
import { createWorkers } from '../../workers/workers.ts';
import { freshDatabase } from './database.ts';

const token = 'token-of-the-simulators';
export const callbackSecret = `whsec_${Buffer.from('secret of the callbacks 32 bytes').toString('base64')}`;

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Twice the engine's refresh interval in tests. */
const namespaceSettleMs = 400;

export interface House {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly client: Client;
  readonly namespace: string;
  readonly oblUrl: string;
  readonly billingUrl: string;
  readonly token: string;
  /** Stops and starts the workers, as a deployment of new code would; with a cache of 0 every task is a replay. */
  stopWorkers(): Promise<void>;
  startWorkers(options?: { maxCachedWorkflows: number }): Promise<void>;
  close(): Promise<void>;
}

/**
 * `callbackUrl`: where the OBL calls back; by default nowhere, so that a test can play the relay itself.
 * `temporalAddress`: of an engine with settings of its own, instead of the run's.
 */
export async function openHouse(
  { callbackUrl = 'http://127.0.0.1:9/', delayMs = 10, temporalAddress }: { callbackUrl?: string; delayMs?: number; temporalAddress?: string } = {},
): Promise<House> {
  const databaseUrl = await freshDatabase();
  const pool = createPool(databaseUrl, () => undefined);
  await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000001', 'Boulangerie Martin')");
  const address = temporalAddress ?? inject('temporalAddress');
  const namespace = `t-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  await prepareNamespace(connection, namespace);
  await prepareTemporal(connection, namespace, namespaceSettleMs);
  const folder = await mkdtemp(join(tmpdir(), 'jalon-house-'));
  const log = pino({ level: 'silent' });
  const shared = { token, log, now: () => Date.now(), random: () => Math.random() };
  const obl = createOblSimulator({ ...shared, file: join(folder, 'obl.jsonl'), delayMs, callbackTarget: { url: callbackUrl, secret: callbackSecret } });
  const billing = createBillingSimulator({ ...shared, file: join(folder, 'billing.jsonl') });
  const [oblUrl, billingUrl] = [`http://127.0.0.1:${await obl.listen(0)}`, `http://127.0.0.1:${await billing.listen(0)}`];

  let stop: () => Promise<void> = async () => undefined;
  async function startWorkers({ maxCachedWorkflows } = { maxCachedWorkflows: 100 }): Promise<void> {
    const native = await NativeConnection.connect({ address });
    const workers = await createWorkers({
      connection: native, namespace, pool, maxCachedWorkflows, outsideCallsPerSecond: 1_000, onRecordTrouble: () => undefined,
      workflows: { codePath: inject('workflowBundle') },
      obl: createOblPort({ baseUrl: oblUrl, token }), billing: createBillingPort({ baseUrl: billingUrl, token }),
    });
    const running = Promise.all(workers.map((worker) => worker.run()));
    stop = async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await native.close();
      stop = async () => undefined;
    };
  }
  await startWorkers();
  return {
    pool, databaseUrl, namespace, oblUrl, billingUrl, token, client: new Client({ connection, namespace }),
    startWorkers, stopWorkers: () => stop(),
    async close() {
      await stop();
      await connection.close();
      await Promise.all([obl.close(), billing.close(), pool.end()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
