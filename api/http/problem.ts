/** Problem details (RFC 9457): the one mapping from a refusal to what goes over the wire. */
import { errorCodes, fill, type ErrorCode, type Language, type Refusal } from '../../domain/errors/codes.ts';
import type { EventStream } from './event-stream.ts';
import { describeFault, type FieldFault } from './fields.ts';

/** A refusal on its way to the caller; thrown or returned by a handler. */
export class Problem extends Error {
  readonly refusal: Refusal;
  readonly faults: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(refusal: Refusal, faults: readonly FieldFault[], headers: Readonly<Record<string, string>>, cause?: unknown) {
    super(refusal.code, { cause });
    this.refusal = refusal;
    this.faults = faults;
    this.headers = headers;
  }
}

/** More in `errors` helps nobody, and a caller must not make us write megabytes. */
const faultsMax = 50;

export interface ProblemDetails {
  /** Fields at fault, each with its own code. */
  readonly faults?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Makes a problem of a refusal. */
export function problem(refusal: Refusal, { faults = [], headers = {}, cause }: ProblemDetails = {}): Problem {
  return new Problem(refusal, faults.slice(0, faultsMax), headers, cause);
}

/** An answer as it goes over the wire, and as it is remembered under an idempotency key. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** In place of `body`; never remembered. */
  readonly bytes?: Uint8Array;
  /** In place of both: what is told as it happens, until somebody ends it. */
  readonly stream?: Stream;
}

export type Stream = (events: EventStream) => Promise<void>;

/** Answers that say when to come back, whether the refusal says it or not. */
const retryAfterSeconds: Partial<Record<ErrorCode, number>> = {
  'request-in-progress': 1, 'too-many-requests': 1, 'identity-provider-away': 5, 'dependency-away': 5, 'outcome-unknown': 2,
};

/** The answer to a refused request, in the caller's language. */
export function renderProblem({ refusal, faults, headers }: Problem, language: Language, traceId: string): WireAnswer {
  const { status, title, detail } = errorCodes[refusal.code];
  const defaultSeconds = retryAfterSeconds[refusal.code];
  const parameters = defaultSeconds === undefined ? refusal.parameters : { seconds: defaultSeconds, ...refusal.parameters };
  const sentence = fill(detail[language], parameters, language);
  const errors = [
    ...(refusal.pointer === undefined ? [] : [{ in: 'body', pointer: refusal.pointer, code: refusal.code, message: sentence }]),
    ...faults.map((fault) => describeFault(fault, language)),
  ];
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      ...(defaultSeconds === undefined ? {} : { 'retry-after': String(parameters['seconds']) }),
      ...headers,
    },
    body: JSON.stringify({
      type: `/problems/${refusal.code}`, title: title[language], status, detail: sentence, code: refusal.code,
      ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
      ...(errors.length === 0 ? {} : { errors }),
      traceId,
    }),
  };
}
