/** The simulated OBL's orders: their facts, their state, and what happens next by itself. */
import type { OblCallback, OblOrderRequest, OblOrderState, OblSlotProposal } from '../../ports/obl.ts';
import type { NewCallback } from '../shared/entries.ts';
import { scriptOf } from './scripts.ts';
import type { Script } from './scripts.ts';

type Slot = OblSlotProposal['slot'];

interface Fact { subject: string; atMs: number }

export type OblFact = Fact & (
  | { type: 'placed'; oblReference: string; request: OblOrderRequest }
  | { type: 'refused'; reason: string; obl: string }
  /** Cancelled before it came: the placement still on its way is to be refused. */
  | { type: 'barred' }
  | { type: 'acknowledged'; plannedDeliveryDate: string }
  | ({ type: 'slot-proposed' } & OblSlotProposal)
  | ({ type: 'slot-confirmed' } & OblSlotProposal)
  | { type: 'delivered'; reportReference: string; deliveredOn: string; reservations: string[] }
  /** Its own: a slot proposed by itself, or in the place of the one that was agreed. */
  | { type: 'slot-offered'; offer: number; slot: Slot }
  | { type: 'reminded' }
  | { type: 'escalated'; awaited: string }
  | { type: 'cancelled' }
  /** The line that was delivered ends. */
  | { type: 'terminated'; lastDay: string }
);

export interface Order {
  orderKey: string;
  city: string;
  /** What it says of the line. */
  data: string;
  /** Which of the OBLs that the simulator stands for. */
  obl: string;
  state: OblOrderState['state'];
  oblReference: string | null;
  plannedDeliveryDate: string | null;
  slot: OblOrderState['slot'];
  offer: OblOrderState['offer'];
  offers: number;
  /** What it will be refused for, or was. */
  refusal: string | null;
  deliveryReport: OblOrderState['deliveryReport'];
  reminders: number;
  isEscalated: boolean;
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
  if (fact.type === 'escalated') {
    order.isEscalated = true;
    return;
  }
  // A proposal of ours answers the OBL's own.
  if (fact.type === 'slot-proposed') Object.assign(order, { slot: { ordinal: fact.ordinal, slot: fact.slot, confirmed: false }, offer: null });
  // A proposal that comes before the acknowledgement does not put it off.
  if (fact.type === 'slot-proposed' && order.state === 'received') return;
  order.changedAtMs = fact.atMs;
  if (fact.type === 'placed') {
    order.state = 'received';
    order.city = fact.request.address.city;
    order.obl = fact.request.obl;
    order.data = dataOf(fact.request);
    const { refusesLater } = scriptOf(order.city);
    order.refusal = refusesLater === undefined || isMended(orders, fact.request, refusesLater) ? null : refusesLater;
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
    order.refusal = fact.reason;
    order.obl = fact.obl;
  } else if (fact.type === 'slot-offered') {
    order.offer = { offer: fact.offer, slot: fact.slot };
    order.offers = fact.offer;
  } else if (fact.type === 'cancelled' || fact.type === 'barred') {
    order.state = 'cancelled';
  } else if (fact.type === 'terminated') {
    order.state = 'terminated';
  }
}

function newOrder(fact: OblFact): Order {
  return {
    orderKey: fact.subject, city: '', data: '', obl: '', state: 'unknown', oblReference: null, plannedDeliveryDate: null, slot: null, offer: null, offers: 0, refusal: null, deliveryReport: null,
    reminders: 0, isEscalated: false, placedAtMs: fact.atMs, changedAtMs: fact.atMs,
  };
}

/** Whether what the script refuses for was put right: the data corrected, the works agreed to, another OBL asked. */
export function isMended(orders: Orders, request: OblOrderRequest, reason: string): boolean {
  const { orderKey, obl, worksQuoteReference } = request;
  if (reason === 'works-needed') return worksQuoteReference !== undefined;
  const earlier = [...orders.values()].filter((other) => other.state === 'refused' && siteOf(other.orderKey) === siteOf(orderKey));
  if (reason === 'invalid-data') return earlier.length > 0 && earlier.every(({ data }) => data !== dataOf(request));
  return earlier.some((other) => other.obl !== obl);
}

/** What it says of the line, as one text. */
function dataOf({ accessType, address: { street, postalCode, city, country } }: OblOrderRequest): string {
  return [accessType, street, postalCode, city, country].join('\n');
}

function siteOf(orderKey: string): string {
  return orderKey.split('.').slice(0, 2).join('.');
}

/** The facts of an order as the port tells them; `undefined` is an order never heard of. */
export function stateOf(order: Order | undefined): OblOrderState {
  if (!order) return { state: 'unknown', oblReference: null, plannedDeliveryDate: null, slot: null, offer: null, refusalReason: null, deliveryReport: null };
  const { state, oblReference, plannedDeliveryDate, slot, offer, refusal, deliveryReport } = order;
  return { state, oblReference, plannedDeliveryDate, slot, offer, refusalReason: state === 'refused' ? refusal : null, deliveryReport };
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
    if (script.neverAcknowledges || (script.acknowledgesAfterEscalation && !order.isEscalated) || order.reminders < (script.acknowledgesAfterReminders ?? 0)) return undefined;
    if (order.refusal !== null) {
      const reason = order.refusal;
      return { atMs, fact: { ...base, type: 'refused', reason, obl: order.obl }, callbacks: told({ type: 'order.refused', orderKey, reason }, true) };
    }
    const plannedDeliveryDate = isoDate(atMs + plannedDeliveryDays * dayMs);
    return {
      atMs,
      fact: { ...base, type: 'acknowledged', plannedDeliveryDate },
      callbacks: script.acknowledgesSilently ? [] : told({ type: 'order.acknowledged', orderKey, oblReference, plannedDeliveryDate }, false),
    };
  }
  if (order.state !== 'acknowledged' || order.offer !== null) return undefined;
  const own = offerOf(order, script);
  if (own) {
    const offer = order.offers + 1;
    const type = order.slot ? 'order.slot-moved' : 'order.slot-proposed';
    return { atMs, fact: { ...base, type: 'slot-offered', offer, slot: own }, callbacks: told({ type, orderKey, offer, slot: own }, false) };
  }
  if (order.slot === null) return undefined;
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

/** The slot that the script has the OBL offer next, if any. */
function offerOf({ slot, offers, plannedDeliveryDate }: Order, { proposesSlot, movesSlot = 0 }: Script): Slot | null {
  if (slot === null) return proposesSlot && offers === 0 ? { startsAt: `${plannedDeliveryDate}T08:00:00.000Z`, endsAt: `${plannedDeliveryDate}T10:00:00.000Z` } : null;
  if (!slot.confirmed || offers >= movesSlot) return null;
  const later = (instant: string) => new Date(Date.parse(instant) + dayMs).toISOString();
  return { startsAt: later(slot.slot.startsAt), endsAt: later(slot.slot.endsAt) };
}

function isoDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
