/** Idempotency-Key: the first answer again for the same request, and one command id for all its repetitions (architecture.md, "Decided now"). */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Pool } from 'pg';
import { claimKey, releaseKey, rememberAnswer, rememberId, type KeyedRequest, type Lease } from '../../db/idempotency/store.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { fault } from './fields.ts';
import { problem, type WireAnswer } from './problem.ts';

const keyMax = 200;
const keyPattern = /^[\x20-\x7e]*$/;

/**
 * The key of a request, or undefined when it brought none.
 * @throws {Problem} `malformed-request` when it is empty, longer than 200 characters, or not printable ASCII.
 */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined) return undefined;
  const path = ['Idempotency-Key'];
  if (key.length === 0) throw problem(refuse('malformed-request'), { faults: [fault('header', path, 'too-small', { minimum: 1 })] });
  if (key.length > keyMax) throw problem(refuse('malformed-request'), { faults: [fault('header', path, 'too-big', { maximum: keyMax })] });
  if (!keyPattern.test(key)) throw problem(refuse('malformed-request'), { faults: [fault('header', path, 'forbidden-character')] });
  return key;
}

/** The same for the same request, whatever the order of its fields. */
export function digestOf(request: unknown): string {
  return createHash('sha256').update(canonical(request)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join()}}`;
}

/** Temporal's update id of a keyed request. The digest is in it: a key used anew after its row was deleted is another command. */
export function commandIdOf({ principal, route, key, digest }: KeyedRequest): string {
  return `key-${digestOf([principal, route, key, digest])}`;
}

export interface KeyedAttempt {
  readonly commandId: string;
  readonly allocate: (make: () => Promise<string>) => Promise<string>;
}

/** Remembered are answers that stay true: not our failures, not "too many requests", and not one that leaves open what became of a part (207). */
function staysTrue({ status }: WireAnswer): boolean {
  return status < 500 && status !== 429 && status !== 207;
}

/**
 * Answers a keyed request: by `run`, once, or with what it answered before.
 * @param run never throws; a failure is an answer too.
 * @param warn is told when a key could not be given free; its lease then ends by itself.
 * @throws {Problem} `idempotency-key-reused`, `request-in-progress`; `outcome-unknown` when the answer could not be remembered: nobody is told what
 * he could not be told again, and once the lease has ended his next attempt is the same command. What PostgreSQL throws when it is away before `run`.
 */
export async function withIdempotency(
  pool: Pool, request: KeyedRequest, run: (attempt: KeyedAttempt) => Promise<WireAnswer>, warn: (error: unknown) => void,
): Promise<WireAnswer> {
  const claim = await claimKey(pool, request);
  switch (claim.outcome) {
    case 'other-request': throw problem(refuse('idempotency-key-reused'));
    case 'running': throw problem(refuse('request-in-progress'));
    case 'answered': return { ...claim.answer, headers: { ...claim.answer.headers, 'idempotency-replayed': 'true' } };
    case 'claimed': {
      const answer = await run(attemptOf(pool, request, claim.lease));
      if (staysTrue(answer)) return await rememberAnswer(pool, request, answer).catch((cause: unknown) => { throw problem(refuse('outcome-unknown'), { cause }); });
      await releaseKey(pool, request, claim.lease).catch(warn);
      return answer;
    }
  }
}

function attemptOf(pool: Pool, request: KeyedRequest, lease: Lease): KeyedAttempt {
  return {
    commandId: commandIdOf(request),
    allocate: once(async (make) => lease.allocatedId ?? rememberId(pool, request, await make())),
  };
}

/** One id per request: whoever asks again is given the same. */
export function once(allocate: KeyedAttempt['allocate']): KeyedAttempt['allocate'] {
  let allocated: Promise<string> | undefined;
  return (make) => (allocated ??= allocate(make));
}
