/** Calendar dates (`YYYY-MM-DD`) as whole-day numbers since 1970-01-01: integer arithmetic only, fit for the workflow bundle. */

export const dayMs = 86_400_000;

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days since 1970-01-01 of a proleptic Gregorian date; null when the text is no date that exists (`2026-02-30`). */
export function dayNumberOf(date: string): number | null {
  const match = isoDate.exec(date);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const atMs = utcMidnightMs(year, month, day);
  const back = new Date(atMs);
  // Date.UTC rolls 30 February over into March; reading the parts back shows it.
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? atMs / dayMs : null;
}

/** The day number of a year, month (1–12) and day; a month or day beyond its range rolls over. */
export function dayNumber(year: number, month: number, day: number): number {
  return utcMidnightMs(year, month, day) / dayMs;
}

/** `YYYY-MM-DD` of a day number. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The Gregorian year that a day number lies in. */
export function yearOf(day: number): number {
  return new Date(day * dayMs).getUTCFullYear();
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayIndex(day: number): number {
  // Day 0, 1970-01-01, was a Thursday (3).
  return (((day + 3) % 7) + 7) % 7;
}

/** Day number of a date that is known to be one. @throws RangeError when it is not. */
export function requireDayNumber(date: string): number {
  const day = dayNumberOf(date);
  if (day === null) throw new RangeError(`not a date: ${date}`);
  return day;
}

function utcMidnightMs(year: number, month: number, day: number): number {
  // Date.UTC reads the years 0–99 as 1900–1999; setUTCFullYear does not.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
