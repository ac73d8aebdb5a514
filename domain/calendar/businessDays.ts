/** Business days of a calendar: dates on which it opens at all (D-20, lead times of 1.1), and their frozen form for workflows. */
import { indexBusinessDays, type BusinessDays } from '../clock/businessDayIndex.ts';
import type { FrozenDays } from '../clock/frozenDays.ts';
import { dayMs, requireDayNumber } from '../clock/localDate.ts';
import type { Calendar } from './calendar.ts';
import { compileCalendar, rowsOn } from './openIntervals.ts';
import { instantOfWallTime, zoneTimeline } from './zone.ts';

/** Longer than a calendar without faults can stay closed: two thousand dates of the one weekday on which it opens, and the public holidays between them. */
const longestClosureDays = 20_000;

/** Whether the calendar opens on a date at all. @throws RangeError when it is no date. */
export function isBusinessDay(calendar: Calendar, date: string): boolean {
  return rowsOn(compileCalendar(calendar), requireDayNumber(date)).length > 0;
}

/**
 * The `days`-th business day after a date (before it when negative); 0 leaves the date as it is, business day or not.
 * @param date `YYYY-MM-DD`. @throws RangeError when it is no date, `days` is not whole, or the calendar stays closed.
 */
export function addBusinessDays(calendar: Calendar, date: string, days: number): string {
  return calendarBusinessDays(calendar).add(date, days);
}

/** How many business days lie after `from` up to and including `to`; negative when `to` comes first: the slack of D-20. @throws RangeError for no dates. */
export function businessDaysBetween(calendar: Calendar, from: string, to: string): number {
  return calendarBusinessDays(calendar).between(from, to);
}

/** The arithmetic of a calendar that is asked many times. @throws RangeError as `addBusinessDays` does, and for a calendar that `calendarFaults` would refuse. */
export function calendarBusinessDays(calendar: Calendar): BusinessDays {
  const compiled = compileCalendar(calendar);
  return indexBusinessDays((day) => rowsOn(compiled, day).length > 0, longestClosureDays);
}

/** What a workflow keeps of a calendar's days from `fromDate` up to and including `untilDate`. @throws RangeError for no dates or an impossible calendar. */
export function freezeDays(calendar: Calendar, fromDate: string, untilDate: string): FrozenDays {
  const compiled = compileCalendar(calendar);
  const [firstDay, lastDay] = [requireDayNumber(fromDate), requireDayNumber(untilDate)];
  const timeline = zoneTimeline(compiled.timeZone, (firstDay - 2) * dayMs, (lastDay + 3) * dayMs);
  const midnights: (readonly [number, number])[] = [];
  let business = '';
  for (let day = firstDay; day <= lastDay + 1; day += 1) {
    const offsetMs = day * dayMs - instantOfWallTime(timeline, day * dayMs);
    if (offsetMs !== midnights.at(-1)?.[1]) midnights.push([day - firstDay, offsetMs]);
    if (day <= lastDay) business += rowsOn(compiled, day).length > 0 ? '1' : '0';
  }
  return { firstDay, business, midnights };
}
