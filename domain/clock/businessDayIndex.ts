/** Business-day arithmetic that is asked many times (D-20): each day is looked at once, however far apart the dates lie and however often they come. */
import { dateOf, requireDayNumber } from './localDate.ts';

/** Business-day arithmetic on dates, whatever the days come from: what the schedule is computed with (D-20). */
export interface BusinessDays {
  /** The `days`-th business day after a date (before it when negative); 0 leaves the date as it is. @throws RangeError when it is no date or `days` is not whole. */
  readonly add: (date: string, days: number) => string;
  /** How many business days lie after `from` up to and including `to`; negative when `to` comes first. @throws RangeError for no dates. */
  readonly between: (from: string, to: string) => number;
}

/** @param longestClosureDays after so many days without a business day in a row `add` gives up, and throws a RangeError. */
export function indexBusinessDays(isBusinessDay: (day: number) => boolean, longestClosureDays: number): BusinessDays {
  /** The first day that was asked about; business days are numbered from it, the last one up to it being 0. */
  let base: number | undefined;
  /** Business days after the base, ascending, and up to it, descending; how far either was looked at. */
  const [later, earlier]: [number[], number[]] = [[], []];
  let [lookedUntil, lookedFrom] = [0, 0];

  function from(day: number): void {
    if (base !== undefined) return;
    base = day;
    [lookedUntil, lookedFrom] = [day, day + 1];
  }
  function lookLater(): void {
    lookedUntil += 1;
    if (isBusinessDay(lookedUntil)) later.push(lookedUntil);
  }
  function lookEarlier(): void {
    lookedFrom -= 1;
    if (isBusinessDay(lookedFrom)) earlier.push(lookedFrom);
  }

  /** The number of the last business day up to a day. */
  function numberAt(day: number): number {
    from(day);
    while (lookedUntil < day) lookLater();
    while (lookedFrom > day + 1) lookEarlier();
    return day >= (base ?? day) ? countWhile(later, (one) => one <= day) : 0 - countWhile(earlier, (one) => one > day);
  }

  /** @throws RangeError where the days stay closed. */
  function dayOf(number: number): number {
    const [days, index, look] = number > 0 ? [later, number - 1, lookLater] as const : [earlier, -number, lookEarlier] as const;
    for (let [found, closedDays] = [days.length, 0]; days.length <= index;) {
      look();
      closedDays = days.length > found ? 0 : closedDays + 1;
      found = days.length;
      if (closedDays > longestClosureDays) throw new RangeError(`no business day within ${longestClosureDays} days`);
    }
    return days[index] as number;
  }

  return {
    add(date, days) {
      if (!Number.isSafeInteger(days)) throw new RangeError(`not a whole number of days: ${days}`);
      const day = requireDayNumber(date);
      if (days === 0) return date;
      return dateOf(days > 0 ? dayOf(numberAt(day) + days) : dayOf(numberAt(day - 1) + 1 + days));
    },
    between(fromDate, toDate) {
      const [fromDay, toDay] = [requireDayNumber(fromDate), requireDayNumber(toDate)];
      return fromDay <= toDay ? numberAt(toDay) - numberAt(fromDay) : numberAt(toDay - 1) - numberAt(fromDay - 1);
    },
  };
}

/** How many of the first ones it holds for, where it holds for no later one once it has failed. */
function countWhile(days: readonly number[], holds: (day: number) => boolean): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(days[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
