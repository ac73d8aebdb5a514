/**
 * The clock over frozen open intervals: integer arithmetic on epoch milliseconds, without any date library,
 * so that it may run in workflows and gives the same answer at every replay (T-06, T-07, T-08).
 */

/** Half-open `[startMs, endMs)` in epoch milliseconds. */
export type Interval = readonly [startMs: number, endMs: number];

/** `[startMs, endMs)` during which the clock stands still; null: still running. */
export type Pause = readonly [startMs: number, endMs: number | null];

/** The open time of a calendar as an activity computed it and history keeps it. */
export interface FrozenCalendar {
  /** Ascending, neither touching nor empty, all within the coverage. */
  readonly openIntervals: readonly Interval[];
  /** Nothing is known outside `[coversFromMs, coversUntilMs)`. */
  readonly coversFromMs: number;
  readonly coversUntilMs: number;
}

/** When an amount of open time is reached. */
export type Reached =
  | { readonly outcome: 'at'; readonly atMs: number }
  /** Never, as things stand: a pause without an end came first, at `sinceMs`. */
  | { readonly outcome: 'paused'; readonly sinceMs: number }
  /** Not within what is frozen: have more frozen from `coversUntilMs` on, then ask again. */
  | { readonly outcome: 'horizon-exhausted'; readonly coversUntilMs: number };

export type Elapsed =
  | { readonly outcome: 'counted'; readonly elapsedMs: number }
  | { readonly outcome: 'horizon-exhausted'; readonly coversUntilMs: number };

/** What a running clock is: from when it counts, how much open time it allows, and when it stood still. */
export interface Clock {
  readonly startMs: number;
  readonly targetMs: number;
  /** In any order; they may overlap, lie over closed time or before the start. */
  readonly pauses: readonly Pause[];
}

/** The last instant that JavaScript's Date can say. */
const endOfTimeMs = 8.64e15;

/** Elapsed time: always open, never exhausted (T-06). */
export const roundTheClock: FrozenCalendar = {
  openIntervals: [[-endOfTimeMs, endOfTimeMs]], coversFromMs: -endOfTimeMs, coversUntilMs: endOfTimeMs,
};

/** The instant at which the clock's whole target is used up; a target that ends with a closing is due at that closing. */
export function dueAt(frozen: FrozenCalendar, clock: Clock): Reached {
  return reachedAt(frozen, clock, clock.targetMs);
}

/** The instant at which `ratio` of the target is used up, whatever comes after 1 (T-07). */
export function thresholdAt(frozen: FrozenCalendar, clock: Clock, ratio: number): Reached {
  return reachedAt(frozen, clock, ratioMs(clock.targetMs, ratio));
}

/** `ratio` of a target, to the nearest millisecond. */
export function ratioMs(targetMs: number, ratio: number): number {
  return Math.round(targetMs * ratio);
}

/**
 * The first instant, not before the start, by which `amountMs` of open and unpaused time has passed; the start itself for 0.
 * @throws RangeError when the start lies before the coverage: whoever froze the intervals froze the wrong ones.
 */
export function reachedAt(frozen: FrozenCalendar, clock: Clock, amountMs: number): Reached {
  let missingMs = amountMs;
  if (missingMs <= 0) return { outcome: 'at', atMs: clock.startMs };
  for (const [startMs, endMs] of countedPieces(frozen, clock)) {
    if (endMs - startMs >= missingMs) return { outcome: 'at', atMs: startMs + missingMs };
    missingMs -= endMs - startMs;
  }
  return unreached(frozen, clock);
}

/** `reachedAt` for each of many amounts, in their order, in one pass over the intervals. @throws RangeError as `reachedAt`. */
export function reachedAtEach(frozen: FrozenCalendar, clock: Clock, amountsMs: readonly number[]): Reached[] {
  const otherwise = unreached(frozen, clock);
  const reached = amountsMs.map((amountMs): Reached => (amountMs <= 0 ? { outcome: 'at', atMs: clock.startMs } : otherwise));
  const ascending = [...amountsMs.entries()].filter(([, amountMs]) => amountMs > 0).sort(([, a], [, b]) => a - b);
  let next = 0;
  let countedMs = 0;
  for (const [startMs, endMs] of countedPieces(frozen, clock)) {
    for (let amount = ascending[next]; amount && amount[1] <= countedMs + endMs - startMs; amount = ascending[next]) {
      reached[amount[0]] = { outcome: 'at', atMs: startMs + amount[1] - countedMs };
      next += 1;
    }
    if (next === ascending.length) break;
    countedMs += endMs - startMs;
  }
  return reached;
}

/** The open and unpaused time from the start to `nowMs`. @throws RangeError as `reachedAt`. */
export function elapsedAt(frozen: FrozenCalendar, clock: Omit<Clock, 'targetMs'>, nowMs: number): Elapsed {
  if (nowMs > frozen.coversUntilMs && runningSince(clock.pauses) > frozen.coversUntilMs) {
    return { outcome: 'horizon-exhausted', coversUntilMs: frozen.coversUntilMs };
  }
  return { outcome: 'counted', elapsedMs: lengthMs(countedIntervals(frozen, clock, nowMs)) };
}

