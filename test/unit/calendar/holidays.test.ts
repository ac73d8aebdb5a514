/** Public holidays: French ones against lists read from the law and the calendar by hand, and against an independent library; others by spot checks. */
import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { easterSunday, frenchHolidayRegion, holidaysOf, isHolidayRegion } from '../../../domain/calendar/holidays.ts';
import { dateOf } from '../../../domain/clock/localDate.ts';

const metropolitan2026 = [
  '2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25', '2026-07-14', '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25',
];

describe('French public holidays', () => {
  it('are eleven in metropolitan France', () => {
    expect(holidaysOf('FR', 2026)).toEqual(metropolitan2026);
  });

  it.each(['FR-57', 'FR-67', 'FR-68'])('add Good Friday and 26 December in %s', (region) => {
    expect(holidaysOf(region, 2026)).toEqual([...metropolitan2026, '2026-04-03', '2026-12-26'].sort());
  });

  it.each([
    ['FR-971', '2026-05-27'], ['FR-972', '2026-05-22'], ['FR-973', '2026-06-10'], ['FR-974', '2026-12-20'], ['FR-976', '2026-04-27'],
    ['FR-BL', '2026-10-09'], ['FR-MF', '2026-05-28'],
  ])('add the commemoration of the abolition of slavery in %s', (region, day) => {
    expect(holidaysOf(region, 2026)).toEqual([...metropolitan2026, day].sort());
  });

  it.each([['GP', 'FR-971'], ['MQ', 'FR-972'], ['GF', 'FR-973'], ['RE', 'FR-974'], ['YT', 'FR-976'], ['FR-RE', 'FR-974']])('know %s as %s', (alias, region) => {
    expect(holidaysOf(alias, 2027)).toEqual(holidaysOf(region, 2027));
  });

  it('say a day once on which two holidays fall (1 May 2008 was Ascension Day too)', () => {
    expect(holidaysOf('FR', 2008).filter((day) => day === '2008-05-01')).toHaveLength(1);
    expect(holidaysOf('FR', 2008)).toHaveLength(10);
  });

  it('agree with date-holidays for every year from 1990 to 2100', () => {
    const library = new Holidays('FR');
    for (let year = 1990; year <= 2100; year += 1) {
      const theirs = library.getHolidays(year).filter(({ type }) => type === 'public').map(({ date }) => date.slice(0, 10));
      expect(holidaysOf('FR', year)).toEqual([...new Set(theirs)].sort());
    }
  });

  // Published Easter dates, the earliest and the latest possible ones among them.
  it.each(['1818-03-22', '1943-04-25', '2000-04-23', '2008-03-23', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2049-04-18'])('put Easter on %s', (date) => {
    expect(dateOf(easterSunday(Number(date.slice(0, 4))))).toBe(date);
  });
});

describe('the holiday region of a French site', () => {
  it.each([
    ['75008', 'FR'], ['57000', 'FR-57'], ['67200', 'FR-67'], ['68100', 'FR-68'], ['97110', 'FR-971'], ['97200', 'FR-972'], ['97300', 'FR-973'],
    ['97400', 'FR-974'], ['97600', 'FR-976'], ['97133', 'FR-BL'], ['97150', 'FR-MF'], ['20000', 'FR'], ['97500', 'FR'],
  ])('of postal code %s is %s', (postalCode, region) => {
    expect(frenchHolidayRegion(postalCode)).toBe(region);
  });
});

describe('other countries', () => {
  it('have their own holidays, substitute days included', () => {
    expect(holidaysOf('BE', 2026)).toContain('2026-07-21');
    expect(holidaysOf('DE-BY', 2026)).toContain('2026-06-04');
    expect(holidaysOf('DE', 2026)).not.toContain('2026-06-04');
    expect(holidaysOf('US', 2026)).toEqual(expect.arrayContaining(['2026-07-03', '2026-11-26']));
  });

  it.each(['FR', 'FR-974', 'GP', 'BE', 'DE-BY', 'US-LA', 'CH-GE'])('know %s', (region) => {
    expect(isHolidayRegion(region)).toBe(true);
  });

  it.each(['', 'ZZ', 'fr', 'DE-ZZ', 'FR-75', 'constructor', '__proto__', 'DE-BY-ZZ', 'EUROPE'])('refuse “%s”', (region) => {
    expect(isHolidayRegion(region)).toBe(false);
  });
});
