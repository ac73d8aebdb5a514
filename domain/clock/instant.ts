/** Instants as RFC 3339 texts and epoch milliseconds. */
import { dayMs, dayNumberOf } from './localDate.ts';

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Epoch milliseconds of an RFC 3339 instant with its offset; digits beyond the millisecond are cut. Null when it is none (a leap second included). */
export function parseInstant(text: string): number | null {
  const match = rfc3339.exec(text);
  if (!match) return null;
  const day = dayNumberOf(match[1] ?? '');
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])];
  const milliseconds = Number((match[5] ?? '').slice(0, 3).padEnd(3, '0'));
  const [offsetHours, offsetMinutes] = [Number(match[7] ?? 0), Number(match[8] ?? 0)];
  if (day === null || hours > 23 || minutes > 59 || seconds > 59 || offsetHours > 23 || offsetMinutes > 59) return null;
  const offsetMs = (offsetHours * 60 + offsetMinutes) * 60_000 * (match[6] === '-' ? -1 : 1);
  return day * dayMs + ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds - offsetMs;
}

/** RFC 3339 with offset `Z` and milliseconds, as every answer of ours says instants. */
export function formatInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** What the clock takes as an instant: zones are known well enough from 1900 on, and plans end before 2200. */
export const earliestInstantMs = Date.UTC(1900, 0, 1);
export const latestInstantMs = Date.UTC(2200, 0, 1);
