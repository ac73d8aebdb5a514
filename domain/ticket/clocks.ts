/** The clocks of a ticket (T-05 to T-08): taking charge, resolution, the share of each support level; integer arithmetic over frozen open time. */
import { elapsedAt, ratioMs, reachedAt, roundTheClock, type Clock, type Elapsed, type FrozenCalendar, type Reached } from '../clock/frozen.ts';
import type { TicketPolicy } from './ticket-policy.ts';
import type { ClockName, Fired, Level, TicketState } from './ticket.ts';

/** A clock as it stands: what it counts, and in which open time. */
export interface TicketClock {
  readonly name: ClockName;
  readonly clock: Clock;
  readonly frozen: FrozenCalendar;
  /** Name of the calendar; null round the clock. */
  readonly calendar: string | null;
}

const clockNames = ['taking-charge', 'resolution'] as const satisfies readonly ClockName[];

/** When a clock ended: the taking of charge when the ticket is taken, the resolution when the requester agrees (T-07). Null while it runs, or stands in a pause. */
export function clockEndMs({ takenAtMs, agreedAtMs, endedAtMs }: TicketState, name: ClockName): number | null {
  return (name === 'taking-charge' ? takenAtMs : null) ?? agreedAtMs ?? endedAtMs;
}

/**
 * The clocks whose thresholds may fire: none once the ticket has ended, which tells what is due before. One that has ended before stands from then on, so that what was due
 * until then still fires after an outage, or a directory that was slow to answer, instead of being forgotten (T-07).
 */
export function watchedClocks(state: TicketState): TicketClock[] {
  if (state.endedAtMs !== null) return [];
  return clockNames.flatMap((name) => {
    const watched = clockOf(state, name);
    const endMs = clockEndMs(state, name);
    return watched && endMs !== null ? { ...watched, clock: { ...watched.clock, pauses: [...watched.clock.pauses, [endMs, null]] } } : watched ?? [];
  });
}

/** One clock, running or ended; null where the contract promises no time (T-06). It always counts from T0, whatever was changed since (T-05). */
export function clockOf(state: TicketState, name: ClockName): TicketClock | null {
  const { opening, contract, createdAtMs, pauses } = state;
  // T-25: what was handled before it was recorded is on no clock.
  if (!opening || opening.handledAtMs !== undefined) return null;
  const { calendar, resolutionMs, takingChargeMs } = opening.policy.contracts[contract];
  const targetMs = name === 'resolution' ? resolutionMs : takingChargeMs;
  if (targetMs === null) return null;
  return { name, clock: { startMs: createdAtMs, targetMs, pauses }, frozen: frozenOf(opening.policy, calendar), calendar };
}

/** A threshold that is still to fire. */
export interface Due extends Fired {
  readonly atMs: number;
}

/** What comes next on the clocks of a ticket. */
export type Next =
  | ({ readonly outcome: 'threshold' } & Due)
  /** The open time that is frozen ends before anything fires: have more of it computed. */
  | { readonly outcome: 'horizon-exhausted'; readonly calendar: string; readonly fromMs: number }
  | { readonly outcome: 'nothing' };

/** The next threshold in time, of all clocks; at one instant the taking of charge comes first (T-07). */
export function nextOnTheClocks(state: TicketState): Next {
  const { opening } = state;
  if (!opening) return { outcome: 'nothing' };
  let next: Next = { outcome: 'nothing' };
  for (const running of watchedClocks(state)) {
    const ratio = nextRatio(opening.policy.escalation, firedOf(state, running.name));
    const reached = ratio === null ? null : thresholdOf(running, ratio);
    if (reached === null || reached.outcome === 'paused' || ratio === null) continue;
    if (reached.outcome === 'horizon-exhausted') {
      if (running.calendar !== null) return { outcome: 'horizon-exhausted', calendar: running.calendar, fromMs: reached.coversUntilMs };
    } else if (next.outcome !== 'threshold' || reached.atMs < next.atMs) {
      next = { outcome: 'threshold', clock: running.name, ratio, atMs: reached.atMs };
    }
  }
  return next;
}

/** What has fallen due by an instant and has not fired yet, of all clocks, in the order in which it is told (T-07); beyond the open time that is frozen nothing is known. */
export function dueBy(state: TicketState, nowMs: number): Due[] {
  const { opening } = state;
  if (!opening) return [];
  const due = watchedClocks(state).flatMap((running) => {
    const reached: Due[] = [];
    for (let ratio = nextRatio(opening.policy.escalation, firedOf(state, running.name)); ratio !== null; ratio = nextRatio(opening.policy.escalation, [ratio])) {
      const at = thresholdOf(running, ratio);
      if (at.outcome !== 'at' || at.atMs > nowMs) break;
      reached.push({ clock: running.name, ratio, atMs: at.atMs });
    }
    return reached;
  });
  return due.sort((one, other) => one.atMs - other.atMs);
}

