/** Health, metrics, the document and its page: open to everybody, telling nothing but what they are for. */
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { startApi, type RunningApi } from '../../support/api.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

let api: RunningApi | undefined;
afterEach(async () => { await api?.close(); api = undefined; });

const up = async (): Promise<void> => undefined;
const away = async (): Promise<void> => { throw new Error('connect ECONNREFUSED postgres://jalon:secret@db'); };

describe('readiness', () => {
  it('is 200 when everything is up', async () => {
    api = await startApi({ routes: [], health: { postgresql: up, temporal: up } });
    const response = await fetch(`${api.baseUrl}/readyz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready', checks: { postgresql: 'up', temporal: 'up' } }]);
  });

  it('is 503 and says which is away, and nothing of how it is reached', async () => {
    api = await startApi({ routes: [], health: { postgresql: away, temporal: up } });
    const response = await fetch(`${api.baseUrl}/readyz`);
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([503, '5', { status: 'away', checks: { postgresql: 'away', temporal: 'up' } }]);
  });

  it('does not wait for a dependency that hangs', async () => {
    api = await startApi({ routes: [], health: { temporal: () => new Promise(() => undefined) } });
    expect(await (await fetch(`${api.baseUrl}/readyz`)).json()).toMatchObject({ checks: { temporal: 'away' } });
  });
});

describe('liveness', () => {
  it('holds whatever is away', async () => {
    api = await startApi({ routes: [], health: { postgresql: away } });
    expect((await fetch(`${api.baseUrl}/healthz`)).status).toBe(200);
  });
});

describe('metrics', () => {
  it('show what the process registered', async () => {
    const registry = new Registry();
    api = await startApi({ routes: [], registry });
    const response = await fetch(`${api.baseUrl}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('jalon_http_request_duration_seconds');
  });
});

describe('the document', () => {
  it('is the same at both addresses, and of OpenAPI 3.1', async () => {
    api = await startApi({ routes: sampleRoutes() });
    const [one, other] = await Promise.all(['/openapi.json', '/api/v1/openapi.json'].map(async (path) => (await fetch(`${api?.baseUrl}${path}`)).text()));
    expect(one).toBe(other);
    expect(JSON.parse(one ?? '')).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
  });
});

describe('the page of the document', () => {
  it('comes with files of ours only, and a policy that lets no inline script run', async () => {
    api = await startApi({ routes: sampleRoutes() });
    const response = await fetch(`${api.baseUrl}/docs`);
    const html = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(html).not.toMatch(/<script>|<style|https?:|style=/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) expect([file, (await fetch(`${api.baseUrl}${file}`)).status]).toEqual([file, 200]);
  });
});
