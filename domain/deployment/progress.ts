/** What the schedule (D-20) takes from the states of a deployment and of its sites: which milestones are done since when, and which dates are known from outside. */
import { frozenBusinessDays } from '../clock/frozenDays.ts';
import type { Profile } from '../people/profiles.ts';
import { backwardSchedule, leadingTo, type LeadTimes } from './backward.ts';
import type { DeploymentState, Launch, MilestoneDate } from './deployment.ts';
import { dateOfInstant, withApplied, type AppliedPolicy, type Dated, type DeliveryPolicy } from './policy.ts';
import { scheduleOf, type Schedule, type ScheduleFacts } from './schedule.ts';
import { runsAtObl, type SiteOpening, type SitePhase, type SiteState } from './site.ts';
import { isKnown } from './site-steps.ts';
import { deploymentSteps, siteSteps, steps, type EndedSteps, type SiteStep, type StepKey } from './steps.ts';

/** What of each state its schedule is made from: whoever reads many states needs no more of them. */
export const scheduledParts = {
  policy: ['leadTimes', 'days'],
  deployment: ['phase', 'customerLaunchOn', 'endedSteps', 'launchedAtMs', 'endedAtMs'],
  launch: ['deploymentId', 'targetActivationDate', 'schedule'],
  site: ['phase', 'slot', 'order', 'equipment', 'report', 'reservations', 'isVisitDone', 'isSupplementaryCollected', 'configurationReference', 'installedOn', 'endedSteps', 'endedAtMs'],
  opening: ['site', 'schedule', 'launchedOn', 'doneOn'],
} as const satisfies Readonly<{ policy: readonly (keyof DeliveryPolicy)[]; deployment: readonly (keyof DeploymentState)[]; launch: readonly (keyof Launch)[]; site: readonly (keyof SiteState)[]; opening: readonly (keyof SiteOpening)[] }>;
type Parts = { readonly [Of in keyof typeof scheduledParts]: (typeof scheduledParts)[Of][number] };

export type ScheduledPolicy = Pick<DeliveryPolicy, Parts['policy']>;
export type ScheduledDeployment<Policy extends ScheduledPolicy = ScheduledPolicy> = Pick<DeploymentState, Parts['deployment']> & { readonly launch: (Pick<Launch, Parts['launch']> & { readonly policy: Policy }) | null };
export type ScheduledSite<Policy extends ScheduledPolicy = ScheduledPolicy> = Pick<SiteState, Parts['site']> & { readonly opening: (Pick<SiteOpening, Parts['opening']> & { readonly policy: Policy }) | null };

/** What of a journey its schedule is made from. */
export interface Plan<Policy extends ScheduledPolicy = DeliveryPolicy> {
  readonly policy: Policy;
  readonly latest: readonly MilestoneDate[];
  readonly facts: ScheduleFacts;
  /** The milestones that its own steps keep: those it answers for. */
  readonly own: readonly string[];
}

/** The latest date of every milestone under a journey's own policy: anew when its target or its policy changes (D-20). @param targetOn ISO date */
export function latestDates({ leadTimes, days }: DeliveryPolicy, targetOn: string): MilestoneDate[] {
  return backwardSchedule(leadTimes, targetOn, frozenBusinessDays(days).add);
}

/** D-25: another target makes other latest dates. @param targetActivationDate ISO */
export function withTarget<D extends Dated>(dated: D, targetActivationDate: string): D {
  return { ...dated, targetActivationDate, schedule: latestDates(dated.policy, targetActivationDate) };
}

/** D-20: other lead times or another calendar make other latest dates; the same one frozen further changes none. */
export function withPolicy<D extends Dated>(dated: D, applied: AppliedPolicy): D {
  const moved = { ...dated, policy: withApplied(dated.policy, applied) };
  const isMoved = applied.policy === 'lead-times' || (applied.policy === 'calendars' && applied.version !== dated.policy.versions['calendars']);
  return isMoved ? withTarget(moved, dated.targetActivationDate) : moved;
}

/** The schedule of a journey as it stands at an instant, epoch milliseconds. */
export function scheduleAt({ policy, latest, facts }: Plan<ScheduledPolicy>, atMs: number): Schedule {
  return scheduleOf(policy.leadTimes, latest, facts, dateOfInstant(policy, atMs), frozenBusinessDays(policy.days));
}

/** Null before the launch. */
export function deploymentPlan<Policy extends ScheduledPolicy>(state: ScheduledDeployment<Policy>): Plan<Policy> | null {
  const { launch, launchedAtMs, phase, customerLaunchOn } = state;
  if (!launch || launchedAtMs === null) return null;
  const { policy, schedule } = launch;
  return {
    policy, latest: schedule, own: ownMilestones('deployment', policy.leadTimes),
    facts: {
      launchedOn: dateOfInstant(policy, launchedAtMs),
      doneOn: withUnkept(policy.leadTimes, doneMilestones(deploymentMilestones, state.endedSteps, deploymentSteps, phase === 'delivering' || phase === 'completed' ? deploymentSteps.length : place(deploymentSteps, phase))),
      plannedOn: given({ 'customer-launch': customerLaunchOn }), notBefore: {},
    },
  };
}

