/** The clocks of a ticket explained (T-05 to T-08): every second from T0, every move of a due date, every threshold, each with the act or the policy that made it so. */
import { isPaused, type FrozenCalendar, type Interval } from '../clock/frozen.ts';
import type { RecordedEvent } from '../journey/journey.ts';
import type { EscalationAct } from '../policy/support.schema.ts';
import { clockEndMs, clockOf, dueAtMs, frozenOf, levelShares, nextRatio, promisedMs, thresholdOf, watchedClocks } from './clocks.ts';
import { thresholdActs } from './decide.ts';
import { evolveTicket } from './evolve.ts';
import type { TicketPolicy } from './ticket-policy.ts';
import { newTicket, type ClockName, type ContractClass, type Level, type Team, type TicketEvent, type TicketOpening, type TicketState } from './ticket.ts';

/** What somebody did, or a timer, by its number in the record. */
export interface Act {
  readonly number: number;
  readonly atMs: number;
  readonly by: string;
}

/** The policy, in the version that the ticket had, which says so; and the rule that it serves. */
export interface Ground {
  readonly rule: 'T-05' | 'T-06' | 'T-07' | 'T-08';
  readonly policy: string;
  readonly version: number;
}

/** A stretch of time, all of one kind; closed hours are closed, paused or not. */
export type Stretch = Ground & { readonly fromMs: number; readonly untilMs: number } & (
  /** Null: round the clock. */
  | { readonly kind: 'counted'; readonly calendar: string | null }
  | { readonly kind: 'closed'; readonly calendar: string }
  | { readonly kind: 'paused'; readonly reason: string; readonly since: Act }
);

export interface ExplainedClock {
  readonly name: ClockName;
  /** Null: no time is promised, and what passes is counted all the same (T-06). */
  readonly targetMs: number | null;
  readonly ground: Ground;
  readonly calendar: string | null;
  readonly standing: 'running' | 'paused' | 'ended';
  /** When it ended; null: it goes on. */
  readonly endedAtMs: number | null;
  /** When the target is used up, or would have been; null in a pause without an end, and where nothing is promised. */
  readonly dueAtMs: number | null;
  /** From T0 to its end, or to now; the three sum to the whole. */
  readonly countedMs: number;
  readonly pausedMs: number;
  readonly closedMs: number;
  readonly wholeMs: number;
  /** Below zero: overrun. */
  readonly remainingMs: number | null;
  readonly stretches: readonly Stretch[];
  /** Of `thenEvery` only the first; `atMs` is null while the clock stands. */
  readonly toCome: readonly (Ground & { readonly ratio: number; readonly atMs: number | null; readonly acts: readonly EscalationAct[] })[];
}

export interface FiredThreshold extends Ground {
  readonly clock: ClockName;
  readonly ratio: number;
  readonly dueAtMs: number;
  readonly firedAtMs: number;
  readonly isLate: boolean;
  readonly acts: readonly EscalationAct[];
  /** Where it took the ticket. */
  readonly movedTo: Team | null;
  /** It would have raised the level, and no team was left (T-10). */
  readonly isNoTeamLeft: boolean;
}

/** A due date computed anew from T0 (T-05), or moved by a pause that ended (T-08). A date is null where nothing is promised, or while the clock stands. */
export interface Recomputation {
  readonly act: Act;
  readonly because: 'priority' | 'contract' | 'policy' | 'calendar' | 'pause';
  readonly contract: ContractClass;
  readonly ground: Ground;
  readonly dueMs: Readonly<Record<ClockName, { readonly beforeMs: number | null; readonly afterMs: number | null }>>;
}

export interface Explanation {
  readonly startedAtMs: number;
  readonly asOfMs: number;
  readonly clocks: readonly ExplainedClock[];
  /** Of the resolution's counted time, how much each level had the ticket: they sum to it. */
  readonly levelsMs: Readonly<Record<Level, number>>;
  readonly fired: readonly FiredThreshold[];
  readonly recomputations: readonly Recomputation[];
}

type Recorded = RecordedEvent<TicketEvent>;
interface Step {
  readonly recorded: Recorded;
  readonly before: TicketState;
  readonly after: TicketState;
}
/** Why the clock stood; in the order of `pauses` in the state. */
interface Cause {
  readonly reason: string;
  readonly since: Act;
  readonly version: number;
}

/**
 * @param state after these events; its frozen calendars may reach further than theirs.
 * @throws {RangeError} when they do not reach to `nowMs`: the caller has more of them computed first.
 */
