/** Many who follow are asked for by one statement, begun after all of them asked (C-05). */
import { expect, it } from 'vitest';
import { gathered } from '../../../api/sign-in/gathered.ts';
import type { Holding } from '../../../domain/people/principal.ts';
import { everything } from '../../../domain/people/scope.ts';

const holding: Holding = { profile: 'coordinator', scope: everything, source: 'directory', until: null };

it('answers all that ask within a moment by one question, each with his own', async () => {
  const asked: (readonly string[])[] = [];
  const holdingsOf = gathered(async (subjects) => { asked.push(subjects); return await Promise.resolve(new Map([['camille', [holding]]])); }, () => 1);
  expect(await Promise.all([holdingsOf('camille', 0), holdingsOf('lucas', 0), holdingsOf('camille', 0)])).toEqual([[holding], [], [holding]]);
  expect(asked).toEqual([['camille', 'lucas']]);
  await holdingsOf('lucas', 0);
  expect(asked).toEqual([['camille', 'lucas'], ['lucas']]);
});

it('tells nobody what was true before he asked', async () => {
  let held: Holding[] = [holding];
  const begun: (() => void)[] = [];
  const holdingsOf = gathered(async () => {
    const now = new Map([['camille', held]]);
    await new Promise<void>((resolve) => { begun.push(resolve); });
    return now;
  }, () => 1);
  const before = holdingsOf('camille', 0);
  await expect.poll(() => begun.length).toBe(1);
  held = [];
  const after = holdingsOf('camille', 0);
  await expect.poll(() => begun.length).toBe(2);
  for (const answer of begun) answer();
  expect([await before, await after]).toEqual([[holding], []]);
});

it('says to each that they cannot be read, and reads again for the next', async () => {
  let isAway = true;
  const holdingsOf = gathered(async () => { if (isAway) throw new Error('away'); return await Promise.resolve(new Map()); }, () => 1);
  await expect(Promise.all([holdingsOf('camille', 0), holdingsOf('lucas', 0)])).rejects.toThrow('away');
  isAway = false;
  expect(await holdingsOf('camille', 0)).toEqual([]);
});
