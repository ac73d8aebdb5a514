/** Random calendars, clocks and pauses around the changes of the clocks of 2026. */
import fc from 'fast-check';
import { weekdays, type Calendar, type OpenRow } from '../../../domain/calendar/calendar.ts';
import type { Pause } from '../../../domain/clock/frozen.ts';

export const hourMs = 3_600_000;

/** A zone and a Monday (UTC) about a week before its clocks change. */
export const places = [
  { timeZone: 'Europe/Paris', fromMs: Date.UTC(2026, 2, 23) }, { timeZone: 'Europe/Paris', fromMs: Date.UTC(2026, 9, 19) },
  { timeZone: 'America/New_York', fromMs: Date.UTC(2026, 2, 2) }, { timeZone: 'America/New_York', fromMs: Date.UTC(2026, 9, 26) },
  { timeZone: 'Australia/Lord_Howe', fromMs: Date.UTC(2026, 2, 30) }, { timeZone: 'Australia/Lord_Howe', fromMs: Date.UTC(2026, 8, 28) },
  { timeZone: 'Africa/Casablanca', fromMs: Date.UTC(2026, 1, 9) }, { timeZone: 'America/Havana', fromMs: Date.UTC(2026, 2, 2) },
  { timeZone: 'Asia/Kathmandu', fromMs: Date.UTC(2026, 4, 4) },
] as const;

export const place = fc.constantFrom(...places);

/** Up to three rows a day between distinct times, which may touch; small hours weigh as much as the rest, for that is when clocks change. */
const dayRows = fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 1440 })), { maxLength: 6 })
  .map((minutes): OpenRow[] => {
    const ascending = [...minutes].sort((a, b) => a - b);
    return ascending.flatMap((opens, index) => {
      const closes = ascending[index + 1];
      return index % 2 === 0 && closes !== undefined ? [[clockTime(opens), clockTime(closes)] as const] : [];
    });
  });

/** A calendar that is open at some time on most days; its holidays fall around `fromMs`. */
export function calendarIn(timeZone: string, fromMs: number): fc.Arbitrary<Calendar> {
  return fc.record({
    rows: fc.array(dayRows, { minLength: 7, maxLength: 7 }),
    holidays: fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 3 }),
  }).map(({ rows, holidays }) => ({
    timeZone,
    // Wednesday always opens, so that no calendar is closed for ever.
    weekly: Object.fromEntries(weekdays.map((weekday, index) => [weekday, weekday === 'wed' ? [['09:00', '17:00']] : rows[index] ?? []])),
    holidays: holidays.map((day) => new Date(fromMs + day * 24 * hourMs).toISOString().slice(0, 10)),
  }));
}

/** Pauses that begin within the first days and have an end, on multiples of `stepMs`. */
export function pausesFrom(fromMs: number, stepMs: number): fc.Arbitrary<Pause[]> {
  const steps = (14 * 24 * hourMs) / stepMs;
  return fc.array(
    fc.tuple(fc.integer({ min: 0, max: steps }), fc.oneof(fc.integer({ min: 0, max: (4 * hourMs) / stepMs }), fc.integer({ min: 0, max: (72 * hourMs) / stepMs })))
      .map(([at, length]): Pause => [fromMs + at * stepMs, fromMs + (at + length) * stepMs]),
    { maxLength: 5 },
  );
}

/** Everything a clock is made of, to the millisecond. */
export const scene = place.chain(({ timeZone, fromMs }) => fc.record({
  calendar: calendarIn(timeZone, fromMs),
  startMs: fc.integer({ min: 0, max: 8 * 24 * hourMs }).map((offset) => fromMs + offset),
  targetMs: fc.integer({ min: 0, max: 60 * hourMs }),
  pauses: pausesFrom(fromMs, 1),
}));

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
