/** Sessions of browsers: what the cookie holds stands in for the bearer token, and goes through the same verification and scopes as any other. */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { refuse } from '../../domain/errors/codes.ts';
import { isCodecOfWebUi } from '../codec/cross-origin.ts';
import { problem } from '../http/problem.ts';
import { basePath } from '../http/route.ts';
import type { Cookies } from './cookies.ts';
import { demandOwnPage } from './origin.ts';
import { ProviderAway, session, type Session, type SignInProvider } from './provider.ts';
import type { Seal } from './seal.ts';

/** What serves browsers beside programs. */
export interface Browsers {
  readonly seal: Seal;
  readonly cookies: Cookies;
  readonly provider: SignInProvider;
  /** Where browsers reach us; their requests come from its origin. */
  readonly publicUrl: URL;
  /** Of the Temporal Web UI, whose pages may have encrypted payloads read (api/codec/), and nothing else; null: none may. */
  readonly webUiOrigin: string | null;
  /** Who its customers' pages say they are from. */
  readonly operatorName: string;
  /** The built console. */
  readonly consoleFolder: string;
}

const cookieName = 'session';
/** Before its end, so that requests that are under way still have a good one. */
const renewedBeforeMs = 60_000;
/** A refresh token may be taken once only, and a browser asks several things at once: those that come with the old cookie get what the first got. */
const renewalKeptMs = 60_000;
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export async function writeSession({ seal, cookies }: Browsers, response: Response, content: Session): Promise<void> {
  cookies.write(response, cookieName, await seal.seal('session', content, content.endsAtMs));
}

export async function openSession({ seal, cookies }: Browsers, request: Request, nowMs: number): Promise<Session | undefined> {
  const sealed = cookies.read(request, cookieName);
  return sealed === undefined ? undefined : await seal.open('session', sealed, session, nowMs);
}

export function clearSession({ cookies }: Browsers, request: Request, response: Response): void {
  cookies.clear(request, response, cookieName);
}

/** Puts the session's token where a program puts its own; whoever brings a token himself is taken at his word, whatever his cookies. */
export function sessionReader(browsers: Browsers, nowMs: () => number): RequestHandler {
  const renew = renewer(browsers.provider, nowMs);
  return async function readSession(request, response, next) {
    if (!request.path.startsWith(`${basePath}/`) || request.get('authorization') !== undefined) return next();
    const known = await openSession(browsers, request, nowMs());
    if (known !== undefined && !safeMethods.has(request.method) && !isCodecOfWebUi(request, browsers.webUiOrigin)) demandOwnPage(request, browsers.publicUrl);
    const current = known === undefined ? undefined : await renew(known);
    if (current === undefined) clearSession(browsers, request, response);
    else request.headers.authorization = `Bearer ${current.accessToken}`;
    if (current !== undefined && current !== known) await writeSession(browsers, response, current);
    next();
  };
}

/** The session as it is, renewed when its token is about to end; undefined when it can be renewed no more. */
function renewer(provider: SignInProvider, nowMs: () => number): (known: Session) => Promise<Session | undefined> {
  const renewals = new Map<string, { readonly result: Promise<Session | undefined>; readonly forgottenAtMs: number }>();

  function renewOnce(known: Session, refreshToken: string): Promise<Session | undefined> {
    const atMs = nowMs();
    for (const [key, { forgottenAtMs }] of renewals) if (forgottenAtMs <= atMs) renewals.delete(key);
    const key = createHash('sha256').update(refreshToken).digest('base64');
    const under = renewals.get(key);
    if (under !== undefined) return under.result;
    const result = provider.renew(known);
    renewals.set(key, { result, forgottenAtMs: atMs + renewalKeptMs });
    // Asked again by the next request: it was away, and nothing was decided.
    result.catch(() => { renewals.delete(key); });
    return result;
  }

  return async (known) => {
    const isGood = known.accessEndsAtMs > nowMs();
    if (known.accessEndsAtMs - renewedBeforeMs > nowMs()) return known;
    if (known.refreshToken === undefined) return isGood ? known : undefined;
    try {
      return await renewOnce(known, known.refreshToken) ?? (isGood ? known : undefined);
    } catch (error) {
      if (!(error instanceof ProviderAway)) throw error;
      if (isGood) return known;
      throw problem(refuse('identity-provider-away'), { cause: error });
    }
  };
}
