/** Whether a person can be given work at an instant: his working hours, and the absences that were entered for him (T-11). */
import type { Calendar } from '../calendar/calendar.ts';
import { compileCalendar, openIntervals } from '../calendar/openIntervals.ts';
import type { Interval } from '../clock/frozen.ts';
import { dayMs } from '../clock/localDate.ts';

export type Availability =
  | { readonly state: 'available' }
  | { readonly state: 'absent'; readonly untilMs: number }
  /** `opensAtMs`: null when not within the days that are looked ahead. */
  | { readonly state: 'off-hours'; readonly opensAtMs: number | null };

/** Working hours as they stand at one instant. */
export type Hours = Extract<Availability, { state: 'available' | 'off-hours' }>;

/** A closing over the end of the year is shorter. */
const lookAheadMs = 15 * dayMs;

/** Null: round the clock. @throws RangeError for a calendar that `calendarFaults` would refuse. */
export function hoursAt(calendar: Calendar | null, nowMs: number): Hours {
  if (calendar === null) return { state: 'available' };
  const [next] = openIntervals(compileCalendar(calendar), nowMs, nowMs + lookAheadMs);
  return next?.[0] === nowMs ? { state: 'available' } : { state: 'off-hours', opensAtMs: next?.[0] ?? null };
}

/** An absence is told even where he would not be working: it says longer when he is back. */
export function availabilityAt(hours: Hours, absences: readonly Interval[], nowMs: number): Availability {
  const ends = absences.flatMap(([startMs, endMs]) => (startMs <= nowMs && nowMs < endMs ? [endMs] : []));
  return ends.length > 0 ? { state: 'absent', untilMs: Math.max(...ends) } : hours;
}
