/** How a site delivery changes by what happened; and the model that ties its rules together. */
import { timed, type JourneyModel } from '../journey/journey.ts';
import { evolveStuckCalls } from '../journey/stuck-call.ts';
import { evolveTasks } from '../journey/task.ts';
import { askedFor } from './billing.ts';
import { beginCollection, evolveCollection } from './collection.ts';
import { takingBack } from './decide-jeopardy.ts';
import { decideSite } from './decide-site.ts';
import { evolveAccess, recorded, waiting, without } from './evolve-access.ts';
import type { SiteEffect, SiteEffectKind } from './effects.ts';
import { evolveJeopardies } from './jeopardy.ts';
import { isAwaited } from './obl-wait.ts';
import { equipmentKey, newSite, serviceKey, type SiteCommand, type SiteEvent, type SiteState } from './site.ts';
import { dateOfInstant } from './policy.ts';
import { sitePlan, withPolicy, withTarget } from './progress.ts';
import { isInvoicing } from './site-changes.ts';
import type { TaskInputs } from './steps.schema.ts';
import { siteSteps, type EndedSteps, type SiteStep, type TaskStep } from './steps.ts';

export function evolveSite(state: SiteState, event: SiteEvent, atMs: number): SiteState {
  switch (event.type) {
    case 'siteOpened':
      return { ...state, phase: 'obl-choice', opening: event.opening, isTechnicallyCollected: event.opening.isTechnicallyCollected, openedAtMs: atMs };
    case 'accessOrderPlaced':
      return { ...waiting(state, atMs, { oblReference: event.oblReference }), phase: 'acknowledgement', endedSteps: endedBy(state, 'access-order', atMs) };
    case 'oblChosen':
    case 'accessOrderRefused':
    case 'accessOrderCorrected':
    case 'addressChanged':
    case 'accessOrderGivenUp':
    case 'worksQuoted':
    case 'worksQuoteSent':
    case 'slotOffered':
    case 'planningReopened':
    case 'slotMoved':
    case 'slotProposed':
    case 'slotTold':
    case 'slotWished':
    case 'slotOffTold':
    case 'slotRecalled':
    case 'visitReported':
    case 'visitBlocked':
    case 'abandonmentRequested':
    case 'abandonmentDeclined':
      return evolveAccess(state, event, atMs);
    case 'accessOrderAcknowledged': {
      const { oblReference, plannedDeliveryDate } = event;
      return waiting(state, atMs, { oblReference, plannedDeliveryDate });
    }
    case 'stepDone':
      return entered(state, event.step, atMs);
    case 'offerChanged':
      return {
        ...state, offerRevision: state.offerRevision + 1,
        // D-25: what was simulated is no longer what was ordered.
        ...(isInvoicing(state) ? { phase: 'invoice-simulation', simulation: askedFor((state.simulation?.ordinal ?? 0) + 1) } : {}),
      };
    case 'targetDateReceived':
      return { ...state, opening: state.opening && withTarget(state.opening, event.targetActivationDate) };
    case 'collectionReminded':
      return { ...state, collectionWait: evolveCollection(state.collectionWait, event, atMs) };
    case 'technicalCollectionReceived':
      return { ...state, isTechnicallyCollected: true };
    case 'oblReminded':
      // One that crossed the awaited callback counts for the order, and does not start the next ladder.
      return state.order && isAwaited(state, event.orderKey, event.awaited)
        ? { ...state, order: { ...state.order, reminders: event.ordinal, waitingSinceMs: atMs } }
        : remindedTooLate(state, event.orderKey);
    case 'oblEscalated':
      return state.order && isAwaited(state, event.orderKey, event.awaited) ? { ...state, order: { ...state.order, isEscalated: true } } : state;
    case 'slotAgreed':
      // Nobody is told of it before he has heard that the one he counts on is off.
      return {
        ...waiting(state, atMs, {}), slot: { ...event.slot, ordinal: event.ordinal, status: 'agreed', isTold: false },
        announced: state.announced?.isOff ? state.announced : { ...event.slot, ordinal: event.ordinal },
      };
    case 'equipmentReserved':
      return { ...state, equipment: { key: event.key, inStock: event.inStock, availableOn: event.availableOn, depot: null, isShipped: false, isReceived: false } };
    case 'equipmentConfigured':
      return { ...state, configurationReference: event.configurationReference };
    case 'equipmentDispatched':
      return { ...state, equipment: state.equipment && { ...state.equipment, depot: event.depot } };
    case 'equipmentShipped':
      return { ...state, equipment: state.equipment && { ...state.equipment, isShipped: true } };
    case 'equipmentReceived':
      return { ...state, equipment: state.equipment && { ...state.equipment, isReceived: true } };
    case 'equipmentInstalled':
      return { ...state, installedOn: event.installedOn };
    case 'deliveryReported':
      return { ...waiting(state, atMs, { oblReference: event.oblReference }), report: event.report };
    case 'deliveryReservationsSettled':
      return { ...state, reservations: { choice: event.choice, liftedOn: event.liftedOn } };
    case 'deliveryAtRisk': {
      const { cause, availableOn, plannedDeliveryDate } = event;
      const ordinal = state.risksRaised + 1;
      return { ...state, risk: { cause, availableOn, plannedDeliveryDate, ordinal, isTold: false }, risksRaised: ordinal };
    }
    case 'deliveryRiskTold':
      return { ...state, risk: state.risk && { ...state.risk, isTold: true } };
    case 'deliveryRiskCleared':
      return { ...state, risk: null };
    case 'oldLineMigrated':
      return { ...state, isOldLineMigrated: true };
    case 'siteActivated':
      return { ...state, isOldLineMigrated: event.isOldLineMigrated };
    case 'serviceProduced':
      return { ...state, production: event.production };
    case 'activationTested':
      return { ...state, tests: { ordinal: event.ordinal, results: event.results ?? [] } };
    case 'linkQualified':
      return {
        ...state, observation: state.observation && { ...state.observation, quality: event.quality },
        ...(event.quality === null || event.quality.qualification === 'up' ? {} : { phase: 'activation' }),
      };
    case 'serviceRegistered':
      return { ...state, rds: event.rds };
    case 'deliveryNoticeSent':
      return { ...state, noticedMadOn: event.madOn };
    case 'invoiceSimulated': {
      const { reference, invoice, faults } = event;
      return { ...state, simulation: state.simulation && { ...state.simulation, stage: 'made', reference, invoice, faults } };
    }
    case 'invoiceSimulationSent':
      return { ...state, simulation: state.simulation && { ...state.simulation, stage: 'sent', document: event.document, sentAtMs: atMs, waitingSinceMs: atMs } };
    case 'invoiceSimulationRefused':
      return { ...state, simulation: state.simulation && { ...state.simulation, stage: 'returned' } };
    case 'invoiceContested':
      // D-17: back to the step in which simulations are made.
      return { ...state, phase: 'invoice-simulation', simulation: state.simulation && { ...state.simulation, stage: 'returned', waitingSinceMs: null } };
    case 'validationReminded':
      return { ...state, simulation: state.simulation && { ...state.simulation, reminders: event.reminder, waitingSinceMs: atMs } };
    case 'escalated':
      if (event.about === 'technical-collection') return { ...state, collectionWait: evolveCollection(state.collectionWait, event, atMs) };
      return { ...state, simulation: state.simulation && { ...state.simulation, isEscalated: true } };
    case 'billingReturned':
      return { ...state, phase: 'invoice-simulation', simulation: askedFor(event.ordinal) };
    case 'billingStarted':
      return { ...state, subscriptionReference: event.subscriptionReference };
    case 'oldServicesTold':
      return { ...state, succession: { termination: event.termination, stage: event.stage } };
    case 'siteInService':
      return { ...state, phase: 'in-service', effects: [], endedAtMs: atMs };
    case 'callStuck':
    case 'callVerdictGiven':
    case 'callUnstuck':
      return { ...state, stuck: evolveStuckCalls(state.stuck, event, atMs) };
    case 'taskCompleted':
      return { ...state, tasks: evolveTasks(state.tasks, event), simulation: simulationAfter(state, event), works: worksAfter(state, event) };
    case 'taskOpened':
      return {
        ...state, tasks: evolveTasks(state.tasks, event),
        ...(event.task.step === 'supplementary-collection' ? { collectionWait: beginCollection(atMs) } : {}),
      };
    case 'taskChanged':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
    case 'siteCancellationRequested':
      return { ...state, phase: 'undoing', stuck: {} };
    case 'effectUndone':
    case 'effectHandedOver':
      return { ...state, effects: without(state.effects, event.effect.key) };
    case 'policyApplied':
      return { ...state, opening: state.opening && withPolicy(state.opening, event.applied) };
    case 'siteCancelled':
      return { ...state, phase: 'cancelled', endedAtMs: atMs };
    case 'jeopardyRaised':
    case 'jeopardyTold':
    case 'jeopardyCleared':
      return { ...state, jeopardies: evolveJeopardies(state.jeopardies, event) };
    case 'supportDeskTold':
    case 'billingNotStarted':
    case 'invoiceControlsOverridden':
    case 'callbackIgnored':
    case 'siteCancellationRefused':
      return state;
  }
}

