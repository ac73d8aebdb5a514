/** The client of the public API, typed by the OpenAPI document: what the console and the command line call. */
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { asFailure, failureOf } from './failure.ts';
import type { components, paths } from './schema.d.ts';

/** A schema of the document by its name: `Schema<'Ticket'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
export type Api = Client<paths>;

export interface ApiOptions {
  /** Where the API is: `http://127.0.0.1:4000`; the console's own origin when empty. */
  readonly baseUrl?: string;
  /** Through what one acts, as the timeline names it. The console is let in by its cookie and says who it is instead. */
  readonly channel: 'console' | 'cli';
  /** The bearer token or API key, asked for at every call; undefined: none is sent. */
  readonly token?: () => Promise<string | undefined>;
  /** In which language texts come: `fr`, `en`. */
  readonly language?: () => string;
  /** In place of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Makes a client. Its calls answer `{ data, error, response }`; `dataOf` and `answerOf` make of them what was asked for, or throw why not. */
export function createApi({ baseUrl = '', channel, token, language, fetch }: ApiOptions): Api {
  const api = createClient<paths>({ baseUrl, ...(fetch === undefined ? {} : { fetch }) });
  const frame: Middleware = {
    async onRequest({ request }) {
      request.headers.set('X-Jalon-Channel', channel);
      if (channel === 'console') request.headers.set('X-Jalon-Console', '1');
      const [bearer, spoken] = [await token?.(), language?.()];
      if (bearer !== undefined) request.headers.set('Authorization', `Bearer ${bearer}`);
      if (spoken !== undefined) request.headers.set('Accept-Language', spoken);
      return request;
    },
  };
  api.use(frame);
  return api;
}

/** What a call of the client comes to. */
interface Call<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of an answer: `const ticket = await dataOf(api.GET('/api/v1/tickets/{number}', { params: { path: { number } } }))`.
 * @throws {ApiFailure} when it was refused, not understood, or nobody answered.
 */
export async function dataOf<T>(call: Promise<Call<T>>): Promise<T> {
  return (await answerOf(call)).data;
}

export interface Answer<T> {
  readonly data: T;
  /** Of the version that was read, for `If-Match`. */
  readonly etag: string | undefined;
  /** The cursor of the next page of a list, from `Link: rel="next"`. */
  readonly nextCursor: string | undefined;
  readonly response: Response;
}

/**
 * The same with what the headers say.
 * @throws {ApiFailure} as `dataOf`.
 */
export async function answerOf<T>(call: Promise<Call<T>>): Promise<Answer<T>> {
  const { data, error, response } = await call.catch((thrown: unknown) => { throw asFailure(thrown); });
  if (!response.ok) throw failureOf(response, error);
  return { data: data as T, etag: response.headers.get('etag') ?? undefined, nextCursor: nextCursorOf(response.headers.get('link')), response };
}

function nextCursorOf(link: string | null): string | undefined {
  const [, target] = /<([^>]*)>;\s*rel="next"/.exec(link ?? '') ?? [];
  return target === undefined ? undefined : new URLSearchParams(target.slice(target.indexOf('?'))).get('cursor') ?? undefined;
}

/** `bodySerializer` of a route that takes a file: fields as they are, `undefined` left out. */
export function formOf(fields: Readonly<Record<string, string | Blob | undefined>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, value, 'name' in value ? String(value.name) : name);
  }
  return form;
}
