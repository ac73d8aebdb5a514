/** The day that it is somewhere, as an ISO date; outside workflows, where a zone may be asked. */
import { dateOf, dayMs } from '../clock/localDate.ts';
import { knownTimeZone, wallTimeAt, zoneTimeline } from './zone.ts';

/** @throws {RangeError} for a zone that does not exist. */
export function today(atMs: number, timeZone: string): string {
  return dateOf(dayIn(atMs, timeZone));
}

/** The night before the day that it is, by the day on which it began. @throws {RangeError} for a zone that does not exist. */
export function lastNight(atMs: number, timeZone: string): string {
  return dateOf(dayIn(atMs, timeZone) - 1);
}

function dayIn(atMs: number, timeZone: string): number {
  const zone = knownTimeZone(timeZone);
  if (zone === null) throw new RangeError(`no time zone ${timeZone}`);
  return Math.floor(wallTimeAt(zoneTimeline(zone, atMs, atMs), atMs) / dayMs);
}
