/** A refusal of the API as the command line tells it: what is wrong, in the words of its own options, what to do, and the exit code. */
import type { ApiFailure } from '../../client/failure.ts';
import { exitCodes, Failure } from '../failure.ts';
import { flagOf } from './options.ts';

/** What was asked, as far as it matters for what to do next. */
export interface Asked {
  /** `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  /** The key that the request went out with; undefined: it changes nothing, or takes none. */
  readonly idempotencyKey?: string | undefined;
}

/** The exit code of a status; null: nobody answered. */
export function exitCodeOf(status: number | null): number {
  switch (status) {
    case null: return exitCodes.environment;
    case 401: case 403: return exitCodes.denied;
    case 404: return exitCodes.notFound;
    case 409: case 412: case 428: return exitCodes.conflict;
    case 400: case 413: case 415: case 422: return exitCodes.refused;
    case 429: case 503: return exitCodes.later;
    default: return exitCodes.failed;
  }
}

/** The failure to end with. */
export function failureOf(failure: ApiFailure, asked: Asked): Failure {
  const { status, problem } = failure;
  if (status === null) return new Failure(unanswered(failure, asked), exitCodes.environment);
  if (problem === null) return new Failure(`${asked.baseUrl} answered ${status}, and not as Jalon does: check JALON_API_URL.`, exitCodes.environment);
  const faults = (problem.errors ?? []).map(({ in: part, pointer, message }) => `  ${placeOf(part, pointer)}: ${message}`);
  const advice = adviceOf(failure, asked);
  return new Failure([`${problem.detail} (${status} ${problem.code})`, ...faults, ...(advice === undefined ? [] : [advice])].join('\n'), exitCodeOf(status));
}

function unanswered({ cause }: ApiFailure, { baseUrl, idempotencyKey }: Asked): string {
  const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause : cause) : undefined;
  const code = reason !== undefined && 'code' in reason ? ` (${String(reason.code)})` : reason?.name === 'TimeoutError' ? ' in time' : '';
  const again = idempotencyKey === undefined ? '' : ` Whether it was done is not known: the same command with --idempotency-key ${idempotencyKey} does it once and no more.`;
  return `Nobody answers at ${baseUrl}${code}: start Jalon with "./jalon up", or say where it is with JALON_API_URL or --api.${again}`;
}

/** Where a field is on the command line: its option, or the place in the file below it. */
function placeOf(part: string, pointer: string): string {
  const [first = '', ...rest] = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (first === '' || part === 'header') return part;
  if (part === 'path') return `<${first}>`;
  return rest.length === 0 ? flagOf({ name: first }) : [first, ...rest].join('.');
}

function adviceOf({ status, code, retryAfterSeconds }: ApiFailure, { idempotencyKey }: Asked): string | undefined {
  switch (status) {
    case 401: return 'Sign in with "./jalon sign-in <user>", or give a token or API key in JALON_TOKEN.';
    case 403: return '"./jalon me" shows what you may.';
    case 412: case 428: return 'Read it again, then send your change with --if-match and what the same command’s "read --etag" prints.';
    case 429: case 503: {
      const seconds = retryAfterSeconds === undefined ? 'a moment' : `${retryAfterSeconds} s`;
      return code === 'outcome-unknown' && idempotencyKey !== undefined
        ? `Send the same command again in ${seconds} with --idempotency-key ${idempotencyKey}: it is done once and no more.` : `Try again in ${seconds}.`;
    }
    default: return undefined;
  }
}
