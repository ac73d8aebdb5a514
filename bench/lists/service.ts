/** The API over the big database, with the outside systems of the 360° view simulated beside it. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { pino } from 'pino';
import { createBillingAccountPort } from '../../activities/outside/billing-account.ts';
import { createEligibilityPort } from '../../activities/outside/eligibility.ts';
import { createInventoryPort } from '../../activities/outside/inventory.ts';
import type { Live } from '../../api/live/live.ts';
import { allRoutes } from '../../api/routes.ts';
import type { Services } from '../../api/services.ts';
import type { Browsers } from '../../api/sign-in/sessions.ts';
import type { Pool } from '../../db/pool.ts';
import { startApi, testSaleFiles, testScheduleFiles, unfollowed } from '../../test/support/api.ts';
import { testBrowsers } from '../../test/support/browsers.ts';
import { token, type Outside } from './outside.ts';

const askHeader = 'x-ask';

export interface Service {
  readonly baseUrl: string;
  /** One request, answered to its end. @returns the status and the milliseconds between its arrival at the server and the end of its answer */
  ask(path: string, as: string): Promise<{ readonly status: number; readonly tookMs: number; readonly body: string }>;
  close(): Promise<void>;
}

/** A bearer token is the subject of somebody of the directory; of a customer it is his id. @param more to be served besides: the console, live events */
export async function openService(pool: Pool, { billing, support }: Outside['at'], { live = unfollowed(pool), browsers = testBrowsers() }: { readonly live?: Live; readonly browsers?: Browsers } = {}): Promise<Service> {
  const at = (baseUrl: string) => ({ baseUrl, token, timeoutMs: 1_000 });
  const outside = { accounts: createBillingAccountPort(at(billing)), eligibility: createEligibilityPort(at(`${support}/eligibility`)), inventory: createInventoryPort(at(`${support}/inventory`)) };
  // These routes only read; nothing else of the services is called.
  const unused = {} as Pick<Services, 'client' | 'documents' | 'tools'>;
  const services: Services = { ...unused, pool, outside, live, scheduleFiles: testScheduleFiles, saleFiles: testSaleFiles, linkSecret: 'secret of the benchmark', temporalUiUrl: null, codec: null, nowMs: () => Date.now() };
  const api = await startApi({
    pool, browsers, routes: allRoutes(services), logger: pino({ level: 'info' }, { write: () => undefined }),
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
    baseUrl: api.baseUrl,
    async ask(path, as) {
      const key = String(asked += 1);
      const response = await api.request(path, { headers: { authorization: `Bearer ${as}`, [askHeader]: key } });
      const body = await response.text();
      const answered = { status: response.status, tookMs: tookMs.get(key) ?? NaN, body };
      beganAt.delete(key);
      tookMs.delete(key);
      return answered;
    },
    close: api.close,
  };
}
