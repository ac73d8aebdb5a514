/** One call to an outside system, and the one place where its failures are classified (architecture.md: "Errors"). */
import { ApplicationFailure } from '@temporalio/common';
import type { z } from 'zod';
import { inSpan, traceparentNow } from '../../ports/tracing.ts';

/** Types of the failures thrown here; only `unavailable` is worth a retry. */
export const outsideFailure = {
  unavailable: 'outside.unavailable',
  rejected: 'outside.rejected',
  contractMismatch: 'outside.contract-mismatch',
} as const;

/** Where an outside system is and how we are known there. */
export interface OutsideSystem {
  /** Name in messages and metrics: `obl`, `billing`. */
  system: string;
  /** With or without a path; a trailing slash does not matter. */
  baseUrl: string;
  token: string;
  /** Milliseconds for the whole call, the body included; 10 s when not given. */
  timeoutMs?: number;
}

export interface OutsideCall<Answer> {
  /** Name in messages: `place-order`. */
  operation: string;
  method: 'GET' | 'POST';
  /** Begins with `/`, already encoded. */
  path: string;
  /** Required by every call that has an effect. */
  idempotencyKey?: string;
  body?: unknown;
  /** What a 2xx answer's body must be; `null` where there is none to read. */
  answer: z.ZodType<Answer> | null;
}

/** Facts of a failed call, in the failure's details: no body, no token, no address, as they end in Temporal's history. */
export interface OutsideFailureDetails {
  system: string;
  operation: string;
  /** HTTP status or SMTP reply code; absent when no answer came. */
  status?: number;
  /** The other side's stable problem code, or why no answer came (`timeout`, `ECONNREFUSED`). */
  code?: string;
}

const defaultTimeoutMs = 10_000;
/** A longer Retry-After is not believed: a person would wait on a number. */
const longestRetryAfterMs = 300_000;
const retryableStatuses = new Set([408, 425, 429]);

/**
 * Calls an outside system once.
 * @returns the parsed body of a 2xx answer
 * @throws {ApplicationFailure} `outside.unavailable` (retryable: timeout, no connection, 408, 425, 429, 5xx; honours Retry-After up to 5 minutes),
 * `outside.rejected` (any other status), `outside.contract-mismatch` (a 2xx answer that is not what the port says)
 */
export async function requestOutside<Answer>(outside: OutsideSystem, call: OutsideCall<Answer>): Promise<Answer> {
  // No address: paths hold numbers of customers.
  const attributes = { 'http.request.method': call.method, 'jalon.system': outside.system, 'jalon.operation': call.operation };
  return await inSpan(`${outside.system} ${call.operation}`, { kind: 'CLIENT', attributes }, async (span) => await ask(outside, call, (status) => span.setAttribute('http.response.status_code', status)));
}

async function ask<Answer>(outside: OutsideSystem, call: OutsideCall<Answer>, onStatus: (status: number) => void): Promise<Answer> {
  const { response, text } = await exchange(outside, call);
  onStatus(response.status);
  const facts = { system: outside.system, operation: call.operation, status: response.status };
  if (!response.ok) throw refusal(response, text, facts);
  // Whoever passes null asks for nothing, so that Answer is void.
  if (call.answer === null) return undefined as Answer;
  const parsed = call.answer.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // The paths only: the values may be personal data.
  const paths = parsed.error.issues.map((issue) => issue.path.join('.') || '(body)').join(', ');
  throw outsideError(outsideFailure.contractMismatch, { ...facts, code: `unexpected: ${paths}` });
}

async function exchange(outside: OutsideSystem, call: OutsideCall<unknown>): Promise<{ response: Response; text: string }> {
  const traceparent = traceparentNow();
  try {
    const response = await fetch(`${outside.baseUrl.replace(/\/+$/, '')}${call.path}`, {
      method: call.method,
      // A redirect is an answer like another: following it would send the token elsewhere.
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${outside.token}`,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(traceparent === null ? {} : { traceparent }),
        ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(outside.timeoutMs ?? defaultTimeoutMs),
    });
    return { response, text: await response.text() };
  } catch (error) {
    throw outsideError(outsideFailure.unavailable, { system: outside.system, operation: call.operation, code: connectionCode(error) });
  }
}

function refusal(response: Response, text: string, facts: OutsideFailureDetails): ApplicationFailure {
  const code = problemCode(text);
  const details = code === undefined ? facts : { ...facts, code };
  const isRetryable = response.status >= 500 || retryableStatuses.has(response.status);
  if (!isRetryable) return outsideError(outsideFailure.rejected, details);
  return outsideError(outsideFailure.unavailable, details, retryAfterMs(response.headers.get('retry-after'), Date.now()));
}

/** A failure in the one form that journeys and people know. @param nextRetryDelayMs when the other side said how long to wait */
export function outsideError(type: (typeof outsideFailure)[keyof typeof outsideFailure], details: OutsideFailureDetails, nextRetryDelayMs?: number): ApplicationFailure {
  const said = [details.status === undefined ? 'no answer' : `status ${details.status}`, ...(details.code === undefined ? [] : [`(${details.code})`])];
  return ApplicationFailure.create({
    type,
    message: `${details.system} ${details.operation}: ${said.join(' ')}`,
    nonRetryable: type !== outsideFailure.unavailable,
    details: [details],
    ...(nextRetryDelayMs === undefined ? {} : { nextRetryDelay: nextRetryDelayMs }),
  });
}

/** Milliseconds a Retry-After header asks for (seconds or an HTTP date), at most 5 minutes; `undefined` when it asks for nothing. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const askedMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return askedMs > 0 ? Math.min(askedMs, longestRetryAfterMs) : undefined;
}

function connectionCode(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' ? cause.code : 'connection-failed';
}

/** Only what looks like a code is repeated: a problem's sentences may hold personal data. */
function problemCode(text: string): string | undefined {
  const code = (parseJson(text) as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^[A-Za-z0-9._-]{1,60}$/.test(code) ? code : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
