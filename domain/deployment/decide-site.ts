/** The rules of a site delivery: what each command makes happen (D-08 to D-19, D-23, D-24, D-31). */
import { wrongState } from '../journey/common.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { callEnded, callFailed } from '../journey/stuck-call.ts';
import { withdrawAll } from '../journey/task.ts';
import { isSameSlot } from './access.ts';
import { failedTests } from './activation.ts';
import { abandonFault, cancelSite, settleEffect } from './cancellation.ts';
import { awaitedCollection, decideCollection } from './collection.ts';
import { completeSiteTask } from './complete-site-task.ts';
import { decideBilling } from './decide-billing.ts';
import { riskEvents } from './delivery-risk.ts';
import { askAbandon, opened, orderedAgain, refusedByObl, tasksUnder, visitTask } from './decide-access.ts';
import { decideJeopardy } from './decide-jeopardy.ts';
import { canReplan, isMissed, planAgain, replan, slotOffered, wishSlot } from './decide-slot.ts';
import { visitEnded } from './decide-visit.ts';
import { isNews } from './policy.ts';
import { sitePlan, withPolicy } from './progress.ts';
import { isAwaited } from './obl-wait.ts';
import {
  accessOrderKey, awaitsReservations, equipmentKey, orderPhases, runsAtObl, type Heard, type OblFact, type RefTechFact, type SiteCommand, type SiteEvent, type SiteState,
} from './site.ts';
import { decideSiteChange } from './site-changes.ts';
import { oldServicesTold } from './succession.ts';
import { done, inStep, isOpen, journeyIdOf, openingOf, taskOf } from './site-steps.ts';

