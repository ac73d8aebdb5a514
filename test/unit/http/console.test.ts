/** The console as browsers get it: pages under a policy with a nonce of this answer, files kept for ever, and nothing else of the disk. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type RunningApi } from '../../support/api.ts';
import { testBrowsers } from '../../support/browsers.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

const folder = mkdtempSync(join(tmpdir(), 'jalon-console-'));
const script = `console.log(${JSON.stringify('x'.repeat(5_000))});`;
let api: RunningApi;

beforeAll(async () => {
  const console = join(folder, 'console');
  mkdirSync(join(console, 'assets'), { recursive: true });
  mkdirSync(join(console, '.vite'));
  writeFileSync(join(folder, 'secret.json'), '{}');
  writeFileSync(join(console, '.vite', 'manifest.json'), '{}');
  writeFileSync(join(console, 'index.html'), '<meta name="csp-nonce" content=""><title>Console</title>');
  writeFileSync(join(console, 'customer.html'), '<meta name="csp-nonce" content=""><meta name="application-name" content=""><title>Customer</title>');
  writeFileSync(join(console, 'favicon.svg'), '<svg/>');
  writeFileSync(join(console, 'assets', 'index-Ab1_-.js'), script);
  writeFileSync(join(console, 'assets', 'font-1.woff2'), 'font');
  api = await startApi({ routes: sampleRoutes(), browsers: testBrowsers({ consoleFolder: console, publicUrl: new URL('https://jalon.example'), operatorName: 'Fil & "$&" <Cie>' }) });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const visit = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${api.baseUrl}${path}`, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, ...init });

describe('a page', () => {
  it.each([['/', 'Console'], ['/tickets/TCK-2026-000001?tab=a', 'Console'], ['/index.html', 'Console'], ['/f/eyJhb.eyJz.s-_g', 'Customer']])('%s is the %s', async (path, title) => {
    const answer = await visit(path);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/html; charset=utf-8', expect.stringContaining(`<title>${title}</title>`)]);
  });

  it('of a customer says who asks him (S-04)', async () => {
    expect(await (await visit('/f/eyJhb.eyJz.s-_g')).text()).toContain('<meta name="application-name" content="Fil &amp; &quot;$&amp;&quot; &lt;Cie>">');
  });

  it('allows no script but our files, no other host, no frame, and styles by a nonce that no other answer has', async () => {
    const noncesOf = async (): Promise<string> => {
      const answer = await visit('/');
      const policy = answer.headers.get('content-security-policy') ?? '';
      const [, nonce = ''] = /'nonce-([\w+/=]{24})'/.exec(policy) ?? [];
      expect(await answer.text()).toContain(`<meta name="csp-nonce" content="${nonce}">`);
      expect(policy).toBe(`default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`);
      return nonce;
    };
    expect(await noncesOf()).not.toBe(await noncesOf());
  });

  it('is kept by nobody, told to nobody, framed by nobody', async () => {
    expect(Object.fromEntries((await visit('/')).headers)).toMatchObject({
      'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000', 'permissions-policy': expect.stringContaining('camera=()'),
    });
  });

  it('is none for a program, for another method, nor where the API and its documentation are', async () => {
    const statuses = await Promise.all([
      visit('/tickets', { headers: { accept: '*/*' } }), visit('/tickets', { headers: { accept: 'application/json' } }), visit('/tickets', { method: 'POST' }),
      visit('/api/v1/nothing'), visit('/api'), visit('/docs/nothing'),
    ]);
    expect(statuses.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual(statuses.map(() => [404, 'application/problem+json; charset=utf-8']));
  });
});

describe('a file', () => {
  it('with its content in its name is kept for ever, compressed as the browser likes it', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const answer = await visit('/assets/index-Ab1_-.js', { headers: { 'accept-encoding': encoding } });
      expect(Object.fromEntries(answer.headers)).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'vary': 'Accept-Encoding', 'content-type': 'text/javascript; charset=utf-8' });
      expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(await answer.text()).toBe(script);
      if (encoding !== 'identity') expect(Number(answer.headers.get('content-length'))).toBeLessThan(200);
    }
    expect((await visit('/assets/font-1.woff2')).headers.get('content-encoding')).toBeNull();
    expect((await visit('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it.each(['/assets/gone-1.js', '/../secret.json', '/%2e%2e/secret.json', '/assets/..%2f..%2fsecret.json', '/.vite/manifest.json', '/assets'])('%s is not served', async (path) => {
    const answer = await visit(path, { headers: { accept: 'application/json' } });
    expect([answer.status, (await answer.json() as { code: string }).code]).toEqual([404, 'not-found']);
  });
});

describe('before the console is built', () => {
  it('a page says what to do', async () => {
    const bare = await startApi({ routes: sampleRoutes() });
    const answer = await fetch(bare.baseUrl, { headers: { accept: 'text/html' } });
    expect(await answer.text()).toContain('./jalon up');
    await bare.close();
  });
});
