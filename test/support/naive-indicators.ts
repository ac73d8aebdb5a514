/**
 * The indicators computed anew from the recorded events alone, the slow and plain way: no line in common with the product's facts and sums. What happens is
 * looked for event by event; what stands is looked up at an instant by reading the journey up to it; days are asked of the runtime's own calendar.
 */
import type { Happened } from './ticket-play.ts';
import type { Lived } from './steering-stories.ts';
import { openTime } from './ticket-draws.ts';
import { usedUp } from './ticket-laws.ts';
import type { DeploymentEvent } from '../../domain/deployment/deployment.ts';
import type { SiteEvent } from '../../domain/deployment/site.ts';
import type { JourneyEvent, JourneyModel } from '../../domain/journey/journey.ts';
import type { TicketEvent } from '../../domain/ticket/ticket.ts';
import { journeyModels } from '../../domain/journey/kinds.ts';

export interface Belongs { readonly person: string | null; readonly team: string | null; readonly centre: string | null }

/** Something that happened, as it counts for an indicator. */
export interface Occurrence extends Belongs {
  readonly indicator: string;
  readonly detail: string | null;
  readonly atMs: number;
  /** Of means and shares; null: it is only counted. */
  readonly value: number | null;
  /** Of what takes back one that was counted. */
  readonly n?: -1;
}

/** Something that stands from one instant to another. */
export interface Standing extends Belongs {
  readonly indicator: 'backlog' | 'tickets-overdue' | 'journeys-at-risk';
  readonly fromMs: number;
  readonly untilMs: number;
  readonly sinceMs: number;
}

const seconds = (fromMs: number, untilMs: number): number => Math.round((untilMs - fromMs) / 1_000);
export const human = (actor: string, channel: string): string | null => (actor.startsWith('system:') || ['callback', 'timer', 'system', 'link'].includes(channel) ? null : actor);

export function readTicket({ events }: Lived): { readonly occurrences: Occurrence[]; readonly standings: Standing[] } {
  const occurrences: Occurrence[] = [];
  const standings: Standing[] = [];
  const [first] = events as unknown as Happened;
  if (first?.event.type !== 'ticketOpened') throw new Error('begins with its opening');
  const { opening } = first.event;
  const t0Ms = events[0]?.atMs ?? 0;
  const centre: string | null = opening.centre ?? null;
  let team: string | null = opening.team?.team ?? null;
  let assignee: string | null = null;
  let given: string | null = null;
  let { category, type }: { category: string | null; type: string | null } = opening.classification ?? { category: null, type: null };
  let [isTaken, agreed, ended, isLate] = [false, false, false, false];
  let refusals = opening.predecessor === undefined ? 0 : 1;
  let minutes = 0;
  let offered: string | null = null;
  const teams = new Set(team === null ? [] : [team]);
  const levels = new Set([opening.team?.level ?? 1]);
  const isLive = opening.handledAtMs === undefined;
  const until = (index: number): Happened => events.slice(0, index + 1) as unknown as Happened;
  for (const [index, { event: recorded, atMs, meta }] of events.entries()) {
    const event = recorded as TicketEvent;
    const had = { person: assignee ?? given, team, centre };
    const actor = human(meta.actor, meta.channel);
    // Whose work is nobody's.
    const isOurs = (event.type === 'ticketTaken' ? event.by : assignee) === 'system:terminations';
    const count = (indicator: string, whose: Belongs, value: number | null = null, detail: string | null = null): void => {
      if (!isOurs || !/^(taking-charge|resolution|handling|first-contact)-/.test(indicator)) occurrences.push({ indicator, detail, atMs, value, ...whose });
    };
    const held = (indicator: string, clock: 'resolution' | 'taking-charge', whose: Belongs) => {
      const isUsedUp = isLive ? usedUp(until(index), openTime, clock) : null;
      if (isUsedUp !== null) count(indicator, whose, isUsedUp ? 0 : 1);
    };
    const solved = () => {
      if (isLive) count('resolution-time', had, seconds(t0Ms, atMs));
      held('resolution-held', 'resolution', had);
      if (!isTaken) held('taking-charge-held', 'taking-charge', had);
    };
    const volume = (kind: 'opened' | 'closed', whose: Belongs) => {
      for (const [by, detail] of [['', null], ['-by-channel', opening.from], ['-by-category', category ?? ''], ['-by-type', type ?? '']] as const) count(`tickets-${kind}${by}`, whose, null, detail);
    };
    switch (event.type) {
      case 'ticketOpened':
        volume('opened', { ...had, person: ['phone'].includes(opening.from) ? actor : null });
        if (opening.predecessor !== undefined) count('reopenings', { ...had, person: null });
        break;
      case 'ticketClassified': category = event.classification.category; type = event.classification.type; break;
      case 'ticketTaken':
        if (!isTaken) {
          isTaken = true;
          if (isLive) count('taking-charge-time', { ...had, person: event.by }, seconds(t0Ms, atMs));
          held('taking-charge-held', 'taking-charge', { ...had, person: event.by });
        }
        assignee = event.by;
        given = null;
        break;
      case 'ticketAttributed': assignee = null; given = event.attributed.to?.subject ?? null; break;
      case 'transferOffered': offered = event.offer.to.team; count('transfers', { ...had, person: actor }, null, 'warm'); break;
      case 'transferDeclined': case 'transferExpired':
        count('transfers', { person: actor, team: offered, centre }, null, event.type === 'transferDeclined' ? 'declined' : 'expired');
        [team, assignee, given] = [null, null, null];
        break;
      case 'teamChanged':
        if (event.how !== 'acknowledged' && team !== null) count('transfers', { ...had, person: actor }, null, event.how);
        team = event.to.team;
        teams.add(event.to.team);
        levels.add(event.to.level);
        [assignee, given] = [null, null];
        break;
      case 'agreementRefused': refusals += 1; count('reopenings', had); break;
      case 'agreementGiven': agreed = true; solved(); break;
      case 'workRecorded': minutes += event.worksheet.minutes; break;
      case 'thresholdPassed': isLate ||= event.clock === 'resolution' && event.ratio >= 1; break;
      case 'ticketMerged': ended = true; count('tickets-merged', had); break;
      case 'ticketClosed':
        ended = true;
        volume('closed', had);
        if (!agreed) solved();
        count('handling-time', had, minutes * 60);
        count('satisfaction-answered', had, event.satisfaction === null ? 0 : 1);
        if (event.satisfaction !== null) count('satisfaction', had, event.satisfaction);
        if (!['monitoring', 'backup-check'].includes(opening.from)) count('first-contact-resolution', had, agreed && refusals === 0 && teams.size <= 1 && [...levels].every((level) => level === 1) ? 1 : 0);
        break;
      default:
    }
    const untilMs = events[index + 1]?.atMs ?? Infinity;
    if (ended || untilMs === atMs) continue;
    const has = { person: assignee ?? given, team, centre, fromMs: atMs, untilMs, sinceMs: t0Ms };
    standings.push({ indicator: 'backlog', ...has }, ...(isLate ? [{ indicator: 'tickets-overdue', ...has } as const] : []));
  }
  return { occurrences, standings };
}

