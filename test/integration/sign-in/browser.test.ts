/** Browsers sign in over real HTTP, at the real provider, act by a cookie that tells them nothing, and sign out; whoever forges, keeps or carries off a cookie is nobody. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCookies } from '../../../api/sign-in/cookies.ts';
import { ownAddress } from '../../../api/sign-in/browser.ts';
import { createSignInProvider } from '../../../api/sign-in/provider.ts';
import { createSeal } from '../../../api/sign-in/seal.ts';
import { createVerifier } from '../../../api/sign-in/verify.ts';
import { freePorts } from '../../../cli/processes/ports.ts';
import { fetchToken } from '../../../cli/token.ts';
import { profileNames } from '../../../domain/people/profiles.ts';
import { problemIn, startApi, type RunningApi } from '../../support/api.ts';
import { browser, sessionSecret, testBrowsers, type Visitor } from '../../support/browsers.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';
import { startTestIdentity, type TestIdentity } from './identity.ts';

let identity: TestIdentity;
let api: RunningApi;
let aheadMs = 0;
const folder = mkdtempSync(join(tmpdir(), 'jalon-console-'));
const nowMs = () => Date.now() + aheadMs;
const hourMs = 3_600_000;
const forConsole = { 'accept': 'application/json', 'x-jalon-console': '1', 'sec-fetch-site': 'same-origin' };

async function start(issuer: string, secrets = sessionSecret, audience = 'jalon-api'): Promise<RunningApi> {
  const [port = 0] = await freePorts(1);
  const publicUrl = new URL(`http://127.0.0.1:${port}`);
  const provider = createSignInProvider({ issuer, clientId: 'jalon-console', clientSecret: undefined, scope: 'openid', publicUrl, nowMs });
  return await startApi({
    routes: sampleRoutes(), port, nowMs, verify: createVerifier({ issuer, audience, now: () => new Date(nowMs()) }),
    browsers: testBrowsers({ publicUrl, provider, consoleFolder: folder, seal: createSeal(secrets), cookies: createCookies(publicUrl) }),
  });
}

beforeAll(async () => {
  identity = await startTestIdentity();
  api = await start(identity.issuer);
});
afterEach(() => { aheadMs = 0; });
afterAll(async () => {
  await api.close();
  await identity.close();
  rmSync(folder, { recursive: true });
});

/** Chooses a user on the provider's page, as a person does. */
async function signIn(visitor: Visitor, user: string, to = '/tickets?desk=operator', at = api): Promise<Response> {
  const page = await stopAt(visitor, `${at.baseUrl}/sign-in?to=${encodeURIComponent(to)}`, '/interaction/');
  return await visitor.follow(page, { method: 'POST', body: new URLSearchParams({ user }) });
}

/** Follows redirects as far as this address, and does not go there. */
async function stopAt(visitor: Visitor, from: string, end: string): Promise<string> {
  for (let at = from; ; ) {
    const location = (await visitor.visit(at)).headers.get('location');
    if (location === null) throw new Error(`${at} leads nowhere`);
    at = new URL(location, at).href;
    if (at.includes(end)) return at;
  }
}

const ours = (visitor: Visitor): ReadonlyMap<string, string> => visitor.cookiesOf(`${api.baseUrl}/`);
const notes = (visitor: Visitor, init: RequestInit = { headers: forConsole }): Promise<Response> => visitor.visit(`${api.baseUrl}/api/v1/notes`, init);
const note = (headers: Record<string, string>): RequestInit => ({ method: 'POST', body: '{"text":"x"}', headers: { 'content-type': 'application/json', ...headers } });