export function explainClocks(events: readonly Recorded[], state: TicketState, nowMs: number): Explanation {
  const steps = replayed(events);
  const causes = steps.flatMap(({ recorded, before, after }): Cause[] => (after.pauses.length > before.pauses.length
    ? [{ reason: after.waiting?.reason ?? '', since: actOf(recorded), version: versionOf(after, 'waiting-reasons') }] : []));
  const asOfMs = Math.max(nowMs, events.at(-1)?.atMs ?? 0);
  const clocks = (['taking-charge', 'resolution'] as const).map((name) => explainClock(state, name, causes, asOfMs));
  const levelsMs = levelShares(state, asOfMs);
  if (!levelsMs) throw new RangeError('the frozen calendars end before the instant that is asked for');
  return { startedAtMs: state.createdAtMs, asOfMs, clocks, levelsMs, fired: firedIn(steps), recomputations: recomputationsIn(steps) };
}

function replayed(events: readonly Recorded[]): Step[] {
  let before = newTicket;
  return events.map((recorded) => {
    const step = { recorded, before, after: evolveTicket(before, recorded.event, recorded.atMs) };
    before = step.after;
    return step;
  });
}

function explainClock(state: TicketState, name: ClockName, causes: readonly Cause[], nowMs: number): ExplainedClock {
  const { policy } = openingOf(state);
  const { calendar } = policy.contracts[state.contract];
  const clock = clockOf(state, name);
  const targetMs = clock?.clock.targetMs ?? null;
  const endedAtMs = clockEndMs(state, name);
  const untilMs = Math.max(state.createdAtMs, endedAtMs ?? nowMs);
  const stretches = stretchesOf(state, frozenOf(policy, calendar), calendar, causes, untilMs);
  const sumMs = (kind: Stretch['kind']): number => stretches.reduce((soFarMs, stretch) => (stretch.kind === kind ? soFarMs + stretch.untilMs - stretch.fromMs : soFarMs), 0);
  const countedMs = sumMs('counted');
  // A clock that has ended is shown with the date that it had to keep: its last pause ends with it.
  const asEnded = clock && endedAtMs !== null ? { ...clock, clock: { ...clock.clock, pauses: clock.clock.pauses.map(([fromMs, toMs]) => [fromMs, toMs ?? endedAtMs] as const) } } : clock;
  return {
    name, targetMs, calendar, endedAtMs, ground: { rule: 'T-06', policy: 'service-levels', version: versionOf(state, 'service-levels') },
    standing: endedAtMs !== null ? 'ended' : isPaused(state.pauses) ? 'paused' : 'running',
    dueAtMs: asEnded && dueAtMs(asEnded), countedMs, pausedMs: sumMs('paused'), closedMs: sumMs('closed'), wholeMs: untilMs - state.createdAtMs,
    remainingMs: targetMs === null ? null : targetMs - countedMs, stretches, toCome: toCome(state, name),
  };
}

/** From T0 to `untilMs` without a gap. */
function stretchesOf(state: TicketState, { openIntervals, coversUntilMs }: FrozenCalendar, calendar: string | null, causes: readonly Cause[], untilMs: number): Stretch[] {
  if (coversUntilMs < untilMs) throw new RangeError('the frozen calendars end before the instant that is asked for');
  const pauses = state.pauses.flatMap(([fromMs, toMs], index) => {
    const cause = causes[index];
    return cause ? [{ fromMs, toMs: toMs ?? untilMs, cause }] : [];
  });
  const hours: Ground = calendar === null
    ? { rule: 'T-06', policy: 'service-levels', version: versionOf(state, 'service-levels') } : { rule: 'T-06', policy: 'calendars', version: versionOf(state, 'calendars') };
  const stretches: Stretch[] = [];
  let atMs = state.createdAtMs;
  const upTo = (endMs: number, make: (fromMs: number, toMs: number) => Stretch): void => {
    const toMs = Math.min(endMs, untilMs);
    if (atMs >= toMs) return;
    stretches.push(make(atMs, toMs));
    atMs = toMs;
  };
  const counted = (fromMs: number, toMs: number): Stretch => ({ ...hours, kind: 'counted', calendar, fromMs, untilMs: toMs });
  const closed = (fromMs: number, toMs: number): Stretch => ({ ...hours, kind: 'closed', calendar: calendar ?? '', fromMs, untilMs: toMs });
  for (const [opensMs, closesMs] of openIntervals.filter(([opensMs, closesMs]: Interval) => closesMs > state.createdAtMs && opensMs < untilMs)) {
    upTo(opensMs, closed);
    for (const { fromMs, toMs, cause: { reason, since, version } } of pauses) {
      if (toMs <= atMs) continue;
      upTo(Math.min(fromMs, closesMs), counted);
      if (fromMs < closesMs) upTo(Math.min(toMs, closesMs), (from, to) => ({ kind: 'paused', rule: 'T-08', policy: 'waiting-reasons', version, reason, since, fromMs: from, untilMs: to }));
    }
    upTo(closesMs, counted);
  }
  upTo(untilMs, closed);
  return stretches;
}

