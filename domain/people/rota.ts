/** The first line's rota (T-19): weeks from handover to handover on the wall clock of the desk, right over changes of the clocks. */
import { weekdays, type Weekday } from '../calendar/calendar.ts';
import { instantOfWallTime, knownTimeZone, wallTimeAt, zoneTimeline } from '../calendar/zone.ts';
import type { Fault } from '../clock/faults.ts';
import type { Interval } from '../clock/frozen.ts';
import { dateOf, dayMs, dayNumberOf, requireDayNumber, weekdayIndex } from '../clock/localDate.ts';

/** When and where a week begins. */
export interface Handover {
  readonly weekday: Weekday;
  /** `HH:MM` on the wall clock of the zone. */
  readonly time: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** Who has the first line in the week that begins on this date. */
export interface RotaWeek {
  readonly week: string;
  readonly subject: string;
}

/** A year of weeks, begun and partly counted. */
export const plannedWeeksMax = 53;

/** The date on which the week in force at an instant began. @throws RangeError for an unknown zone. */
export function weekAt(handover: Handover, nowMs: number): string {
  const timeline = zoneTimeline(zoneOf(handover), nowMs - 8 * dayMs, nowMs + dayMs);
  const today = Math.floor(wallTimeAt(timeline, nowMs) / dayMs);
  const day = today - ((weekdayIndex(today) - weekdays.indexOf(handover.weekday) + 7) % 7);
  const begins = instantOfWallTime(timeline, day * dayMs + timeOfDayMs(handover));
  return dateOf(begins <= nowMs ? day : day - 7);
}

/** From a week's handover to the next one's: 168 hours, but for changes of the clocks. @throws RangeError for an unknown zone or no date. */
export function weekSpan(handover: Handover, week: string): Interval {
  const day = requireDayNumber(week);
  const timeline = zoneTimeline(zoneOf(handover), (day - 2) * dayMs, (day + 9) * dayMs);
  const at = (on: number): number => instantOfWallTime(timeline, on * dayMs + timeOfDayMs(handover));
  return [at(day), at(day + 7)];
}

/** Who has the week; planned for another weekday, before the policy moved the handover, a person keeps the first line until his seven days are over. */
export function onDutyIn(weeks: readonly RotaWeek[], week: string): string | null {
  const day = requireDayNumber(week);
  const begun = weeks.filter((planned) => requireDayNumber(planned.week) <= day && requireDayNumber(planned.week) > day - 7);
  return begun.toSorted((one, other) => (one.week < other.week ? 1 : -1))[0]?.subject ?? null;
}

/**
 * What makes a plan impossible, with pointers from its root: a week that begins on another day than the handover's, is past, farther than a year, or there
 * twice; a person who is not of the desk's first line.
 */
export function rotaFaults(handover: Handover, weeks: readonly RotaWeek[], firstLine: readonly string[], nowMs: number): Fault[] {
  const first = requireDayNumber(weekAt(handover, nowMs));
  return weeks.flatMap(({ week, subject }, index): Fault[] => {
    const day = dayNumberOf(week);
    const pointer = `/weeks/${index}`;
    return [
      ...(day === null ? [{ pointer: `${pointer}/week`, code: 'malformed-date' as const }]
        : weekdayIndex(day) !== weekdays.indexOf(handover.weekday) ? [{ pointer: `${pointer}/week`, code: 'not-a-handover-day' as const }]
          : day < first || day >= first + 7 * plannedWeeksMax ? [{ pointer: `${pointer}/week`, code: 'week-out-of-range' as const }]
            : weeks.findIndex((other) => other.week === week) !== index ? [{ pointer: `${pointer}/week`, code: 'week-planned-twice' as const }] : []),
      ...(firstLine.includes(subject) ? [] : [{ pointer: `${pointer}/subject`, code: 'not-first-line' as const }]),
    ];
  });
}

function zoneOf({ timeZone }: Handover): string {
  const known = knownTimeZone(timeZone);
  if (known === null) throw new RangeError(`unknown time zone: ${timeZone}`);
  return known;
}

function timeOfDayMs({ time }: Handover): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
