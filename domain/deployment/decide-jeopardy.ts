/** The rules of jeopardy (D-21): milestones whose latest date comes near or has passed; each threshold of each latest date is told once, and taken back when the milestone is done or replanned. */
import { frozenBusinessDays } from '../clock/frozenDays.ts';
import { accept, type Decision, type JourneyModel, type JourneyEvent } from '../journey/journey.ts';
import { endOfDate, type DeliveryPolicy } from './policy.ts';
import { ownerOf, scheduleAt, type Plan } from './progress.ts';
import type { Jeopardies, JeopardyCommand, JeopardyEvent, Threshold } from './jeopardy.ts';

/** What a journey is watched by. */
export interface Watched {
  readonly phase: string;
  readonly jeopardies: Jeopardies;
  readonly endedAtMs: number | null;
}

/** People read in the morning: alerts go out at eight, on the operator's clock. */
const hoursFromEightToMidnight = 16;
const hourMs = 3_600_000;

export function decideJeopardy(watched: Watched, plan: Plan | null, command: JeopardyCommand, nowMs: number): Decision<JeopardyEvent> {
  if (command.type === 'checkSchedule') return accept<JeopardyEvent>(...(plan ? raisedAt(watched, plan, nowMs) : []));
  const isOpen = Object.values(watched.jeopardies.open).some(({ ordinal, isTold }) => ordinal === command.ordinal && !isTold);
  return isOpen ? accept<JeopardyEvent>(command) : accept();
}

/** What is in danger at an instant and was not raised yet for this latest date and threshold. */
export function raisedAt(watched: Watched, plan: Plan, nowMs: number): Extract<JeopardyEvent, { type: 'jeopardyRaised' }>[] {
  const due = pendingOf(watched, plan).filter(({ atMs }) => atMs <= nowMs);
  // Whoever comes to a date that has passed is told that, and not first that it was near.
  const last = due.filter(({ milestone, threshold }) => threshold === 'passed' || !due.some((other) => other.milestone === milestone && other.threshold === 'passed'));
  if (last.length === 0) return [];
  const { lines } = scheduleAt(plan, nowMs);
  return last.map(({ milestone, threshold, latestOn }, index) => {
    const line = lines.find((other) => other.milestone === milestone);
    const owner = ownerOf(milestone, watched.phase);
    return {
      type: 'jeopardyRaised', milestone, ordinal: watched.jeopardies.raised + index + 1, threshold, latestOn, expectedOn: line?.expectedOn ?? latestOn, cause: line?.cause ?? null,
      // Its owner first; past its date the production manager too.
      to: threshold === 'passed' && owner !== 'production-manager' ? [owner, 'production-manager'] : [owner],
    };
  });
}

/** What of the open ones is over: done, replanned out of danger, or ended with its journey. */
export function clearedAt(watched: Watched, plan: Plan | null, nowMs: number): Extract<JeopardyEvent, { type: 'jeopardyCleared' }>[] {
  return Object.entries(watched.jeopardies.open).flatMap(([milestone, { latestOn }]) => {
    const cleared = (reason: 'done' | 'replanned' | 'ended') => [{ type: 'jeopardyCleared' as const, milestone, reason }];
    if (!plan || !isWatched(watched)) return cleared('ended');
    if (plan.facts.doneOn[milestone] !== undefined) return cleared('done');
    const line = plan.latest.find((other) => other.milestone === milestone);
    if (line?.latestOn === latestOn) return [];
    const stillIn = line && thresholdsOf(plan.policy, line.latestOn).some(({ atMs }) => atMs <= nowMs);
    return stillIn ? [] : cleared('replanned');
  });
}

/** When a threshold is reached next that is not raised yet, epoch milliseconds; null when none will be. */
export function nextThresholdAtMs(watched: Watched, plan: Plan | null): number | null {
  if (!plan) return null;
  const instants = pendingOf(watched, plan).map(({ atMs }) => atMs);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Rules that take back a jeopardy with the very act that ends it: what is done is never at risk. */
export function takingBack<S extends Watched, C, E extends JourneyEvent>(
  { initial, decide, evolve }: JourneyModel<S, C, E | JeopardyEvent>, planOf: (state: S) => Plan | null,
): JourneyModel<S, C, E | JeopardyEvent> {
  return {
    initial, evolve,
    decide: (state, command, nowMs) => {
      const decision = decide(state, command, nowMs);
      if (!decision.accepted || decision.events.length === 0) return decision;
      const after = decision.events.reduce((now, event) => evolve(now, event, nowMs), state);
      if (Object.keys(after.jeopardies.open).length === 0) return decision;
      return accept<E | JeopardyEvent>(...decision.events, ...clearedAt(after, planOf(after), nowMs));
    },
  };
}

interface Pending {
  readonly milestone: string;
  readonly threshold: Threshold;
  readonly latestOn: string;
  readonly atMs: number;
}

function pendingOf(watched: Watched, { policy, latest, facts, own }: Plan): Pending[] {
  if (!isWatched(watched)) return [];
  return latest.filter(({ milestone }) => own.includes(milestone) && facts.doneOn[milestone] === undefined).flatMap(({ milestone, latestOn }) => {
    const open = watched.jeopardies.open[milestone];
    const raised = open?.latestOn === latestOn ? open.threshold : null;
    return thresholdsOf(policy, latestOn).filter(({ threshold }) => raised === null || (raised === 'approaching' && threshold === 'passed')).map((threshold) => ({ milestone, latestOn, ...threshold }));
  });
}

function thresholdsOf(policy: DeliveryPolicy, latestOn: string): readonly { readonly threshold: Threshold; readonly atMs: number }[] {
  const days = frozenBusinessDays(policy.days);
  return [
    { threshold: 'approaching', atMs: eightOClock(policy, days.add(latestOn, -policy.leadTimes.jeopardyBusinessDays)) },
    // It has passed once its day is over; nobody reads that on a day off.
    { threshold: 'passed', atMs: eightOClock(policy, days.add(latestOn, 1)) },
  ];
}

/** Counted back from the day's end: clocks that change have changed by then. */
function eightOClock(policy: DeliveryPolicy, date: string): number {
  return endOfDate(policy, date) - hoursFromEightToMidnight * hourMs;
}

/** A journey that is being undone, or has ended, keeps no dates. */
function isWatched({ phase, endedAtMs }: Watched): boolean {
  return endedAtMs === null && phase !== 'cancelling' && phase !== 'undoing';
}
