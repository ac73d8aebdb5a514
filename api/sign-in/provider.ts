/** Sign-in of browsers at the identity provider (OIDC authorization code with PKCE), renewal and end of its tokens; what it answers is ours to keep, never the page's. */
import { decodeJwt, errors } from 'jose';
import * as oidc from 'openid-client';
import { z } from 'zod';

/** What a signed-in browser's cookie holds. */
export const session = z.object({
  accessToken: z.string(),
  accessEndsAtMs: z.number(),
  refreshToken: z.string().optional(),
  /** Names the session to the provider when it is to end. */
  idToken: z.string().optional(),
  endsAtMs: z.number(),
});
export type Session = z.infer<typeof session>;

/** What must come back of a sign-in that was begun, and where it leads. */
export const begun = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });
export type Begun = z.infer<typeof begun>;

/** A working day: then somebody must be there again, whatever the provider would renew. */
const sessionMaxMs = 12 * 60 * 60_000;
const timeoutSeconds = 5;

/** The provider did not answer, or not as one: the person may try again. */
export class ProviderAway extends Error {}
/** The provider, or the person there, said no; its code is safe to show. */
export class SignInRefused extends Error {}

export interface SignInProvider {
  /** @throws {ProviderAway} */
  begin(to: string): Promise<{ readonly address: string; readonly begun: Begun }>;
  /** @param query of the address that the provider sent the browser to. @throws {ProviderAway | SignInRefused} */
  finish(query: URLSearchParams, begun: Begun): Promise<Session>;
  /** @returns undefined when the provider renews it no more. @throws {ProviderAway} */
  renew(session: Session): Promise<Session | undefined>;
  /** Where the browser ends the provider's own session; undefined where it offers none. @throws {ProviderAway} */
  endAddress(session: Session): Promise<string | undefined>;
}

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Without it we are a public client: PKCE alone protects the code. */
  readonly clientSecret: string | undefined;
  readonly scope: string;
  readonly publicUrl: URL;
  readonly nowMs: () => number;
}

/** The provider is asked when the first browser comes, and asked again when it was away. */
export function createSignInProvider({ issuer, clientId, clientSecret, scope, publicUrl, nowMs }: ProviderOptions): SignInProvider {
  const redirectUri = new URL('/sign-in/callback', publicUrl);
  let discovered: Promise<oidc.Configuration> | undefined;
  const configuration = (): Promise<oidc.Configuration> => {
    const server = new URL(issuer);
    const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(server.hostname);
    const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
    discovered ??= oidc.discovery(server, clientId, {}, authentication, {
      timeout: timeoutSeconds,
      // oxlint-disable-next-line typescript/no-deprecated -- marked so to be noticed: without TLS only on this very machine.
      execute: isLoopback ? [oidc.allowInsecureRequests] : [],
    }).catch((error: unknown) => {
      discovered = undefined;
      throw new ProviderAway('discovery failed', { cause: error });
    });
    return discovered;
  };

  function sessionOf(tokens: oidc.TokenEndpointResponse, before?: Session): Session {
    const endsAtMs = before?.endsAtMs ?? nowMs() + sessionMaxMs;
    const accessEndsAtMs = endOf(tokens.access_token) ?? nowMs() + (tokens.expires_in ?? 0) * 1000;
    const refreshToken = tokens.refresh_token ?? before?.refreshToken;
    const idToken = tokens.id_token ?? before?.idToken;
    return {
      accessToken: tokens.access_token, accessEndsAtMs, endsAtMs: refreshToken === undefined ? Math.min(endsAtMs, accessEndsAtMs) : endsAtMs,
      ...(refreshToken === undefined ? {} : { refreshToken }), ...(idToken === undefined ? {} : { idToken }),
    };
  }

  return {
    async begin(to) {
      const known = await configuration();
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const address = oidc.buildAuthorizationUrl(known, {
        redirect_uri: redirectUri.href, scope, state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      });
      return { address: address.href, begun: { state, nonce, verifier, to } };
    },
    async finish(query, { state, nonce, verifier }) {
      const callback = new URL(redirectUri);
      callback.search = query.toString();
      const known = await configuration();
      try {
        return sessionOf(await oidc.authorizationCodeGrant(known, callback, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }));
      } catch (error) {
        throw refusalOf(error);
      }
    },
    async renew(current) {
      if (current.refreshToken === undefined) return undefined;
      try {
        return sessionOf(await oidc.refreshTokenGrant(await configuration(), current.refreshToken), current);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal instanceof SignInRefused) return undefined;
        throw refusal;
      }
    },
    async endAddress({ idToken }) {
      const known = await configuration();
      if (known.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(known, { post_logout_redirect_uri: new URL('/', publicUrl).href, ...(idToken === undefined ? {} : { id_token_hint: idToken }) }).href;
    },
  };
}

function endOf(token: string): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : exp * 1000;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return undefined;
    throw error;
  }
}

/** Network trouble and answers of 5xx are the provider's absence; what remains is a no. */
function refusalOf(error: unknown): Error {
  if (error instanceof ProviderAway) return error;
  if (error instanceof oidc.AuthorizationResponseError || (error instanceof oidc.ResponseBodyError && error.status < 500 && error.status !== 429)) return new SignInRefused(error.error, { cause: error });
  if (error instanceof oidc.ClientError && error.code !== undefined && !awayCodes.has(error.code)) return new SignInRefused(error.code, { cause: error });
  return new ProviderAway('the provider did not answer', { cause: error });
}

const awayCodes: ReadonlySet<string> = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR', 'OAUTH_UNSUPPORTED_OPERATION']);
