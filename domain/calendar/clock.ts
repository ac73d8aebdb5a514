/** The clock over a whole calendar: freezes as much open time as the answer needs, then counts as workflows do (T-06, T-07, T-08). */
import {
  countedIntervals, dueAt, extendFrozen, pausedOpenMs, ratioMs, reachedAt, reachedAtEach, type Clock, type FrozenCalendar, type Interval, type Reached,
} from '../clock/frozen.ts';
import { dayMs } from '../clock/localDate.ts';
import type { Calendar } from './calendar.ts';
import { compileCalendar, openIntervals } from './openIntervals.ts';

/** How far the clock looks ahead of its start before it says `horizon-exhausted`. */
export const horizonMs = 20 * 366 * dayMs;
const firstWindowMs = 8 * 7 * dayMs;

export interface ClockReading {
  readonly due: Reached;
  readonly thresholds: readonly { readonly ratio: number; readonly reached: Reached }[];
  /** Open and unpaused time from the start to the due instant, or to the running pause. */
  readonly openIntervals: readonly Interval[];
  /** Open time spent in pauses that have an end, up to the due instant. */
  readonly pausedMs: number;
}

/**
 * Reads a clock against a calendar (`null`: elapsed time round the clock).
 * `horizon-exhausted` means: not within 20 years of the start.
 * @throws RangeError for a calendar that `calendarFaults` would refuse.
 */
export function readClock(calendar: Calendar | null, clock: Clock, ratios: readonly number[]): ClockReading {
  const latestMs = clock.startMs + horizonMs;
  const amountsMs = ratios.map((ratio) => ratioMs(clock.targetMs, ratio));
  const farthestMs = Math.max(clock.targetMs, ...amountsMs);
  const lastResumeMs = Math.max(...clock.pauses.map(([, endMs]) => endMs ?? -Infinity));
  const frozen = freezeWhile((soFar) => {
    const { outcome } = reachedAt(soFar, clock, farthestMs);
    // A clock that stands still never comes to its end, but every pause that has ended must be seen.
    return outcome === 'horizon-exhausted' || (outcome === 'paused' && lastResumeMs > soFar.coversUntilMs);
  }, calendar, clock.startMs, latestMs);

  const due = dueAt(frozen, clock);
  const thresholds = reachedAtEach(frozen, clock, amountsMs);
  const untilMs = due.outcome === 'at' ? due.atMs : frozen.coversUntilMs;
  return {
    due,
    thresholds: thresholds.map((reached, index) => ({ ratio: ratios[index] ?? 0, reached })),
    openIntervals: countedIntervals(frozen, clock, untilMs),
    pausedMs: pausedOpenMs(frozen, clock, untilMs),
  };
}

/** Freezes twice as much each time while `tooShort`, from `fromMs` on, never beyond `latestMs`. */
function freezeWhile(tooShort: (frozen: FrozenCalendar) => boolean, calendar: Calendar | null, fromMs: number, latestMs: number): FrozenCalendar {
  if (calendar === null) return { openIntervals: [[fromMs, latestMs]], coversFromMs: fromMs, coversUntilMs: latestMs };
  const compiled = compileCalendar(calendar);
  const freeze = (from: number, until: number): FrozenCalendar => ({ openIntervals: openIntervals(compiled, from, until), coversFromMs: from, coversUntilMs: until });
  let frozen = freeze(fromMs, fromMs + firstWindowMs);
  while (tooShort(frozen) && frozen.coversUntilMs < latestMs) {
    const untilMs = Math.min(latestMs, frozen.coversUntilMs + (frozen.coversUntilMs - fromMs));
    frozen = extendFrozen(frozen, freeze(frozen.coversUntilMs, untilMs));
  }
  return frozen;
}
