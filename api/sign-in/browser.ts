/** Where a browser signs in, comes back to, and signs out: `/sign-in`, `/sign-in/callback`, `/sign-out`. The pages never see a token. */
import express, { type Request, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import { errorCodes, fill, refuse, type Refusal, type Text } from '../../domain/errors/codes.ts';
import { contextOf } from '../http/context.ts';
import { Problem } from '../http/problem.ts';
import type { Limits } from '../http/rate-limit.ts';
import { pageHeaders } from '../http/security-headers.ts';
import { demandOwnPage } from './origin.ts';
import { begun, ProviderAway, SignInRefused } from './provider.ts';
import { clearSession, openSession, writeSession, type Browsers } from './sessions.ts';
import type { Verifier } from './verify.ts';

/** As long as the provider waits for somebody who looks for his password. */
const signInMaxSeconds = 10 * 60;
const toMax = 2_000;
const again: Text = { fr: 'Recommencer la connexion', en: 'Sign in again' };

interface Needed {
  readonly verify: Verifier;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly nowMs: () => number;
}

export function browserSignIn(browsers: Browsers, { verify, limits, logger, nowMs }: Needed): Router {
  const { seal, cookies, provider, publicUrl } = browsers;
  const router = express.Router({ strict: true, caseSensitive: true });
  router.use(['/sign-in', '/sign-out'], (_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });

  router.get('/sign-in', async (request, response) => {
    await orSay(request, response, async () => {
      const { address, begun: content } = await provider.begin(ownAddress(request.query['to'], publicUrl));
      cookies.write(response, pendingName(content.state), await seal.seal('sign-in', content, nowMs() + signInMaxSeconds * 1000), signInMaxSeconds);
      response.redirect(303, address);
    });
  });

  router.get('/sign-in/callback', async (request, response) => {
    await orSay(request, response, async () => {
      const query = new URL(request.originalUrl, publicUrl).searchParams;
      const name = pendingName(query.get('state') ?? '');
      const sealed = cookies.read(request, name);
      const pending = sealed === undefined ? undefined : await seal.open('sign-in', sealed, begun, nowMs());
      // Begun elsewhere, too long ago, or by another site that wants somebody signed in as another.
      if (pending === undefined) throw new SignInRefused('not_begun');
      cookies.clear(request, response, name);
      const made = await provider.finish(query, pending);
      const verification = await verify(`Bearer ${made.accessToken}`);
      if (verification.outcome === 'identity-provider-away') throw new ProviderAway('keys not readable');
      // Said here: the console would else come back to this very sign-in, without end.
      if (verification.outcome === 'unauthenticated') throw new SignInRefused(verification.fault);
      await writeSession(browsers, response, made);
      response.redirect(303, pending.to);
    });
  });

  router.post('/sign-out', async (request, response) => {
    limits.stranger(request);
    demandOwnPage(request, publicUrl);
    const known = await openSession(browsers, request, nowMs());
    clearSession(browsers, request, response);
    const next = known === undefined ? undefined : await provider.endAddress(known).catch((error: unknown) => {
      if (error instanceof ProviderAway) return undefined;
      throw error;
    });
    // To be followed by the page: whoever signs in again at the provider is asked who he is.
    response.status(200).json({ next: next ?? '/' });
  });

  async function orSay(request: Request, response: Response, attempt: () => Promise<void>): Promise<void> {
    try {
      limits.stranger(request);
      await attempt();
    } catch (error) {
      if (!(error instanceof ProviderAway || error instanceof SignInRefused || error instanceof Problem)) throw error;
      const { requestId, traceId } = contextOf(request);
      logger.warn({ reason: error.message, requestId, traceId }, 'sign-in failed');
      const refusal = error instanceof Problem ? error.refusal : error instanceof SignInRefused ? refuse('sign-in-failed', { reason: error.message }) : refuse('identity-provider-away', { seconds: 5 });
      pageHeaders(request, response, () => undefined);
      if (refusal.parameters['seconds'] !== undefined) response.set('retry-after', String(refusal.parameters['seconds']));
      response.status(errorCodes[refusal.code].status).set('cache-control', 'no-store').type('html').send(failurePage(refusal, request));
    }
  }

  return router;
}

/** Each tab its own: those of an ended session all come here at once. */
function pendingName(state: string): string {
  return `sign-in-${state.replaceAll(/[^\w-]/g, '').slice(0, 12)}`;
}

/** Where a sign-in may lead: a page of ours. Anything else would send people who trust our address elsewhere. */
export function ownAddress(to: unknown, publicUrl: URL): string {
  if (typeof to !== 'string' || to.length > toMax || !URL.canParse(to, publicUrl.href)) return '/';
  const { origin, pathname, search, hash } = new URL(to, publicUrl);
  // Two slashes would name another host to the browser that follows it.
  return origin !== publicUrl.origin || /^\/(?:\/|sign-|api\/)/.test(pathname) ? '/' : `${pathname}${search}${hash}`;
}

function failurePage({ code, parameters }: Refusal, request: Request): string {
  const { language } = contextOf(request);
  const { title, detail } = errorCodes[code];
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title[language])}</title></head>
<body><main><h1>${escaped(title[language])}</h1><p>${escaped(fill(detail[language], parameters, language))}</p><p><a href="/sign-in">${escaped(again[language])}</a></p></main></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
