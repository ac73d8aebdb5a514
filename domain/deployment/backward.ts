/** The backward schedule (D-20): the latest date of every milestone, from the target activation date and the lead times. */
import type { MilestoneDate } from './deployment.ts';

/** As the lead-times policy writes them. */
export interface LeadTimes {
  /** The milestone that the target stands for. */
  readonly anchor: string;
  readonly milestones: Readonly<Record<string, { readonly step: number; readonly after: Readonly<Record<string, number>> }>>;
}

/**
 * @param target ISO date of the anchor. @param addBusinessDays of the operator's calendar, negative to go back.
 * @returns in the order of their dates, then of the steps.
 * What comes before the anchor is as late as what waits for it allows; what comes after it follows at its lead time.
 */
export function backwardSchedule({ anchor, milestones }: LeadTimes, target: string, addBusinessDays: (date: string, days: number) => string): MilestoneDate[] {
  const latest = new Map<string, string>([[anchor, target]]);
  const names = Object.keys(milestones);
  const leading = leadingTo(milestones, anchor);
  // From a target that is no business day, the first day back only reaches the last business day: the lead time begins there.
  const lastBusinessDay = addBusinessDays(addBusinessDays(target, 1), -1);
  const before = (date: string, days: number): string => (days === 0 ? date : addBusinessDays(date === target ? lastBusinessDay : date, -days));
  const settle = (step: () => boolean): void => { while (step()); };
  // Against the arrows: the earliest of what its followers demand, once they are all known or lie after the anchor.
  settle(() => names.some((name) => {
    if (latest.has(name)) return false;
    const followers = names.filter((other) => milestones[other]?.after[name] !== undefined && leading.has(other));
    if (followers.length === 0 || followers.some((other) => !latest.has(other))) return false;
    const demands = followers.map((other) => before(latest.get(other) ?? target, milestones[other]?.after[name] ?? 0));
    latest.set(name, demands.toSorted()[0] ?? target);
    return true;
  }));
  // Along the arrows for the rest: the latest of what they wait for.
  settle(() => names.some((name) => {
    const waits = Object.entries(milestones[name]?.after ?? {});
    if (latest.has(name) || waits.some(([before]) => !latest.has(before))) return false;
    latest.set(name, waits.map(([before, days]) => addBusinessDays(latest.get(before) ?? target, days)).toSorted().at(-1) ?? target);
    return true;
  }));
  const inOrder = [...latest].map(([milestone, latestOn]) => ({ milestone, latestOn, step: milestones[milestone]?.step ?? 0 }))
    .toSorted((one, other) => (one.latestOn === other.latestOn ? one.step - other.step : one.latestOn < other.latestOn ? -1 : 1));
  return inOrder.map(({ milestone, latestOn }) => ({ milestone, latestOn }));
}

/** The milestone and all that it waits for, directly or not; each is visited once, however many ways lead to it. */
function leadingTo(milestones: LeadTimes['milestones'], anchor: string): Set<string> {
  const leading = new Set([anchor]);
  // A set is walked in the order of its additions, those made on the way too.
  for (const name of leading) for (const earlier of Object.keys(milestones[name]?.after ?? {})) leading.add(earlier);
  return leading;
}
