/** Webhooks from the record to real receivers that behave and misbehave: in order, at least once, again until taken, and none held up by another. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookSender } from '../../../activities/webhooks/send.ts';
import { webhookRoutes } from '../../../api/webhooks/routes.ts';
import { recordCustomerEvent } from '../../../db/customer/record.ts';
import { givePositions } from '../../../db/outbox/positions.ts';
import { createPool, inTransaction, type Pool } from '../../../db/pool.ts';
import { retryAfterMs } from '../../../domain/live/webhook.ts';
import type { Mail } from '../../../ports/mail.ts';
import type { SendWebhook } from '../../../ports/webhooks.ts';
import { createWebhooks, type Webhooks } from '../../../relay/webhooks.ts';
import { json, startApi, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

interface Subscribed { readonly id: string; readonly secret: string; readonly version: number; readonly status: string; readonly reason: string | null; readonly attempts: number; readonly position: number }
interface Delivery { readonly id: string; readonly position: number | null; readonly messageId: string; readonly type: string; readonly status: string; readonly attempts: number; readonly answer: number | null; readonly fault: string | null }
interface Received { readonly id: string; readonly type: string; readonly subject: string; readonly text: string; readonly headers: Record<string, string> }

let pool: Pool;
let api: RunningApi;
let nowMs: () => number;
const mails: Mail[] = [];
const servers: Server[] = [];
const relays: (() => Promise<void>)[] = [];
const sender = createWebhookSender({ allowsLoopback: true, timeoutMs: 2_000 });
const silent = pino({ level: 'silent' });

beforeEach(async () => {
  nowMs = () => Date.now();
  pool = createPool(await freshDatabase(), () => undefined, 20);
  await pool.query(`INSERT INTO centres (key, label, region) VALUES ('lille', '{"fr": "Lille", "en": "Lille"}', 'nord'), ('lyon', '{"fr": "Lyon", "en": "Lyon"}', 'sud-est')`);
  await pool.query("INSERT INTO customers (id, name, centre) VALUES ('CLI-000001', 'a', 'lille'), ('CLI-000002', 'b', 'lyon')");
  api = await startApi({ routes: webhookRoutes({ pool, nowMs: () => Date.now() }), pool });
});
afterEach(async () => {
  for (const stop of relays.splice(0)) await stop();
  for (const server of servers.splice(0)) { server.closeAllConnections(); server.close(); }
  await api.close();
  await pool.end();
});

/** A relay that gives positions and delivers, as the process does. */
function relay(send: SendWebhook = sender): Webhooks {
  const webhooks = createWebhooks({ pool, logger: silent, send, nowMs: () => nowMs(), giveUpAfterMs: 86_400_000, mail: { send: async (mail) => { mails.push(mail); } } });
  let isRunning = true;
  const running = (async () => { while (isRunning) { await givePositions(pool); await webhooks.start(); await new Promise((resolve) => { setTimeout(resolve, 10); }); } })();
  relays.push(async () => { isRunning = false; await running; await webhooks.idle(); });
  return webhooks;
}

async function receiver(statusOf: (nth: number, received: Received) => number | Promise<number> = () => 204): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => { text += part.toString(); }).on('end', () => {
      const { type, data } = JSON.parse(text) as { type: string; data: { id: string } };
      const one = { id: String(request.headers['webhook-id']), type, subject: data.id, text, headers: request.headers as Record<string, string> };
      received.push(one);
      void Promise.resolve(statusOf(received.length, one)).then((status) => response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {}).end());
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received };
}

const ask = async <T>(path: string, init: Parameters<RunningApi['request']>[1] = {}): Promise<T> => {
  const response = await api.request(`/api/v1/webhooks${path}`, { ...init, headers: { ...init.headers, authorization: 'Bearer admin' } });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
};
const subscribe = (entry: object): Promise<Subscribed> => ask('', json(entry));
const read = (id: string): Promise<Subscribed> => ask(`/${id}`);
const deliveries = async (id: string): Promise<readonly Delivery[]> => (await ask<{ items: Delivery[] }>(`/${id}/deliveries`)).items;
const happens = (type: string, customerId = 'CLI-000001'): Promise<void> =>
  inTransaction(pool, (client) => recordCustomerEvent(client, customerId, { type }, { meta: { actor: 'a', channel: 'api', commandId: type }, atMs: Date.now() }));