/** Null before the opening. */
export function sitePlan<Policy extends ScheduledPolicy>(state: ScheduledSite<Policy>): Plan<Policy> | null {
  const { opening, phase, slot, order, equipment } = state;
  if (!opening) return null;
  const { policy, schedule, launchedOn, doneOn } = opening;
  // Done before an order was refused, it is walked past when its turn comes again.
  const known = siteMilestones.filter((milestone) => stepsOf(milestone).every((step) => isKnown(state, step as SiteStep)));
  return {
    policy, latest: schedule, own: ownMilestones('site', policy.leadTimes),
    facts: {
      launchedOn, doneOn: withUnkept(policy.leadTimes, { ...doneOn, ...doneMilestones(siteMilestones, state.endedSteps, siteSteps, placeOf(phase)) }),
      plannedOn: {
        ...Object.fromEntries(known.map((milestone) => [milestone, launchedOn])),
        ...given({
          'technical-visit': slot?.status === 'agreed' ? dateOfInstant(policy, Date.parse(slot.startsAt)) : null,
          // A refused order, or one that is left, delivers nothing.
          'delivery': runsAtObl(state) ? order?.plannedDeliveryDate ?? null : null,
        }),
      },
      notBefore: given({ configuration: equipment && !equipment.isReceived ? equipment.availableOn : null }),
    },
  };
}

/** Who answers for a milestone: the owner of the step under way when that is one of its own, else of its first. For what the customer has to do, the coordinator. */
export function ownerOf(milestone: string, phase: string): Profile {
  const all = stepsOf(milestone);
  const step = all.find((key) => key === phase) ?? all[0];
  const owner = step === undefined ? 'coordinator' : steps[step].owner;
  return owner === 'customer' ? 'coordinator' : owner;
}

const milestonesOf = (keys: readonly StepKey[]): string[] => [...new Set(keys.flatMap((key) => steps[key].milestone ?? []))];
/** In the order of their steps. */
const deploymentMilestones: readonly string[] = milestonesOf(deploymentSteps);
const siteMilestones: readonly string[] = milestonesOf(siteSteps);

const stepsByMilestone: Readonly<Record<string, readonly StepKey[]>> = Object.fromEntries(
  [...deploymentMilestones, ...siteMilestones].map((milestone) => [milestone, [...deploymentSteps, ...siteSteps].filter((key) => steps[key].milestone === milestone)]));

/** The milestones that a deployment, or each of its sites, answers for: those that its steps keep, and those of the policy that no step keeps; these are the deployment's where one of its own waits for them. */
export function ownMilestones(level: 'deployment' | 'site', { milestones }: LeadTimes): readonly string[] {
  const kept = level === 'deployment' ? deploymentMilestones : siteMilestones;
  const unkept = unkeptOf(milestones);
  if (unkept.length === 0) return kept;
  const early = new Set(deploymentMilestones.flatMap((milestone) => [...leadingTo(milestones, milestone)]));
  return [...kept, ...unkept.filter((milestone) => early.has(milestone) === (level === 'deployment'))];
}

/** Nobody says that a milestone without a step is done: it is with the first of those that wait for it. */
function withUnkept({ milestones }: LeadTimes, doneOn: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const unkept = unkeptOf(milestones);
  if (unkept.length === 0) return doneOn;
  const waitedFor = Object.entries(doneOn).map(([milestone, on]) => ({ on, earlier: leadingTo(milestones, milestone) }));
  const first = (name: string) => waitedFor.filter(({ earlier }) => earlier.has(name)).map(({ on }) => on).toSorted()[0] ?? null;
  return { ...given(Object.fromEntries(unkept.map((name) => [name, first(name)]))), ...doneOn };
}

function unkeptOf(milestones: LeadTimes['milestones']): string[] {
  return Object.keys(milestones).filter((milestone) => stepsOf(milestone).length === 0);
}

function stepsOf(milestone: string): readonly StepKey[] {
  return stepsByMilestone[milestone] ?? [];
}

/** How many of the steps lie behind: a journey can go back, and that a step ended once says nothing. Null when it is no longer on its way. */
function place(order: readonly StepKey[], phase: string): number | null {
  const at = order.indexOf(phase as StepKey);
  return at < 0 ? null : at;
}

function placeOf(phase: SitePhase): number | null {
  switch (phase) {
    case 'in-service': return siteSteps.length;
    // Nothing is ordered, or no longer.
    case 'obl-choice':
    case 'order-refused':
    case 'reordering': return 0;
    case 'visit-blocked': return siteSteps.indexOf('technical-visit');
    default: return place(siteSteps, phase);
  }
}

/** A milestone is done when the last of its steps is. */
function doneMilestones(milestones: readonly string[], endedSteps: EndedSteps, order: readonly StepKey[], behind: number | null): Record<string, string> {
  return Object.fromEntries(milestones.flatMap((milestone) => {
    const all = stepsOf(milestone);
    const dates = all.flatMap((step) => endedSteps[step] ?? []);
    const last = dates.toSorted().at(-1);
    return last !== undefined && all.every((step) => (behind === null ? endedSteps[step] !== undefined : order.indexOf(step) < behind)) ? [[milestone, last]] : [];
  }));
}

function given(dates: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(dates).flatMap(([milestone, date]) => (date === null ? [] : [[milestone, date]])));
}
