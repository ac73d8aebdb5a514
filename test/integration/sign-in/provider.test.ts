/** The development identity provider: who can sign in, how, and what its tokens say. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVerifier } from '../../../api/sign-in/verify.ts';
import { fetchToken, printToken } from '../../../cli/token.ts';
import { identitySettings, readSettings } from '../../../config.ts';
import { profileNames } from '../../../domain/people/profiles.ts';
import { startIdentity } from '../../../simulators/identity/provider.ts';
import { startTestIdentity, type TestIdentity } from './identity.ts';

let identity: TestIdentity;
beforeAll(async () => { identity = await startTestIdentity(); });
afterAll(() => identity.close());

function authorization(changes: Record<string, string | undefined> = {}): string {
  const parameters = {
    client_id: 'jalon-console', response_type: 'code', scope: 'openid', redirect_uri: 'http://127.0.0.1:4000/sign-in/callback',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256', ...changes,
  };
  return `${identity.issuer}/auth?${new URLSearchParams(Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined))}`;
}

/** Follows one redirect after another with the cookies so far. */
function browser(): (url: string, init?: RequestInit) => Promise<Response> {
  const cookies = new Map<string, string>();
  return async (url, init = {}) => {
    const response = await fetch(url, {
      ...init, redirect: 'manual',
      headers: { 'accept-language': 'fr', ...(init.headers as Record<string, string>), cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
}

const target = (response: Response): string => new URL(response.headers.get('location') ?? '', identity.issuer).href;

describe('each user of the catalogue', () => {
  it.each(profileNames)('%s signs in without a browser and gets a token of his profile', async (user) => {
    const verify = createVerifier({ issuer: identity.issuer, audience: 'jalon-api' });
    expect(await verify(`Bearer ${await fetchToken(identity.issuer, user)}`)).toEqual({
      outcome: 'signed-in',
      identity: { subject: user, profiles: [user], name: expect.stringMatching(/ /), ...(user === 'customer' ? { customerId: 'CLI-000001' } : {}) }, until: expect.any(Date),
    });
  });
});

describe('a token', () => {
  it('is a JWT access token that lasts eight hours', async () => {
    const token = await fetchToken(identity.issuer, 'coordinator');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    const { iat = 0, exp = 0, aud, client_id: client } = decodeJwt(token);
    expect({ lifetimeSeconds: exp - iat, aud, client }).toEqual({ lifetimeSeconds: 28_800, aud: 'jalon-api', client: 'jalon-cli' });
  });

  it('is printed alone on its line', async () => {
    const written: string[] = [];
    await printToken(identity.issuer, 'admin', { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WritableStream);
    expect(written.join('')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it('outlives a restart of the provider, whose keys only their owner can read', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'jalon-identity-'));
    const options = { dataDirectory, audience: 'jalon-api', log: pino({ level: 'silent' }) };
    const before = await startIdentity({ ...options, port: 0 });
    const token = await fetchToken(before.issuer, 'logistics');
    await before.close();
    expect(statSync(join(dataDirectory, 'identity-keys.json')).mode & 0o777).toBe(0o600);
    const after = await startIdentity({ ...options, port: Number(new URL(before.issuer).port) });
    const verify = createVerifier({ issuer: after.issuer, audience: 'jalon-api' });
    expect(await verify(`Bearer ${token}`)).toMatchObject({ outcome: 'signed-in' });
    await after.close();
    rmSync(dataDirectory, { recursive: true });
  });
});

describe('a sign-in that cannot be', () => {
  it('names the users there are when asked for another', async () => {
    await expect(fetchToken(identity.issuer, 'nobody')).rejects.toThrow(/"nobody": unknown user, .*coordinator.*customer/);
  });

  it('says so when nobody was named', async () => {
    await expect(fetchToken(identity.issuer, '')).rejects.toThrow(/instead of signing in/);
  });

  it('says what to do when no provider is there', async () => {
    const gone = await startTestIdentity();
    await gone.close();
    await expect(fetchToken(gone.issuer, 'admin')).rejects.toMatchObject({ name: 'Failure', message: expect.stringContaining('jalon up') });
  });

  it.each([
    ['to an address off this machine', { redirect_uri: 'https://elsewhere.example/sign-in/callback' }],
    ['of an application that is not known', { client_id: 'other' }],
  ])('%s is refused on the spot, without a redirect', async (_name, changes) => {
    const response = await fetch(authorization({ login_hint: 'admin', ...changes }), { redirect: 'manual' });
    expect({ status: response.status, location: response.headers.get('location') }).toEqual({ status: 400, location: null });
  });

  it.each([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['for another resource', { resource: 'urn:other' }, 'invalid_target'],
    ['by the implicit flow', { response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
  ])('%s is refused', async (_name, changes, error) => {
    const response = await fetch(authorization({ login_hint: 'admin', ...changes }), { redirect: 'manual' });
    expect(target(response)).toContain(`error=${error}`);
  });
});

describe('the sign-in page', () => {
  it('lists every user, says that it is for development, and signs in whom one clicks', async () => {
    const visit = browser();
    const page = target(await visit(authorization()));
    const shown = await visit(page);
    const html = await shown.text();
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('lang="fr"');
    expect(html).toContain('aucun mot de passe');
    for (const user of profileNames) expect(html).toContain(`value="${user}"`);
    const chosen = await visit(page, { method: 'POST', body: new URLSearchParams({ user: 'supervisor' }) });
    expect(target(await visit(target(chosen)))).toMatch(/^http:\/\/127\.0\.0\.1:4000\/sign-in\/callback\?code=/);
  });

  it('speaks English to who prefers it', async () => {
    const visit = browser();
    const html = await (await visit(target(await visit(authorization())), { headers: { 'accept-language': 'en-GB,fr;q=0.5' } })).text();
    expect(html).toContain('lang="en"');
  });

  it('comes no second time in the same browser, unless another user is named', async () => {
    const visit = browser();
    const resume = target(await visit(target(await visit(authorization({ login_hint: 'admin' })))));
    await visit(resume);
    expect(target(await visit(authorization()))).toContain('/sign-in/callback?code=');
    expect(target(await visit(authorization({ login_hint: 'admin' })))).toContain('/sign-in/callback?code=');
    expect(target(await visit(authorization({ login_hint: 'supervisor' })))).toContain('/interaction/');
  });

  it('of an interaction that is over is a page that says to start again', async () => {
    const response = await fetch(`${identity.issuer}/interaction/over`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('text/html');
  });
});

describe('the process', () => {
  it('answers to its loopback address only', async () => {
    const { port } = new URL(identity.issuer);
    const status = await new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/healthz', headers: { host: `evil.example:${port}` } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject).end();
    });
    expect(status).toBe(421);
    expect((await fetch(`${identity.issuer}/healthz`)).status).toBe(200);
  });

  it('refuses to be a production one', () => {
    const env = { JALON_IDENTITY_DATA: 'data', NODE_ENV: 'production' };
    expect(() => readSettings(identitySettings, env)).toThrow(/NODE_ENV: not "production"/);
    expect(readSettings(identitySettings, { ...env, NODE_ENV: 'test' })).toMatchObject({ JALON_IDENTITY_PORT: 4020 });
  });

  it('does not start on damaged keys, nor repeat them', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'jalon-identity-'));
    const whole = readFileSync(join(identity.dataDirectory, 'identity-keys.json'), 'utf8');
    writeFileSync(join(dataDirectory, 'identity-keys.json'), whole.slice(0, 400));
    const start = startIdentity({ port: 0, dataDirectory, audience: 'jalon-api', log: pino({ level: 'silent' }) });
    await expect(start).rejects.toThrow(/identity-keys\.json is damaged: remove it/);
    await expect(start).rejects.not.toThrow(/"d"/);
    rmSync(dataDirectory, { recursive: true });
  });
});
