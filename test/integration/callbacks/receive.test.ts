/** Ref.Tech's callbacks from the simulator to the inbox: each sender under its own secret and its own name. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRefTechPort } from '../../../activities/outside/ref-tech.ts';
import { createSignatureVerifier } from '../../../api/callbacks/signature.ts';
import { callbackRoutes } from '../../../api/callbacks/routes.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import type { Services } from '../../../api/services.ts';
import { createRefTechSimulator } from '../../../simulators/ref-tech/simulator.ts';
import type { Simulator } from '../../../simulators/shared/simulator.ts';
import { startApi, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

const secretOf = (name: string) => `whsec_${Buffer.from(`the secret of ${name}, tests only`).toString('base64')}`;
const token = 'a-token-for-tests-only';
let pool: Pool;
let api: RunningApi;
let folder: string;
const simulators: Simulator[] = [];

beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined, 5);
  const verifyCallback = {
    'obl': createSignatureVerifier(secretOf('obl')), 'ref-tech': createSignatureVerifier(secretOf('ref-tech')), 'jarvis': createSignatureVerifier(secretOf('jarvis')),
    'inventory': createSignatureVerifier(secretOf('inventory')), 'monitoring': createSignatureVerifier(secretOf('monitoring')),
    'hardware': createSignatureVerifier(secretOf('hardware')), 'backups': createSignatureVerifier(secretOf('backups')),
  };
  api = await startApi({ pool, routes: callbackRoutes({ pool } as Services), verifyCallback });
  folder = await mkdtemp(join(tmpdir(), 'jalon-callbacks-'));
});
afterAll(async () => {
  for (const simulator of simulators) await simulator.close();
  await api.close();
  await pool.end();
  await rm(folder, { recursive: true, force: true });
});

/** Ships equipment at a Ref.Tech that signs with this secret; returns how to read the callbacks' statuses in its book. */
async function ship(equipmentKey: string, secret: string): Promise<() => Promise<(number | null)[]>> {
  const simulator = createRefTechSimulator({
    file: join(folder, `${equipmentKey}.jsonl`), token, log: pino({ level: 'silent' }), now: Date.now, random: Math.random, delayMs: 5,
    callbackTarget: { url: `${api.baseUrl}/api/v1/callbacks/ref-tech`, secret },
  });
  simulators.push(simulator);
  const baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  const refTech = createRefTechPort({ baseUrl, token });
  await refTech.reserveEquipment({ equipmentKey, items: [{ model: 'CPE-500', quantity: 1 }] });
  await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
  return async () => {
    const book = await (await fetch(`${baseUrl}/sim/book`, { headers: { authorization: `Bearer ${token}` } })).json() as
      { subjects: Record<string, { callbacks: { lastStatus: number | null }[] }> };
    return book.subjects[equipmentKey]?.callbacks.map(({ lastStatus }) => lastStatus) ?? [];
  };
}

async function kept(equipmentKey: string): Promise<unknown[]> {
  const { rows } = await pool.query("SELECT source, payload ->> 'type' AS type FROM inbox WHERE payload ->> 'equipmentKey' = $1 ORDER BY received_at", [equipmentKey]);
  return rows;
}

it('keeps what Ref.Tech signed, under its name', async () => {
  const equipmentKey = 'AFF-2026-000123.S001.equipment.1';
  const statuses = await ship(equipmentKey, secretOf('ref-tech'));
  await eventually(async () => expect(await kept(equipmentKey)).toEqual([{ source: 'ref-tech', type: 'equipment.shipped' }, { source: 'ref-tech', type: 'equipment.received' }]));
  await eventually(async () => expect(await statuses()).toEqual([202, 202]));
});

it('refuses what is signed with another sender’s secret', async () => {
  const equipmentKey = 'AFF-2026-000123.S002.equipment.1';
  const statuses = await ship(equipmentKey, secretOf('obl'));
  await eventually(async () => expect((await statuses())[0]).toBe(401));
  expect(await kept(equipmentKey)).toEqual([]);
});

it('keeps once what is sent again, and nothing of what somebody carried off: to another address, under another name, or too late', async () => {
  const [body, sentAt] = ['{"type":"equipment.shipped","equipmentKey":"AFF-2026-000123.S003.equipment.1"}', new Date()];
  const send = async (to: string, id: string, at: Date, { signedId = id, signedAt = at } = {}): Promise<number> => (await fetch(`${api.baseUrl}/api/v1/callbacks/${to}`, {
    method: 'POST', body, headers: { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': new Webhook(secretOf('ref-tech')).sign(signedId, signedAt, body) },
  })).status;
  expect([await send('ref-tech', 'msg-9', sentAt), await send('ref-tech', 'msg-9', sentAt), ...await Promise.all([1, 2, 3].map(() => send('ref-tech', 'msg-9', sentAt)))]).toEqual([202, 202, 202, 202, 202]);
  const carriedOff = { signedId: 'msg-9', signedAt: sentAt };
  const anHourAgo = new Date(sentAt.getTime() - 3_600_000);
  expect([
    await send('obl', 'msg-9', sentAt), await send('ref-tech', 'msg-10', sentAt, carriedOff), await send('ref-tech', 'msg-9', new Date(sentAt.getTime() + 60_000), carriedOff), await send('ref-tech', 'msg-11', anHourAgo),
  ]).toEqual([401, 401, 401, 401]);
  expect(await kept('AFF-2026-000123.S003.equipment.1')).toEqual([{ source: 'ref-tech', type: 'equipment.shipped' }]);
});
