/** Sends what a command has put together: once more where the API asks for patience, page after page where a list goes on. */
import { answerOf, type Answer, type Api } from '../../client/client.ts';
import { ApiFailure } from '../../client/failure.ts';
import { pause } from '../processes/wait.ts';
import type { Prepared } from './request.ts';
import { rowsOf } from './shape.ts';

type Untyped = (method: string, path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

const answerWithinMs = 60_000;
/** Waiting for the API's own «try again», all in all. */
const patienceMs = 15_000;
/** The most that a page holds. */
export const pageMax = 200;

/** What is asked of an operation whose types are known to the document alone. @throws {ApiFailure} */
export async function send(api: Api, prepared: Prepared): Promise<Answer<unknown>> {
  const { operation: { method, path, answersBytes, answersStream }, idempotencyKey } = prepared;
  const limited = answersStream ? {} : { signal: AbortSignal.timeout(answerWithinMs) };
  const request = api.request as unknown as Untyped;
  const isSafeAgain = method === 'GET' || idempotencyKey !== undefined;
  for (const endMs = Date.now() + patienceMs; ;) {
    try {
      return await answerOf(request(method.toLowerCase(), path, {
        params: { path: prepared.path, query: prepared.query }, headers: prepared.headers, ...limited,
        ...(prepared.body === undefined ? {} : { body: prepared.body }), ...(answersBytes ? { parseAs: 'arrayBuffer' } : answersStream ? { parseAs: 'stream' } : {}),
      }));
    } catch (thrown) {
      const waitMs = thrown instanceof ApiFailure && thrown.status !== null && thrown.retryAfterSeconds !== undefined ? thrown.retryAfterSeconds * 1000 : undefined;
      if (waitMs === undefined || !isSafeAgain || Date.now() + waitMs > endMs) throw thrown;
      await pause(waitMs);
    }
  }
}

export interface Listed {
  readonly body: unknown;
  /** Whether there is more than was asked for. */
  readonly hasMore: boolean;
}

/**
 * A list, as far as it is wanted.
 * @param rowsMax undefined: the API's own page.
 */
export async function sendList(api: Api, prepared: Prepared, rowsMax: number | undefined): Promise<Listed> {
  const rows: unknown[] = [];
  for (let cursor = prepared.query['cursor']; ;) {
    const limit = rowsMax === undefined ? undefined : Math.min(pageMax, rowsMax - rows.length);
    const { data, nextCursor } = await send(api, { ...prepared, query: { ...prepared.query, ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) } });
    const page = rowsOf(data);
    if (page === undefined) return { body: data, hasMore: false };
    rows.push(...page);
    const isEnough = rowsMax === undefined || rows.length >= rowsMax;
    if (nextCursor === undefined || isEnough) return { body: { ...(data as object), items: rows }, hasMore: nextCursor !== undefined };
    cursor = nextCursor;
  }
}
