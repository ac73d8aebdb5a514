/** Browsers before the application under test: their sessions without a provider, and what they keep from one answer to the next. */
import { createCookies } from '../../api/sign-in/cookies.ts';
import { createSeal } from '../../api/sign-in/seal.ts';
import { ProviderAway, type SignInProvider } from '../../api/sign-in/provider.ts';
import type { Browsers } from '../../api/sign-in/sessions.ts';

export const sessionSecret = 'a-secret-of-the-tests-only-long-enough';
const publicUrl = new URL('http://127.0.0.1');

const noProvider: SignInProvider = {
  begin: () => { throw new ProviderAway(); }, finish: () => { throw new ProviderAway(); }, renew: () => { throw new ProviderAway(); }, endAddress: async () => undefined,
};

/** Their parts, the others being harmless ones. */
export function testBrowsers(parts: Partial<Browsers> = {}): Browsers {
  const url = parts.publicUrl ?? publicUrl;
  return { seal: createSeal(sessionSecret), cookies: createCookies(url), provider: noProvider, publicUrl: url, webUiOrigin: null, operatorName: 'Jalon', consoleFolder: '/nowhere', ...parts };
}

/** What a browser of the console sends that is signed in with this token. */
export async function consoleHeadersOf(accessToken: string): Promise<Record<string, string>> {
  const endsAtMs = Date.now() + 600_000;
  const sealed = await createSeal(sessionSecret).seal('session', { accessToken, accessEndsAtMs: endsAtMs, endsAtMs }, endsAtMs);
  return { 'cookie': `jalon-${publicUrl.port}-session=1~${sealed}`, 'x-jalon-console': '1', 'sec-fetch-site': 'same-origin' };
}

export interface Visitor {
  /** One request, with the cookies so far; redirects are not followed. */
  visit(url: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects until an answer is none. */
  follow(url: string, init?: RequestInit): Promise<Response>;
  /** Those of a host and port, by name: no browser tells ports apart, but the provider's would else be ours. */
  cookiesOf(url: string): Map<string, string>;
}

interface Kept {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

export function browser(): Visitor {
  let kept: readonly Kept[] = [];
  const sentTo = (url: string): readonly Kept[] => {
    const { host, pathname } = new URL(url);
    return kept.filter((cookie) => cookie.host === host && pathname.startsWith(cookie.path));
  };
  async function visit(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = sentTo(url).map(({ name, value }) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { 'accept': 'text/html', 'accept-language': 'fr', ...init.headers as Record<string, string>, cookie } });
    for (const given of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(given) ?? [];
      const cookieOf = { host: new URL(url).host, path: /; path=([^;]+)/i.exec(given)?.[1] ?? '/', name, value: decodeURIComponent(value) };
      kept = kept.filter((one) => one.host !== cookieOf.host || one.path !== cookieOf.path || one.name !== name);
      if (value !== '' && !/expires=Thu, 01 Jan 1970/i.test(given)) kept = [...kept, cookieOf];
    }
    return response;
  }
  return {
    visit, cookiesOf: (url) => new Map(sentTo(url).map(({ name, value }) => [name, value])),
    async follow(url, init) {
      let [at, response] = [url, await visit(url, init)];
      for (let location = response.headers.get('location'); location !== null; location = response.headers.get('location')) {
        at = new URL(location, at).href;
        response = await visit(at);
      }
      return response;
    },
  };
}