/** What is still to fire on a clock that goes on (T-07). */
function toCome(state: TicketState, name: ClockName): ExplainedClock['toCome'] {
  const { policy: { escalation } } = openingOf(state);
  const watched = clockEndMs(state, name) === null && watchedClocks(state).find((clock) => clock.name === name);
  if (!watched) return [];
  const ratios: number[] = [];
  const lastListed = escalation.thresholds.at(-1)?.ratio ?? 0;
  const fired = state.fired.flatMap(({ clock, ratio }) => (clock === name ? [ratio] : []));
  for (let ratio = nextRatio(escalation, fired); ratio !== null; ratio = ratio > lastListed ? null : nextRatio(escalation, [ratio])) ratios.push(ratio);
  return ratios.map((ratio) => {
    const reached = thresholdOf(watched, ratio);
    return { rule: 'T-07', policy: 'escalation', version: versionOf(state, 'escalation'), ratio, atMs: reached.outcome === 'at' ? reached.atMs : null, acts: thresholdActs(state, name, ratio) };
  });
}

function firedIn(steps: readonly Step[]): FiredThreshold[] {
  return steps.flatMap(({ recorded, before }, index): FiredThreshold[] => {
    const { event, atMs } = recorded;
    if (event.type !== 'thresholdPassed') return [];
    const { clock, ratio, dueAtMs: dueMs, isLate, acts } = event;
    const [next] = ofSameAct(steps, index);
    return [{
      rule: 'T-07', policy: 'escalation', version: versionOf(before, 'escalation'), clock, ratio, dueAtMs: dueMs, firedAtMs: atMs, isLate, acts,
      movedTo: next?.type === 'teamChanged' ? next.to : null, isNoTeamLeft: next?.type === 'noTeamLeft',
    }];
  });
}

function recomputationsIn(steps: readonly Step[]): Recomputation[] {
  return steps.flatMap(({ recorded, before, after }, index): Recomputation[] => {
    const because = reasonOf(recorded.event, before, ofSameAct(steps, index));
    if (because === null) return [];
    const takingMs = (state: TicketState): number | null => {
      const clock = clockEndMs(state, 'taking-charge') === null ? clockOf(state, 'taking-charge') : null;
      return clock && dueAtMs(clock);
    };
    const { policy } = because === 'pause' ? { policy: 'waiting-reasons' } : recorded.event.type === 'policyApplied' ? recorded.event.applied : { policy: because === 'calendar' ? 'calendars' : 'service-levels' };
    return [{
      act: actOf(recorded), because, contract: after.contract, ground: { rule: because === 'pause' ? 'T-08' : 'T-05', policy, version: versionOf(after, policy) },
      dueMs: { 'taking-charge': { beforeMs: takingMs(before), afterMs: takingMs(after) }, 'resolution': { beforeMs: before.promisedDueMs, afterMs: promisedMs(after) ?? null } },
    }];
  });
}

/** Why dates are computed anew by what happened; null where they are not. */
function reasonOf(event: TicketEvent, before: TicketState, following: readonly TicketEvent[]): Recomputation['because'] | null {
  switch (event.type) {
    case 'ticketPrioritised': return event.contract === before.contract ? 'priority' : 'contract';
    case 'policyApplied': return event.applied.policy === 'calendars' ? 'calendar' : 'policy';
    case 'waitEnded':
      // One wait may end where the next begins: the clock has not gone on.
      if (following.some(({ type }) => type === 'solutionProposed') && !following.some(({ type }) => type === 'dueMoved')) return null;
      return isPaused(before.pauses) ? 'pause' : null;
    case 'agreementRefused': return isPaused(before.pauses) ? 'pause' : null;
    // More of the same hours: a date that was not known before, at most.
    case 'calendarExtended': return following.some(({ type }) => type === 'dueMoved') ? 'calendar' : null;
    default: return null;
  }
}

/** The events after one that the same command made. */
function ofSameAct(steps: readonly Step[], index: number): TicketEvent[] {
  const commandId = steps[index]?.recorded.meta.commandId;
  return steps.slice(index + 1, index + 4).filter(({ recorded }) => recorded.meta.commandId === commandId).map(({ recorded }) => recorded.event);
}

function actOf({ number, atMs, meta }: Recorded): Act {
  return { number, atMs, by: meta.actor };
}

function versionOf(state: TicketState, policy: keyof TicketPolicy['versions']): number {
  return openingOf(state).policy.versions[policy] ?? 0;
}

function openingOf({ opening }: TicketState): TicketOpening {
  if (!opening) throw new RangeError('a ticket is explained before it was opened');
  return opening;
}