const typesOf = (received: readonly Received[]): string[] => received.map(({ type }) => type.replace('customer.', ''));
/** Time passes for what waits to be tried again. */
const later = (): Promise<unknown> => pool.query("UPDATE webhooks SET next_at = now() WHERE next_at IS NOT NULL");

describe('a subscription', () => {
  it('is told what happens from then on, in order, signed, and nothing of what it holds', async () => {
    await happens('before');
    await givePositions(pool);
    const { url, received } = await receiver();
    const { id, secret } = await subscribe({ url });
    relay();
    for (let n = 0; n < 20; n += 1) await happens(`n${n}`);
    await eventually(async () => expect(typesOf(received)).toEqual(Array.from({ length: 20 }, (_, n) => `n${n}`)));
    for (const { text, headers } of received) new Webhook(secret).verify(text, headers);
    expect(JSON.parse(received[0]?.text ?? '')).toEqual({ type: 'customer.n0', timestamp: expect.any(String), data: { position: 2, kind: 'customer', id: 'CLI-000001', customerId: 'CLI-000001' } });
    await eventually(async () => expect((await deliveries(id)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'delivered')));
  });

  it('is told what it asked for: types, centres, one customer', async () => {
    const [byType, byCentre, byCustomer, none] = [await receiver(), await receiver(), await receiver(), await receiver()];
    await subscribe({ url: byType.url, types: ['customer.wanted', 'ticket.*'] });
    await subscribe({ url: byCentre.url, centres: ['lyon'] });
    await subscribe({ url: byCustomer.url, customerId: 'CLI-000001' });
    await subscribe({ url: none.url, types: ['deployment.*'] });
    relay();
    await happens('wanted', 'CLI-000002');
    await happens('other', 'CLI-000001');
    await eventually(async () => expect([byType, byCentre, byCustomer, none].map(({ received }) => typesOf(received))).toEqual([['wanted'], ['wanted'], ['other'], []]));
  });

  it('is refused where it names what is not, or an address that is none', async () => {
    const { url } = await receiver();
    for (const entry of [{ url: 'http://example.com/' }, { url: 'ftp://example.com/' }, { url: 'https://a:b@example.com/' }, { url, types: ['invoice.*'] }, { url, centres: ['nantes'] }, { url, customerId: 'CLI-999999' }]) {
      await expect(subscribe(entry)).rejects.toThrow(/^4/);
    }
    expect((await ask<{ items: Subscribed[] }>('')).items).toEqual([]);
  });

  it('never shows its secret again', async () => {
    const { id, secret } = await subscribe({ url: (await receiver()).url });
    expect(secret).toMatch(/^whsec_/);
    expect(JSON.stringify([await read(id), await ask(''), (await pool.query('SELECT * FROM people_acts')).rows])).not.toContain(secret);
  });
});