/** The open and unpaused intervals from the start to `untilMs`, or to the end of what is frozen. @throws RangeError as `reachedAt`. */
export function countedIntervals(frozen: FrozenCalendar, clock: Omit<Clock, 'targetMs'>, untilMs: number): Interval[] {
  const counted: Interval[] = [];
  for (const [startMs, endMs] of countedPieces(frozen, clock)) {
    if (startMs >= untilMs) break;
    counted.push([startMs, Math.min(endMs, untilMs)]);
  }
  return counted;
}

/** Open time from the start to `untilMs` that was spent in pauses that have an end; of a running one nothing is known yet. */
export function pausedOpenMs(frozen: FrozenCalendar, clock: Omit<Clock, 'targetMs'>, untilMs: number): number {
  const ended = clock.pauses.filter(([, endMs]) => endMs !== null);
  const unpaused = countedIntervals(frozen, { startMs: clock.startMs, pauses: [] }, untilMs);
  return lengthMs(unpaused) - lengthMs(countedIntervals(frozen, { startMs: clock.startMs, pauses: ended }, untilMs));
}

/** What is frozen, lengthened by what follows it. @throws RangeError when `more` does not begin where the coverage ends. */
export function extendFrozen(frozen: FrozenCalendar, more: FrozenCalendar): FrozenCalendar {
  if (more.coversFromMs !== frozen.coversUntilMs) {
    throw new RangeError(`frozen until ${frozen.coversUntilMs}, but what follows begins at ${more.coversFromMs}`);
  }
  return {
    openIntervals: joinTouching([...frozen.openIntervals, ...more.openIntervals]),
    coversFromMs: frozen.coversFromMs, coversUntilMs: more.coversUntilMs,
  };
}

/** The pauses after the clock is stopped at `atMs`; unchanged when it already stands still (T-08). */
export function pauseClock(pauses: readonly Pause[], atMs: number): readonly Pause[] {
  return isPaused(pauses) ? pauses : [...pauses, [atMs, null]];
}

/** The pauses after the clock goes on at `atMs`; unchanged when it is running (T-08). */
export function resumeClock(pauses: readonly Pause[], atMs: number): readonly Pause[] {
  return pauses.map(([startMs, endMs]) => [startMs, endMs ?? Math.max(startMs, atMs)]);
}

/** Whether a pause has no end yet. */
export function isPaused(pauses: readonly Pause[]): boolean {
  return pauses.some(([, endMs]) => endMs === null);
}

/** Ascending intervals with those that touch made one, so that the same open time is always told in the same way. */
export function joinTouching(intervals: readonly Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const [startMs, endMs] of intervals) {
    const last = joined.at(-1);
    if (last && startMs <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], endMs)];
    else joined.push([startMs, endMs]);
  }
  return joined;
}

/** The summed length of intervals that do not overlap. */
export function lengthMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sumMs, [startMs, endMs]) => sumMs + endMs - startMs, 0);
}

/** Open intervals from the start, less the pauses, in order; ends with the coverage or at a running pause. */
function* countedPieces(frozen: FrozenCalendar, clock: Omit<Clock, 'targetMs'>): Generator<Interval> {
  if (clock.startMs < frozen.coversFromMs) {
    throw new RangeError(`the clock starts at ${clock.startMs}, before the frozen intervals, which begin at ${frozen.coversFromMs}`);
  }
  const pauses = mergedPauses(clock.pauses);
  let next = 0;
  for (const [openMs, closeMs] of frozen.openIntervals) {
    let atMs = Math.max(openMs, clock.startMs);
    while (atMs < closeMs) {
      while ((pauses[next]?.[1] ?? Infinity) <= atMs) next += 1;
      const [pauseMs, resumeMs] = pauses[next] ?? [Infinity, Infinity];
      if (atMs < pauseMs) yield [atMs, Math.min(closeMs, pauseMs)];
      atMs = resumeMs;
    }
  }
}

/** Why an amount was not reached within the coverage. */
function unreached(frozen: FrozenCalendar, clock: Omit<Clock, 'targetMs'>): Reached {
  const sinceMs = Math.max(clock.startMs, runningSince(clock.pauses));
  return sinceMs <= frozen.coversUntilMs ? { outcome: 'paused', sinceMs } : { outcome: 'horizon-exhausted', coversUntilMs: frozen.coversUntilMs };
}

/** Pauses without the empty ones, ascending, those that overlap or touch made one; a running one ends at Infinity. */
function mergedPauses(pauses: readonly Pause[]): Interval[] {
  const ends = pauses.map(([startMs, endMs]): Interval => [startMs, endMs ?? Infinity]).filter(([startMs, endMs]) => startMs < endMs);
  return joinTouching(ends.sort((a, b) => a[0] - b[0]));
}

/** The instant from which on the clock stands still for good as things stand; Infinity when every pause has an end. */
function runningSince(pauses: readonly Pause[]): number {
  const last = mergedPauses(pauses).at(-1);
  return last?.[1] === Infinity ? last[0] : Infinity;
}
