/** What makes a calendar impossible, as values (api.md: overlaps, end before start, unknown zone, never open). */
import type { Fault } from '../clock/faults.ts';
import { dayNumberOf } from '../clock/localDate.ts';
import { weekdays, type Calendar, type OpenRow } from './calendar.ts';
import { isHolidayRegion } from './holidays.ts';
import { knownTimeZone } from './zone.ts';

export const minutesPerDay = 1440;

/** Minutes since midnight of `HH:MM`, or what is wrong with it; `24:00` is 1440. */
export function minutesOf(time: string): number | 'malformed-time' | 'time-outside-day' {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  if (!match) return 'malformed-time';
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  if (minutes > 59) return 'malformed-time';
  return hours * 60 + minutes > minutesPerDay ? 'time-outside-day' : hours * 60 + minutes;
}

/** Every fault of a calendar, with pointers from its root; none for one that can be computed with. */
export function calendarFaults(calendar: Calendar): Fault[] {
  const faults: Fault[] = [];
  if (knownTimeZone(calendar.timeZone) === null) faults.push({ pointer: '/timeZone', code: 'unknown-time-zone' });
  for (const weekday of weekdays) faults.push(...dayFaults(calendar.weekly[weekday] ?? [], `/weekly/${weekday}`));
  if (weekdays.every((weekday) => (calendar.weekly[weekday] ?? []).length === 0)) faults.push({ pointer: '/weekly', code: 'never-open' });
  for (const [index, date] of (calendar.holidays ?? []).entries()) {
    if (dayNumberOf(date) === null) faults.push({ pointer: `/holidays/${index}`, code: 'malformed-date' });
  }
  if (calendar.holidayRegion !== undefined && !isHolidayRegion(calendar.holidayRegion)) {
    faults.push({ pointer: '/holidayRegion', code: 'unknown-holiday-region' });
  }
  return faults;
}

function dayFaults(rows: readonly OpenRow[], pointer: string): Fault[] {
  const faults: Fault[] = [];
  const sound: { readonly index: number; readonly opens: number; readonly closes: number }[] = [];
  for (const [index, row] of rows.entries()) {
    const [opens, closes] = [minutesOf(row[0]), minutesOf(row[1])];
    if (typeof opens === 'string') faults.push({ pointer: `${pointer}/${index}/0`, code: opens });
    if (typeof closes === 'string') faults.push({ pointer: `${pointer}/${index}/1`, code: closes });
    if (typeof opens === 'string' || typeof closes === 'string') continue;
    if (closes <= opens) faults.push({ pointer: `${pointer}/${index}`, code: 'end-before-start' });
    else sound.push({ index, opens, closes });
  }
  for (const row of sound) {
    const overlapped = sound.some((other) => other.index < row.index && other.opens < row.closes && row.opens < other.closes);
    if (overlapped) faults.push({ pointer: `${pointer}/${row.index}`, code: 'overlapping-rows' });
  }
  return faults;
}