describe('a receiver that fails', () => {
  it('is told again, under the same id, before anything that came later', async () => {
    const { url, received } = await receiver((nth) => (nth <= 2 ? 500 : 204));
    const { id } = await subscribe({ url });
    relay();
    await happens('one');
    await happens('two');
    await eventually(async () => expect(received).toHaveLength(1));
    await eventually(async () => expect(await read(id)).toMatchObject({ attempts: 1, status: 'active' }));
    await eventually(async () => { await later(); expect(typesOf(received)).toEqual(['one', 'one', 'one', 'two']); });
    expect(new Set(received.slice(0, 3).map((one) => one.id)).size).toBe(1);
    await eventually(async () => expect((await deliveries(id)).map(({ type, attempts, status }) => [type, attempts, status])).toEqual([['customer.two', 1, 'delivered'], ['customer.one', 3, 'delivered']]));
  });

  it('holds up no other, however slow it is', async () => {
    const slow = await receiver(() => new Promise<number>((resolve) => { setTimeout(() => resolve(204), 5_000); }));
    const quick = await receiver();
    for (let n = 0; n < 5; n += 1) await subscribe({ url: slow.url });
    await subscribe({ url: quick.url });
    relay();
    for (let n = 0; n < 10; n += 1) await happens(`n${n}`);
    await eventually(async () => expect(quick.received).toHaveLength(10), 4_000);
  });

  it('is disabled after it took nothing for too long, its contact is told once, and goes on where it stopped', async () => {
    let isWell = false;
    const { url, received } = await receiver(() => (isWell ? 204 : 307));
    const { id } = await subscribe({ url, contact: 'ops@example.com' });
    const webhooks = relay();
    await happens('one');
    await eventually(async () => expect(await read(id)).toMatchObject({ attempts: 1, status: 'active' }));
    nowMs = () => Date.now() + 2 * 86_400_000;
    await later();
    await eventually(async () => expect(await read(id)).toMatchObject({ status: 'disabled', reason: 'failing-too-long' }));
    expect((await deliveries(id)).map(({ fault, answer }) => [fault, answer])).toEqual([['redirected', 307]]);
    mails.length = 0;
    expect([await webhooks.tellContacts(), await webhooks.tellContacts(), mails.map(({ to }) => to)]).toEqual([1, 0, [['ops@example.com']]]);
    await happens('two');
    isWell = true;
    nowMs = () => Date.now();
    const { version, status } = await read(id);
    expect(status).toBe('disabled');
    await ask(`/${id}`, { ...json({ url }, { 'if-match': `"${version}"` }), method: 'PUT' });
    received.length = 0;
    await eventually(async () => expect(typesOf(received)).toEqual(['one', 'two']));
  });

  it('is left alone at once when it says that it is gone', async () => {
    const { url } = await receiver(() => 410);
    const { id } = await subscribe({ url });
    relay();
    await happens('one');
    await eventually(async () => expect(await read(id)).toMatchObject({ status: 'disabled', reason: 'gone' }));
    expect((await pool.query("SELECT act FROM people_acts WHERE act = 'webhook-disabled'")).rowCount).toBe(1);
  });

  it('is tried ever more seldom, up to an hour, and as late as it asks', () => {
    expect([1, 2, 3, 8, 30].map((attempts) => retryAfterMs(attempts, 0.5))).toEqual([5_000, 10_000, 20_000, 640_000, 3_600_000]);
    expect(retryAfterMs(1, 0.5, 120_000)).toBe(120_000);
  });
});

describe('a relay that dies', () => {
  it('between the telling and the note of it, loses nothing: the next repeats it under the same id', async () => {
    const { url, received } = await receiver();
    const { id } = await subscribe({ url });
    let hasToldFirst = false;
    let revive: () => void = () => undefined;
    // Told, and then it never does anything again.
    const dying = relay(async (message) => {
      await sender(message);
      hasToldFirst = true;
      return await new Promise<never>((_resolve, reject) => { revive = () => reject(new Error('dead')); });
    });
    await happens('one');
    await happens('two');
    await eventually(async () => expect(hasToldFirst).toBe(true));
    expect(dying).toBeDefined();
    relay();
    // Its lease ends.
    await pool.query("UPDATE webhooks SET lease_until = now() WHERE id = $1", [id]);
    await eventually(async () => expect(typesOf(received)).toEqual(['one', 'one', 'two']));
    expect(received[0]?.id).toBe(received[1]?.id);
    revive();
    await eventually(async () => expect((await deliveries(id)).map(({ status }) => status)).toEqual(['delivered', 'delivered']));
  });

  it('does not write over what another has delivered since', async () => {
    const { url, received } = await receiver();
    const { id } = await subscribe({ url });
    relay();
    relay();
    for (let n = 0; n < 30; n += 1) await happens(`n${n}`);
    await eventually(async () => expect(await read(id)).toMatchObject({ position: 30 }));
    expect(typesOf(received)).toEqual(Array.from({ length: 30 }, (_, n) => `n${n}`));
  });
});

