/** The remote codec of the Temporal Web UI: who may have what read, from which pages, and what it says of what it cannot read. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codecRoutes } from '../../../api/codec/routes.ts';
import { createPayloadCodec, readKeys } from '../../../workers/payload-codec.ts';
import { json, outcomeOf, startApi, type RunningApi } from '../../support/api.ts';
import { consoleHeadersOf, testBrowsers } from '../../support/browsers.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

const webUi = 'https://temporal.example.fr';
const key = (name: string): string => `${name}:${randomBytes(32).toString('base64')}`;
const ours = key('2026-11');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const plain = { metadata: { encoding: base64('json/plain') }, data: base64('{"city":"Lyon"}') };

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ routes: [...codecRoutes({ codec: createPayloadCodec(readKeys(ours)) }), ...sampleRoutes()], browsers: testBrowsers({ webUiOrigin: webUi }) });
});
afterAll(() => api.close());

const as = (who: string) => ({ authorization: `Bearer ${who}` });
const call = (verb: string, payloads: unknown[], headers: Record<string, string> = as('supervisor')) => api.request(`/api/v1/codec/${verb}`, json({ payloads }, headers));
const payloadsOf = async (answer: Response) => (await answer.json() as { payloads: typeof plain[] }).payloads;

describe('The codec', () => {
  it('encrypts, and decrypts what it has encrypted; what is in clear comes back as it is', async () => {
    const sealed = await payloadsOf(await call('encode', [plain, plain]));
    expect(JSON.stringify(sealed)).not.toContain(plain.data);
    expect(await payloadsOf(await call('decode', [...sealed, plain]))).toEqual([plain, plain, plain]);
  });

  it('says of what is encrypted under another key that it cannot read it', async () => {
    const [sealed] = await createPayloadCodec(readKeys(key('2020-01'))).encode([{ metadata: {}, data: Buffer.from('x') }]);
    const foreign = { metadata: Object.fromEntries(Object.entries(sealed?.metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])), data: Buffer.from(sealed?.data ?? []).toString('base64') };
    expect(await outcomeOf(call('decode', [foreign]))).toEqual([422, 'unreadable-payload']);
    expect(await outcomeOf(call('decode', [{ data: 'no base64!' }]))).toEqual([400, 'malformed-request']);
  });

  it.each(['technician-n1', 'coordinator', 'admin', 'customer', 'nobody'])('reads nothing for %s', async (who) => {
    expect(await outcomeOf(call('decode', [plain], as(who)))).toEqual([403, 'forbidden']);
  });
});

describe('A page of the Temporal Web UI', () => {
  const preflight = (origin: string, path = '/api/v1/codec/decode') => api.request(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-namespace' } });
  const byCookie = async (origin: string, path = '/api/v1/codec/decode', body: unknown = { payloads: [plain] }) => {
    const { cookie = '' } = await consoleHeadersOf('supervisor');
    return await fetch(`${api.baseUrl}${path}`, { ...json(body, { cookie, origin, 'sec-fetch-site': 'same-site' }) });
  };

  it('may ask, as whoever is signed in there', async () => {
    const asked = await preflight(webUi);
    expect([asked.status, ...['origin', 'credentials', 'methods', 'headers'].map((name) => asked.headers.get(`access-control-allow-${name}`))]).toEqual([204, webUi, 'true', 'POST', 'authorization, content-type, x-namespace']);
    const answer = await byCookie(webUi);
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-allow-credentials'), answer.headers.get('vary')]).toEqual([200, webUi, 'true', expect.stringContaining('Origin')]);
  });

  it('may ask for nothing else, and no other site may ask for this', async () => {
    expect((await preflight(webUi, '/api/v1/notes')).headers.get('access-control-allow-origin')).toBeNull();
    expect(await outcomeOf(byCookie(webUi, '/api/v1/notes', { text: 'x' }))).toEqual([403, 'cross-site-request']);
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect(await outcomeOf(byCookie('https://evil.example'))).toEqual([403, 'cross-site-request']);
  });
});