const givenUp = ['new', 'cancelling', 'undoing', 'cancelled'];

/** Of a deployment or a site; which phase it is in is asked of its model, how long and at whose hands is counted here. */
export function readDelivery({ kind, events }: Lived, dateOf: (atMs: number) => string): { readonly occurrences: Occurrence[]; readonly standings: Standing[] } {
  const occurrences: Occurrence[] = [];
  const standings: Standing[] = [];
  const model = journeyModels[kind === 'site' ? 'site' : 'deployment'] as unknown as JourneyModel<{ readonly phase: string }, unknown, JourneyEvent>;
  let state = model.initial;
  let coordinator: string | null = null;
  let target = '';
  let hasEnded = false;
  const startMs = events[0]?.atMs ?? 0;
  let enteredMs: number | null = null;
  const risks = new Set<string>();
  const first = events[0]?.event as DeploymentEvent | SiteEvent | undefined;
  const centre = (first?.type === 'deploymentLaunched' ? first.launch.centre : first?.type === 'siteOpened' ? first.opening.centre : null) ?? null;
  for (const [index, { event: recorded, atMs, meta }] of events.entries()) {
    const event = recorded as DeploymentEvent | SiteEvent;
    const next = model.evolve(state, recorded, atMs);
    if (event.type === 'coordinatorAssigned') coordinator = event.coordinator;
    if (event.type === 'coordinatorReassigned') coordinator = event.to;
    if (event.type === 'siteOpened') target = event.opening.targetActivationDate;
    if (event.type === 'targetDateReceived') target = event.targetActivationDate;
    const whose = { person: kind === 'deployment' ? coordinator : null, team: null, centre };
    const by = { ...whose, person: human(meta.actor, meta.channel) };
    const count = (indicator: string, of: Belongs, value: number | null = null, detail: string | null = null) => occurrences.push({ indicator, detail, atMs, value, ...of });
    switch (event.type) {
      case 'deploymentLaunched': count('deployments-launched', by); break;
      case 'deploymentCompleted': hasEnded = true; count('deployments-completed', whose); count('deployment-time', whose, seconds(startMs, atMs)); break;
      case 'deploymentCancelled': hasEnded = true; count('deployments-cancelled', whose); break;
      case 'deploymentWithdrawn': hasEnded = true; count('deployments-withdrawn', whose); break;
      case 'siteInService': hasEnded = true; count('sites-in-service', by); count('site-time', by, seconds(startMs, atMs)); count('sites-in-time', by, dateOf(atMs) <= target ? 1 : 0); break;
      case 'siteCancelled': hasEnded = true; count('sites-abandoned', whose); break;
      case 'jeopardyRaised': risks.add(event.milestone); count('jeopardies', whose, null, event.milestone); break;
      case 'jeopardyCleared': risks.delete(event.milestone); break;
      case 'deliveryAtRisk': risks.add('equipment'); count('jeopardies', whose, null, 'delivery'); break;
      case 'deliveryRiskCleared': risks.delete('equipment'); break;
      default:
    }
    if (next.phase !== state.phase) {
      if (enteredMs !== null && enteredMs < atMs && !givenUp.includes(state.phase) && !givenUp.includes(next.phase)) count('step-time', by, seconds(enteredMs, atMs), state.phase);
      enteredMs = atMs;
    }
    state = next;
    const untilMs = events[index + 1]?.atMs ?? Infinity;
    if (!hasEnded && risks.size > 0 && untilMs > atMs) standings.push({ indicator: 'journeys-at-risk', ...whose, fromMs: atMs, untilMs, sinceMs: startMs });
  }
  return { occurrences, standings };
}
