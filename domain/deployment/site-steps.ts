/** How a site goes from step to step: what ends one, begins the next and opens its task (D-07 to D-19). */
import { accept, type Decision } from '../journey/journey.ts';
import { openTask, withdrawAll, type TaskOpened } from '../journey/task.ts';
import { siteJourneyId } from './deployment.ts';
import { dueAtMs } from './policy.ts';
import { awaitsReservations, type SiteEvent, type SiteOpening, type SiteState } from './site.ts';
import { hasTask, siteSteps, tasks, type SiteStep, type TaskStep } from './steps.ts';

/** A step ends, and the next begins with its task; the last one ends the delivery (D-19). */
export function done(state: SiteState, step: SiteStep): SiteEvent[] {
  const next = siteSteps[siteSteps.indexOf(step) + 1];
  const ended: SiteEvent = { type: 'stepDone', step };
  // Nothing can be abandoned any more (D-23).
  if (next === undefined) return [ended, ...withdrawAll(state.tasks, 'in-service', ({ step: other }) => other === 'abandon-approval'), { type: 'siteInService' }];
  // What a later step brings may have come before its turn, or be there from before an order was refused.
  if (isKnown(state, next)) return [ended, ...done(state, next)];
  return [ended, ...(opensTask(state, next) ? [taskOf(state, next)] : [])];
}

/** Whether what the step brings is there already: it is walked past. */
export function isKnown({ report, reservations, isVisitDone, isSupplementaryCollected, equipment, configurationReference, installedOn }: Pick<SiteState, 'report' | 'reservations' | 'isVisitDone' | 'isSupplementaryCollected' | 'equipment' | 'configurationReference' | 'installedOn'>, step: SiteStep): boolean {
  switch (step) {
    case 'delivery-report': return report !== null && !awaitsReservations({ report, reservations });
    case 'technical-visit': return isVisitDone;
    case 'supplementary-collection': return isSupplementaryCollected;
    case 'equipment': return equipment !== null;
    case 'configuration': return configurationReference !== null;
    case 'dispatch': return equipment?.isReceived === true;
    case 'installation': return installedOn !== null;
    default: return false;
  }
}

/** Whether the step begins with its person's task: some wait for what must come first. */
function opensTask(state: SiteState, step: SiteStep): step is SiteStep & TaskStep {
  if (!hasTask(step)) return false;
  switch (step) {
    // D-07: the order may go out without the technical collection, the configuration may not.
    case 'configuration': return state.isTechnicallyCollected;
    // D-11: made before its order was refused, Ref.Tech has yet to hear of it.
    case 'technical-visit': return state.visit === null;
    // Sent before its order was refused, it is on its way.
    case 'dispatch': return (state.equipment?.depot ?? null) === null;
    // D-31: only a simulation that exists can be controlled; D-19: supervision and the desk come first.
    case 'invoice-simulation':
    case 'handover': return false;
    default: return true;
  }
}

/** A task of the site, due when its step's milestone is. */
export function taskOf(state: SiteState, step: TaskStep, context: Record<string, string | number | null> = {}): TaskOpened<TaskStep> {
  return openTask(state.tasks, journeyIdOf(state), { step, owner: tasks[step].owner, dueAtMs: dueAtMs(openingOf(state), step), context: { ...factsFor(state, step), ...context } });
}

/** What the person needs to act on the spot (C-07). */
function factsFor({ opening, order, slot, offered, noShows, equipment, report, simulation, configurationReference }: SiteState, step: TaskStep): Record<string, string | number | null> {
  switch (step) {
    case 'intervention-planning': return {
      oblReference: order?.oblReference ?? null, plannedDeliveryDate: order?.plannedDeliveryDate ?? null, noShows,
      offeredBy: offered?.by ?? null, offeredStartsAt: offered?.slot.startsAt ?? null, offeredEndsAt: offered?.slot.endsAt ?? null,
    };
    case 'technical-visit': return { startsAt: slot?.startsAt ?? null, endsAt: slot?.endsAt ?? null };
    case 'configuration': return { inStock: equipment?.inStock === null || equipment === null ? null : String(equipment.inStock), availableOn: equipment?.availableOn ?? null };
    case 'dispatch': return { availableOn: equipment?.availableOn ?? null, plannedDeliveryDate: order?.plannedDeliveryDate ?? null };
    case 'installation': return { plannedDeliveryDate: order?.plannedDeliveryDate ?? null, depot: equipment?.depot ?? null };
    case 'delivery-reservations': return { reportReference: report?.reportReference ?? null, reservations: report?.reservations.join(' ; ') ?? null };
    case 'activation': return { configurationReference, oldLineToMigrate: String(opening?.isOldLineToMigrate === true) };
    case 'invoice-simulation': return { totalTtcCents: simulation?.invoice?.totals.ttcCents ?? null, simulationReference: simulation?.reference ?? null };
    case 'invoice-validation':
      return { totalTtcCents: simulation?.invoice?.totals.ttcCents ?? null, simulationReference: simulation?.reference ?? null, documentId: simulation?.document?.id ?? null };
    default: return {};
  }
}

/** Whether a task goes with its site when that is cancelled; what was handed to a person stays with him (D-23). */
export function isOfTheSite({ step }: { readonly step: TaskStep }): boolean {
  return step !== 'undo-by-hand';
}

/** What a step's own calls bring counts in that step only: the site may have left it for a cancellation meanwhile. */
export function inStep(state: SiteState, step: SiteStep, events: () => readonly SiteEvent[]): Decision<SiteEvent> {
  return state.phase === step ? accept<SiteEvent>(...events()) : accept();
}

/** Whether a person is asked that now. */
export function isOpen({ tasks }: Pick<SiteState, 'tasks'>, step: TaskStep): boolean {
  return Object.values(tasks.open).some((task) => task.step === step);
}

export function openingOf({ opening }: SiteState): SiteOpening {
  if (!opening) throw new Error('a site delivery decides before it was opened');
  return opening;
}

export function journeyIdOf(state: SiteState): string {
  const { deploymentId, site } = openingOf(state);
  return siteJourneyId(deploymentId, site);
}
