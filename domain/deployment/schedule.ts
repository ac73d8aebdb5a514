/** The schedule of a deployment or of a site (D-20): the latest dates against the dates to be expected from what has happened, and what is left between them. */
import type { BusinessDays } from '../clock/businessDayIndex.ts';
import type { LeadTimes } from './backward.ts';
import type { MilestoneDate } from './deployment.ts';

/** From which a schedule counts. */
const launch = 'launch';

/** What has happened and what is known from outside, by milestone; all dates ISO, of the operator's zone. */
export interface ScheduleFacts {
  readonly launchedOn: string;
  readonly doneOn: Readonly<Record<string, string>>;
  /** Agreed or announced: stands in place of the lead time. */
  readonly plannedOn: Readonly<Record<string, string>>;
  /** What is missing comes on that day: not before it. */
  readonly notBefore: Readonly<Record<string, string>>;
}

/** Who consumed the float: the milestone that took the most business days more than it had; `launch` where the target itself left too few. */
export interface Cause {
  readonly milestone: string;
  readonly slippedDays: number;
}

export interface ScheduleLine {
  readonly milestone: string;
  readonly latestOn: string;
  /** When what it waits for is expected, or done. */
  readonly startsOn: string;
  readonly expectedOn: string;
  readonly doneOn: string | null;
  /** Business days from the expected to the latest date; negative when it comes too late, and only then. */
  readonly floatDays: number;
  /** Not done, and nothing left of its float. */
  readonly isCritical: boolean;
  /** Null while it is in time and nothing before it has slipped. */
  readonly cause: Cause | null;
}

export interface Schedule {
  /** Those with a latest date, in its order. */
  readonly lines: readonly ScheduleLine[];
  /** From the launch to the anchor: at each milestone, what decides on its date. */
  readonly criticalPath: readonly string[];
  /** When the anchor is expected, ISO date. */
  readonly activationOn: string;
  /** When the last milestone is expected, ISO date. */
  readonly endsOn: string;
}

interface Expected {
  readonly on: string;
  /** When everything before it allows it, at its lead time. */
  readonly readyOn: string;
  /** What it waits for longest; null where nothing is known of what it waits for. */
  readonly driver: string | null;
  /** Who slipped most on the way to it, itself included, since the last one that was done in time. */
  readonly worst: Cause | null;
}

/**
 * The forward pass. A milestone is expected at its lead time after what it waits for, or on the day that was agreed for it, but never before
 * what it waits for, nor before today.
 * @param todayOn ISO date. @param latest as `backwardSchedule` gives it.
 */
export function scheduleOf(leadTimes: LeadTimes, latest: readonly MilestoneDate[], facts: ScheduleFacts, todayOn: string, days: BusinessDays): Schedule {
  const { anchor, milestones } = leadTimes;
  const latestOf = new Map(latest.map(({ milestone, latestOn }) => [milestone, latestOn]));
  const found = new Map<string, Expected>([[launch, { on: facts.launchedOn, readyOn: facts.launchedOn, driver: null, worst: null }]]);
  const expected = (name: string): Expected => {
    const known = found.get(name);
    if (known) return known;
    const { readyOn, notEarlierThan, driver } = allowedBy(name);
    const on = facts.doneOn[name] ?? lastOf(todayOn, ...(facts.plannedOn[name] === undefined ? [readyOn, facts.notBefore[name] ?? todayOn] : [notEarlierThan, facts.plannedOn[name]]));
    // What slipped before a milestone that was done in time has cost nothing.
    const isInTime = name in facts.doneOn && on <= (latestOf.get(name) ?? '');
    const worst = driver === null || isInTime ? null : expected(driver).worst;
    const slippedDays = on > readyOn && !isInTime ? -floatBetween(on, readyOn, days) : 0;
    const here = { on, readyOn, driver, worst: slippedDays > (worst?.slippedDays ?? 0) ? { milestone: name, slippedDays } : worst };
    found.set(name, here);
    return here;
  };
  function allowedBy(name: string): { readyOn: string; notEarlierThan: string; driver: string | null } {
    let [readyOn, notEarlierThan, driver]: [string, string, string | null] = [facts.launchedOn, facts.launchedOn, null];
    for (const [earlier, leadDays] of Object.entries(milestones[name]?.after ?? {})) {
      if (earlier !== launch && !Object.hasOwn(milestones, earlier)) continue;
      const { on } = expected(earlier);
      const readyAfterIt = days.add(on, leadDays);
      if (driver === null || readyAfterIt > readyOn) [readyOn, driver] = [readyAfterIt, earlier];
      notEarlierThan = lastOf(notEarlierThan, on);
    }
    return { readyOn, notEarlierThan, driver };
  }

  const lines = latest.filter(({ milestone }) => Object.hasOwn(milestones, milestone)).map(({ milestone, latestOn }): ScheduleLine => {
    const { on, worst, driver } = expected(milestone);
    const doneOn = facts.doneOn[milestone] ?? null;
    const floatDays = floatBetween(on, latestOn, days);
    return { milestone, latestOn, startsOn: expected(driver ?? launch).on, expectedOn: on, doneOn, floatDays, isCritical: doneOn === null && floatDays <= 0, cause: worst ?? (floatDays < 0 ? { milestone: launch, slippedDays: -floatDays } : null) };
  });

  function pathTo(milestone: string): string[] {
    const path: string[] = [];
    for (let at: string | null = milestone; at !== null && at !== launch; at = expected(at).driver) path.unshift(at);
    return path;
  }

  const activationOn = expected(anchor).on;
  return { lines, criticalPath: pathTo(anchor), activationOn, endsOn: lastOf(activationOn, ...lines.map(({ expectedOn }) => expectedOn)) };
}

/** Float ≥ 0 ⇔ expected ≤ latest: late by a Sunday is late by a day. */
function floatBetween(expectedOn: string, latestOn: string, days: BusinessDays): number {
  return expectedOn <= latestOn ? days.between(expectedOn, latestOn) : -Math.max(1, days.between(latestOn, expectedOn));
}

/** ISO dates are in the order of their letters. */
function lastOf(first: string, ...others: readonly string[]): string {
  return others.reduce((last, date) => (date > last ? date : last), first);
}
