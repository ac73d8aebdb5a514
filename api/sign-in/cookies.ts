/** Cookies that only we read: their attributes, and their parts, for a browser keeps no more than 4,096 bytes in one. */
import type { CookieOptions, Request, Response } from 'express';

const partMax = 3_800;
/** More than any provider's tokens need, and less than what Node takes for all headers of a request. */
const partsMax = 4;

export interface Cookies {
  read(request: Request, name: string): string | undefined;
  /** @throws {Error} when the value needs more parts than a request may carry. */
  write(response: Response, name: string, value: string, maxAgeSeconds?: number): void;
  clear(request: Request, response: Response, name: string): void;
}

/** @param publicUrl where browsers reach us. Cookies know no ports: without TLS, which is on loopback, the name says which of several is meant. */
export function createCookies(publicUrl: URL): Cookies {
  const secure = publicUrl.protocol === 'https:';
  // Taken by a browser only from this very host, by TLS: no neighbouring host can plant one.
  const nameOf = (name: string, part: number): string => `${secure ? '__Host-jalon' : `jalon-${publicUrl.port}`}-${name}${part === 0 ? '' : `.${part}`}`;
  const attributes: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  return {
    read(request, name) {
      const given = cookiesOf(request);
      const [, count, first] = /^([1-9])~(.*)$/.exec(given.get(nameOf(name, 0)) ?? '') ?? [];
      if (first === undefined) return undefined;
      const others = Array.from({ length: Number(count) - 1 }, (_, index) => given.get(nameOf(name, index + 1)));
      return others.includes(undefined) ? undefined : [first, ...others].join('');
    },
    write(response, name, value, maxAgeSeconds) {
      const count = Math.ceil(value.length / partMax);
      if (count > partsMax) throw new Error(`A session of ${value.length} characters is more than a browser brings back: the identity provider's tokens are too large.`);
      for (let part = 0; part < count; part += 1) {
        const content = value.slice(part * partMax, (part + 1) * partMax);
        response.cookie(nameOf(name, part), part === 0 ? `${count}~${content}` : content, { ...attributes, ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds * 1000 }) });
      }
    },
    clear(request, response, name) {
      const given = cookiesOf(request);
      for (let part = 0; part < partsMax; part += 1) if (given.has(nameOf(name, part))) response.clearCookie(nameOf(name, part), attributes);
    },
  };
}

function cookiesOf(request: Request): ReadonlyMap<string, string> {
  const pairs = (request.get('cookie') ?? '').split(';').flatMap((pair): [string, string][] => {
    const [, name, value] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  // Of two of one name the first: browsers send the one of the longer path first.
  return new Map(pairs.reverse());
}
