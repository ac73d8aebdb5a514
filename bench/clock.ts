/**
 * Due instants per second of our clock, whole and frozen, beside dayjs-business-time on the same calendar, starts and targets; and how often the two agree.
 * Run: npm run bench -- clock
 */
import dayjs from 'dayjs';
import businessTime from 'dayjs-business-time';
import type { Calendar } from '../domain/calendar/calendar.ts';
import { readClock } from '../domain/calendar/clock.ts';
import { holidaysOf } from '../domain/calendar/holidays.ts';
import { freezeCalendar } from '../domain/calendar/openIntervals.ts';
import { dueAt, type Pause } from '../domain/clock/frozen.ts';

const hourMs = 3_600_000;
const timeZone = 'Europe/Paris';
if (Intl.DateTimeFormat().resolvedOptions().timeZone !== timeZone) throw new Error('dayjs counts in the time zone of the process: run "npm run bench -- clock"');

const longDay = [['08:30', '12:30'], ['13:30', '18:00']] as const;
const holidays = [2026, 2027].flatMap((year) => holidaysOf('FR', year));
const office: Calendar = {
  timeZone, holidays, weekly: { mon: longDay, tue: longDay, wed: longDay, thu: longDay, fri: [['08:30', '12:30'], ['13:30', '17:00']] },
};

dayjs.extend(businessTime);
const segments = (rows: readonly (readonly [string, string])[]): { start: string; end: string }[] => rows.map(([start, end]) => ({ start: `${start}:00`, end: `${end}:00` }));
dayjs.setHolidays([...holidays]);
dayjs.setBusinessTime({
  sunday: null, monday: segments(longDay), tuesday: segments(longDay), wednesday: segments(longDay), thursday: segments(longDay),
  friday: segments(office.weekly.fri ?? []), saturday: null,
});

/** The same starts in every run: minutes of 2026, spread by a multiplicative sequence. */
const starts = Array.from({ length: 400 }, (_, index) => Date.UTC(2026, 0, 1) + ((index * 104_729) % 525_600) * 60_000);

interface Line { readonly what: string; readonly targetHours: number; readonly perSecond: number }

function measure(what: string, targetHours: number, count: (startMs: number, targetMs: number) => unknown): Line {
  const targetMs = targetHours * hourMs;
  for (const startMs of starts.slice(0, 100)) count(startMs, targetMs);
  const beganMs = performance.now();
  let rounds = 0;
  while (performance.now() - beganMs < 1000) {
    for (const startMs of starts) count(startMs, targetMs);
    rounds += 1;
  }
  return { what, targetHours, perSecond: Math.round((rounds * starts.length * 1000) / (performance.now() - beganMs)) };
}

const frozen = freezeCalendar(office, Date.UTC(2025, 11, 1), Date.UTC(2027, 5, 1));
const startFrozen = new Map(starts.map((startMs) => [startMs, freezeCalendar(office, startMs, startMs + 60 * 24 * hourMs)]));
const fivePauses = (startMs: number): Pause[] => [1, 2, 3, 4, 5].map((day) => [startMs + day * 5 * hourMs, startMs + day * 5 * hourMs + hourMs]);
const theirs = (startMs: number, targetMs: number): number => dayjs(startMs).addBusinessMinutes(targetMs / 60_000).valueOf();

const lines = [8, 24, 160].flatMap((targetHours) => [
  measure('whole calendar (API, activities)', targetHours, (startMs, targetMs) => readClock(office, { startMs, targetMs, pauses: [] }, [])),
  measure('whole calendar, 5 pauses, 4 thresholds', targetHours, (startMs, targetMs) => readClock(office, { startMs, targetMs, pauses: fivePauses(startMs) }, [0.5, 0.8, 1, 1.5])),
  measure('frozen for 60 days (workflows)', targetHours, (startMs, targetMs) => dueAt(startFrozen.get(startMs) ?? frozen, { startMs, targetMs, pauses: [] })),
  measure('frozen for 60 days, 5 pauses', targetHours, (startMs, targetMs) => dueAt(startFrozen.get(startMs) ?? frozen, { startMs, targetMs, pauses: fivePauses(startMs) })),
  measure('dayjs-business-time (no pauses, no zones)', targetHours, theirs),
]);
for (const { what, targetHours, perSecond } of lines) process.stdout.write(`${String(targetHours).padStart(4)} h  ${what.padEnd(42)} ${String(perSecond).padStart(9)}/s\n`);

for (const targetHours of [8, 24, 160]) {
  const agreeing = starts.filter((startMs) => {
    const { due } = readClock(office, { startMs, targetMs: targetHours * hourMs, pauses: [] }, []);
    return due.outcome === 'at' && due.atMs === theirs(startMs, targetHours * hourMs);
  });
  process.stdout.write(`${String(targetHours).padStart(4)} h  ${agreeing.length} of ${starts.length} due instants agree with dayjs-business-time\n`);
}
