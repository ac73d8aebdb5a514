/** How a site delivery changes by what happened; and the model that ties its rules together. */
import type { JourneyModel } from '../journey/journey.ts';
import { evolveStuckCalls } from '../journey/stuck-call.ts';
import { evolveTasks } from '../journey/task.ts';
import { askedFor } from './billing.ts';
import { takingBack } from './decide-jeopardy.ts';
import { decideSite } from './decide-site.ts';
import { evolveJeopardies } from './jeopardy.ts';
import {
  accessOrderKey, equipmentKey, interventionKey, isAwaited, newSite, serviceKey, type AccessOrder, type SiteCommand, type SiteEvent, type SiteOpening, type SiteState,
} from './site.ts';
import type { SiteEffect, SiteEffectKind } from './effects.ts';
import { dateOfInstant, withApplied, type AppliedPolicy } from './policy.ts';
import { latestDates, movesDates, sitePlan } from './progress.ts';
import type { TaskInputs } from './steps.schema.ts';
import { siteSteps, type EndedSteps, type SiteStep, type TaskStep } from './steps.ts';

export function evolveSite(state: SiteState, event: SiteEvent, atMs: number): SiteState {
  switch (event.type) {
    case 'siteOpened':
      return ordering({ ...state, opening: event.opening, isTechnicallyCollected: event.opening.isTechnicallyCollected, openedAtMs: atMs }, event.opening, 1, atMs);
    case 'accessOrderPlaced':
      return { ...waiting(state, atMs, { oblReference: event.oblReference }), phase: 'acknowledgement', endedSteps: endedBy(state, 'access-order', atMs) };
    case 'accessOrderRefused':
      return { ...state, phase: 'order-refused', slot: state.slot && { ...state.slot, status: 'dropped' }, effects: without(state.effects, event.orderKey) };
    case 'accessOrderCorrected':
      return state.opening ? ordering(state, state.opening, event.attempt, atMs) : state;
    case 'accessOrderAcknowledged': {
      const { oblReference, plannedDeliveryDate } = event;
      return waiting(state, atMs, { oblReference, plannedDeliveryDate });
    }
    case 'stepDone':
      return entered(state, event.step, atMs);
    case 'technicalCollectionReceived':
      return { ...state, isTechnicallyCollected: true };
    case 'oblReminded':
      // One that crossed the awaited callback counts for the order, and does not start the next ladder.
      return state.order && isAwaited(state, event.orderKey, event.awaited)
        ? { ...state, order: { ...state.order, reminders: event.ordinal, waitingSinceMs: atMs } }
        : remindedTooLate(state, event.orderKey);
    case 'slotProposed':
      // From here on an intervention may be planned outside, whatever we hear.
      return {
        ...waiting(state, atMs, {}), slot: { ...event.slot, ordinal: event.ordinal, status: 'proposed' },
        effects: state.opening ? [...state.effects, { kind: 'intervention', key: interventionKey(state.opening, event.ordinal) }] : state.effects,
      };
    case 'slotAgreed':
      return { ...waiting(state, atMs, {}), slot: { ...event.slot, ordinal: event.ordinal, status: 'agreed' } };
    case 'visitReported':
      return { ...state, visit: event.questionnaire };
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
      return { ...state, simulation: state.simulation && { ...state.simulation, isEscalated: true } };
    case 'billingStarted':
      return { ...state, subscriptionReference: event.subscriptionReference };
    case 'siteInService':
      return { ...state, phase: 'in-service', effects: [], endedAtMs: atMs };
    case 'callStuck':
    case 'callVerdictGiven':
    case 'callUnstuck':
      return { ...state, stuck: evolveStuckCalls(state.stuck, event, atMs) };
    case 'taskCompleted':
      return { ...state, tasks: evolveTasks(state.tasks, event), simulation: simulationAfter(state, event) };
    case 'taskOpened':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
    case 'siteCancellationRequested':
      return { ...state, phase: 'undoing', stuck: {} };
    case 'effectUndone':
    case 'effectHandedOver':
      return { ...state, effects: without(state.effects, event.effect.key) };
    case 'policyApplied':
      return { ...state, opening: state.opening && openingUnder(state.opening, event.applied) };
    case 'siteCancelled':
      return { ...state, phase: 'cancelled', endedAtMs: atMs };
    case 'jeopardyRaised':
    case 'jeopardyTold':
    case 'jeopardyCleared':
      return { ...state, jeopardies: evolveJeopardies(state.jeopardies, event) };
    case 'supportDeskTold':
    case 'invoiceControlsOverridden':
    case 'callbackIgnored':
    case 'siteCancellationRefused':
      return state;
  }
}

/** The step after the one that ended; what it may leave outside is on the stack before any call is made. */
function entered(state: SiteState, ended: SiteStep, atMs: number): SiteState {
  const phase = siteSteps[siteSteps.indexOf(ended) + 1];
  // D-11: the visit is recorded, the intervention has been: nothing of it is left to undo. Walked by again, the slot serves the delivery alone.
  const effects = ended === 'technical-visit' && state.equipment === null ? state.effects.filter(({ kind }) => kind !== 'intervention') : state.effects;
  const now: SiteState = { ...state, effects, endedSteps: endedBy(state, ended, atMs), ...(phase === undefined ? {} : { phase }) };
  switch (phase) {
    case 'equipment': return making(now, 'equipment');
    case 'service-production': return making(now, 'ip', 'radius', 'backbone');
    case 'delivery-notice': return making(now, 'service');
    case 'billing-start': return making(now, 'billing');
    case 'handover': return making(now, 'supervision');
    case 'delivery-report': return waiting(now, atMs, {});
    case 'acceptance': return { ...now, observation: { fromMs: atMs, quality: null } };
    case 'invoice-simulation': return { ...now, simulation: askedFor(1) };
    default: return now;
  }
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

/** From here on an order may exist outside, whatever we hear: it is on the stack before the call is made. */
function ordering(state: SiteState, opening: SiteOpening, attempt: number, atMs: number): SiteState {
  const orderKey = accessOrderKey(opening, attempt);
  return {
    ...state, phase: 'access-order', effects: [...state.effects, { kind: 'access-order', key: orderKey }],
    order: { attempt, orderKey, oblReference: null, plannedDeliveryDate: null, reminders: 0, remindersBefore: 0, waitingSinceMs: atMs },
  };
}

function waiting(state: SiteState, atMs: number, known: Partial<AccessOrder>): SiteState {
  if (!state.order) return state;
  const { reminders, remindersBefore } = state.order;
  return { ...state, order: { ...state.order, ...known, reminders: 0, remindersBefore: remindersBefore + reminders, waitingSinceMs: atMs } };
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

function without(effects: readonly SiteEffect[], key: string): SiteEffect[] {
  return effects.filter((effect) => effect.key !== key);
}

/** D-20: other lead times or another calendar make other latest dates. */
function openingUnder(opening: SiteOpening, applied: AppliedPolicy): SiteOpening {
  const policy = withApplied(opening.policy, applied);
  return { ...opening, policy, ...(movesDates(opening.policy, applied) ? { schedule: latestDates(policy, opening.targetActivationDate) } : {}) };
}

export const siteModel: JourneyModel<SiteState, SiteCommand, SiteEvent> = takingBack({ initial: newSite, decide: decideSite, evolve: evolveSite }, sitePlan);
