/** What a call of the API can fail with: one class, whose `problem` says why whenever the API itself refused. */
import type { components } from './schema.d.ts';

export type Problem = components['schemas']['Problem'];
export type ErrorCode = Problem['code'];
export type FieldProblem = NonNullable<Problem['errors']>[number];

export class ApiFailure extends Error {
  /** Null when nobody answered: no connection, or it broke before the answer was whole. */
  readonly status: number | null;
  /** The refusal (RFC 9457), in the language asked for; null when what answered was no API of ours: a proxy, another program. */
  readonly problem: Problem | null;
  /** After which the same request may be sent again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number | null, problem: Problem | null, cause?: unknown, retryAfterSeconds?: number) {
    super(problem?.detail ?? (status === null ? 'The API does not answer.' : `The API answered ${status}.`), { cause });
    this.name = 'ApiFailure';
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The stable code, by which programs decide: `D-04.missing-document`; undefined without a problem. */
  get code(): ErrorCode | undefined {
    return this.problem?.code;
  }
}

/** Whatever a call threw: the caller's own abort stays one, anything else is an answer that did not come, or not whole. */
export function asFailure(thrown: unknown): unknown {
  const isOwn = thrown instanceof ApiFailure || (thrown instanceof Error && thrown.name === 'AbortError');
  return isOwn ? thrown : new ApiFailure(null, null, thrown);
}

/** The failure of an answer that is none of 2xx. */
export function failureOf(response: Response, body: unknown): ApiFailure {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiFailure(response.status, isProblem(body) ? body : null, body, Number.isFinite(retryAfter) ? retryAfter : undefined);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'detail' in body;
}
