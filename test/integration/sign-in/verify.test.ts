/** Bearer tokens as the API checks them: real ones of the running provider, and forged ones of every kind. */
import { createHmac, generateKeyPairSync, type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVerifier, type Verifier } from '../../../api/sign-in/verify.ts';
import { fetchToken } from '../../../cli/token.ts';
import { startTestIdentity, type TestIdentity } from './identity.ts';

let identity: TestIdentity;
let verify: Verifier;
let providerKey: { kid: string; privateKey: KeyObject };

beforeAll(async () => {
  identity = await startTestIdentity();
  verify = createVerifier({ issuer: identity.issuer, audience: 'jalon-api' });
  const stored = JSON.parse(readFileSync(join(identity.dataDirectory, 'identity-keys.json'), 'utf8')) as { signingKeys: [{ kid: string; kty: string }] };
  const [key] = stored.signingKeys;
  providerKey = { kid: key.kid, privateKey: createPrivateKey({ key, format: 'jwk' }) };
});
afterAll(() => identity.close());

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const claims = (changes: Record<string, unknown> = {}): JWTPayload => ({
  iss: identity.issuer, aud: 'jalon-api', sub: 'coordinator', profiles: ['coordinator'], iat: nowSeconds(), exp: nowSeconds() + 60, ...changes,
});
/** A token signed by the provider's own key, so that only its claims can be wrong. */
const minted = (payload: JWTPayload): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: providerKey.kid }).sign(providerKey.privateKey);
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const refused = (fault: string): object => ({ outcome: 'unauthenticated', fault });

describe('the Authorization header', () => {
  it.each([undefined, ''])('that is %j is missing', async (header) => {
    expect(await verify(header)).toEqual(refused('missing'));
  });

  it.each(['Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Bearer abc', 'Bearer a.b.c', 'Bearer ..', 'Token x', `Bearer ${'.'.repeat(5000)}`])('%j is malformed', async (header) => {
    expect(await verify(header)).toEqual(refused('malformed'));
  });

  it('names its scheme in any case', async () => {
    expect(await verify(`bearer ${await minted(claims())}`)).toMatchObject({ outcome: 'signed-in' });
  });

  it('never makes the check throw, whatever it holds', async () => {
    const part = fc.oneof(fc.json().map((text) => Buffer.from(text).toString('base64url')), fc.base64String(), fc.constant(encode({ alg: 'RS256' })));
    await fc.assert(fc.asyncProperty(part, part, part, async (...parts) => {
      expect((await verify(`Bearer ${parts.join('.')}`)).outcome).toBe('unauthenticated');
    }), { numRuns: 300 });
  });
});

describe('a token of the provider', () => {
  it('says who is there', async () => {
    expect(await verify(`Bearer ${await fetchToken(identity.issuer, 'customer')}`)).toEqual({
      outcome: 'signed-in', identity: { subject: 'customer', name: 'Laure Vasseur', profiles: ['customer'], customerId: 'CLI-000001' }, until: expect.any(Date),
    });
  });

  it('may name profiles that are not ours: they give nothing', async () => {
    const token = await minted(claims({ profiles: ['coordinator', 'superuser', 'constructor', 7, null, 'admin'] }));
    expect(await verify(`Bearer ${token}`)).toEqual({ outcome: 'signed-in', identity: { subject: 'coordinator', profiles: ['coordinator', 'admin'] }, until: expect.any(Date) });
  });

  it.each([undefined, 'admin', { admin: true }])('with the profiles claim %j has none', async (profiles) => {
    expect(await verify(`Bearer ${await minted(claims({ profiles }))}`)).toEqual({ outcome: 'signed-in', identity: { subject: 'coordinator', profiles: [] }, until: expect.any(Date) });
  });

  it.each<[string, (now: number) => Record<string, unknown>]>([
    ['expired', (now) => ({ exp: now - 6 })],
    ['not-yet-valid', (now) => ({ nbf: now + 30 })],
    ['wrong-issuer', () => ({ iss: 'https://elsewhere.example' })],
    ['wrong-audience', () => ({ aud: 'jalon-cli' })],
    ['wrong-audience', () => ({ aud: [] })],
    ['missing-claim', () => ({ exp: undefined })],
    ['missing-claim', () => ({ sub: undefined })],
    ['missing-claim', () => ({ sub: '' })],
    ['missing-claim', () => ({ aud: undefined })],
  ])('is refused as %s', async (fault, changes) => {
    expect(await verify(`Bearer ${await minted(claims(changes(nowSeconds())))}`)).toEqual(refused(fault));
  });

  it('is good to within the clock tolerance after its end', async () => {
    const [token, end] = [await minted(claims({ exp: 2_000_000_000, iat: 1_999_999_000 })), 2_000_000_000];
    const at = (seconds: number): Verifier => createVerifier({ issuer: identity.issuer, audience: 'jalon-api', now: () => new Date(seconds * 1000) });
    expect(await at(end + 4)(`Bearer ${token}`)).toMatchObject({ outcome: 'signed-in' });
    expect(await at(end + 5)(`Bearer ${token}`)).toEqual(refused('expired'));
  });

  it('made for another application is refused', async () => {
    const other = await startTestIdentity('other-api');
    const verifyOther = createVerifier({ issuer: other.issuer, audience: 'jalon-api' });
    expect(await verifyOther(`Bearer ${await fetchToken(other.issuer, 'admin')}`)).toEqual(refused('wrong-audience'));
    await other.close();
  });
});

