/**
 * Business-day arithmetic over frozen days: integers only, so that it may run in workflows (D-09, D-20, lead times of 1.1).
 * A business day is a date on which the calendar opens at all.
 */
import { indexBusinessDays, type BusinessDays } from './businessDayIndex.ts';
import { dateOf, dayMs, requireDayNumber, weekdayIndex } from './localDate.ts';

/** The days of a calendar as an activity computed them and history keeps them. */
export interface FrozenDays {
  /** Day number (since 1970-01-01) of the first character of `business`. */
  readonly firstDay: number;
  /** One character a day, `1` for a business day. */
  readonly business: string;
  /** What the midnights are: from the day at `index` on, local midnight is `offsetMs` before the same midnight in UTC. Ascending, the first at 0. */
  readonly midnights: readonly (readonly [index: number, offsetMs: number])[];
}

/** A value, or `horizon-exhausted` when the answer lies outside the days that are frozen: have more frozen, then ask again. */
export type WithinHorizon<T> = { readonly outcome: 'at'; readonly value: T } | { readonly outcome: 'horizon-exhausted' };

/** The days asked about: true for a business day, null when it is not known. */
export type BusinessDayTest = (day: number) => boolean | null;

/**
 * The `days`-th business day after a date (before it when negative); 0 leaves the date as it is, business day or not.
 * @param date `YYYY-MM-DD`. @throws RangeError when it is no date or `days` is not whole.
 */
export function addFrozenBusinessDays(frozen: FrozenDays, date: string, days: number): WithinHorizon<string> {
  const day = stepBusinessDays(testOf(frozen), requireDayNumber(date), days);
  return day === null ? { outcome: 'horizon-exhausted' } : { outcome: 'at', value: dateOf(day) };
}

/**
 * The instant, `days` ≥ 0 business days after `atMs`, at the same time since midnight: how a reminder ladder is timed (D-09, D-17).
 * On a day that the clocks change it can be an hour off on the wall, never off the day.
 */
export function businessDaysAfter(frozen: FrozenDays, atMs: number, days: number): WithinHorizon<number> {
  const own = dayAt(frozen, atMs);
  const day = own === null ? null : stepBusinessDays(testOf(frozen), own, days);
  const fromMs = own === null ? null : midnightMs(frozen, own);
  const [startMs, endMs] = day === null ? [null, null] : [midnightMs(frozen, day), midnightMs(frozen, day + 1)];
  if (fromMs === null || startMs === null || endMs === null) return { outcome: 'horizon-exhausted' };
  return { outcome: 'at', value: Math.min(startMs + atMs - fromMs, endMs - 1) };
}

/** The instants `[midnight, next midnight)` of a date, for milestones that are dates. @throws RangeError when it is no date. */
export function dayBounds(frozen: FrozenDays, date: string): WithinHorizon<readonly [startMs: number, endMs: number]> {
  const day = requireDayNumber(date);
  const [startMs, endMs] = [midnightMs(frozen, day), midnightMs(frozen, day + 1)];
  return startMs === null || endMs === null ? { outcome: 'horizon-exhausted' } : { outcome: 'at', value: [startMs, endMs] };
}

/** The local date of an instant. */
export function dateAt(frozen: FrozenDays, atMs: number): WithinHorizon<string> {
  const day = dayAt(frozen, atMs);
  return day === null ? { outcome: 'horizon-exhausted' } : { outcome: 'at', value: dateOf(day) };
}

/** How many business days lie after `from` up to and including `to`; negative when `to` comes first: the slack of D-20. @throws RangeError for no dates. */
export function frozenBusinessDaysBetween(frozen: FrozenDays, from: string, to: string): WithinHorizon<number> {
  const count = countBusinessDays(testOf(frozen), requireDayNumber(from), requireDayNumber(to));
  return count === null ? { outcome: 'horizon-exhausted' } : { outcome: 'at', value: count };
}

/** The frozen days as arithmetic that always answers: outside of them a week has five business days. */
export function frozenBusinessDays(frozen: FrozenDays): BusinessDays {
  const known = testOf(frozen);
  return indexBusinessDays((day) => known(day) ?? weekdayIndex(day) < 5, Infinity);
}

/** The `days`-th business day after (before) `day`; null as soon as a day on the way is not known. @throws RangeError when `days` is not whole. */
export function stepBusinessDays(isBusinessDay: BusinessDayTest, day: number, days: number): number | null {
  if (!Number.isSafeInteger(days)) throw new RangeError(`not a whole number of days: ${days}`);
  const step = Math.sign(days);
  let at = day;
  for (let missing = Math.abs(days); missing > 0;) {
    at += step;
    const business = isBusinessDay(at);
    if (business === null) return null;
    if (business) missing -= 1;
  }
  return at;
}

/** Business days in `(from, to]`, or minus those in `[to, from)`; null as soon as one is not known. So adding n days and counting gives n both ways. */
export function countBusinessDays(isBusinessDay: BusinessDayTest, from: number, to: number): number | null {
  const step = Math.sign(to - from);
  let count = 0;
  for (let day = from; day !== to;) {
    day += step;
    const business = isBusinessDay(day);
    if (business === null) return null;
    if (business) count += step;
  }
  return count;
}

function testOf(frozen: FrozenDays): BusinessDayTest {
  return (day) => {
    const mark = frozen.business[day - frozen.firstDay];
    return mark === undefined ? null : mark === '1';
  };
}

/** Midnight that begins a day; known also for the day just after the last one. */
function midnightMs(frozen: FrozenDays, day: number): number | null {
  const index = day - frozen.firstDay;
  const offset = frozen.midnights.findLast(([from]) => from <= index);
  return index < 0 || index > frozen.business.length || !offset ? null : day * dayMs - offset[1];
}

function dayAt(frozen: FrozenDays, atMs: number): number | null {
  // No zone is further than 14 hours from UTC, so the day is the UTC one or a neighbour.
  const utcDay = Math.floor(atMs / dayMs);
  for (const day of [utcDay - 1, utcDay, utcDay + 1]) {
    const [startMs, endMs] = [midnightMs(frozen, day), midnightMs(frozen, day + 1)];
    if (startMs !== null && endMs !== null && startMs <= atMs && atMs < endMs) return day;
  }
  return null;
}

/** Day number (since 1970-01-01) after the last one that is frozen. */
export function lastDayOf({ firstDay, business }: FrozenDays): number {
  return firstDay + business.length;
}
