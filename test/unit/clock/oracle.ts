/**
 * An independent clock: walks minute by minute and asks Intl what the wall clock shows. Slow, simple, and without a line in common with ours.
 * A boundary is passed once the wall clock has shown it or more: so the latest time shown so far, which never goes back, says which rows are open.
 */
import { weekdays, type Calendar } from '../../../domain/calendar/calendar.ts';

const minuteMs = 60_000;

/** What the wall clock has shown at most at each minute from `fromMs` on, as `YYYY-MM-DDTHH:MM`. */
export function latestWallTimes(timeZone: string, fromMs: number, minutes: number): readonly string[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  const shown: string[] = [];
  let latest = '';
  for (let minute = 0; minute < minutes; minute += 1) {
    const now = format.format(fromMs + minute * minuteMs).replace(' ', 'T');
    if (now > latest) latest = now;
    shown.push(latest);
  }
  return shown;
}

/** The due instant by counting open and unpaused minutes from the start; null when it is not reached. Everything lies on whole minutes from `fromMs`. */
export function dueByCounting(
  shown: readonly string[], fromMs: number, calendar: Calendar, startMs: number, targetMinutes: number, pauses: readonly (readonly [number, number | null])[],
): number | null {
  let missing = targetMinutes;
  for (let minute = (startMs - fromMs) / minuteMs; minute < shown.length; minute += 1) {
    const atMs = fromMs + minute * minuteMs;
    const paused = pauses.some(([from, until]) => from <= atMs && atMs < (until ?? Infinity));
    if (paused || !isOpen(calendar, shown[minute] ?? '')) continue;
    missing -= 1;
    if (missing === 0) return atMs + minuteMs;
  }
  return null;
}

function isOpen(calendar: Calendar, shown: string): boolean {
  const [date = '', time = ''] = shown.split('T');
  if (calendar.holidays?.includes(date)) return false;
  const weekday = weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
  return (weekday ? calendar.weekly[weekday] ?? [] : []).some(([opens, closes]) => opens <= time && time < closes);
}