describe('a browser', () => {
  it.each(profileNames)('signs in as %s, is led where it wanted to go, and may what a program with a token may', async (user) => {
    const visitor = browser();
    const arrived = await signIn(visitor, user);
    expect(new URL(arrived.url).pathname + new URL(arrived.url).search).toBe('/tickets?desk=operator');
    const byCookie = await notes(visitor);
    const byToken = await fetch(`${api.baseUrl}/api/v1/notes`, { headers: { authorization: `Bearer ${await fetchToken(identity.issuer, user)}` } });
    expect([byCookie.status, await byCookie.json()].map((part) => JSON.stringify(part).replace(/"traceId":"\w+"/, ''))).toEqual([byToken.status, await byToken.json()].map((part) => JSON.stringify(part).replace(/"traceId":"\w+"/, '')));
  });

  it('keeps one cookie, which scripts cannot read, other sites do not send, and nobody can open; no page holds a token', async () => {
    const visitor = browser();
    const pages = [await visitor.visit(`${api.baseUrl}/`)];
    const end = await stopAt(visitor, await stopAt(visitor, `${api.baseUrl}/sign-in?to=/`, '/interaction/').then((page) => chosen(visitor, page, 'coordinator')), '/sign-in/callback');
    const back = await visitor.visit(end);
    expect(back.headers.getSetCookie().filter((cookie) => !/=;/.test(cookie))).toEqual([expect.stringMatching(/^jalon-\d+-session=1~[\w%.-]+; Path=\/; HttpOnly; SameSite=Lax$/)]);
    pages.push(back, await visitor.follow(`${api.baseUrl}/`), await notes(visitor));
    for (const page of pages) expect(await page.text()).not.toMatch(/eyJ[\w-]{10,}/);
    const [value = ''] = ours(visitor).values();
    const parts = value.replace('1~', '').split('.');
    expect(parts.map((part) => Buffer.from(part, 'base64url').toString()).join()).not.toMatch(/accessToken|coordinator/);
  });

  it('that is not signed in is told so', async () => {
    expect((await notes(browser())).status).toBe(401);
  });

  it('is told when its sign-in cannot be, in its language, and can start again', async () => {
    const visitor = browser();
    const page = await stopAt(visitor, `${api.baseUrl}/sign-in`, '/interaction/');
    const refused = await visitor.follow(page, { method: 'POST', body: new URLSearchParams({ user: 'nobody' }) });
    expect(refused.status).toBe(400);
    const html = await refused.text();
    expect(html).toContain('lang="fr"');
    expect(html).toContain('(access_denied)');
    expect(html).toContain('href="/sign-in"');
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is told when the provider is away', async () => {
    const [port = 0] = await freePorts(1);
    const alone = await start(`http://127.0.0.1:${port}`);
    const answer = await browser().visit(`${alone.baseUrl}/sign-in`);
    await alone.close();
    expect(answer.status).toBe(503);
  });

  it('is told, and not sent round for ever, when the provider’s tokens are not for us', async () => {
    const strict = await start(identity.issuer, sessionSecret, 'another-api');
    const answer = await signIn(browser(), 'coordinator', '/', strict);
    await strict.close();
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('(wrong-audience)')]);
  });
});

async function chosen(visitor: Visitor, page: string, user: string): Promise<string> {
  const answer = await visitor.visit(page, { method: 'POST', body: new URLSearchParams({ user }) });
  return new URL(answer.headers.get('location') ?? '', page).href;
}

describe('a sign-in', () => {
  it.each([
    ['of another browser', (address: string) => ({ visitor: browser(), address })],
    ['with a state that was not ours', (address: string, visitor: Visitor) => ({ visitor, address: address.replace(/state=[^&]+/, 'state=forged') })],
    ['without a code', (address: string, visitor: Visitor) => ({ visitor, address: address.replace(/code=[^&]+&?/, '') })],
    ['with a code of another issuer', (address: string, visitor: Visitor) => ({ visitor, address: address.replace(/iss=[^&]+/, 'iss=http%3A%2F%2Felsewhere.example') })],
  ])('%s is refused, and signs nobody in', async (_name, change) => {
    const mine = browser();
    const page = await stopAt(mine, `${api.baseUrl}/sign-in`, '/interaction/');
    const { visitor, address } = change(await stopAt(mine, await chosen(mine, page, 'admin'), '/sign-in/callback'), mine);
    expect((await visitor.visit(address)).status).toBe(400);
    expect((await notes(visitor)).status).toBe(401);
  });

  it('counts once: its code and its cookie are used up', async () => {
    const visitor = browser();
    const callback = await stopAt(visitor, await chosen(visitor, await stopAt(visitor, `${api.baseUrl}/sign-in`, '/interaction/'), 'admin'), '/sign-in/callback');
    expect((await visitor.visit(callback)).status).toBe(303);
    expect((await visitor.visit(callback)).status).toBe(400);
  });

  it('that lasts too long is begun again', async () => {
    const visitor = browser();
    const callback = await stopAt(visitor, await chosen(visitor, await stopAt(visitor, `${api.baseUrl}/sign-in`, '/interaction/'), 'admin'), '/sign-in/callback');
    aheadMs = 11 * 60_000;
    expect((await visitor.visit(callback)).status).toBe(400);
  });

  it('of several tabs at once ends in each', async () => {
    const visitor = browser();
    const [first, second] = [await stopAt(visitor, `${api.baseUrl}/sign-in?to=/a`, '/interaction/'), await stopAt(visitor, `${api.baseUrl}/sign-in?to=/b`, '/interaction/')];
    for (const page of [second, first]) expect((await visitor.follow(await stopAt(visitor, await chosen(visitor, page, 'admin'), '/sign-in/callback'))).url).toMatch(/\/[ab]$/);
  });

  it.each([
    ['//elsewhere.example/x', '/'], ['https://elsewhere.example', '/'], ['/\\elsewhere.example', '/'], ['/\t/elsewhere.example', '/'], ['javascript:alert(1)', '/'], ['/.//elsewhere.example', '/'],
    ['/api/v1/me', '/'], ['/sign-in', '/'], [undefined, '/'], [['/a', '/b'], '/'], [`/${'a'.repeat(3_000)}`, '/'], ['http://[', '/'],
    ['/tickets?q=a%20b#c', '/tickets?q=a%20b#c'], ['tickets', '/tickets'], ['http://console.test/x', '/x'],
  ])('that is to lead to %j leads to %j', (to, expected) => {
    expect(ownAddress(to, new URL('http://console.test'))).toBe(expected);
  });
});

