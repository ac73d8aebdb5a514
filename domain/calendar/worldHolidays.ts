/** Public holidays of the countries other than France, from the data of date-holidays. Never in the workflow bundle. */
import Holidays from 'date-holidays';
import { dateOf, dayMs, requireDayNumber } from '../clock/localDate.ts';

const region = /^([A-Z]{2})(?:-([A-Z0-9]{1,4}))?(?:-([A-Z0-9]{1,4}))?$/;

/** Whether date-holidays has data for the country and, where given, its subdivision (`DE`, `DE-BY`, `US-LA-NO`). */
export function isWorldRegion(code: string): boolean {
  const match = region.exec(code);
  if (!match) return false;
  const [, country = '', state, subdivision] = match;
  const data = new Holidays();
  const states = state === undefined ? null : data.getStates(country);
  const subdivisions = state === undefined || subdivision === undefined ? null : data.getRegions(country, state);
  return country in (data.getCountries() ?? {}) && (state === undefined || state in (states ?? {})) && (subdivision === undefined || subdivision in (subdivisions ?? {}));
}

/** The public holidays (no bank, school or optional ones) of a place in a year, ascending, as `YYYY-MM-DD`. */
export function worldHolidays(code: string, year: number): readonly string[] {
  const [country = '', state, subdivision] = code.split('-');
  const data = state === undefined ? new Holidays(country) : subdivision === undefined ? new Holidays(country, state) : new Holidays(country, state, subdivision);
  const days = new Set<string>();
  for (const holiday of data.getHolidays(year)) {
    if (holiday.type !== 'public') continue;
    // `date` is the first day in the place's own time; `end - start` says for how many days, a change of the clocks aside.
    const first = requireDayNumber(holiday.date.slice(0, 10));
    const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / dayMs));
    for (let day = first; day < first + length; day += 1) days.add(dateOf(day));
  }
  return [...days].sort();
}
