/** So many requests a minute for each: a person by his name, a stranger by his network, whoever signs as often as he must. */
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { createLimits, createRateLimit, networkOf } from '../../../api/http/rate-limit.ts';
import { callbackSecret, problemIn, startApi, type RunningApi } from '../../support/api.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

describe('a limit', () => {
  it('takes a minute’s worth at once, then as many as come back, and says when the next does', () => {
    let nowMs = 0;
    const waitMs = createRateLimit(6, () => nowMs);
    expect(Array.from({ length: 8 }, () => waitMs('a'))).toEqual([0, 0, 0, 0, 0, 0, 10_000, 10_000]);
    expect(waitMs('b')).toBe(0);
    nowMs = 9_000;
    expect(waitMs('a')).toBe(1_000);
    nowMs = 10_000;
    expect([waitMs('a'), waitMs('a')]).toEqual([0, 10_000]);
    nowMs = 70_000;
    expect(Array.from({ length: 7 }, () => waitMs('a'))).toEqual([0, 0, 0, 0, 0, 0, 10_000]);
  });

  it('is what a bucket that is never forgotten says, whoever comes when', () => {
    const visits = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.nat(2_000), fc.nat(150_000))), { maxLength: 300 });
    fc.assert(fc.property(visits, fc.integer({ min: 1, max: 60 }), (asked, perMinute) => {
      let nowMs = 0;
      const waitMs = createRateLimit(perMinute, () => nowMs);
      const buckets = new Map<string, { left: number; atMs: number }>();
      for (const [key, afterMs] of asked) {
        nowMs += afterMs;
        const { left, atMs } = buckets.get(key) ?? { left: perMinute, atMs: nowMs };
        const now = Math.min(perMinute, left + (nowMs - atMs) * perMinute / 60_000);
        const isTaken = waitMs(key) === 0;
        // Within rounding either answer is right.
        expect(isTaken).toBe(Math.abs(now - 1) > 1e-6 ? now > 1 : isTaken);
        buckets.set(key, { left: isTaken ? now - 1 : now, atMs: nowMs });
      }
    }));
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'], ['::ffff:192.0.2.7', '192.0.2.7'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'], ['2001:db8:1:2::9', '2001:db8:1:2'], ['2001:db8::9', '2001:db8:0:0'], ['::1', '0:0:0:0'], ['', ''],
  ])('of %s is that of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('the API', () => {
  let api: RunningApi;
  let clockMs = 0;
  const start = async (trustedProxies: readonly string[] = []): Promise<void> => {
    api = await startApi({ routes: sampleRoutes(), trustedProxies, limits: createLimits({ personPerMinute: 3, strangerPerMinute: 2, clockMs: () => clockMs }) });
  };
  const as = (who: string, headers: Record<string, string> = {}): Promise<Response> => api.request('/api/v1/notes', { headers: { authorization: `Bearer ${who}`, ...headers } });
  const statuses = async (ask: () => Promise<Response>, times: number): Promise<number[]> => {
    const found = [];
    for (let asked = 0; asked < times; asked += 1) found.push((await ask()).status);
    return found;
  };
  beforeAll(() => { clockMs = 0; });
  afterEach(() => api.close());

  it('tells whoever asks too often when to come back, whatever he asks for, and nobody else', async () => {
    await start();
    expect(await statuses(() => as('coordinator'), 3)).toEqual([200, 200, 200]);
    const refused = await as('coordinator');
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')]).toEqual([429, '20', 'application/problem+json; charset=utf-8']);
    expect(await problemIn(refused)).toMatchObject({ code: 'too-many-requests', detail: 'Try again in 20 s.' });
    expect((await api.request('/api/v1/notes', { method: 'POST', body: '{' })).status).toBe(429);
    expect(await statuses(() => as('supervisor'), 1)).toEqual([200]);
    clockMs += 20_000;
    expect(await statuses(() => as('coordinator'), 2)).toEqual([200, 429]);
  });

  it('counts what he is not allowed to do as well', async () => {
    await start();
    expect(await statuses(() => as('nobody'), 4)).toEqual([403, 403, 403, 429]);
  });

  it('counts by where they come from those whom nothing makes known, and by it nobody who is known', async () => {
    await start();
    const tokenOfNobody = { authorization: 'Bearer forged' };
    const unsigned = { method: 'POST', body: '{}' };
    expect((await api.request('/api/v1/notes', { headers: tokenOfNobody })).status).toBe(401);
    expect((await api.request('/api/v1/about')).status).toBe(200);
    for (const [path, init] of [['/api/v1/about', {}], ['/api/v1/notes', { headers: tokenOfNobody }], ['/api/v1/callbacks/sample', unsigned], ['/sign-in', {}], ['/sign-out', { method: 'POST' }]] as const) {
      expect([path, (await api.request(path, init)).status]).toEqual([path, 429]);
    }
    expect(await statuses(() => as('coordinator'), 1)).toEqual([200]);
    expect((await api.request('/healthz')).status).toBe(200);
  });

  it('says it to a browser that signs in by a page', async () => {
    await start();
    await statuses(() => api.request('/api/v1/about'), 2);
    const page = await api.request('/sign-in');
    expect([page.status, page.headers.get('content-type'), page.headers.get('retry-after')]).toEqual([429, 'text/html; charset=utf-8', '30']);
    expect(await page.text()).toContain('Try again in 30 s.');
  });

  it('refuses no callback whose signature holds', async () => {
    await start();
    const signed = (id: string): Promise<Response> => {
      const now = new Date();
      const headers = { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(now.getTime() / 1000)), 'webhook-signature': new Webhook(callbackSecret).sign(id, now, '{}') };
      return api.request('/api/v1/callbacks/sample', { method: 'POST', body: '{}', headers });
    };
    expect(await statuses(() => signed('msg'), 6)).toEqual([202, 202, 202, 202, 202, 202]);
  });

  it('believes who is behind a proxy of its own, and nobody who says so himself', async () => {
    const from = (address: string) => () => api.request('/api/v1/about', { headers: { 'x-forwarded-for': address } });
    await start();
    expect(await statuses(from('192.0.2.1'), 2)).toEqual([200, 200]);
    expect(await statuses(from('192.0.2.2'), 1)).toEqual([429]);
    await api.close();
    await start(['127.0.0.0/8']);
    expect(await statuses(from('192.0.2.1'), 3)).toEqual([200, 200, 429]);
    expect(await statuses(from('192.0.2.2'), 1)).toEqual([200]);
    // What he wrote himself stands before what the proxy adds.
    expect(await statuses(from('192.0.2.9, 192.0.2.1'), 1)).toEqual([429]);
  });
});
