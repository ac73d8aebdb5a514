/** Time zones: the changes of offset from the IANA data of the runtime, then integer arithmetic between wall-clock time and instants. */
import { Temporal } from 'temporal-polyfill';
import { dateOf, dayMs, requireDayNumber } from '../clock/localDate.ts';

/** One stretch of constant offset, up to the next one's start. */
interface Stretch {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/** The offsets of one zone around a range of instants, ascending; the first reaches back for ever. */
export type ZoneTimeline = readonly Stretch[];

const decadeMs = 10 * 365.25 * 86_400_000;
const ianaName = /^[A-Za-z][A-Za-z0-9_+\-/]*$/;
/** Offset changes per zone and decade: computing them is dear, and they never change while the process runs. */
const known = new Map<string, readonly Stretch[]>();

/** The zone's IANA name in its own capitals, as the runtime knows it; null for any other text, a bare offset (`+02:00`) included. */
export function knownTimeZone(name: string): string | null {
  if (!ianaName.test(name)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

/** The offsets that matter from `fromMs` to `untilMs`. @param timeZone as `knownTimeZone` gave it. @throws RangeError for an unknown zone. */
export function zoneTimeline(timeZone: string, fromMs: number, untilMs: number): ZoneTimeline {
  const stretches: Stretch[] = [];
  for (let decade = Math.floor(fromMs / decadeMs); decade <= Math.floor(untilMs / decadeMs); decade += 1) {
    const offsets = decadeOffsets(timeZone, decade);
    // Every decade after the first begins by repeating the offset that is in force.
    stretches.push(...(stretches.length === 0 ? offsets : offsets.slice(1)));
  }
  return stretches;
}

/**
 * The instant of a wall-clock time, given as the epoch milliseconds it would be in UTC.
 * Skipped by a change of the clocks: the instant of the change. Repeated: the first of the two (api.md).
 */
export function instantOfWallTime(timeline: ZoneTimeline, wallMs: number): number {
  // The first stretch that is still running when its clock shows the time; the ends of stretches ascend on the wall clock too.
  let low = 0;
  let high = timeline.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const endMs = timeline[middle + 1]?.fromMs ?? Infinity;
    if (wallMs < endMs + (timeline[middle]?.offsetMs ?? 0)) high = middle;
    else low = middle + 1;
  }
  const stretch = timeline[low];
  if (!stretch) throw new RangeError('a time zone without offsets');
  const atMs = wallMs - stretch.offsetMs;
  return low === 0 ? atMs : Math.max(atMs, stretch.fromMs);
}

/** What the wall clock shows at an instant, as the epoch milliseconds it would be in UTC. */
export function wallTimeAt(timeline: ZoneTimeline, atMs: number): number {
  const stretch = timeline.findLast(({ fromMs }) => fromMs <= atMs) ?? timeline[0];
  return atMs + (stretch?.offsetMs ?? 0);
}

/** The date (ISO) that the calendars of a zone show at an instant. @param timeZone IANA name. @throws RangeError for an unknown zone. */
export function dateInZone(timeZone: string, atMs: number): string {
  return dateOf(Math.floor(wallTimeAt(zoneTimeline(timeZone, atMs, atMs), atMs) / dayMs));
}

/** The instant at which a date begins in a zone. @param timeZone IANA name. @param date ISO. @throws RangeError for an unknown zone. */
export function instantOfDate(timeZone: string, date: string): number {
  const wallMs = requireDayNumber(date) * dayMs;
  return instantOfWallTime(zoneTimeline(timeZone, wallMs - dayMs, wallMs + dayMs), wallMs);
}

function decadeOffsets(timeZone: string, decade: number): readonly Stretch[] {
  const key = `${timeZone}\n${decade}`;
  const before = known.get(key);
  if (before) return before;
  const untilMs = Math.ceil((decade + 1) * decadeMs);
  let at = Temporal.Instant.fromEpochMilliseconds(Math.ceil(decade * decadeMs)).toZonedDateTimeISO(timeZone);
  const offsets = [stretchFrom(at)];
  for (let change = at.getTimeZoneTransition('next'); change && change.epochMilliseconds < untilMs; change = at.getTimeZoneTransition('next')) {
    at = change;
    offsets.push(stretchFrom(at));
  }
  known.set(key, offsets);
  return offsets;
}

function stretchFrom(at: Temporal.ZonedDateTime): Stretch {
  return { fromMs: at.epochMilliseconds, offsetMs: at.offsetNanoseconds / 1_000_000 };
}
