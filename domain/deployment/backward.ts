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
  const leading = leadingTo(milestones, anchor);
  const followers = followersAmong(leading, milestones);
  // From a target that is no business day, the first day back only reaches the last business day: the lead time begins there.
  const lastBusinessDay = addBusinessDays(addBusinessDays(target, 1), -1);
  const before = (date: string, days: number): string => (days === 0 ? date : addBusinessDays(date === target ? lastBusinessDay : date, -days));
  /** What was found of each, once; undefined where nothing ties it to the target. */
  const latest = new Map<string, string | undefined>([[anchor, target]]);
  const latestOf = (name: string): string | undefined => {
    if (!latest.has(name)) latest.set(name, leading.has(name) ? demanded(name) : allowed(name));
    return latest.get(name);
  };
  // Against the arrows: the earliest of what its followers demand.
  const demanded = (name: string): string | undefined =>
    (followers.get(name) ?? []).map(([follower, days]) => before(latestOf(follower) ?? target, days)).toSorted()[0];
  // Along the arrows for the rest: the latest of what it waits for, as far as that is known.
  const allowed = (name: string): string | undefined => Object.entries(milestones[name]?.after ?? {}).flatMap(([earlier, days]) => {
    const known = Object.hasOwn(milestones, earlier) ? latestOf(earlier) : undefined;
    return known === undefined ? [] : [addBusinessDays(known, days)];
  }).toSorted().at(-1);
  const inOrder = Object.entries(milestones).flatMap(([milestone, { step }]) => {
    const latestOn = latestOf(milestone);
    return latestOn === undefined ? [] : [{ milestone, latestOn, step }];
  }).toSorted((one, other) => (one.latestOn === other.latestOn ? one.step - other.step : one.latestOn < other.latestOn ? -1 : 1));
  return inOrder.map(({ milestone, latestOn }) => ({ milestone, latestOn }));
}

/** The milestone and all that it waits for, directly or not; each is visited once, however many ways lead to it. */
export function leadingTo(milestones: LeadTimes['milestones'], anchor: string): Set<string> {
  const leading = new Set([anchor]);
  // A set is walked in the order of its additions, those made on the way too.
  for (const name of leading) for (const earlier of Object.keys(milestones[name]?.after ?? {})) leading.add(earlier);
  return leading;
}

/** By milestone, those of these that wait for it, and how long after it they come. */
function followersAmong(names: ReadonlySet<string>, milestones: LeadTimes['milestones']): Map<string, [follower: string, days: number][]> {
  const followers = new Map<string, [string, number][]>();
  for (const follower of names) {
    for (const [name, days] of Object.entries(milestones[follower]?.after ?? {})) followers.set(name, [...followers.get(name) ?? [], [follower, days]]);
  }
  return followers;
}
