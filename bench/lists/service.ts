/** The API over the big database, with the outside systems of the 360° view simulated beside it, in this one process. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createBillingAccountPort } from '../../activities/outside/billing-account.ts';
import { createEligibilityPort } from '../../activities/outside/eligibility.ts';
import { createInventoryPort } from '../../activities/outside/inventory.ts';
import { allRoutes } from '../../api/routes.ts';
import type { Services } from '../../api/services.ts';
import type { Pool } from '../../db/pool.ts';
import { createBillingSimulator } from '../../simulators/billing/simulator.ts';
import { createSupportSimulator } from '../../simulators/support/simulator.ts';
import { startApi, testSaleFiles, testScheduleFiles } from '../../test/support/api.ts';

const token = 'token-of-the-benchmark';
const askHeader = 'x-ask';

export interface Service {
  /** One request, answered to its end. @returns the status and the milliseconds between its arrival at the server and the end of its answer */
  ask(path: string, as: string): Promise<{ readonly status: number; readonly tookMs: number; readonly body: string }>;
  close(): Promise<void>;
}

/** A bearer token is the subject of somebody of the directory; of a customer it is his id. */
export async function openService(pool: Pool): Promise<Service> {
  const { outside, close } = await openOutside();
  // These routes only read; nothing else of the services is called.
  const unused = {} as Pick<Services, 'client' | 'documents' | 'tools' | 'live'>;
  const services: Services = { ...unused, pool, outside, scheduleFiles: testScheduleFiles, saleFiles: testSaleFiles, linkSecret: 'secret of the benchmark', temporalUiUrl: null, nowMs: () => Date.now() };
  const api = await startApi({
    pool, routes: allRoutes(services), logger: pino({ level: 'info' }, { write: () => undefined }),
    verify: async (header) => {
      const subject = header?.replace(/^Bearer /, '') ?? '';
      return { outcome: 'signed-in', identity: subject.startsWith('CLI-') ? { subject, profiles: ['customer'], customerId: subject } : { subject, profiles: [] } };
    },
  });
  const beganAt = new Map<string, number>();
  const tookMs = new Map<string, number>();
  const keyOf = (message: unknown): string | undefined => (message as { request: IncomingMessage }).request.headers[askHeader] as string | undefined;
  subscribe('http.server.request.start', (message) => {
    const key = keyOf(message);
    if (key !== undefined) beganAt.set(key, performance.now());
  });
  subscribe('http.server.response.finish', (message) => {
    const key = keyOf(message);
    if (key !== undefined) tookMs.set(key, performance.now() - (beganAt.get(key) ?? NaN));
  });
  let asked = 0;
  return {
    async ask(path, as) {
      const key = String(asked += 1);
      const response = await api.request(path, { headers: { authorization: `Bearer ${as}`, [askHeader]: key } });
      const body = await response.text();
      const answered = { status: response.status, tookMs: tookMs.get(key) ?? NaN, body };
      beganAt.delete(key);
      tookMs.delete(key);
      return answered;
    },
    close: async () => {
      await api.close();
      await close();
    },
  };
}

async function openOutside(): Promise<{ readonly outside: Services['outside']; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-lists-outside-'));
  const settingsOf = (name: string) => ({ token, log: pino({ level: 'silent' }), now: Date.now, random: Math.random, file: join(folder, `${name}.jsonl`) });
  const billing = createBillingSimulator(settingsOf('billing'));
  // Nothing here is called back.
  const support = createSupportSimulator({ settingsOf, callbackTargetOf: () => ({ url: 'http://127.0.0.1:1/', secret: `whsec_${Buffer.from('signs nothing at all').toString('base64')}` }), delayMs: 0 });
  const [billingUrl, supportUrl] = [`http://127.0.0.1:${await billing.listen(0)}`, `http://127.0.0.1:${await support.listen(0)}`];
  const at = (baseUrl: string) => ({ baseUrl, token, timeoutMs: 1_000 });
  return {
    outside: { accounts: createBillingAccountPort(at(billingUrl)), eligibility: createEligibilityPort(at(`${supportUrl}/eligibility`)), inventory: createInventoryPort(at(`${supportUrl}/inventory`)) },
    async close() {
      await Promise.all([billing.close(), support.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