describe('a cookie', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = browser();
    await signIn(visitor, 'coordinator');
  });
  const cookie = (): string => [...ours(visitor)].map((pair) => pair.join('=')).join('; ');
  const statusWith = async (changed: string): Promise<number> => (await fetch(`${api.baseUrl}/api/v1/notes`, { headers: { ...forConsole, cookie: changed } })).status;

  it('is good as it is', async () => {
    expect(await statusWith(cookie())).toBe(200);
  });

  it.each([
    ['with a byte changed', (whole: string) => `${whole.slice(0, -2)}${whole.endsWith('AA') ? 'BB' : 'AA'}`],
    ['cut short', (whole: string) => whole.slice(0, -20)],
    ['of which a part is missing', (whole: string) => whole.replace('=1~', '=2~')],
    ['that is a token', (whole: string) => whole.replace(/1~.*/, '1~eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.')],
    ['that is empty', (whole: string) => whole.replace(/1~.*/, '')],
    ['of another installation on this machine', (whole: string) => whole.replace(/^jalon-\d+/, 'jalon-1')],
  ])('%s is none', async (_name, change) => {
    expect(await statusWith(change(cookie()))).toBe(401);
  });

  it('sealed for a sign-in, or with another secret, opens nothing', async () => {
    const content = { accessToken: await fetchToken(identity.issuer, 'coordinator'), accessEndsAtMs: Date.now() + hourMs, endsAtMs: Date.now() + hourMs };
    const name = /^[^=]+/.exec(cookie())?.[0];
    const sealed = async (purpose: 'session' | 'sign-in', secret: string): Promise<number> => statusWith(`${name}=1~${await createSeal(secret).seal(purpose, content, content.endsAtMs)}`);
    expect([await sealed('session', sessionSecret), await sealed('sign-in', sessionSecret), await sealed('session', `${sessionSecret}!`)]).toEqual([200, 401, 401]);
  });

  it('outlives a change of the secret, as long as the old one is named beside the new', async () => {
    const rotated = createSeal(`the-new-secret-of-the-tests-also-long ${sessionSecret}`);
    const old = await createSeal(sessionSecret).seal('session', { accessToken: 'x', accessEndsAtMs: 1, endsAtMs: 1 }, Date.now() + hourMs);
    const { session } = await import('../../../api/sign-in/provider.ts');
    expect(await rotated.open('session', old, session, Date.now())).toMatchObject({ accessToken: 'x' });
  });

  it('in parts is put together again, and too much of it is refused', () => {
    const cookies = createCookies(new URL('https://jalon.example'));
    const kept = new Map<string, string>();
    const attributes: unknown[] = [];
    const response = { cookie: (name: string, value: string, given: unknown) => { kept.set(name, value); attributes.push(given); } } as never;
    const request = { get: () => [...kept].map((pair) => pair.join('=')).join('; ') } as never;
    cookies.write(response, 'session', 'a'.repeat(9_000));
    expect(cookies.read(request, 'session')).toBe('a'.repeat(9_000));
    expect([...kept.keys()]).toEqual(['__Host-jalon-session', '__Host-jalon-session.1', '__Host-jalon-session.2']);
    expect(attributes).toContainEqual({ httpOnly: true, sameSite: 'lax', secure: true, path: '/' });
    expect(() => cookies.write(response, 'session', 'a'.repeat(20_000))).toThrow('too large');
  });

  it('is taken away from a browser whose session is over', async () => {
    aheadMs = 13 * hourMs;
    const answer = await visitor.visit(`${api.baseUrl}/api/v1/notes`, { headers: forConsole });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, [expect.stringContaining('Expires=Thu, 01 Jan 1970')]]);
    expect(ours(visitor).size).toBe(0);
  });
});

