/** Periods of indicators: what sums are added up for a period covers each of its days once (C-06). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, requireDayNumber } from '../../../domain/clock/localDate.ts';
import { countOf, piecesOf, startAfter, startOf, startsOf, steps, widened } from '../../../domain/steering/periods.ts';

const period = fc.tuple(fc.integer({ min: 10_000, max: 30_000 }), fc.integer({ min: 1, max: 1_200 })).map(([from, days]) => ({ from: dateOf(from), until: dateOf(from + days) }));
const daysOf = ({ from, until }: { from: string; until: string }): string[] => Array.from({ length: requireDayNumber(until) - requireDayNumber(from) }, (_, index) => dateOf(requireDayNumber(from) + index));

describe('a period', () => {
  it('is made of whole months and the days around them, each day once (C-06)', () => {
    fc.assert(fc.property(period, (asked) => {
      const pieces = piecesOf(asked);
      expect(pieces.flatMap(daysOf)).toEqual(daysOf(asked));
      for (const { grain, from, until } of pieces) if (grain === 'month') expect([from.slice(8), until.slice(8)]).toEqual(['01', '01']);
      expect(pieces.filter(({ grain }) => grain === 'day').flatMap(daysOf).length).toBeLessThan(62);
    }));
  });

  it('is made longer to whole steps, that follow each other without a gap and are no more than counted (C-06)', () => {
    fc.assert(fc.property(period, fc.constantFrom(...steps), (asked, step) => {
      const wide = widened(asked, step);
      expect(wide.from <= asked.from && wide.until >= asked.until).toBe(true);
      const starts = startsOf(wide, step);
      expect(starts.length).toBeLessThanOrEqual(countOf(wide, step));
      if (step === 'total') return;
      expect([startOf(step, wide.from), startOf(step, wide.until)]).toEqual([wide.from, wide.until]);
      for (const [index, start] of starts.entries()) expect(startAfter(step, start)).toBe(starts[index + 1] ?? wide.until);
    }));
  });

  it('begins its weeks on Monday', () => {
    expect(startOf('week', '2026-11-22')).toBe('2026-11-16');
    expect(startAfter('week', '2026-11-22')).toBe('2026-11-23');
  });
});