/** When a share of the clock's target is used up. */
export function thresholdOf({ clock, frozen }: TicketClock, ratio: number): Reached {
  return reachedAt(frozen, clock, ratioMs(clock.targetMs, ratio));
}

/** When the whole target is used up as things stand, epoch milliseconds; null in a pause without an end. */
export function dueAtMs(clock: TicketClock): number | null {
  const reached = thresholdOf(clock, 1);
  return reached.outcome === 'at' ? reached.atMs : null;
}

/**
 * By when the resolution is promised as things stand, epoch milliseconds; null: no time is promised.
 * Undefined while nothing new can be said: the clock stands, has ended, or its open time is not computed yet (T-22).
 */
export function promisedMs(state: TicketState): number | null | undefined {
  if (clockEndMs(state, 'resolution') !== null) return undefined;
  const resolution = clockOf(state, 'resolution');
  return resolution && (dueAtMs(resolution) ?? undefined);
}

/** The first ratio of the policy beyond all that has fired, then each further one of `thenEvery`; null when there is none any more (T-07). */
export function nextRatio({ thresholds, thenEvery }: TicketPolicy['escalation'], fired: readonly number[]): number | null {
  // Never below what has fired: another policy's lower ratios are past.
  const reached = Math.max(0, ...fired);
  const listed = thresholds.find(({ ratio }) => ratio > reached);
  if (listed) return listed.ratio;
  const last = thresholds.at(-1)?.ratio;
  if (thenEvery === null || last === undefined) return null;
  // Counted from the last one of the list, so that a hundred of them are as exact as the first.
  const before = Math.floor(rounded((Math.max(reached, last) - last) / thenEvery.ratio));
  return rounded(last + (before + 1) * thenEvery.ratio);
}

/** Ratios are told and remembered: 1.1 and not 1.1000000000000001. */
function rounded(ratio: number): number {
  return Math.round(ratio * 1e6) / 1e6;
}

function firedOf({ fired }: TicketState, name: ClockName): number[] {
  return fired.flatMap(({ clock, ratio }) => (clock === name ? [ratio] : []));
}

/** Open and unpaused time from T0, counted in the resolution's calendar; round the clock where no time is promised. */
export function elapsedOf(state: TicketState, untilMs: number): Elapsed {
  const { opening, contract, createdAtMs, pauses } = state;
  const frozen = opening ? frozenOf(opening.policy, opening.policy.contracts[contract].calendar) : roundTheClock;
  return elapsedAt(frozen, { startMs: createdAtMs, pauses }, Math.min(untilMs, state.agreedAtMs ?? state.endedAtMs ?? untilMs));
}

/** How much of the elapsed time each level had the ticket; they sum to the whole. Null beyond what is frozen. */
export function levelShares(state: TicketState, untilMs: number): Readonly<Record<Level, number>> | null {
  const shares: Record<Level, number> = { 1: 0, 2: 0, 3: 0 };
  for (const [index, { level, fromMs }] of state.levels.entries()) {
    const [begun, ended] = [elapsedOf(state, fromMs), elapsedOf(state, state.levels[index + 1]?.fromMs ?? untilMs)];
    if (begun.outcome !== 'counted' || ended.outcome !== 'counted') return null;
    shares[level] += ended.elapsedMs - begun.elapsedMs;
  }
  return shares;
}

/** When the first line must have solved it, or handed it on: so long unpaused since it has it (T-09). Null where no limit holds, or while it waits. */
export function firstLineLimitAtMs({ opening, level, levels, pauses, endedAtMs, phase, exhaustedLevels }: TicketState): number | null {
  const limitMs = opening?.policy.firstLineLimitMs ?? null;
  if (limitMs === null || opening?.handledAtMs !== undefined || level !== 1 || endedAtMs !== null || phase === 'agreement' || phase === 'resolved' || exhaustedLevels.includes(2)) return null;
  const reached = reachedAt(roundTheClock, { startMs: levels.at(-1)?.fromMs ?? 0, targetMs: limitMs, pauses }, limitMs);
  return reached.outcome === 'at' ? reached.atMs : null;
}

export function frozenOf({ calendars }: TicketPolicy, name: string | null): FrozenCalendar {
  if (name === null) return roundTheClock;
  const frozen = calendars[name];
  if (!frozen) throw new Error(`a clock counts in the calendar ${name}, which was not frozen`);
  return frozen;
}
