/** The index of business days against the plain walk from day to day; each day is looked at once (D-20). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexBusinessDays } from '../../../domain/clock/businessDayIndex.ts';
import { countBusinessDays, stepBusinessDays } from '../../../domain/clock/frozenDays.ts';
import { dateOf, requireDayNumber } from '../../../domain/clock/localDate.ts';

const start = requireDayNumber('2026-01-01');
/** A fortnight of open and closed days that comes again and again; one at least is open. */
const fortnight = fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }).filter((days) => days.includes(true));
const near = fc.integer({ min: -200, max: 200 }).map((days) => start + days);
const question = fc.oneof(fc.record({ from: near, to: near }), fc.record({ from: near, days: fc.integer({ min: -60, max: 60 }) }));

it('answers every question, in any order, as the walk from day to day does', () => {
  fc.assert(fc.property(fortnight, fc.array(question, { minLength: 1, maxLength: 12 }), (pattern, questions) => {
    const isOpen = (day: number): boolean => pattern[((day % 14) + 14) % 14] === true;
    const days = indexBusinessDays(isOpen, 14);
    for (const asked of questions) {
      if ('to' in asked) expect(days.between(dateOf(asked.from), dateOf(asked.to))).toBe(countBusinessDays(isOpen, asked.from, asked.to));
      else expect(days.add(dateOf(asked.from), asked.days)).toBe(dateOf(stepBusinessDays(isOpen, asked.from, asked.days) ?? NaN));
    }
  }));
});

it('looks at each day once, however many questions span two centuries', () => {
  let looked = 0;
  const days = indexBusinessDays((day) => { looked += 1; return day % 7 < 5; }, 14);
  for (let times = 0; times < 1_000; times += 1) days.between('2000-01-01', '2199-12-31');
  for (let times = 0; times < 1_000; times += 1) days.add('2100-01-01', -365);
  expect(looked).toBeLessThan(75_000);
});

it('gives up where the days stay closed', () => {
  const never = indexBusinessDays(() => false, 100);
  expect(() => never.add('2026-01-01', 1)).toThrow(RangeError);
  expect(() => never.add('2026-01-01', -1)).toThrow(RangeError);
  expect(never.between('2026-01-01', '2027-01-01')).toBe(0);
});
