/** What the outside-world tests share: simulators on free ports, their control calls, and a receiver that checks signatures. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import type { z } from 'zod';
import type { OblPort, OblOrderRequest } from '../../../ports/obl.ts';
import type { CallCounts } from '../../../simulators/shared/book.ts';
import type { CallbackRecord } from '../../../simulators/shared/callbacks.ts';
import type { Faults } from '../../../simulators/shared/faults.ts';

export const token = 'a-token-for-tests-only';
export const callbackSecret = `whsec_${Buffer.from('a callback secret for tests only').toString('base64')}`;
export const silent = pino({ level: 'silent' });

export interface SimulatorBook {
  calls: Record<string, CallCounts>;
  pendingCallbacks: number;
  subjects: Record<string, { calls: Record<string, CallCounts>; facts: { type: string }[]; callbacks: CallbackRecord[] }>;
}

/** The control calls of a simulator at `baseUrl`. */
export function controlOf(baseUrl: string) {
  // A connection that is kept would be one to the process before its restart.
  const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json', 'connection': 'close' };
  // Under load an adapter's connection to that process may still be offered, for the same address: once more, on one of its own.
  const control = (url: string, init: RequestInit): Promise<Response> => fetch(url, init).catch((error: unknown) => {
    if ((error as { readonly cause?: { readonly code?: string } }).cause?.code !== 'UND_ERR_SOCKET') throw error;
    return fetch(url, init);
  });
  return {
    async setFaults(faults: Partial<Faults>): Promise<void> {
      const response = await control(`${baseUrl}/sim/faults`, { method: 'PUT', headers, body: JSON.stringify(faults) });
      if (!response.ok) throw new Error(`PUT /sim/faults: ${response.status} ${await response.text()}`);
    },
    faults: async () => (await (await control(`${baseUrl}/sim/faults`, { headers })).json()) as Faults,
    book: async () => (await (await control(`${baseUrl}/sim/book`, { headers })).json()) as SimulatorBook,
    async reset(): Promise<void> {
      await control(`${baseUrl}/sim/reset`, { method: 'POST', headers });
    },
    /** A call as no adapter makes it. */
    raw: (method: string, path: string, body: string, extra: Record<string, string> = {}) =>
      fetch(`${baseUrl}${path}`, { method, headers: { ...headers, ...extra }, ...(method === 'GET' ? {} : { body }) }),
  };
}

interface Received<Callback> { id: string; callback: Callback; atMs: number }

/** A receiver of one system's callbacks that verifies each as the API does, and can be told to fail. */
export async function startReceiver<Callback extends { type: string }>(schema: z.ZodType<Callback>) {
  const webhook = new Webhook(callbackSecret);
  const received: Received<Callback>[] = [];
  const failures: unknown[] = [];
  let failNext = 0;
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      try {
        const callback = schema.parse(webhook.verify(body, request.headers as Record<string, string>));
        if (failNext > 0) {
          failNext -= 1;
          return response.writeHead(503).end();
        }
        received.push({ id: String(request.headers['webhook-id']), callback, atMs: Date.now() });
        return response.writeHead(204).end();
      } catch (error) {
        failures.push(error);
        return response.writeHead(401).end();
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    received,
    failures,
    failNext: (count: number) => { failNext = count; },
    /** Callback types of one key of ours, in the order they came. */
    typesOf: (key: string) => received.filter((each) => Object.values(each.callback).includes(key)).map((each) => each.callback.type),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A folder for one test file's data, and the way to remove it. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'jalon-outside-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

let lastSite = 0;

/** An order nobody has placed yet; the city may be one of the simulator's scripted ones. */
export function newOrder(city = 'Angers'): OblOrderRequest {
  lastSite += 1;
  return {
    orderKey: `AFF-2026-000123.S${String(lastSite).padStart(3, '0')}.1`,
    accessType: 'ftth', obl: 'orange-wholesale',
    address: { street: '3 rue du Mail', postalCode: '49000', city, country: 'FR' },
  };
}

export const slot = { startsAt: '2026-12-01T08:00:00.000Z', endsAt: '2026-12-01T10:00:00.000Z' };

/** Proposes the first slot of an order once it is acknowledged: the delivery follows by itself. */
export async function agreeSlot(obl: OblPort, orderKey: string): Promise<void> {
  await eventually(async () => {
    if ((await obl.orderState(orderKey)).state !== 'acknowledged') throw new Error(`${orderKey} is not acknowledged`);
  });
  await obl.proposeSlot({ orderKey, ordinal: 1, slot });
}

/** Waits until `check` no longer throws. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 15_000, interval: 10 });
}
