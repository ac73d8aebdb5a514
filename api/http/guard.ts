/** The door of every route: who comes in, and how far his permission goes (C-05). */
import type { Request } from 'express';
import { refuse } from '../../domain/errors/codes.ts';
import { scopeOf, type Permission, type Scope } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { SignatureVerifier } from '../callbacks/signature.ts';
import type { Verifier } from '../sign-in/verify.ts';
import { hasForbiddenCharacter } from './body.ts';
import { problem } from './problem.ts';
import type { CallbackSender, Guard, ReceivedCallback } from './route.ts';

/** OpenID Connect's own limit of `sub`; it becomes a key of our tables. */
const subjectMax = 255;

export interface Admission {
  readonly principal: Principal;
  readonly scope: Scope;
}

/**
 * Checks the token and the permission.
 * @throws {Problem} `unauthenticated`, `forbidden`, `identity-provider-away`.
 */
export async function admit(guard: Extract<Guard, { permission: Permission } | { anyOf: readonly Permission[] }>, request: Request, verify: Verifier): Promise<Admission> {
  const verification = await verify(request.get('authorization'));
  if (verification.outcome === 'identity-provider-away') throw problem(refuse('identity-provider-away'));
  if (verification.outcome === 'unauthenticated') throw unauthenticated(verification.fault);
  const { principal } = verification;
  if (principal.subject.length > subjectMax || hasForbiddenCharacter(principal.subject)) throw unauthenticated('malformed');
  const permissions = 'permission' in guard ? [guard.permission] : guard.anyOf;
  const scopes = permissions.map((permission) => scopeOf(principal, permission)).filter((scope) => scope !== undefined);
  const scope = scopes.find(({ reach }) => reach === 'all') ?? scopes[0];
  if (scope === undefined) throw problem(refuse('forbidden', { permission: permissions.join(' | ') }));
  return { principal, scope };
}

function unauthenticated(fault: string): ReturnType<typeof problem> {
  // RFC 6750: no error code when the request simply brought no token.
  const challenge = fault === 'missing' ? 'Bearer realm="jalon"' : `Bearer realm="jalon", error="invalid_token", error_description="${fault}"`;
  return problem(refuse('unauthenticated'), { headers: { 'www-authenticate': challenge } });
}

/**
 * Checks the signature of a callback.
 * @throws {Problem} `invalid-signature`.
 */
export function admitCallback(sender: CallbackSender, request: Request, rawBody: Buffer, verify: SignatureVerifier, nowMs: number): ReceivedCallback {
  const verification = verify(request.headers, rawBody, nowMs);
  if (verification.outcome === 'refused') throw problem(refuse('invalid-signature'), { cause: verification.fault });
  return { sender, webhookId: verification.webhookId, sentAtMs: verification.sentAtMs, rawBody };
}
