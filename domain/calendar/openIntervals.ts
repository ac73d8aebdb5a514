/** From a calendar to its open time in epoch milliseconds; what activities freeze for workflows. */
import { joinTouching, roundTheClock, type FrozenCalendar, type Interval } from '../clock/frozen.ts';
import { dayMs, requireDayNumber, weekdayIndex, yearOf } from '../clock/localDate.ts';
import { weekdays, type Calendar } from './calendar.ts';
import { holidaysOf } from './holidays.ts';
import { minutesOf } from './validate.ts';
import { instantOfWallTime, knownTimeZone, wallTimeAt, zoneTimeline } from './zone.ts';

/** A calendar read once, to be asked about many days. */
export interface CompiledCalendar {
  readonly timeZone: string;
  /** By weekday from Monday: rows in milliseconds since midnight, ascending. */
  readonly rows: readonly (readonly Interval[])[];
  readonly isHoliday: (day: number) => boolean;
}

/** @throws RangeError for a calendar that `calendarFaults` would refuse. */
export function compileCalendar(calendar: Calendar): CompiledCalendar {
  const rows = weekdays.map((weekday) => (calendar.weekly[weekday] ?? [])
    .map(([opens, closes]): Interval => [millisecondsOf(opens), millisecondsOf(closes)])
    .sort((a, b) => a[0] - b[0]));
  const listed = new Set((calendar.holidays ?? []).map(requireDayNumber));
  const region = calendar.holidayRegion;
  const isHoliday = (day: number): boolean => listed.has(day) || (region !== undefined && regionHolidays(region, yearOf(day)).has(day));
  const timeZone = knownTimeZone(calendar.timeZone);
  if (timeZone === null) throw new RangeError(`unknown time zone: ${calendar.timeZone}`);
  return { timeZone, rows, isHoliday };
}

/** The rows of a local day, none on a holiday. */
export function rowsOn(calendar: CompiledCalendar, day: number): readonly Interval[] {
  return calendar.isHoliday(day) ? [] : calendar.rows[weekdayIndex(day)] ?? [];
}

/** The open time within `[fromMs, untilMs)`, ascending, neither empty nor touching. */
export function openIntervals(calendar: CompiledCalendar, fromMs: number, untilMs: number): Interval[] {
  // A day either side, for the offset of the zone.
  const timeline = zoneTimeline(calendar.timeZone, fromMs - 2 * dayMs, untilMs + 2 * dayMs);
  const firstDay = Math.floor(wallTimeAt(timeline, fromMs) / dayMs) - 1;
  const lastDay = Math.floor(wallTimeAt(timeline, untilMs) / dayMs) + 1;
  const open: Interval[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (const [opensMs, closesMs] of rowsOn(calendar, day)) {
      const startMs = Math.max(fromMs, instantOfWallTime(timeline, day * dayMs + opensMs));
      const endMs = Math.min(untilMs, instantOfWallTime(timeline, day * dayMs + closesMs));
      if (startMs < endMs) open.push([startMs, endMs]);
    }
  }
  return joinTouching(open);
}

/** What a workflow keeps of a calendar for `[fromMs, untilMs)`; `null` is elapsed time round the clock (T-06). */
export function freezeCalendar(calendar: Calendar | null, fromMs: number, untilMs: number): FrozenCalendar {
  if (calendar === null) return roundTheClock;
  return { openIntervals: openIntervals(compileCalendar(calendar), fromMs, untilMs), coversFromMs: fromMs, coversUntilMs: untilMs };
}

function millisecondsOf(time: string): number {
  const minutes = minutesOf(time);
  if (typeof minutes === 'string') throw new RangeError(`${minutes}: ${time}`);
  return minutes * 60_000;
}

/** Computed once per place and year: date-holidays takes milliseconds for a year. Emptied when full, as the places come from outside. */
const mostKnownHolidays = 2000;
const knownHolidays = new Map<string, ReadonlySet<number>>();

function regionHolidays(region: string, year: number): ReadonlySet<number> {
  const key = `${region}\n${year}`;
  const before = knownHolidays.get(key);
  if (before) return before;
  const days = new Set(holidaysOf(region, year).map(requireDayNumber));
  if (knownHolidays.size >= mostKnownHolidays) knownHolidays.clear();
  knownHolidays.set(key, days);
  return days;
}
