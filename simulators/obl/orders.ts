/** The simulated OBL's orders: their facts, their state, and what happens next by itself. */
import type { OblCallback, OblOrderRequest, OblOrderState, OblSlotProposal } from '../../ports/obl.ts';
import type { NewCallback } from '../shared/entries.ts';
import { scriptOf } from './scripts.ts';

interface Fact { subject: string; atMs: number }

export type OblFact = Fact & (
  | { type: 'placed'; oblReference: string; request: OblOrderRequest }
  | { type: 'refused'; reason: string }
  /** Cancelled before it came: the placement still on its way is to be refused. */
  | { type: 'barred' }
  | { type: 'acknowledged'; plannedDeliveryDate: string }
  | ({ type: 'slot-proposed' } & OblSlotProposal)
  | ({ type: 'slot-confirmed' } & OblSlotProposal)
  | { type: 'delivered'; reportReference: string; deliveredOn: string; reservations: string[] }
  | { type: 'reminded' }
  | { type: 'cancelled' }
);

export interface Order {
  orderKey: string;
  city: string;
  state: OblOrderState['state'];
  oblReference: string | null;
  plannedDeliveryDate: string | null;
  slot: OblOrderState['slot'];
  deliveryReport: OblOrderState['deliveryReport'];
  reminders: number;
  placedAtMs: number;
  /** When the state last went on; the next delay counts from here. */
  changedAtMs: number;
}

export type Orders = Map<string, Order>;

export function applyFact(orders: Orders, fact: OblFact): void {
  const order = orders.get(fact.subject) ?? newOrder(fact);
  orders.set(fact.subject, order);
  if (fact.type === 'reminded') {
    order.reminders += 1;
    return;
  }
  if (fact.type === 'slot-proposed') order.slot = { ordinal: fact.ordinal, slot: fact.slot, confirmed: false };
  // A proposal that comes before the acknowledgement does not put it off.
  if (fact.type === 'slot-proposed' && order.state === 'received') return;
  order.changedAtMs = fact.atMs;
  if (fact.type === 'placed') {
    order.state = 'received';
    order.city = fact.request.address.city;
    order.oblReference = fact.oblReference;
  } else if (fact.type === 'acknowledged') {
    order.state = 'acknowledged';
    order.plannedDeliveryDate = fact.plannedDeliveryDate;
  } else if (fact.type === 'slot-confirmed') {
    order.slot = { ordinal: fact.ordinal, slot: fact.slot, confirmed: true };
  } else if (fact.type === 'delivered') {
    const { reportReference, deliveredOn, reservations } = fact;
    order.state = 'delivered';
    order.deliveryReport = { reportReference, deliveredOn, reservations };
  } else if (fact.type === 'refused') {
    order.state = 'refused';
  } else if (fact.type === 'cancelled' || fact.type === 'barred') {
    order.state = 'cancelled';
  }
}

function newOrder(fact: OblFact): Order {
  return {
    orderKey: fact.subject, city: '', state: 'unknown', oblReference: null, plannedDeliveryDate: null, slot: null, deliveryReport: null, reminders: 0,
    placedAtMs: fact.atMs, changedAtMs: fact.atMs,
  };
}

/** The facts of an order as the port tells them; `undefined` is an order never heard of. */
export function stateOf(order: Order | undefined): OblOrderState {
  if (!order) return { state: 'unknown', oblReference: null, plannedDeliveryDate: null, slot: null, deliveryReport: null };
  const { state, oblReference, plannedDeliveryDate, slot, deliveryReport } = order;
  return { state, oblReference, plannedDeliveryDate, slot, deliveryReport };
}

export interface NextStep {
  atMs: number;
  fact: OblFact;
  callbacks: NewCallback[];
}

const plannedDeliveryDays = 15;
const dayMs = 86_400_000;

/** What this order does by itself next, `delayMs` after its last change (a delivery does not wait for its slot's start: nobody would sit through it); nothing when it is done, or its script stops it. */
export function nextStep(order: Order, delayMs: number): NextStep | undefined {
  const script = scriptOf(order.city);
  const atMs = order.changedAtMs + delayMs;
  const base = { subject: order.orderKey, atMs };
  const orderKey = order.orderKey;
  const oblReference = order.oblReference;
  if (oblReference === null) return undefined;
  const told = (payload: OblCallback, isFinal: boolean): NewCallback[] => (script.keepsSilent ? [] : [{ subject: orderKey, payload, isFinal }]);

  if (order.state === 'received') {
    if (script.neverAcknowledges || order.reminders < (script.acknowledgesAfterReminders ?? 0)) return undefined;
    if (script.refusesLater !== undefined) {
      const reason = script.refusesLater;
      return { atMs, fact: { ...base, type: 'refused', reason }, callbacks: told({ type: 'order.refused', orderKey, reason }, true) };
    }
    const plannedDeliveryDate = isoDate(atMs + plannedDeliveryDays * dayMs);
    return {
      atMs,
      fact: { ...base, type: 'acknowledged', plannedDeliveryDate },
      callbacks: script.acknowledgesSilently ? [] : told({ type: 'order.acknowledged', orderKey, oblReference, plannedDeliveryDate }, false),
    };
  }
  if (order.state !== 'acknowledged' || order.slot === null) return undefined;
  if (!order.slot.confirmed) {
    const { ordinal, slot } = order.slot;
    return {
      atMs,
      fact: { ...base, type: 'slot-confirmed', ordinal, slot },
      callbacks: script.confirmsSilently ? [] : told({ type: 'order.slot-confirmed', orderKey, ordinal, slot }, false),
    };
  }
  if (!script.neverDelivers) {
    const report = { reportReference: oblReference.replace('OBL', 'PV'), deliveredOn: isoDate(atMs), reservations: script.reservations ?? [] };
    return {
      atMs,
      fact: { ...base, type: 'delivered', ...report },
      callbacks: told({ type: 'order.delivered', orderKey, oblReference, ...report }, true),
    };
  }
  return undefined;
}

function isoDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
