/** The first book: every command that people sent, and what they were told of it; a sample of them whole, to be sent again. */
import { randomUUID } from 'node:crypto';
import { createCaller, type Caller, type Told } from '../../test/support/caller.ts';
import type { Installation } from '../../test/support/installation.ts';
import type { Books, ToldCommand } from './invariants/invariant.ts';

export interface CommandBook {
  /** Writes down whatever is sent by it. */
  readonly caller: Caller;
  readonly told: readonly ToldCommand[];
  /** Attempts that were not answered, or by «later». */
  repeats(): number;
  /** Sends the sample again. */
  askAgain(): Promise<Books['askedAgain']>;
}

/** @param sampleEvery one command of so many is kept whole */
export function openBook(on: Installation, sampleEvery: number): CommandBook {
  const told: ToldCommand[] = [];
  const sample: Told[] = [];
  let repeats = 0;
  const caller = createCaller(on, (one) => {
    told.push({ path: one.path, key: one.key, status: one.status });
    repeats += one.before.length;
    // What was refused may be asked for again in another state of things.
    if (told.length % sampleEvery === 0 && one.status < 300) sample.push(one);
    return { ...one, sent: undefined, text: '', before: [] };
  });
  return {
    told, repeats: () => repeats,
    caller: {
      ...caller,
      async post(path, body, by = {}) {
        const key = by.key ?? randomUUID();
        const before = told.length;
        try {
          return await caller.post(path, body, { ...by, key });
        } catch (thrown) {
          if (!told.slice(before).some((one) => one.key === key)) told.push({ path, key, status: 0 });
          throw thrown;
        }
      },
    },
    async askAgain() {
      const again: { path: string; first: string; again: string }[] = [];
      for (const { status, text, ...sent } of sample) {
        const answer = await caller.attempt(sent);
        again.push({ path: sent.path, first: `${status} ${text}`, again: `${answer.status} ${await answer.text()}` });
      }
      return again;
    },
  };
}
