/** What counts of a deployment and of its sites (C-06): for who did it, or has the deployment. */
import type { DeploymentEvent, DeploymentState } from '../deployment/deployment.ts';
import { isAtRisk } from '../deployment/jeopardy.ts';
import { dateOfInstant } from '../deployment/policy.ts';
import type { SiteEvent, SiteState } from '../deployment/site.ts';
import type { RecordedEvent } from '../journey/journey.ts';
import { fact, moved, personOf, secondsBetween, type Fact, type Holder } from './facts.ts';

export function deploymentFacts(before: DeploymentState, { event, atMs, meta }: RecordedEvent<DeploymentEvent>, after: DeploymentState): Fact[] {
  const whose = holderOf(after.launch?.centre, after.coordinator);
  const by = { ...whose, person: personOf(meta) };
  return [...ofDeployment(event, atMs, whose, by, after), ...passed(before, atMs, by, after), ...moved('at-risk', risk(before, holderOf(before.launch?.centre, before.coordinator)), risk(after, whose))];
}

function ofDeployment(event: DeploymentEvent, atMs: number, whose: Holder, by: Holder, { launchedAtMs }: DeploymentState): Fact[] {
  switch (event.type) {
    case 'deploymentLaunched': return [fact('launched', by)];
    case 'deploymentCompleted': return [fact('completed', whose, { total: secondsBetween(launchedAtMs ?? atMs, atMs) })];
    case 'deploymentCancelled': return [fact('cancelled', whose)];
    case 'deploymentWithdrawn': return [fact('withdrawn', whose)];
    case 'jeopardyRaised': return [fact('jeopardy', whose, { detail: event.milestone })];
    default: return [];
  }
}

export function siteFacts(before: SiteState, { event, atMs, meta }: RecordedEvent<SiteEvent>, after: SiteState): Fact[] {
  const whose = holderOf(after.opening?.centre, null);
  const by = { ...whose, person: personOf(meta) };
  return [...ofSite(event, atMs, whose, by, after), ...passed(before, atMs, by, after), ...moved('at-risk', risk(before, whose), risk(after, whose))];
}

function ofSite(event: SiteEvent, atMs: number, whose: Holder, by: Holder, { opening, openedAtMs }: SiteState): Fact[] {
  switch (event.type) {
    case 'siteInService': {
      const isInTime = opening !== null && dateOfInstant(opening.policy, atMs) <= opening.targetActivationDate;
      return [fact('in-service', by, { total: secondsBetween(openedAtMs ?? atMs, atMs) }), fact('in-service-in-time', by, { total: isInTime ? 1 : 0 })];
    }
    case 'siteCancelled': return [fact('abandoned', whose)];
    case 'jeopardyRaised': return [fact('jeopardy', whose, { detail: event.milestone })];
    // D-12: what makes a delivery late is a jeopardy of its milestone.
    case 'deliveryAtRisk': return [fact('jeopardy', whose, { detail: 'delivery' })];
    default: return [];
  }
}

interface Phased { readonly phase: string; readonly phaseSinceMs: number | null }
/** They end no step: what was under way was given up, or is being undone. */
const givenUp = ['new', 'cancelling', 'undoing', 'cancelled', 'withdrawn'];

/** How long it was in the phase that it has left; one that it only passed through was no step of it. */
function passed({ phase, phaseSinceMs }: Phased, atMs: number, by: Holder, after: Phased): Fact[] {
  if (phase === after.phase || phaseSinceMs === null || phaseSinceMs === atMs || givenUp.includes(phase) || givenUp.includes(after.phase)) return [];
  return [fact('step', by, { detail: phase, total: secondsBetween(phaseSinceMs, atMs) })];
}

/** D-12, D-21. */
function risk(state: Parameters<typeof isAtRisk>[0] & { readonly endedAtMs: number | null }, holder: Holder): Holder | null {
  return state.endedAtMs === null && isAtRisk(state) ? holder : null;
}

function holderOf(centre: string | undefined, person: string | null): Holder {
  return { person, team: null, centre: centre ?? null };
}
