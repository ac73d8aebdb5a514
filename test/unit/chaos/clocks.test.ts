/** What the run expects of a ticket's clocks: a check that overlooks what was left out is worse than none (T-07). */
import { expect, it } from 'vitest';
import { clocksOf } from '../../../bench/chaos/clocks.ts';
import { hour, reached, take, told, type Said } from '../ticket/given.ts';

const merged = (forgets: { readonly forgetsDue?: true }): Said => [7 * hour, { type: 'merge', into: 'TCK-2026-000001', ...forgets }];
const booksOf = (said: readonly Said[]): ReturnType<typeof clocksOf> => {
  const { state, events } = told(said);
  return clocksOf('TCK-2026-000123', state, events.map(({ event, atMs }, index) => ({ number: index + 1, event, atMs, meta: { actor: 'x', channel: 'timer', commandId: String(index) } })));
};
const passed: Said[] = [[0, take], [4 * hour + 5_000, reached('resolution', 0.5)]];

it('a clock whose thresholds were told, the last one at the ticket’s end, has nothing missing', () => {
  expect(booksOf([...passed, merged({})])).toEqual([
    { ticket: 'TCK-2026-000123', clock: 'taking-charge', passed: [], ratios: [0.5], missing: null },
    { ticket: 'TCK-2026-000123', clock: 'resolution', passed: [{ ratio: 0.5, isLate: true, lateMs: 5_000 }, { ratio: 0.8, isLate: true, lateMs: 0.6 * hour }], ratios: [0.5, 0.8, 1], missing: null },
  ]);
});

it('one that was due when the ticket ended, and was not told, is missing, however shortly before it fell due', () => {
  expect(booksOf([...passed, merged({ forgetsDue: true })])[1]).toMatchObject({ missing: 0.8 });
  expect(booksOf([...passed, [6.4 * hour, { type: 'merge', into: 'TCK-2026-000001', forgetsDue: true }]])[1]).toMatchObject({ missing: 0.8 });
  expect(booksOf([...passed, [6.4 * hour - 1, { type: 'merge', into: 'TCK-2026-000001', forgetsDue: true }]])[1]).toMatchObject({ missing: null });
});
