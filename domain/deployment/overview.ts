/** The schedule of a whole deployment (D-20, D-22): its own milestones and those of all its sites, each site's, and what decides on the end. */
import { isCustomerFacing } from './milestones.ts';
import { deploymentPlan, scheduleAt, sitePlan, type ScheduledDeployment, type ScheduledSite } from './progress.ts';
import type { Schedule, ScheduleLine } from './schedule.ts';

export interface SiteSchedule extends Schedule {
  readonly site: string;
}

export interface ScheduleOverview {
  readonly deploymentId: string;
  /** ISO date, as all others. */
  readonly targetActivationDate: string;
  /** A milestone of the sites is done when it is at all of them, and expected when it is at the last. */
  readonly whole: Schedule;
  /** Those that were opened and not abandoned, in their order. */
  readonly sites: readonly SiteSchedule[];
}

/** @param atMs epoch milliseconds; what has ended is looked at as of its end. @throws {Error} on a state before its launch. */
export function scheduleOverview(deployment: ScheduledDeployment, sites: readonly ScheduledSite[], atMs: number): ScheduleOverview {
  const plan = deploymentPlan(deployment);
  if (!deployment.launch || !plan) throw new Error('a deployment without a launch has no schedule');
  const { deploymentId, targetActivationDate } = deployment.launch;
  const own = scheduleAt(plan, Math.min(atMs, deployment.endedAtMs ?? atMs));
  const schedules = sites.flatMap((state): SiteSchedule[] => {
    const sited = state.phase === 'cancelled' || state.phase === 'undoing' ? null : sitePlan(state);
    return sited && state.opening ? [{ site: state.opening.site, ...scheduleAt(sited, Math.min(atMs, state.endedAtMs ?? atMs)) }] : [];
  });
  return { deploymentId, targetActivationDate, whole: wholeOf(own, plan.own, schedules), sites: schedules };
}

/** @param kept the milestones that the deployment answers for itself */
function wholeOf(own: Schedule, kept: readonly string[], sites: readonly SiteSchedule[]): Schedule {
  const slowest = sites.reduce<SiteSchedule | null>((found, site) => (found === null || site.activationOn > found.activationOn ? site : found), null);
  if (!slowest) return own;
  const byMilestone = sites.map(({ lines }) => new Map(lines.map((line) => [line.milestone, line])));
  const lines = own.lines.map((line): ScheduleLine => {
    const all = kept.includes(line.milestone) ? [] : byMilestone.flatMap((of) => of.get(line.milestone) ?? []);
    // The one with the least float tells for all.
    const open = all.filter(({ doneOn }) => doneOn === null);
    const last = (open.length > 0 ? open : all).reduce<ScheduleLine | null>((found, other) => (found === null || other.expectedOn > found.expectedOn ? other : found), null);
    return last ?? line;
  });
  return { lines, criticalPath: slowest.criticalPath, activationOn: slowest.activationOn, endsOn: sites.map(({ endsOn }) => endsOn).toSorted().at(-1) ?? own.endsOn };
}

/** D-22: what a customer may see of it: his own milestones, and causes among them. */
export function forCustomer(overview: ScheduleOverview): ScheduleOverview {
  return { ...overview, whole: facing(overview.whole), sites: overview.sites.map((site) => ({ ...site, ...facing(site) })) };
}

function facing(schedule: Schedule): Schedule {
  return {
    ...schedule, criticalPath: schedule.criticalPath.filter(isCustomerFacing),
    lines: schedule.lines.filter(({ milestone }) => isCustomerFacing(milestone)).map((line) => ({ ...line, cause: line.cause && isCustomerFacing(line.cause.milestone) ? line.cause : null })),
  };
}
