/** Calendar months added to dates: integer arithmetic, fit for the workflow bundle. */
import { dateOf, dayNumber, requireDayNumber } from './localDate.ts';

/** The same day of the month, `months` later; the last day of a month that is too short (31 January + 1 is 28 February). @throws {RangeError} when it is no date. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = dateOf(requireDayNumber(date)).split('-').map(Number) as [number, number, number];
  const lastOfMonth = dayNumber(year, month + months + 1, 1) - 1;
  return dateOf(Math.min(dayNumber(year, month + months, 1) + day - 1, lastOfMonth));
}

/** How many months begin after one date until another has passed: 0 where it has already; the day that completes a month is still of it. @throws {RangeError} for no dates. */
export function monthsBegun(after: string, until: string): number {
  const last = requireDayNumber(until);
  if (last <= requireDayNumber(after)) return 0;
  // Counted from the one anchor, for a short month must not shorten those after it.
  let months = Math.max(0, Math.floor((last - requireDayNumber(after)) / 31) - 1);
  while (requireDayNumber(addMonths(after, months)) < last) months += 1;
  return months;
}