export function decideSite(state: SiteState, command: SiteCommand, nowMs: number): Decision<SiteEvent> {
  switch (command.type) {
    case 'open':
      return state.phase === 'new' ? accept<SiteEvent>(...opened(state, command.opening)) : wrongState(state.phase, ['new']);
    case 'orderTaken': {
      const attempt = state.order?.attempt ?? 0;
      // The OBL may have called back before it answered: then the order is known already.
      if (state.phase !== 'access-order' || command.attempt !== attempt) return accept();
      return accept<SiteEvent>({ type: 'accessOrderPlaced', attempt, orderKey: accessOrderKey(openingOf(state), attempt), oblReference: command.oblReference });
    }
    case 'oblTold':
      return oblTold(state, command, nowMs);
    case 'oblReminded': {
      const { orderKey, awaited, ordinal, reached } = command;
      if (isAwaited(state, orderKey, awaited) && ordinal <= (state.order?.reminders ?? 0)) return accept();
      return accept<SiteEvent>({ type: 'oblReminded', orderKey, ordinal, awaited, reached });
    }
    case 'oblEscalated':
      // Once per wait; one that crossed what it asked for was sent all the same.
      return isAwaited(state, command.orderKey, command.awaited) && state.order?.isEscalated ? accept() : accept<SiteEvent>({ type: 'oblEscalated', orderKey: command.orderKey, awaited: command.awaited });
    case 'replan':
      return replan(state, command, nowMs);
    case 'wishSlot':
      return wishSlot(state, command, nowMs);
    case 'slotTold':
      return state.slot?.ordinal === command.ordinal && !state.slot.isTold ? accept<SiteEvent>({ type: 'slotTold', ordinal: command.ordinal }) : accept();
    case 'slotOffTold':
      return state.announced?.ordinal === command.ordinal && state.announced.isOff ? accept<SiteEvent>({ type: 'slotOffTold', ordinal: command.ordinal }) : accept();
    case 'slotRecalled':
      return state.phase === 'undoing' && state.announced?.ordinal === command.ordinal ? accept<SiteEvent>({ type: 'slotRecalled', ordinal: command.ordinal }) : accept();
    case 'worksQuoteSent':
      return state.works?.ordinal === command.ordinal && !state.works.isSent ? accept<SiteEvent>({ type: 'worksQuoteSent', ordinal: command.ordinal }) : accept();
    case 'orderAgain':
      // Not before the one that is left is cancelled, or a person has it (D-08).
      return state.phase === 'reordering' && state.nextObl !== null && !state.effects.some(({ kind }) => kind === 'access-order') ? accept<SiteEvent>(orderedAgain(state, state.nextObl, null)) : accept();
    case 'askAbandon':
    case 'abandon': {
      const fault = abandonFault(state);
      if (fault) return reject(fault);
      return command.type === 'abandon' ? cancelSite(state, command.reason) : accept<SiteEvent>(...askAbandon(state, command.reason));
    }
    case 'refTechTold':
      return refTechTold(state, command);
    case 'technicallyCollected':
      if (state.isTechnicallyCollected || state.endedAtMs !== null) return accept();
      return accept<SiteEvent>({ type: 'technicalCollectionReceived' }, ...(state.phase === 'configuration' ? [taskOf(state, 'configuration')] : []));
    case 'completeTask':
      return completeSiteTask(state, command.taskId, command.input, nowMs);
    case 'collectionReminded':
    case 'collectionEscalated':
      return decideCollection(awaitedCollection(state, 'supplementary-collection'), command);
    case 'changeOffer':
    case 'targetDateTold':
      return decideSiteChange(state, command);
    case 'oldServicesTold':
      return oldServicesTold(state, command);
    case 'stepDone':
      return inStep(state, command.step, () => (command.step === 'technical-visit' ? visitEnded(state) : done(state, command.step)));
    case 'equipmentReserved': {
      const { inStock, availableOn } = command;
      const reserved: SiteEvent = { type: 'equipmentReserved', key: equipmentKey(openingOf(state)), inStock, availableOn };
      return inStep(state, 'equipment', () => [reserved, ...done({ ...state, equipment: { ...noEquipment, key: reserved.key, inStock, availableOn } }, 'equipment')]);
    }
    case 'assessDelivery':
      return accept<SiteEvent>(...riskEvents(state, nowMs));
    case 'deliveryRiskTold':
      return state.risk?.ordinal === command.ordinal && !state.risk.isTold ? accept<SiteEvent>({ type: 'deliveryRiskTold', ordinal: command.ordinal }) : accept();
    case 'serviceProduced':
      return inStep(state, 'service-production', () => [{ type: 'serviceProduced', production: command.production }, ...done(state, 'service-production')]);
    case 'activationTested': {
      const ordinal = state.tests.ordinal + 1;
      const { accessType, policy } = openingOf(state);
      const failed = command.results === null ? [] : failedTests(command.results, policy.activationTests[accessType]);
      return inStep(state, 'activation', () => [
        { type: 'activationTested', ordinal, results: command.results, failed },
        // D-14: troubleshooting goes on until the tests pass.
        ...(failed.length === 0 ? tested(state) : [taskOf(state, 'activation', { failedTests: failed.join(', ') })]),
      ]);
    }
    case 'linkQualified': {
      const { quality } = command;
      // D-15: only up is accepted; the rest goes back to troubleshooting.
      const next = quality === null || quality.qualification === 'up' ? done(state, 'acceptance') : [taskOf(state, 'activation', { link: quality.qualification })];
      return inStep(state, 'acceptance', () => [{ type: 'linkQualified', quality }, ...next]);
    }
    case 'serviceRegistered': {
      const { rds, isLetThrough = false } = command;
      // D-16: no notice without the RDS; passed over, its registration is the coordinator's.
      return inStep(state, 'delivery-notice', () => [rds !== null || isLetThrough ? { type: 'serviceRegistered', rds } : taskOf(state, 'service-not-registered')]);
    }
    case 'deliveryNoticeSent':
    case 'invoiceSimulated':
    case 'invoiceSimulationSent':
    case 'validationReminded':
    case 'validationEscalated':
    case 'billingAnswered':
      return decideBilling(state, command);
    case 'supportDeskTold':
      // Told again after a crash: the task is there.
      return inStep(state, 'handover', () => (state.tasks.occurrences.handover ? [] : [{ type: 'supportDeskTold' }, taskOf(state, 'handover', { rds: state.rds })]));
    case 'callFailed':
      return accept<SiteEvent>(...callFailed(state, journeyIdOf(state), command));
    case 'callEnded':
      return accept<SiteEvent>(...callEnded(state, command.call, command.how));
    case 'cancel':
      return cancelSite(state, command.reason, command.isWithdrawal);
    case 'effectSettled':
      return settleEffect(state, command.effect, command.outcome);
    case 'applyPolicy': {
      const { opening: now, endedAtMs } = state;
      if (!now || endedAtMs !== null || !isNews(now.policy, command.applied)) return accept();
      return accept<SiteEvent>({ type: 'policyApplied', applied: command.applied }, ...tasksUnder(withPolicy(now, command.applied), state));
    }
    case 'checkSchedule':
    case 'jeopardyTold':
      return decideJeopardy(state, sitePlan(state), command, nowMs);
    case 'end':
      return state.phase === 'undoing' && state.effects.length === 0 ? accept<SiteEvent>({ type: 'siteCancelled' }) : accept();
  }
}

/** D-14: the old line is migrated once the new one has passed its tests, and not before. */
function tested(state: SiteState): SiteEvent[] {
  return openingOf(state).isOldLineToMigrate && !state.isOldLineMigrated ? [taskOf(state, 'line-migration')] : done(state, 'activation');
}

const noEquipment = { key: '', inStock: null, availableOn: null, depot: null, isShipped: false, isReceived: false };

