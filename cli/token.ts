/** `./jalon token <user>`: an access token of the development identity provider, by the same flow as a browser's, without one. */
import { createHash, randomBytes } from 'node:crypto';
import { exitCodes, Failure } from './failure.ts';

const clientId = 'jalon-cli';
/** Nothing listens there: the code is taken from the redirect itself. */
const redirectUri = 'http://127.0.0.1/callback';
const timeoutMs = 10_000;
/** Authorization, sign-in, resumption; more is a loop. */
const redirectsMax = 6;

/**
 * Signs the user in (authorization code with PKCE) and returns the access token.
 * @throws {Failure} one sentence: the provider is away, the user unknown (with the list of those there are), or its answer not understood.
 */
export async function fetchToken(issuer: string, user: string): Promise<string> {
  const endpoints = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const authorization = new URL(endpoints.authorization);
  authorization.search = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    login_hint: user,
  }).toString();

  const callback = await followToCallback(authorization, issuer);
  const refusal = callback.get('error');
  if (refusal !== null) throw new Failure(`No token for "${user}": ${callback.get('error_description') ?? refusal}.`);
  const code = callback.get('code');
  if (code === null || callback.get('state') !== state || callback.get('iss') !== issuer) {
    throw new Failure(`${issuer} answered the sign-in of "${user}" with something else than a code of its own.`);
  }
  return exchange(endpoints.token, code, verifier);
}

/** Prints the token and nothing else, so that `$(./jalon token coordinator)` can be used as it is. */
export async function printToken(issuer: string, user: string, output: NodeJS.WritableStream): Promise<void> {
  output.write(`${await fetchToken(issuer, user)}\n`);
}

async function discover(issuer: string): Promise<{ authorization: string; token: string }> {
  const response = await ask(new URL(`${issuer}/.well-known/openid-configuration`));
  const document = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const { authorization_endpoint: authorization, token_endpoint: token } = document;
  if (document['issuer'] !== issuer || typeof authorization !== 'string' || typeof token !== 'string') {
    throw new Failure(`${issuer} is no OpenID Connect provider of that name: another program may have its port.`);
  }
  return { authorization, token };
}

/** Follows the provider's own redirects as a browser would, and stops at the one that leads back to us. */
async function followToCallback(start: URL, issuer: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let redirects = 0; redirects < redirectsMax; redirects += 1) {
    const response = await ask(url, { headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
    await response.body?.cancel();
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Failure(`${issuer} answered ${response.status} instead of signing in: it may ask for a password, and this command knows none.`);
    url = new URL(location, url);
    if (`${url.origin}${url.pathname}` === redirectUri) return url.searchParams;
    if (url.origin !== new URL(issuer).origin) throw new Failure(`${issuer} sends the sign-in elsewhere (${url.origin}).`);
  }
  throw new Failure(`${issuer} redirects without end.`);
}

async function exchange(tokenEndpoint: string, code: string, verifier: string): Promise<string> {
  const response = await ask(new URL(tokenEndpoint), {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code, code_verifier: verifier }),
  });
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok || typeof answer['access_token'] !== 'string') {
    throw new Failure(`The identity provider gave no token for its code (${response.status} ${String(answer['error'] ?? '')}).`);
  }
  return answer['access_token'];
}

async function ask(url: URL, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  } catch {
    throw new Failure(`No identity provider answers at ${url.origin}: start it with "./jalon up".`, exitCodes.environment);
  }
}
