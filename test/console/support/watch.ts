/** Around every test of the console: its pages are left behind, and one that complained of anything by itself fails it. */
import { afterEach, expect } from 'vitest';
import { leave, shownNow } from './browser.ts';

afterEach(async ({ task }) => {
  // Nobody was there to see it.
  if (task.result?.state === 'fail') for (const shown of await shownNow()) console.error(shown);
  expect(await leave(), 'what pages said on their own').toEqual([]);
});
