/** The frame around the handlers: what comes in is checked, what goes out carries its ids and headers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { callbackSecret, json, problemIn, startApi, type RunningApi, type Sent } from '../../support/api.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

let api: RunningApi;
beforeAll(async () => { api = await startApi({ routes: sampleRoutes() }); });
afterAll(() => api.close());

const notes = '/api/v1/notes';

/** The status, the code, and place and code of each fault. */
async function refusalOf(response: Response): Promise<unknown[]> {
  const body = await problemIn(response);
  return [response.status, body.code, ...(body.errors ?? []).map(({ in: place, pointer, code }) => `${place} ${pointer} ${code}`)];
}

describe('an answer', () => {
  it('is what the handler says, with status, body and headers', async () => {
    const response = await api.request(notes, json({ title: 'one' }));
    expect([response.status, response.headers.get('location'), await response.json()]).toEqual([201, '/api/v1/notes/N-001', { id: 'N-001' }]);
  });

  it('may have no body', async () => {
    const response = await api.request(`${notes}/N-001`, { method: 'DELETE' });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('carries the request id of the caller when it is safe, and a fresh one otherwise', async () => {
    expect((await api.request(notes, { headers: { 'x-request-id': 'order-7:retry' } })).headers.get('x-request-id')).toBe('order-7:retry');
    for (const unsafe of ['a b', 'x'.repeat(129), '"quoted"']) {
      expect((await api.request(notes, { headers: { 'x-request-id': unsafe } })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('goes on with the caller’s trace, and begins one when there is none or a broken one', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traced = await api.request(notes, { headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
    expect(traced.headers.get('traceparent')).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    const broken = await api.request(notes, { headers: { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` } });
    expect(broken.headers.get('traceparent')).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  it('is not cached, not sniffed, and no page', async () => {
    const { headers } = await api.request(notes);
    expect([headers.get('cache-control'), headers.get('x-content-type-options'), headers.get('x-powered-by')]).toEqual(['no-store', 'nosniff', null]);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('knows through what the person acts', async () => {
    for (const [header, channel] of [['console', 'console'], ['cli', 'cli'], ['timer', 'api']] as const) {
      expect(await (await api.request(`${notes}/N-001`, { headers: { 'x-jalon-channel': header } })).json()).toMatchObject({ channel });
    }
  });
});

describe('a refusal', () => {
  it('is a problem with type, title, status, detail, code and the trace of the answer', async () => {
    const response = await api.request(notes, json({ title: 'past' }));
    const body = await problemIn(response);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ type: '/problems/D-01.target-date-past', status: 422, code: 'D-01.target-date-past', errors: [{ pointer: '/due', code: 'D-01.target-date-past' }] });
    expect(response.headers.get('traceparent')).toContain(body.traceId);
    expect(body.detail).toContain('2020-01-01');
  });

  it.each([
    [undefined, 'fr'], ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'], ['en-GB', 'en'], ['de', 'fr'], ['*', 'fr'], ['en;q=0.2,fr;q=0.1', 'en'], ['%%', 'fr'],
  ])('to Accept-Language %s is in %s', async (header, language) => {
    const response = await fetch(`${api.baseUrl}${notes}`, { headers: header === undefined ? { 'accept-language': '' } : { 'accept-language': header } });
    expect(response.headers.get('content-language')).toBe(language);
  });
});

describe('a body', () => {
  const cases: [string, unknown, ...string[]][] = [
    ['with an unknown field', { title: 'x', colour: 'red', parts: [{ name: 'p', size: 1 }] }, 'body /parts/0/size unknown-field', 'body /colour unknown-field'],
    ['without a required field', {}, 'body /title required'],
    ['of the wrong type', [], 'body  wrong-type'],
    ['that is null', null, 'body  wrong-type'],
    ['with a field of the wrong type', { title: 7 }, 'body /title wrong-type'],
    ['with a text too short', { title: '' }, 'body /title too-small'],
    ['with a number too big', { title: 'x', count: 6 }, 'body /count too-big'],
    ['with a fraction for an integer', { title: 'x', count: 1.5 }, 'body /count wrong-type'],
    ['with a value not allowed', { title: 'x', kind: 'c' }, 'body /kind not-allowed'],
    ['with a date that is none', { title: 'x', due: '2026-02-30' }, 'body /due invalid-format'],
    ['with too many parts', { title: 'x', parts: [1, 2, 3, 4].map((name) => ({ name: String(name) })) }, 'body /parts too-big'],
    ['that fits no variant', { title: 'x', either: { right: 'text' } }, 'body /either/right wrong-type'],
    ['with a NUL character', { title: 'a\0b' }, 'body /title forbidden-character'],
    ['with a lone surrogate', { title: 'a\uD800b' }, 'body /title forbidden-character'],
    ['with a NUL character in a name', { title: 'x', 'a\0': 1 }, 'body  forbidden-character'],
  ];

  it.each(cases)('%s is refused with a pointer', async (_title, body, ...faults) => {
    expect(await refusalOf(await api.request(notes, json(body)))).toEqual([400, 'malformed-request', ...faults]);
  });

  it.each([
    ['that is not JSON', '{"title":', 'body  invalid-json'],
    ['that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'body  invalid-json'],
    ['with __proto__', '{"title":"x","__proto__":{"admin":true}}', 'body /__proto__ unknown-field'],
    ['deeper than any schema', `{"title":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, `body /title${'/0'.repeat(63)} too-deep`],
    ['with a number beyond all numbers', '{"title":"x","count":1e999}', 'body /count too-big'],
    ['that is empty', '', 'body  required'],
  ])('%s is refused', async (_title, body, fault) => {
    const response = await api.request(notes, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(await refusalOf(response)).toEqual([400, 'malformed-request', fault]);
  });

  it.each(['text/plain', 'application/xml', 'application/json; charset=latin1', 'multipart/form-data; boundary=x', ';;;'])('of type %s is refused', async (type) => {
    const response = await api.request(notes, { method: 'POST', body: '{"title":"x"}', headers: { 'content-type': type } });
    expect(await refusalOf(response)).toEqual([415, 'unsupported-media-type']);
  });

  it('of a JSON type with a suffix or UTF-8 said aloud is taken', async () => {
    for (const type of ['application/merge-patch+json', 'application/json; charset=UTF-8']) {
      expect((await api.request(notes, { method: 'POST', body: '{"title":"x"}', headers: { 'content-type': type } })).status).toBe(201);
    }
  });

  it('above one MiB is refused, also when it is small on the wire', async () => {
    const { gzipSync } = await import('node:zlib');
    const big = JSON.stringify({ title: 'x'.repeat(1024 * 1024) });
    expect(await refusalOf(await api.request(notes, { method: 'POST', body: big, headers: { 'content-type': 'application/json' } }))).toEqual([413, 'payload-too-large']);
    const packed = { method: 'POST', body: gzipSync(big), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } };
    expect(await refusalOf(await api.request(notes, packed))).toEqual([413, 'payload-too-large']);
  });

  it('in an encoding that is unknown or broken is refused', async () => {
    const sent = (encoding: string): Sent => ({ method: 'POST', body: 'nonsense', headers: { 'content-type': 'application/json', 'content-encoding': encoding } });
    expect(await refusalOf(await api.request(notes, sent('compress')))).toEqual([415, 'unsupported-media-type']);
    expect(await refusalOf(await api.request(notes, sent('gzip')))).toEqual([400, 'malformed-request']);
  });

  it('that nobody asked for is refused unless it is an empty object', async () => {
    const send = (body: string): Promise<Response> => api.request(`${notes}/N-001`, { method: 'DELETE', body, headers: { 'content-type': 'application/json' } });
    expect(await refusalOf(await send('{"force":true}'))).toEqual([400, 'malformed-request', 'body /force unknown-field']);
    expect((await send('{}')).status).toBe(204);
  });

  it('with many faults answers the first fifty', async () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 1]));
    expect((await problemIn(await api.request(notes, json({ title: 'x', ...body })))).errors).toHaveLength(50);
  });
});

describe('an address', () => {
  it.each([
    ['limit=0', 'query /limit too-small'], ['limit=many', 'query /limit wrong-type'], ['page=2', 'query /page unknown-field'],
    ['like=%00', 'query /like forbidden-character'], ['like=a&like=b', 'query /like wrong-type'], ['__proto__=1', 'query /__proto__ unknown-field'],
  ])('with the query %s is refused', async (query, fault) => {
    expect(await refusalOf(await api.request(`${notes}?${query}`))).toEqual([400, 'malformed-request', fault]);
  });

  it.each(['N-1', 'x', 'N-001%00', '%E0%A4%A', '..%2f..%2fetc'])('with the parameter %s is refused', async (id) => {
    expect((await refusalOf(await api.request(`${notes}/${id}`))).slice(0, 2)).toEqual([400, 'malformed-request']);
  });

  it('that leads nowhere is not found', async () => {
    for (const path of ['/api/v1/nothing', '/api/v1', '/', '/api/v1/notes/', '/API/V1/notes', '/docs/nothing']) expect(await refusalOf(await api.request(path))).toEqual([404, 'not-found']);
  });

  it('refuses other methods and names its own', async () => {
    const response = await api.request(`${notes}/N-001`, { method: 'PATCH' });
    expect(response.headers.get('allow')).toBe('GET, HEAD, DELETE');
    expect(await refusalOf(response)).toEqual([405, 'method-not-allowed']);
  });

  it('of the frame itself refuses other methods too', async () => {
    for (const path of ['/healthz', '/openapi.json']) expect(await refusalOf(await api.request(path, { method: 'POST' }))).toEqual([405, 'method-not-allowed']);
  });

  it('answers HEAD like GET, without the body', async () => {
    const response = await api.request(notes, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('headers', () => {
  it('beyond what a server reads are refused by a 4xx', async () => {
    expect((await api.request(notes, { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
  });

  it('name the reason of a refused token', async () => {
    expect((await fetch(`${api.baseUrl}${notes}`)).headers.get('www-authenticate')).toBe('Bearer realm="jalon"');
    expect((await api.request(notes, { headers: { authorization: 'Bearer old' } })).headers.get('www-authenticate')).toContain('error_description="expired"');
  });

  it('say when to come back while the identity provider is away', async () => {
    const response = await api.request(notes, { headers: { authorization: 'Bearer provider-away' } });
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await refusalOf(response)).toEqual([503, 'identity-provider-away']);
  });
});

describe('a callback', () => {
  const body = '{"this is":"not ours to judge yet"';

  it('reaches its handler as it was sent, once its signature holds', async () => {
    const now = new Date();
    const signature = new Webhook(callbackSecret).sign('msg-1', now, body);
    const headers = { 'webhook-id': 'msg-1', 'webhook-timestamp': String(Math.floor(now.getTime() / 1000)), 'webhook-signature': signature };
    const response = await fetch(`${api.baseUrl}/api/v1/callbacks/sample`, { method: 'POST', body, headers });
    expect([response.status, await response.json()]).toEqual([202, { webhookId: 'msg-1', bytes: body.length, channel: 'callback' }]);
  });

  it('is refused without one, whatever the token', async () => {
    expect(await refusalOf(await api.request('/api/v1/callbacks/sample', { method: 'POST', body }))).toEqual([401, 'invalid-signature']);
  });
});

describe('the access log', () => {
  it('has one line per request, with the template of its address and nothing the caller wrote', async () => {
    await api.request(`${notes}?like=Dupont-le-secret`, { headers: { 'x-request-id': 'log-me' } });
    await expect.poll(() => api.lines.some((line) => line.includes('log-me'))).toBe(true);
    const line = JSON.parse(api.lines.find((one) => one.includes('log-me')) ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ method: 'GET', route: '/notes', status: '200', requestId: 'log-me' });
    expect(api.lines.join()).not.toMatch(/Dupont|Bearer/);
  });

  it('is matched by a histogram per route', async () => {
    const text = await (await api.request('/metrics')).text();
    expect(text).toContain('jalon_http_request_duration_seconds_count{method="GET",route="/notes",status="200"}');
    expect(text).not.toContain('/API/V1');
  });
});
