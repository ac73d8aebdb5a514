/** What many who follow hold, asked for together: each of them is asked for every fifteen seconds, and one statement answers all that come within a moment. */
import type { Holding } from '../../domain/people/principal.ts';
import type { HoldingsOf } from '../http/guard.ts';

/** Of several persons at once, by subject; who holds nothing may be left out. */
export type HoldingsOfMany = (subjects: readonly string[], atMs: number) => Promise<ReadonlyMap<string, readonly Holding[]>>;

/** Short for whom an access was taken away, long where a thousand follow. */
const withinMs = 100;

/** Read after all who are answered by it have asked: nobody is told what was true before. */
export function gathered(read: HoldingsOfMany, nowMs: () => number): HoldingsOf {
  let waiting: { readonly subjects: Set<string>; readonly answer: Promise<ReadonlyMap<string, readonly Holding[]>> } | undefined;
  return async (subject) => {
    waiting ??= begin();
    waiting.subjects.add(subject);
    return (await waiting.answer).get(subject) ?? [];
  };

  function begin(): NonNullable<typeof waiting> {
    const subjects = new Set<string>();
    const answer = new Promise<ReadonlyMap<string, readonly Holding[]>>((resolve, reject) => {
      setTimeout(() => {
        waiting = undefined;
        read([...subjects], nowMs()).then(resolve, reject);
      }, withinMs);
    });
    return { subjects, answer };
  }
}
