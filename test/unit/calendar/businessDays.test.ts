/** Business days in both directions, and their frozen form, against dates read from a paper calendar of 2026. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBusinessDays, businessDaysBetween, freezeDays, isBusinessDay } from '../../../domain/calendar/businessDays.ts';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { addFrozenBusinessDays, businessDaysAfter, dateAt, dayBounds, frozenBusinessDaysBetween } from '../../../domain/clock/frozenDays.ts';
import { dateOf, dayNumber } from '../../../domain/clock/localDate.ts';
import { office } from '../clock/calendars.ts';

const france: Calendar = { ...office, holidayRegion: 'FR' };
const year = freezeDays(france, '2026-01-01', '2026-12-31');
const day2026 = fc.integer({ min: 30, max: 330 }).map((day) => dateOf(dayNumber(2026, 1, 1) + day));

describe('adding business days', () => {
  it.each([
    ['2026-03-02', 3, '2026-03-05', 'Monday to Thursday'],
    ['2026-03-05', 3, '2026-03-10', 'Thursday over the weekend to Tuesday'],
    ['2026-03-07', 1, '2026-03-09', 'from a Saturday, Monday is the first'],
    ['2026-03-07', 0, '2026-03-07', 'none leaves the date'],
    ['2026-04-30', 1, '2026-05-04', 'over 1 May, a Friday'],
    ['2026-04-02', 2, '2026-04-07', 'over Easter Monday'],
    ['2026-05-12', 5, '2026-05-20', 'over Ascension: 13, 15, 18, 19, 20'],
    ['2026-12-23', 3, '2026-12-29', 'over Christmas: 24, 28, 29'],
    ['2026-05-20', -5, '2026-05-12', 'back over Ascension'],
    ['2026-03-08', -1, '2026-03-06', 'back from a Sunday to Friday'],
    ['2027-01-04', -2, '2026-12-30', 'back over New Year: 31, 30'],
  ])('%s %i gives %s (%s)', (date, days, expected) => {
    expect(addBusinessDays(france, date, days)).toBe(expected);
  });

  it('lands on a business day, counts back to the number added, and is undone from a business day', () => {
    fc.assert(fc.property(day2026, fc.integer({ min: -20, max: 20 }), (date, days) => {
      const to = addBusinessDays(france, date, days);
      expect(businessDaysBetween(france, date, to)).toBe(days);
      if (days !== 0) expect(isBusinessDay(france, to)).toBe(true);
      if (isBusinessDay(france, date)) expect(addBusinessDays(france, to, -days)).toBe(date);
    }));
  });

  it('gives the same frozen as with the whole calendar', () => {
    fc.assert(fc.property(day2026, fc.integer({ min: -15, max: 15 }), (date, days) => {
      const to = addBusinessDays(france, date, days);
      expect(addFrozenBusinessDays(year, date, days)).toEqual({ outcome: 'at', value: to });
      expect(frozenBusinessDaysBetween(year, date, to)).toEqual({ outcome: 'at', value: businessDaysBetween(france, date, to) });
    }));
  });

  it('refuses half days, dates that do not exist and calendars that stay closed', () => {
    expect(() => addBusinessDays(france, '2026-03-02', 0.5)).toThrow(RangeError);
    expect(() => addBusinessDays(france, '2026-02-30', 1)).toThrow(RangeError);
    expect(() => addBusinessDays({ ...office, weekly: {} }, '2026-03-02', 1)).toThrow(RangeError);
  });
});

describe('frozen days', () => {
  it.each([
    ['2026-03-03T10:15:00+01:00', 3, '2026-03-06T10:15:00+01:00', 'the same time three business days later'],
    ['2026-03-26T10:15:00+01:00', 2, '2026-03-30T10:15:00+02:00', 'over the change of the clocks'],
    ['2026-04-30T23:30:00+02:00', 1, '2026-05-04T23:30:00+02:00', 'by the local date, not the UTC one'],
    ['2026-03-07T15:00:00+01:00', 1, '2026-03-09T15:00:00+01:00', 'from a Saturday'],
    ['2026-03-03T10:15:00+01:00', 0, '2026-03-03T10:15:00+01:00', 'none'],
  ])('%s + %i is %s (%s)', (from, days, expected) => {
    expect(businessDaysAfter(year, Date.parse(from), days)).toEqual({ outcome: 'at', value: Date.parse(expected) });
  });

  it('say where a local date begins and ends, on days of 23 and 25 hours too', () => {
    expect(dayBounds(year, '2026-03-29')).toEqual({ outcome: 'at', value: [Date.parse('2026-03-29T00:00:00+01:00'), Date.parse('2026-03-30T00:00:00+02:00')] });
    expect(dayBounds(year, '2026-10-25')).toEqual({ outcome: 'at', value: [Date.parse('2026-10-25T00:00:00+02:00'), Date.parse('2026-10-26T00:00:00+01:00')] });
    expect(dateAt(year, Date.parse('2026-03-29T22:30:00Z'))).toEqual({ outcome: 'at', value: '2026-03-30' });
  });

  it('say that they are exhausted beyond their last day', () => {
    expect(addFrozenBusinessDays(year, '2026-12-31', 1)).toEqual({ outcome: 'horizon-exhausted' });
    expect(addFrozenBusinessDays(year, '2026-01-02', -5)).toEqual({ outcome: 'horizon-exhausted' });
    expect(businessDaysAfter(year, Date.parse('2026-12-30T10:00:00+01:00'), 2)).toEqual({ outcome: 'horizon-exhausted' });
    expect(dateAt(year, Date.parse('2027-01-01T00:00:00+01:00'))).toEqual({ outcome: 'horizon-exhausted' });
    expect(dayBounds(year, '2026-12-31').outcome).toBe('at');
  });

  it('stay small enough for history: a year is a line', () => {
    expect(JSON.stringify(year).length).toBeLessThan(500);
  });
});