/** The step after the one that ended; what it may leave outside is on the stack before any call is made. */
function entered(state: SiteState, ended: SiteStep, atMs: number): SiteState {
  const phase = siteSteps[siteSteps.indexOf(ended) + 1];
  const now: SiteState = {
    ...(ended === 'technical-visit' ? { ...recorded(waitingForReport(state, atMs)), isVisitDone: true } : state), endedSteps: endedBy(state, ended, atMs), ...(phase === undefined ? {} : { phase }),
    ...(ended === 'supplementary-collection' ? { isSupplementaryCollected: true } : {}),
  };
  switch (phase) {
    case 'equipment': return making(now, 'equipment');
    case 'service-production': return making(now, 'ip', 'radius', 'backbone');
    case 'delivery-notice': return making(now, 'service');
    case 'billing-start': return making(now, 'billing');
    case 'handover': return making(now, 'supervision');
    case 'delivery-report': return now.opening?.edition === undefined ? waiting(now, atMs, {}) : now;
    case 'acceptance': return { ...now, observation: { fromMs: atMs, quality: null } };
    case 'invoice-simulation': return { ...now, simulation: askedFor(1) };
    default: return now;
  }
}

/** D-13: the wait for the delivery report begins with the end of the visit. */
function waitingForReport(state: SiteState, atMs: number): SiteState {
  return state.opening?.edition === undefined ? state : waiting(state, atMs, {});
}

