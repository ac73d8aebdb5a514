/** `POST /previews/schedule` (D-20, D-21): what a change would do to a deployment's dates and alerts; nothing is stored. */
import type { LeadTimes } from './backward.ts';
import { clearedAt, raisedAt, type Watched } from './decide-jeopardy.ts';
import type { DeploymentState } from './deployment.ts';
import type { Threshold } from './jeopardy.ts';
import { deploymentPlan, latestDates, ownMilestones, scheduleAt, sitePlan, type Plan } from './progress.ts';
import type { ScheduleLine } from './schedule.ts';
import type { SiteState } from './site.ts';

export interface ScheduleChanges {
  readonly targetActivationDate?: string | undefined;
  readonly leadTimes?: (LeadTimes & { readonly jeopardyBusinessDays: number }) | undefined;
  readonly done?: Readonly<Record<string, string>> | undefined;
  readonly moved?: Readonly<Record<string, string>> | undefined;
  readonly site?: string | undefined;
}

type Dates = Pick<ScheduleLine, 'latestOn' | 'expectedOn' | 'doneOn' | 'floatDays'>;

/** What changes for the deployment itself (`site` null) or one of its sites; what stays is left out. */
export interface ScheduleImpact {
  readonly milestones: readonly { readonly site: string | null; readonly milestone: string; readonly before: Dates; readonly after: Dates }[];
  readonly raised: readonly { readonly site: string | null; readonly milestone: string; readonly threshold: Threshold; readonly latestOn: string }[];
  readonly cleared: readonly { readonly site: string | null; readonly milestone: string }[];
}

export function scheduleImpact(deployment: DeploymentState, sites: readonly SiteState[], changes: ScheduleChanges, nowMs: number): ScheduleImpact {
  const journeys: readonly { site: string | null; watched: Watched; plan: Plan | null; target: string }[] = [
    { site: null, watched: deployment, plan: deploymentPlan(deployment), target: deployment.launch?.targetActivationDate ?? '' },
    ...sites.map((state) => ({ site: state.opening?.site ?? '', watched: state, plan: sitePlan(state), target: state.opening?.targetActivationDate ?? '' })),
  ];
  const impacts = journeys.flatMap(({ site, watched, plan, target }) => (plan && isMeant(site, changes) && watched.endedAtMs === null ? [impactOn(site, watched, plan, changed(site, plan, target, changes), nowMs)] : []));
  return { milestones: impacts.flatMap(({ milestones }) => milestones), raised: impacts.flatMap(({ raised }) => raised), cleared: impacts.flatMap(({ cleared }) => cleared) };
}

function isMeant(site: string | null, { site: only }: ScheduleChanges): boolean {
  return only === undefined || site === only;
}

function changed(site: string | null, plan: Plan, target: string, { targetActivationDate, leadTimes, done = {}, moved = {} }: ScheduleChanges): Plan {
  const policy = leadTimes ? { ...plan.policy, leadTimes } : plan.policy;
  const isDated = targetActivationDate !== undefined || leadTimes !== undefined;
  return {
    ...plan, policy, own: ownMilestones(site === null ? 'deployment' : 'site', policy.leadTimes),
    latest: isDated ? latestDates(policy, targetActivationDate ?? target) : plan.latest,
    facts: { ...plan.facts, doneOn: { ...plan.facts.doneOn, ...done }, plannedOn: { ...plan.facts.plannedOn, ...moved } },
  };
}

function impactOn(site: string | null, watched: Watched, before: Plan, after: Plan, nowMs: number): ScheduleImpact {
  const then = new Map(scheduleAt(after, nowMs).lines.map((line) => [line.milestone, line]));
  const cleared = clearedAt(watched, after, nowMs).map(({ milestone }) => ({ site, milestone }));
  return {
    milestones: scheduleAt(before, nowMs).lines.flatMap((line) => {
      const other = then.get(line.milestone);
      const isOwn = site === null || before.own.includes(line.milestone);
      return other && isOwn && differ(line, other) ? [{ site, milestone: line.milestone, before: datesOf(line), after: datesOf(other) }] : [];
    }),
    // Only what the change brings: what is due anyway is not its doing.
    raised: raisedAt(watched, after, nowMs).filter(({ milestone, threshold }) => !raisedAt(watched, before, nowMs).some((due) => due.milestone === milestone && due.threshold === threshold))
      .map(({ milestone, threshold, latestOn }) => ({ site, milestone, threshold, latestOn })),
    cleared,
  };
}

function differ(one: ScheduleLine, other: ScheduleLine): boolean {
  return one.latestOn !== other.latestOn || one.expectedOn !== other.expectedOn || one.doneOn !== other.doneOn;
}

function datesOf({ latestOn, expectedOn, doneOn, floatDays }: ScheduleLine): Dates {
  return { latestOn, expectedOn, doneOn, floatDays };
}
