/** The door of every route: who comes in, and how far his permission goes (C-05). */
import type { Request } from 'express';
import { refuse } from '../../domain/errors/codes.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import { principalOf, type Holding, type Principal } from '../../domain/people/principal.ts';
import { widestScope, type Scope } from '../../domain/people/scope.ts';
import type { SignatureVerifier } from '../callbacks/signature.ts';
import type { Verifier } from '../sign-in/verify.ts';
import { hasForbiddenCharacter } from './body.ts';
import { problem } from './problem.ts';
import type { Limits } from './rate-limit.ts';
import { permissionsOfGuard, type CallbackSender, type PersonGuard, type ReceivedCallback } from './route.ts';

/** OpenID Connect's own limit of `sub`; it becomes a key of our tables. */
const subjectMax = 255;

export interface Admission {
  readonly principal: Principal;
  /** Undefined where being signed in was enough. */
  readonly scope: Scope | undefined;
  /** When the token, or something of what he holds, ends; null where nothing says so. */
  readonly until: Date | null;
}

/** What somebody holds beside his token, at an instant. */
export type HoldingsOf = (subject: string, atMs: number) => Promise<readonly Holding[]>;

export interface Door {
  readonly verify: Verifier;
  readonly holdingsOf: HoldingsOf;
  readonly limits: Limits;
  readonly nowMs: () => number;
}

/**
 * Checks the token and the permission, by what the person holds at this moment (C-05).
 * @throws {Problem} `unauthenticated`, `forbidden`, `too-many-requests`, `identity-provider-away`.
 */
export async function admit(guard: PersonGuard, request: Request, { verify, holdingsOf, limits, nowMs }: Door): Promise<Admission> {
  const verification = await verify(request.get('authorization'));
  if (verification.outcome === 'identity-provider-away') throw problem(refuse('identity-provider-away'));
  if (verification.outcome === 'unauthenticated') {
    limits.stranger(request);
    throw unauthenticated(verification.fault);
  }
  const { identity, key } = verification;
  if (identity.subject.length > subjectMax || hasForbiddenCharacter(identity.subject)) throw unauthenticated('malformed');
  limits.person(identity.subject);
  const principal = key ? { ...principalOf(identity, key.holdings), only: key.permissions ?? undefined, desk: key.desk ?? undefined } : principalOf(identity, await holdingsOf(identity.subject, nowMs()));
  const until = earliest([verification.until, ...principal.holdings.map((holding) => holding.until)]);
  const permissions = permissionsOfGuard(guard);
  if (permissions === null) return { principal, scope: undefined, until };
  const scope = widestScope(permissions.map((permission) => scopeOf(principal, permission)).filter((one) => one !== undefined));
  if (scope === undefined) throw problem(refuse('forbidden', { permission: permissions.join(' | ') }));
  const also = typeof guard === 'object' && 'also' in guard ? guard.also : undefined;
  if (also !== undefined && scopeOf(principal, also) === undefined) throw problem(refuse('forbidden', { permission: also }));
  return { principal, scope, until };
}

function earliest(instants: readonly (Date | null | undefined)[]): Date | null {
  const known = instants.filter((one) => one != null).map((one) => one.getTime());
  return known.length === 0 ? null : new Date(Math.min(...known));
}

function unauthenticated(fault: string): ReturnType<typeof problem> {
  // RFC 6750: no error code when the request simply brought no token.
  const challenge = fault === 'missing' ? 'Bearer realm="jalon"' : `Bearer realm="jalon", error="invalid_token", error_description="${fault}"`;
  return problem(refuse('unauthenticated'), { headers: { 'www-authenticate': challenge } });
}

/**
 * Checks the signature of a callback. Who signs is never too fast: a callback is a fact.
 * @throws {Problem} `invalid-signature`, `too-many-requests`.
 */
export function admitCallback(sender: CallbackSender, request: Request, rawBody: Buffer, verify: SignatureVerifier, { limits, nowMs }: Pick<Door, 'limits' | 'nowMs'>): ReceivedCallback {
  const verification = verify(request.headers, rawBody, nowMs());
  if (verification.outcome === 'refused') {
    limits.stranger(request);
    throw problem(refuse('invalid-signature'), { cause: verification.fault });
  }
  return { sender, webhookId: verification.webhookId, sentAtMs: verification.sentAtMs, rawBody };
}
