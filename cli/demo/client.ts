/** A client of the public API that outlives the restart of any process: it sends again under the same key until it is told. */
import { randomUUID } from 'node:crypto';
import { exitCodes, Failure, sentenceOf } from '../failure.ts';
import { pause } from '../processes/wait.ts';

/** Where the API is, and how a user signs in there. */
export interface Access {
  /** `http://127.0.0.1:4000/api/v1`. */
  readonly baseUrl: string;
  /** @throws {Failure} with the exit code of the environment while the identity provider is away. */
  readonly tokenOf: (user: string) => Promise<string>;
}

interface Answered<T> {
  readonly body: T;
  readonly headers: Headers;
}

/** Every call as the user of that name. */
export interface Api {
  get<T>(user: string, path: string): Promise<Answered<T>>;
  post<T>(user: string, path: string, body: unknown): Promise<T>;
  /** @param etag of the version that was read, where there is one. */
  put<T = void>(user: string, path: string, body: unknown, etag?: string): Promise<T>;
  patch<T>(user: string, path: string, body: unknown, etag: string): Promise<T>;
}

/** The API understood and said no: its sentence, and its code. */
export class RefusedCall extends Failure {
  readonly code: string;

  constructor(sentence: string, code: string) {
    super(sentence);
    this.code = code;
  }
}

const patienceMs = 120_000;
const answerWithinMs = 30_000;
const againAfterMs = 250;

interface Sent {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT';
  readonly body?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `signal`: aborted, no call is begun or repeated any more. */
export function createApi({ baseUrl, tokenOf }: Access, signal?: AbortSignal): Api {
  const tokens = new Map<string, Promise<string>>();

  function tokenFor(user: string): Promise<string> {
    const token = tokens.get(user) ?? tokenOf(user);
    tokens.set(user, token);
    token.catch(() => tokens.delete(user));
    return token;
  }

  async function attempt(user: string, path: string, { method, body, headers = {} }: Sent): Promise<Response> {
    return await fetch(`${baseUrl}${path}`, {
      method, ...(body === undefined ? {} : { body }), signal: AbortSignal.timeout(answerWithinMs),
      headers: { 'authorization': `Bearer ${await tokenFor(user)}`, 'accept-language': 'en', 'x-jalon-channel': 'cli', ...headers },
    });
  }

  async function send(user: string, path: string, sent: Sent): Promise<Answered<unknown>> {
    let last = '';
    let hasRenewed = false;
    for (const endMs = Date.now() + patienceMs; Date.now() < endMs;) {
      signal?.throwIfAborted();
      const answer = await read(attempt(user, path, sent));
      if ('status' in answer) {
        if (answer.status < 300) return answer;
        const { code = '', detail = '', errors = [] } = answer.body as { code?: string; detail?: string; errors?: { pointer: string; message: string }[] };
        // The provider was started again, with other keys perhaps.
        const isExpired = answer.status === 401 && !hasRenewed;
        if (isExpired) hasRenewed = tokens.delete(user);
        else if (answer.status !== 503 && answer.status !== 429 && code !== 'request-in-progress') {
          throw new RefusedCall([`${sent.method} ${path}, as ${user}, was refused (${answer.status} ${code}). ${detail}`, ...errors.map(({ pointer, message }) => `${pointer}: ${message}`)].join(' '), code);
        }
        last = detail;
      } else {
        last = answer.away;
      }
      await pause(againAfterMs, signal);
    }
    throw new Failure(`${sent.method} ${path} was not answered for ${patienceMs / 1000} seconds. ${last}`, exitCodes.environment);
  }

  return {
    get: async <T>(user: string, path: string) => await send(user, path, { method: 'GET' }) as Answered<T>,
    async post<T>(user: string, path: string, body: unknown) {
      const isFile = body instanceof FormData;
      const headers = { 'idempotency-key': randomUUID(), ...(isFile ? {} : { 'content-type': 'application/json' }) };
      const answered = await send(user, path, { method: 'POST', headers, body: isFile ? body : JSON.stringify(body) });
      return answered.body as T;
    },
    put: async <T>(user: string, path: string, body: unknown, etag?: string) => (await send(user, path, { method: 'PUT', headers: jsonHeaders(etag), body: JSON.stringify(body) })).body as T,
    patch: async <T>(user: string, path: string, body: unknown, etag: string) => (await send(user, path, { method: 'PATCH', headers: jsonHeaders(etag), body: JSON.stringify(body) })).body as T,
  };
}

function jsonHeaders(etag: string | undefined): Record<string, string> {
  return { 'content-type': 'application/json', ...(etag === undefined ? {} : { 'if-match': etag }) };
}

/** What came of an attempt; a connection that fails, also in the middle of an answer, is somebody away. */
async function read(attempt: Promise<Response>): Promise<(Answered<unknown> & { readonly status: number }) | { readonly away: string }> {
  try {
    const response = await attempt;
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) as unknown };
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.exitCode !== exitCodes.environment) throw thrown;
    return { away: sentenceOf(thrown) };
  }
}