describe('by hand', () => {
  it('a test is sent, also to one that is paused, and one message again', async () => {
    const { url, received } = await receiver();
    const { id, version } = await subscribe({ url });
    relay();
    await happens('one');
    await eventually(async () => expect((await deliveries(id)).map(({ status }) => status)).toEqual(['delivered']));
    const [{ id: deliveryId } = { id: '' }] = await deliveries(id);
    await ask(`/${id}`, { ...json({ url, status: 'paused' }, { 'if-match': `"${version}"` }), method: 'PUT' });
    await ask(`/${id}/ping`, { method: 'POST' });
    await ask(`/${id}/deliveries/${deliveryId}/replay`, { method: 'POST' });
    await eventually(async () => expect(received.map(({ type }) => type).toSorted()).toEqual(['customer.one', 'customer.one', 'webhook.test']));
    expect(new Set(received.map((one) => one.id)).size).toBe(2);
    await eventually(async () => expect((await deliveries(id)).map(({ status }) => status)).toEqual(['delivered', 'delivered']));
  });

  it('everything after a position is sent again, in order', async () => {
    const { url, received } = await receiver();
    const { id } = await subscribe({ url });
    relay();
    for (const type of ['one', 'two', 'three']) await happens(type);
    await eventually(async () => expect(await read(id)).toMatchObject({ position: 3 }));
    await ask(`/${id}/replay`, json({ after: 1 }));
    await eventually(async () => expect(typesOf(received)).toEqual(['one', 'two', 'three', 'two', 'three']));
  });

  it('a secret is rotated, and both sign until the old one ends', async () => {
    const { url, received } = await receiver();
    const { id, secret: old } = await subscribe({ url });
    const { secret: next } = await ask<{ secret: string }>(`/${id}/rotate-secret`, json({ overlapHours: 1 }));
    relay();
    await happens('one');
    await eventually(async () => expect(received).toHaveLength(1));
    for (const secret of [old, next]) new Webhook(secret).verify(received[0]?.text ?? '', received[0]?.headers ?? {});
    await ask(`/${id}/rotate-secret`, json({ overlapHours: 0 }));
    await eventually(async () => expect(await read(id)).toMatchObject({ position: 1 }));
    await happens('two');
    await eventually(async () => expect(received).toHaveLength(2));
    for (const secret of [old, next]) expect(() => new Webhook(secret).verify(received[1]?.text ?? '', received[1]?.headers ?? {})).toThrow('signature');
  });

  it('one is removed with all that it had', async () => {
    const { id } = await subscribe({ url: (await receiver()).url });
    await ask(`/${id}`, { method: 'DELETE' });
    await expect(read(id)).rejects.toThrow('404');
  });
});

describe('C-05: webhooks', () => {
  it('are an administrator’s of everything: what is told may be of any customer', async () => {
    await pool.query("INSERT INTO team_members (subject, name, profile, team, centre) VALUES ('coordinator', 'C', 'coordinator', 'production', 'lille')");
    await pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('coordinator', 'admin', 'lille')");
    const refused = await api.request('/api/v1/webhooks', json({ url: 'https://example.com/' }));
    expect([refused.status, (await refused.json() as { code: string }).code]).toEqual([403, 'C-05.beyond-own-access']);
  });
});

describe('the receiver of docs/webhooks.md', () => {
  it('verifies what it is sent, and knows what it has', async () => {
    const [, example = ''] = /```js\n([^`]*)```/.exec(await readFile('docs/webhooks.md', 'utf8')) ?? [];
    const { url, received } = await receiver();
    const port = new URL(url).port;
    await new Promise((resolve) => { servers.splice(0).at(-1)?.close(resolve); });
    const { id, secret } = await subscribe({ url });
    const child = spawn(process.execPath, ['--input-type=module', '--eval', example], { env: { ...process.env, PORT: port, WEBHOOK_SECRET: secret } });
    let said = '';
    child.stdout.on('data', (part: Buffer) => { said += part.toString(); });
    try {
      await eventually(async () => expect(said).toContain('ready'));
      relay();
      await happens('one');
      await eventually(async () => expect(await read(id)).toMatchObject({ position: 1 }));
      await ask(`/${id}/replay`, json({ after: 0 }));
      await happens('two');
      await eventually(async () => expect(await read(id)).toMatchObject({ position: 2 }));
      expect([said, received]).toEqual(['ready\ncustomer.one CLI-000001\ncustomer.two CLI-000001\n', []]);
      const forged = await fetch(url, { method: 'POST', body: '{}', headers: { 'webhook-id': 'x', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,xxxx' } });
      expect(forged.status).toBe(400);
    } finally {
      child.kill();
    }
  });
});
