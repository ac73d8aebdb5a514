/** Same Idempotency-Key and same body: the same answer again; same key and another body: refused. */
import { createHash } from 'node:crypto';
import type { Entry, RememberedAnswer, SubjectFact } from './entries.ts';
import { Problem } from './problem.ts';

export interface AnswerMemory {
  apply(entry: Entry<SubjectFact>): void;
  /** @throws {Problem} 422 `idempotency-key-reused` */
  find(key: string, digest: string): RememberedAnswer | undefined;
}

export function createAnswerMemory(): AnswerMemory {
  const answers = new Map<string, RememberedAnswer>();
  return {
    apply(entry) {
      if (entry.kind === 'answer') answers.set(entry.answer.key, entry.answer);
      else if (entry.kind === 'reset') answers.clear();
    },
    find(key, digest) {
      const answer = answers.get(key);
      if (answer && answer.digest !== digest) {
        throw new Problem(422, 'idempotency-key-reused', 'this Idempotency-Key was used with another request');
      }
      return answer;
    },
  };
}

/** Digest of a request that does not depend on the order of the body's keys. */
export function requestDigest(path: string, body: unknown): string {
  return createHash('sha256').update(`${path}\n${JSON.stringify(sortKeys(body))}`).digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortKeys(inner)]));
}