describe('a forged token', () => {
  it.each(['none', 'None', ''])('without a signature (alg %j) is refused', async (alg) => {
    expect(await verify(`Bearer ${encode({ alg })}.${encode(claims())}.`)).toMatchObject({ outcome: 'unauthenticated' });
  });

  it('signed with our public key as a shared secret is refused', async () => {
    const publicKey = createPublicKey(providerKey.privateKey);
    for (const secret of [publicKey.export({ type: 'spki', format: 'pem' }), publicKey.export({ type: 'spki', format: 'der' })]) {
      const input = `${encode({ alg: 'HS256', kid: providerKey.kid })}.${encode(claims())}`;
      const signature = createHmac('sha256', secret).update(input).digest('base64url');
      expect(await verify(`Bearer ${input}.${signature}`)).toEqual(refused('wrong-algorithm'));
    }
  });

  it('by an algorithm that is not on the list is refused, though the key is right', async () => {
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'RS512', kid: providerKey.kid }).sign(providerKey.privateKey);
    expect(await verify(`Bearer ${token}`)).toEqual(refused('wrong-algorithm'));
  });

  it.each(['the provider’s key identifier', 'its own key identifier', 'none'])('signed with another key under %s is refused', async (name) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const kid = name === 'none' ? undefined : name.startsWith('its') ? 'mine' : providerKey.kid;
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', ...(kid === undefined ? {} : { kid }) }).sign(privateKey);
    expect(await verify(`Bearer ${token}`)).toEqual(refused('wrong-signature'));
  });

  it('that brings its own key, or the address of one, is refused', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const header = { alg: 'RS256', kid: 'mine', jwk: publicKey.export({ format: 'jwk' }), jku: 'http://127.0.0.1:1/keys' };
    expect(await verify(`Bearer ${await new SignJWT(claims()).setProtectedHeader(header as never).sign(privateKey)}`)).toEqual(refused('wrong-signature'));
  });

  it('with claims exchanged under a true signature is refused', async () => {
    const [header, , signature] = (await minted(claims())).split('.');
    expect(await verify(`Bearer ${header}.${encode(claims({ profiles: ['admin'] }))}.${signature}`)).toEqual(refused('wrong-signature'));
  });
});

describe('an identity provider that is away', () => {
  /** A stand-in that answers as told, at an address that can be taken up again. */
  async function listen(handler: RequestListener, port = 0): Promise<{ server: Server; issuer: string }> {
    const server = createServer({ keepAlive: false }, handler);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return { server, issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  it('is told apart from a bad token, and asked again by the next request', async () => {
    const first = await startTestIdentity();
    const { issuer, port } = { issuer: first.issuer, port: Number(new URL(first.issuer).port) };
    const token = await fetchToken(issuer, 'admin');
    await first.close();
    const late = createVerifier({ issuer, audience: 'jalon-api' });
    expect(await late(`Bearer ${token}`)).toEqual({ outcome: 'identity-provider-away' });
    expect(await late('Bearer nonsense')).toEqual(refused('malformed'));
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { server } = await listen((request, response) => {
      response.setHeader('connection', 'close').end(JSON.stringify(request.url === '/keys'
        ? { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] }
        : { issuer, jwks_uri: `${issuer}/keys` }));
    }, port);
    const good = await new SignJWT(claims({ iss: issuer })).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey);
    expect(await late(`Bearer ${good}`)).toMatchObject({ outcome: 'signed-in' });
    server.close();
  });

  it.each<[string, (issuer: string) => Record<string, { status?: number; body: string }>]>([
    ['fails', () => ({ '/.well-known/openid-configuration': { status: 500, body: '{}' } })],
    ['speaks no JSON', () => ({ '/.well-known/openid-configuration': { body: '<html>' } })],
    ['is another issuer', (issuer) => ({
      '/.well-known/openid-configuration': { body: JSON.stringify({ issuer: 'https://elsewhere.example', jwks_uri: `${issuer}/keys` }) },
      '/keys': { body: JSON.stringify({ keys: [{ ...createPublicKey(providerKey.privateKey).export({ format: 'jwk' }), kid: providerKey.kid }] }) },
    })],
    ['has no keys address', (issuer) => ({ '/.well-known/openid-configuration': { body: JSON.stringify({ issuer }) } })],
    ['has keys that cannot be read', (issuer) => ({
      '/.well-known/openid-configuration': { body: JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }) }, '/keys': { status: 503, body: '' },
    })],
  ])('is one that %s', async (_name, routes) => {
    const { server, issuer } = await listen((request, response) => {
      const { status = 200, body } = routes(issuer)[request.url ?? ''] ?? { status: 404, body: '' };
      response.writeHead(status, { connection: 'close' }).end(body);
    });
    const token = await minted(claims({ iss: issuer }));
    expect(await createVerifier({ issuer, audience: 'jalon-api' })(`Bearer ${token}`)).toEqual({ outcome: 'identity-provider-away' });
    server.close();
  });

  it('does not keep out those whose keys are known already', async () => {
    const brief = await startTestIdentity();
    const known = createVerifier({ issuer: brief.issuer, audience: 'jalon-api' });
    const token = await fetchToken(brief.issuer, 'admin');
    await known(`Bearer ${token}`);
    await brief.close();
    expect(await known(`Bearer ${token}`)).toMatchObject({ outcome: 'signed-in' });
  });
});
