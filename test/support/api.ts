/** The real application on a loopback port, with a verifier that takes the name of a profile for a token. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { pino, type Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Express } from 'express';
import { saleFiles } from '../../activities/notices/sale-files.ts';
import { scheduleFiles } from '../../activities/notices/schedule-files.ts';
import { createApp, keepAliveMs, type AppOptions } from '../../api/app.ts';
import { readHoldings, readHoldingsOfMany } from '../../db/people/holdings.ts';
import { readKeyByDigest } from '../../db/people/keys.ts';
import { createSignatureVerifier } from '../../api/callbacks/signature.ts';
import { createLive, type Live } from '../../api/live/live.ts';
import { noLimits } from '../../api/http/rate-limit.ts';
import { gathered } from '../../api/sign-in/gathered.ts';
import { acceptingKeys } from '../../api/sign-in/keys.ts';
import type { Verifier } from '../../api/sign-in/verify.ts';
import { testBrowsers } from './browsers.ts';
import { isProfile } from '../../domain/people/profiles.ts';

/** The schedule's files as an installation makes them. */
export const testScheduleFiles = scheduleFiles({ operator: 'Jalon', legalLine: 'Jalon SAS' });
export const testSaleFiles = saleFiles({ operator: 'Jalon', legalLine: 'Jalon SAS' });

/** Live events for tests that follow none: nothing begins, so that nothing has to end. */
export function unfollowed(pool: pg.Pool): Live {
  return createLive({ pool, logger: pino({ level: 'silent' }), nowMs: () => Date.now() });
}

/** Made for this file; signs nothing anywhere else. */
export const callbackSecret = `whsec_${Buffer.from('a secret of the tests only').toString('base64')}`;

/** `Bearer coordinator` is a coordinator of customer CLI-000001; `Bearer nobody` has no profile; anything else is expired. */
export const verifyByName: Verifier = async (header) => {
  const name = header?.replace(/^Bearer /, '');
  if (name === undefined) return { outcome: 'unauthenticated', fault: 'missing' };
  if (name === 'provider-away') return { outcome: 'identity-provider-away' };
  if (name === 'nobody') return { outcome: 'signed-in', identity: { subject: name, profiles: [] } };
  if (!isProfile(name)) return { outcome: 'unauthenticated', fault: 'expired' };
  return { outcome: 'signed-in', identity: { subject: name, profiles: [name], customerId: 'CLI-000001' } };
};

const verifyCallbackOfAnybody = createSignatureVerifier(callbackSecret);

/** What the process logs, line by line. */
export function memoryLogger(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  return { lines, logger: pino({ level: 'trace' }, { write: (line: string) => { lines.push(line); } }) };
}

/** Nothing listens there: a pool for tests that need none, and for those that need it away. */
export const awayDatabaseUrl = 'postgres://nobody@127.0.0.1:1/nothing';

/** `RequestInit` with headers as a plain object. */
export type Sent = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

export interface RunningApi {
  readonly app: Express;
  readonly baseUrl: string;
  readonly lines: readonly string[];
  /** `fetch` below the base, as a coordinator in English unless said otherwise. */
  request(path: string, init?: Sent): Promise<Response>;
  close(): Promise<void>;
}

/** Starts the application with these parts, the others being harmless ones. */
export async function startApi(options: Partial<AppOptions> & Pick<AppOptions, 'routes'> & { readonly port?: number }): Promise<RunningApi> {
  const { logger, lines } = memoryLogger();
  const { verify = verifyByName, nowMs = () => Date.now() } = options;
  const pool = options.pool ?? new pg.Pool({ connectionString: awayDatabaseUrl, connectionTimeoutMillis: 500 });
  const app = createApp({
    pool, logger, holdingsOf: async (subject, atMs) => (options.pool === undefined ? [] : await readHoldings(pool, subject, atMs)),
    followersHoldingsOf: gathered(async (subjects, atMs) => (options.pool === undefined ? new Map() : await readHoldingsOfMany(pool, subjects, atMs)), nowMs), verifyCallback: {
      'obl': verifyCallbackOfAnybody, 'ref-tech': verifyCallbackOfAnybody, 'jarvis': verifyCallbackOfAnybody, 'inventory': verifyCallbackOfAnybody,
      'monitoring': verifyCallbackOfAnybody, 'hardware': verifyCallbackOfAnybody, 'backups': verifyCallbackOfAnybody,
    },
    registry: new Registry(), health: {}, limits: noLimits, trustedProxies: [], nowMs, uploadMaxBytes: 20 * 1024 * 1024, browsers: testBrowsers(), ...options,
    verify: options.pool === undefined ? verify : acceptingKeys(verify, (digest) => readKeyByDigest(pool, digest), nowMs),
  });
  const server = await new Promise<Server>((resolve) => { const listening = app.listen(options.port ?? 0, '127.0.0.1', () => resolve(listening)); });
  server.keepAliveTimeout = keepAliveMs;
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    app, baseUrl, lines,
    request: (path, init = {}) => fetch(`${baseUrl}${path}`, { ...init, headers: { authorization: 'Bearer coordinator', 'accept-language': 'en', ...init.headers } }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      if (options.pool === undefined) await pool.end();
    },
  };
}

/** A JSON body with its content type. */
export function json(value: unknown, headers: Record<string, string> = {}): Sent {
  return { method: 'POST', body: JSON.stringify(value), headers: { 'content-type': 'application/json', ...headers } };
}

/** What of a problem tests look at. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly type: string;
  readonly traceId: string;
  readonly errors?: readonly { in: string; pointer: string; code: string; message: string }[];
}

export async function problemIn(response: Response): Promise<ProblemBody> {
  return await response.json() as ProblemBody;
}

/** The status of what was done, or status and code of what was refused. */
export async function outcomeOf(answer: Promise<Response>): Promise<number | [status: number, code: string]> {
  const response = await answer;
  return response.ok ? response.status : [response.status, (await problemIn(response)).code];
}
