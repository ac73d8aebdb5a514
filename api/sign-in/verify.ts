/** Bearer tokens: from the `Authorization` header to an identity, or to the reason why not. Tokens and their contents are never logged. */
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { isProfile } from '../../domain/people/profiles.ts';
import type { Permission } from '../../domain/people/permissions.ts';
import type { DeskTeam, Holding, Identity } from '../../domain/people/principal.ts';

/** Signatures by a private key only: with `none` or a shared secret in the list, our public key would be enough to forge a token. */
const signatureAlgorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'];
/** Clocks of two synchronised servers differ by less. */
const clockToleranceSeconds = 5;
const discoveryTimeoutMs = 5_000;
/** A key that the provider has withdrawn is trusted no longer than this. */
const keysMaxAgeMs = 10 * 60_000;

/** Why a token was not accepted: for logs, metrics and `WWW-Authenticate`; the answer's code is `unauthenticated` for all. */
export type TokenFault =
  | 'missing' | 'malformed' | 'expired' | 'not-yet-valid' | 'wrong-issuer' | 'wrong-audience' | 'missing-claim' | 'wrong-algorithm' | 'wrong-signature' | 'unknown-key' | 'revoked';

/** What an API key may, in the place of what a directory says. */
export interface KeyAccess {
  readonly holdings: readonly Holding[];
  /** Null: whatever its profiles allow. */
  readonly permissions: readonly Permission[] | null;
  readonly desk: DeskTeam | null;
}

export type Verification =
  | { readonly outcome: 'signed-in'; readonly identity: Identity; readonly key?: KeyAccess; /** When it ends. */ readonly until?: Date }
  | { readonly outcome: 'unauthenticated'; readonly fault: TokenFault }
  /** The keys cannot be had: the API answers 503, for the token may be perfectly good. */
  | { readonly outcome: 'identity-provider-away' };

export type Verifier = (authorizationHeader: string | undefined) => Promise<Verification>;

export interface VerifierOptions {
  /** Exactly as in the tokens' `iss`; its discovery document tells where the keys are. */
  readonly issuer: string;
  readonly audience: string;
  readonly now?: () => Date;
}

class IdentityProviderAway extends Error {}

/**
 * Makes the check of bearer tokens of one issuer. The issuer is first asked when the first well-formed token comes, and
 * asked again when it was away: API and identity provider may start in any order.
 */
export function createVerifier({ issuer, audience, now = () => new Date() }: VerifierOptions): Verifier {
  const keyOf = keysOf(issuer);
  return async (authorizationHeader) => {
    if (authorizationHeader === undefined || authorizationHeader === '') return refused('missing');
    const token = /^Bearer +([\w~+/.=-]+) *$/i.exec(authorizationHeader)?.[1];
    if (token === undefined) return refused('malformed');
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        issuer,
        audience,
        algorithms: signatureAlgorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'exp'],
        currentDate: now(),
      });
      const identity = identityOf(payload);
      return identity === undefined ? refused('missing-claim') : { outcome: 'signed-in', identity, until: new Date(((payload.exp ?? 0) + clockToleranceSeconds) * 1000) };
    } catch (error) {
      if (error instanceof IdentityProviderAway) return { outcome: 'identity-provider-away' };
      if (error instanceof errors.JOSEError) return refused(faultOf(error));
      throw error;
    }
  };
}

function refused(fault: TokenFault): Verification {
  return { outcome: 'unauthenticated', fault };
}

/** Finds the issuer's keys by its discovery document, once; whatever keeps the keys away becomes one error of ours. */
function keysOf(issuer: string): JWTVerifyGetKey {
  let discovery: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const keySet = (): Promise<ReturnType<typeof createRemoteJWKSet>> => {
    discovery ??= discoverKeySet(issuer).catch((error: unknown) => {
      discovery = undefined;
      throw new IdentityProviderAway('discovery failed', { cause: error });
    });
    return discovery;
  };
  return async (header, input) => {
    const keys = await keySet();
    try {
      return await keys(header, input);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw new IdentityProviderAway('keys not readable', { cause: error });
    }
  };
}

async function discoverKeySet(issuer: string): Promise<ReturnType<typeof createRemoteJWKSet>> {
  const response = await getTwice(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(discoveryTimeoutMs),
  });
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  const document: unknown = await response.json();
  if (typeof document !== 'object' || document === null || !('issuer' in document) || !('jwks_uri' in document)) throw new Error('no discovery document');
  if (document.issuer !== issuer) throw new Error('discovery document of another issuer');
  return createRemoteJWKSet(new URL(String(document.jwks_uri)), {
    timeoutDuration: discoveryTimeoutMs, cacheMaxAge: keysMaxAgeMs, [customFetch]: getTwice,
  });
}

/** A kept connection that the provider's restart has closed fails once, and only once. */
async function getTwice(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init).catch((error: unknown) => {
    if (error instanceof TypeError) return fetch(url, init);
    throw error;
  });
}

function faultOf(error: Error): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') return 'missing-claim';
    if (error.claim === 'iss') return 'wrong-issuer';
    if (error.claim === 'aud') return 'wrong-audience';
    if (error.claim === 'nbf') return 'not-yet-valid';
    return 'malformed';
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'wrong-algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'wrong-signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'wrong-signature';
  return 'malformed';
}

/** Unknown profiles are left out, not refused: the identity provider may serve other applications too. */
function identityOf(payload: JWTPayload): Identity | undefined {
  const { sub, name, profiles, customerId } = payload;
  if (typeof sub !== 'string' || sub === '') return undefined;
  return {
    subject: sub,
    profiles: Array.isArray(profiles) ? profiles.filter(isProfile) : [],
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof customerId === 'string' ? { customerId } : {}),
  };
}