describe('a command by a cookie', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = browser();
    await signIn(visitor, 'coordinator');
  });

  it.each([
    ['without the console’s header', { 'sec-fetch-site': 'same-origin' }],
    ['from another site', { 'x-jalon-console': '1', 'sec-fetch-site': 'cross-site' }],
    ['from a neighbouring host', { 'x-jalon-console': '1', 'sec-fetch-site': 'same-site' }],
    ['from another origin', { 'x-jalon-console': '1', 'origin': 'https://elsewhere.example' }],
    ['from a page without an origin', { 'x-jalon-console': '1', 'origin': 'null' }],
    ['from who knows where', { 'x-jalon-console': '1' }],
  ])('%s is refused', async (_name, headers) => {
    const answer = await notes(visitor, note({ accept: 'application/json', ...headers }));
    expect([answer.status, (await problemIn(answer)).code]).toEqual([403, 'cross-site-request']);
  });

  it('from the console is done, said by the browser or by the origin', async () => {
    const { origin } = new URL(api.baseUrl);
    const ends = await Promise.all([forConsole, { 'x-jalon-console': '1', origin }].map(async (headers) => (await notes(visitor, note({ ...headers }))).status));
    expect(ends.every((status) => status !== 403 && status !== 401)).toBe(true);
  });

  it('with a token of one’s own is a program’s, whatever its cookies', async () => {
    const answer = await notes(visitor, note({ authorization: `Bearer ${await fetchToken(identity.issuer, 'customer')}` }));
    expect((await problemIn(answer)).code).not.toBe('cross-site-request');
  });
});

describe('a session', () => {
  it('is renewed before its token ends, once for all that the browser asks at that moment', async () => {
    const visitor = browser();
    await signIn(visitor, 'coordinator');
    const [before] = [...ours(visitor).values()];
    aheadMs = hourMs - 30_000;
    const answers = await Promise.all(Array.from({ length: 5 }, () => notes(visitor)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const [after] = [...ours(visitor).values()];
    expect(after).not.toBe(before);
    // The provider would have ended it all, had a refresh token come twice.
    expect((await notes(visitor)).status).toBe(200);
  });

  it('goes on while the provider is away and its token good, and waits for it afterwards', async () => {
    const other = await startTestIdentity();
    const alone = await start(other.issuer);
    const visitor = browser();
    await signIn(visitor, 'coordinator', '/', alone);
    const status = async (): Promise<number> => (await visitor.visit(`${alone.baseUrl}/api/v1/notes`, { headers: forConsole })).status;
    expect(await status()).toBe(200);
    await other.close();
    aheadMs = hourMs - 30_000;
    expect(await status()).toBe(200);
    aheadMs = hourMs + 1_000;
    expect(await status()).toBe(503);
    await alone.close();
  });

  it('that is ended here is ended at the provider too: the next is asked who he is', async () => {
    const visitor = browser();
    await signIn(visitor, 'coordinator');
    const refused = await visitor.visit(`${api.baseUrl}/sign-out`, { method: 'POST', headers: { ...forConsole, 'sec-fetch-site': 'cross-site' } });
    expect([refused.status, ours(visitor).size]).toEqual([403, 1]);
    const answer = await visitor.visit(`${api.baseUrl}/sign-out`, { method: 'POST', headers: forConsole });
    const { next } = await answer.json() as { next: string };
    expect(ours(visitor).size).toBe(0);
    expect((await notes(visitor)).status).toBe(401);
    const page = await visitor.visit(next);
    const form = await page.text();
    const [, xsrf = ''] = /name="xsrf" value="(\w+)"/.exec(form) ?? [];
    const [, action = ''] = /action="([^"]+)"/.exec(form) ?? [];
    expect((await visitor.follow(new URL(action, next).href, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) })).url).toBe(`${api.baseUrl}/`);
    expect(await stopAt(visitor, `${api.baseUrl}/sign-in`, '/interaction/')).toContain('/interaction/');
  });
});