/** From here on these may exist outside, whatever we hear; each once, be it walked to again after a refused order. */
function making(state: SiteState, ...kinds: readonly SiteEffectKind[]): SiteState {
  const { opening, effects } = state;
  if (!opening) return state;
  const made = kinds.map((kind): SiteEffect => ({ kind, key: kind === 'equipment' ? equipmentKey(opening) : `${serviceKey(opening)}.${kind}` }));
  return { ...state, effects: [...effects, ...made.filter(({ key }) => !effects.some((known) => known.key === key))] };
}

/** D-20: a step that ends has ended those before it, be it that a fact overtook theirs. */
function endedBy({ opening, endedSteps }: SiteState, ended: SiteStep, atMs: number): EndedSteps {
  if (!opening) return endedSteps;
  const on = dateOfInstant(opening.policy, atMs);
  const before = siteSteps.slice(0, siteSteps.indexOf(ended)).filter((step) => endedSteps[step] === undefined);
  return { ...endedSteps, ...Object.fromEntries([...before, ended].map((step) => [step, on])) };
}

function remindedTooLate(state: SiteState, orderKey: string): SiteState {
  return state.order?.orderKey === orderKey ? { ...state, order: { ...state.order, remindersBefore: state.order.remindersBefore + 1 } } : state;
}

/** D-17, D-31: controlled before it goes out; a correction asks for another one. */
function simulationAfter({ simulation }: SiteState, { step, input }: { readonly step: TaskStep; readonly input: unknown }): SiteState['simulation'] {
  if (simulation && step === 'invoice-simulation' && (input as TaskInputs['invoice-simulation']).approved) return { ...simulation, stage: 'controlled' };
  const isAskedAgain = step === 'invoice-correction' && (input as TaskInputs['invoice-correction']).choice === 'again';
  return simulation && isAskedAgain ? askedFor(simulation.ordinal + 1) : simulation;
}

/** D-09, D-11: what the customer said to the works. */
function worksAfter({ works }: SiteState, { step, input }: { readonly step: TaskStep; readonly input: unknown }): SiteState['works'] {
  return works && step === 'works-quote' ? { ...works, verdict: (input as TaskInputs['works-quote']).agreed ? 'agreed' : 'declined' } : works;
}

export const siteModel: JourneyModel<SiteState, SiteCommand, SiteEvent> = takingBack({ initial: newSite, decide: decideSite, evolve: timed(evolveSite) }, sitePlan);