function oblTold(state: SiteState, { orderKey, fact, heard }: { orderKey: string; fact: OblFact; heard: Heard }, nowMs: number): Decision<SiteEvent> {
  const idle = reasonToIgnore(state, orderKey, fact);
  if (idle !== null) return heard === 'callback' ? accept<SiteEvent>({ type: 'callbackIgnored', key: orderKey, fact: fact.type, reason: idle }) : accept();
  switch (fact.type) {
    case 'acknowledged': {
      const { oblReference, plannedDeliveryDate } = fact;
      const order = state.order && { ...state.order, oblReference, plannedDeliveryDate };
      return accept<SiteEvent>({ type: 'accessOrderAcknowledged', orderKey, oblReference, plannedDeliveryDate, heard }, ...done({ ...state, order }, 'acknowledgement'));
    }
    case 'slot-confirmed':
      if (heard !== 'answer' && isMissed(state, fact.slot, nowMs)) return accept<SiteEvent>(...planAgain(state, { why: 'slot-missed', reason: null }));
      return accept<SiteEvent>({ type: 'slotAgreed', ordinal: fact.ordinal, slot: fact.slot, heard }, ...done(withSlot(state, fact), 'intervention-planning'));
    case 'slot-offered':
      return accept<SiteEvent>(...slotOffered(state, fact));
    case 'delivered':
      return accept<SiteEvent>({ type: 'deliveryReported', orderKey, oblReference: fact.oblReference, report: fact.report, heard }, ...delivered({ ...state, report: fact.report }));
    case 'refused':
      return accept<SiteEvent>(...refusedByObl(state, orderKey, fact));
    // An order that the OBL cancels by itself leaves the site in the same need of a decision.
    case 'cancelled':
      return accept<SiteEvent>(...refusedByObl(state, orderKey, { reason: 'cancelled-by-obl', detail: null }));
  }
}

/** The delivery report ends the wait for it; one that overtakes the acknowledgement stands for both. */
function delivered(state: SiteState): SiteEvent[] {
  // D-13: a delivery with reservations goes to the coordinator at once, and no further before he has settled them.
  const asked = awaitsReservations(state) ? [taskOf(state, 'delivery-reservations')] : [];
  // D-23: the order can't be left any more, and other choices remain.
  if (state.phase === 'visit-blocked' && state.block && isOpen(state, 'visit-unfavourable')) {
    return [...asked, ...withdrawAll(state.tasks, 'delivered', ({ step }) => step === 'visit-unfavourable'), visitTask(state, state.block)];
  }
  if (state.phase === 'access-order' || state.phase === 'acknowledgement') return [...asked, ...done(state, 'acknowledgement')];
  return state.phase === 'delivery-report' && asked.length === 0 ? done(state, 'delivery-report') : asked;
}

function withSlot(state: SiteState, { ordinal, slot }: { ordinal: number; slot: { startsAt: string; endsAt: string } }): SiteState {
  return { ...state, slot: { ...slot, ordinal, status: 'agreed', isTold: false } };
}

/** Why a fact of the OBL changes nothing now, or null when it does. */
function reasonToIgnore(state: SiteState, orderKey: string, fact: OblFact): string | null {
  if (state.order?.orderKey !== orderKey) return 'other-order';
  const notAwaited = `not-awaited-in-${state.phase}`;
  switch (fact.type) {
    case 'acknowledged': return state.phase === 'access-order' || state.phase === 'acknowledgement' ? null : notAwaited;
    case 'slot-confirmed':
      if (state.phase !== 'intervention-planning' || state.slot?.status !== 'proposed') return notAwaited;
      return state.slot.ordinal === fact.ordinal ? null : 'other-slot';
    case 'slot-offered':
      if (fact.offer <= state.lastOffer) return 'offer-known';
      if (state.slot?.status === 'agreed' && isSameSlot(state.slot, fact.slot)) return 'slot-known';
      return state.report === null && (canReplan(state) || state.phase === 'access-order' || state.phase === 'acknowledgement') ? null : notAwaited;
    default: return state.report === null && runsAtObl(state) ? null : notAwaited;
  }
}

function refTechTold(state: SiteState, { fact, heard }: { fact: RefTechFact; heard: Heard }): Decision<SiteEvent> {
  const ignored = (reason: string): Decision<SiteEvent> =>
    heard === 'callback' ? accept<SiteEvent>({ type: 'callbackIgnored', key: fact.equipmentKey, fact: fact.type, reason }) : accept();
  if (state.equipment?.key !== fact.equipmentKey) return ignored('other-equipment');
  // Dispatched by a person's word: what comes before it, or after the arrival, changes nothing. It may be on its way while a refused order is placed again.
  const { depot, isShipped, isReceived } = state.equipment;
  if (depot === null || isReceived || !(state.phase === 'order-refused' || orderPhases.includes(state.phase))) return ignored(`not-awaited-in-${state.phase}`);
  if (fact.type === 'equipment-shipped') {
    // Told again under another id: it left once.
    if (isShipped) return ignored('shipment-known');
    return accept<SiteEvent>({ type: 'equipmentShipped', trackingReference: fact.trackingReference, serialNumbers: fact.serialNumbers, heard });
  }
  const next = state.phase === 'dispatch' ? done({ ...state, equipment: { ...state.equipment, isReceived: true } }, 'dispatch') : [];
  return accept<SiteEvent>({ type: 'equipmentReceived', receivedOn: fact.receivedOn, heard }, ...next);
}
