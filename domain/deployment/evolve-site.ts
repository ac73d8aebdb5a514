/** How a site delivery changes by what happened; and the model that ties its rules together. */
import type { JourneyModel } from '../journey/journey.ts';
import { evolveStuckCalls } from '../journey/stuck-call.ts';
import { evolveTasks } from '../journey/task.ts';
import { decideSite } from './decide-site.ts';
import { accessOrderKey, isAwaited, newSite, type AccessOrder, type SiteCommand, type SiteEffect, type SiteEvent, type SiteOpening, type SiteState } from './site.ts';
import { withApplied } from './policy.ts';

export function evolveSite(state: SiteState, event: SiteEvent, atMs: number): SiteState {
  switch (event.type) {
    case 'siteOpened':
      return ordering({ ...state, opening: event.opening, openedAtMs: atMs }, event.opening, 1, atMs);
    case 'accessOrderPlaced':
      return { ...waiting(state, atMs, { oblReference: event.oblReference }), phase: 'awaiting-acknowledgement' };
    case 'accessOrderRefused':
      return { ...state, phase: 'order-refused', effects: without(state.effects, event.orderKey) };
    case 'accessOrderCorrected':
      return state.opening ? ordering(state, state.opening, event.attempt, atMs) : state;
    case 'accessOrderAcknowledged': {
      const { oblReference, plannedDeliveryDate } = event;
      return { ...waiting(state, atMs, { oblReference, plannedDeliveryDate }), phase: 'awaiting-delivery-report' };
    }
    case 'oblReminded':
      // One that crossed the awaited callback counts for the order, and does not start the next ladder.
      return state.order && isAwaited(state, event.orderKey, event.awaited)
        ? { ...state, order: { ...state.order, reminders: event.ordinal, waitingSinceMs: atMs } }
        : remindedTooLate(state, event.orderKey);
    case 'deliveryReported':
      // D-23: the PV is the order's point of no return; it leaves the stack of what a cancellation undoes.
      return { ...waiting(state, atMs, { oblReference: event.oblReference }), phase: 'starting-billing', report: event.report, effects: without(state.effects, event.orderKey) };
    case 'billingStarted':
      return { ...state, subscriptionReference: event.subscriptionReference };
    case 'siteInService':
      return { ...state, phase: 'in-service', endedAtMs: atMs };
    case 'callStuck':
    case 'callVerdictGiven':
    case 'callUnstuck':
      return { ...state, stuck: evolveStuckCalls(state.stuck, event, atMs) };
    case 'taskOpened':
    case 'taskCompleted':
    case 'taskWithdrawn':
      return { ...state, tasks: evolveTasks(state.tasks, event) };
    case 'siteCancellationRequested':
      return { ...state, phase: 'undoing', stuck: {} };
    case 'effectUndone':
    case 'effectHandedOver':
      return { ...state, effects: without(state.effects, event.effect.key) };
    case 'policyApplied':
      return { ...state, opening: state.opening && { ...state.opening, policy: withApplied(state.opening.policy, event.applied) } };
    case 'siteCancelled':
      return { ...state, phase: 'cancelled', endedAtMs: atMs };
    case 'callbackIgnored':
    case 'siteCancellationRefused':
      return state;
  }
}

/** From here on an order may exist outside, whatever we hear: it is on the stack before the call is made. */
function ordering(state: SiteState, opening: SiteOpening, attempt: number, atMs: number): SiteState {
  const orderKey = accessOrderKey(opening, attempt);
  return {
    ...state, phase: 'ordering', effects: [...state.effects, { kind: 'access-order', key: orderKey }],
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

function without(effects: readonly SiteEffect[], key: string): SiteEffect[] {
  return effects.filter((effect) => effect.key !== key);
}

export const siteModel: JourneyModel<SiteState, SiteCommand, SiteEvent> = { initial: newSite, decide: decideSite, evolve: evolveSite };
