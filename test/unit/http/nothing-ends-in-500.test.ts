/** Whatever is sent, the answer is no 5xx: bodies, queries and headers made by chance (api.md, "Nothing a client sends ends in a 5xx"). */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi, type RunningApi, type Sent } from '../../support/api.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

let api: RunningApi;
beforeAll(async () => { api = await startApi({ routes: sampleRoutes() }); });
afterAll(() => api.close());

const runs = { numRuns: 100 };
// Hundreds of requests over the loopback, on a machine that may be doing something else.
vi.setConfig({ testTimeout: 60_000 });
const notes = '/api/v1/notes';

async function statusOf(path: string, init?: Sent): Promise<number> {
  const response = await api.request(path, init);
  const text = await response.text();
  if (response.status >= 400) expect(JSON.parse(text)).toMatchObject({ status: response.status, traceId: expect.any(String) });
  return response.status;
}

describe('whatever comes', () => {
  it('as a JSON body is taken or refused', async () => {
    const anything = fc.oneof(
      fc.json(),
      fc.json({ stringUnit: 'binary' }),
      fc.record({ title: fc.anything(), count: fc.anything(), parts: fc.anything(), either: fc.anything() }, { requiredKeys: [] }).map((value) => JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))),
    );
    await fc.assert(fc.asyncProperty(anything, async (body) => {
      expect([201, 400]).toContain(await statusOf(notes, { method: 'POST', body, headers: { 'content-type': 'application/json' } }));
    }), runs);
  });

  it('as bytes is taken or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect([201, 400]).toContain(await statusOf(notes, { method: 'POST', body: bytes, headers: { 'content-type': 'application/json' } }));
    }), runs);
  });

  it('as an address is taken or refused', async () => {
    const part = fc.oneof(fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, ''))), fc.constantFrom('%00', '%ff', '%', '..', '__proto__', '%2e%2e'));
    await fc.assert(fc.asyncProperty(part, part, part, async (id, name, value) => {
      expect(await statusOf(`${notes}/${id}?${name}=${value}`)).toBeLessThan(500);
      expect(await statusOf(`${notes}?limit=${value}&${name}=1`)).toBeLessThan(500);
    }), runs);
  });

  it('as headers of ours is taken, refused or replaced', async () => {
    const header = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 150 }).map((text) => text.replaceAll('\x7f', ''));
    await fc.assert(fc.asyncProperty(header, fc.constantFrom('x-request-id', 'traceparent', 'accept-language', 'x-jalon-channel', 'content-type', 'authorization'), async (value, name) => {
      expect(await statusOf(notes, { method: 'POST', body: '{"title":"x"}', headers: { 'content-type': 'application/json', [name]: value } })).toBeLessThan(500);
    }), runs);
  });
});
