/** The simulated warranty and parts (Warranty Check, PartSurfer, CSDP): covers, finds and orders parts, ships them by itself, and takes the faulty ones back (T-20). */
import { z } from 'zod';
import type { HardwareCallback, PartOrder, PartOrderState } from '../../ports/hardware.ts';
import { partOrder, partOrderKey, partReturn } from '../../ports/hardware.ts';
import { serialNumber } from '../../ports/inventory.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { checkKey, pathKey, queryOf } from '../shared/calls.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulatorPart } from '../shared/simulator.ts';
import type { Call, Decision, Happen, SimulatorPart } from '../shared/simulator.ts';
import type { CallingSettings } from './settings.ts';
import { wordsIn } from './words.ts';

type HardwareFact = { subject: string; atMs: number } & (
  | { type: 'ordered'; orderReference: string; request: PartOrder }
  | { type: 'refused'; reason: string }
  | { type: 'shipped'; trackingReference: string }
  | { type: 'received'; receivedOn: string }
  | { type: 'return-announced'; trackingReference: string }
  | { type: 'returned'; returnedOn: string }
  | { type: 'cancelled' }
  /** Cancelled before it came: an order still on its way is to be refused. */
  | { type: 'barred' }
);

interface Order extends PartOrderState {
  request: PartOrder | null;
  orderedOn: string | null;
  orderReference: string;
  isReturnAnnounced: boolean;
  changedAtMs: number;
}

const dayMs = 86_400_000;
const coveredDays = 400;
const recentDays = 10;

/** Warranty and parts that keep their orders in `settings.file`. */
export function createHardwareSimulator(settings: CallingSettings): SimulatorPart {
  const orders = new Map<string, Order>();
  const timers = new Map<string, NodeJS.Timeout>();

  function warranty(call: Call, serial: string): Decision<HardwareFact> {
    const { isUnknown, isOutOfWarranty, isTreatedRecently } = wordsIn(serial);
    if (isUnknown) return { status: 200, body: { isKnown: false, model: null, coveredUntil: null, interventions: [] } };
    const own = [...orders.values()].flatMap(({ request, orderedOn, orderReference, state }) =>
      (request?.serialNumber === serial && orderedOn !== null && state !== 'cancelled' ? [{ reference: orderReference, on: orderedOn }] : []));
    const past = isTreatedRecently ? [{ reference: 'INT-000001', on: isoDate(call.nowMs - recentDays * dayMs) }] : [];
    const coveredUntil = isoDate(call.nowMs + (isOutOfWarranty ? -coveredDays : coveredDays) * dayMs);
    return { status: 200, body: { isKnown: true, model: 'EliteBook 840 G8', coveredUntil, interventions: [...own, ...past] } };
  }

  function findParts(call: Call): Decision<HardwareFact> {
    const { serialNumber: serial, fault } = queryOf(z.strictObject({ serialNumber, fault: z.string().min(1).max(60) }), call);
    const parts = wordsIn(serial).hasNoPart ? [] : [{ partNumber: `L${String(10_000 + fault.length)}-001`, label: `Pièce pour «${fault}»` }];
    return { status: 200, body: { parts } };
  }

  function order(call: Call): Decision<HardwareFact> {
    const request = parsedBody(partOrder, call.body);
    const { orderKey: subject } = request;
    if (call.idempotencyKey !== subject) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the orderKey');
    const base = { subject, atMs: call.nowMs };
    const refused = (reason: string): Decision<HardwareFact> => ({ status: 200, body: { outcome: 'refused', reason }, facts: [{ ...base, type: 'refused', reason }] });
    if (orders.get(subject)?.state === 'cancelled') return refused('cancelled-before-arrival');
    if (wordsIn(request.serialNumber).isRefused) return refused('part-discontinued');
    const orderReference = `CSDP-${String(orders.size + 1).padStart(6, '0')}`;
    return { status: 202, body: { outcome: 'ordered', orderReference }, facts: [{ ...base, type: 'ordered', orderReference, request }] };
  }

  function announceReturn(call: Call, subject: string): Decision<HardwareFact> {
    const { trackingReference } = parsedBody(partReturn, call.body);
    const state = orders.get(subject)?.state ?? 'unknown';
    if (state === 'unknown') throw new Problem(404, 'order-unknown', 'no such order');
    if (state !== 'received') throw new Problem(409, 'part-not-received', `the part is ${state}`);
    return { status: 204, facts: [{ subject, atMs: call.nowMs, type: 'return-announced', trackingReference }] };
  }

  function cancel(call: Call, subject: string): Decision<HardwareFact> {
    const state = orders.get(subject)?.state ?? 'unknown';
    if (state !== 'unknown' && state !== 'ordered' && state !== 'cancelled') return { status: 200, body: { outcome: 'too-late' } };
    const facts: HardwareFact[] = state === 'cancelled' ? [] : [{ subject, atMs: call.nowMs, type: state === 'ordered' ? 'cancelled' : 'barred' }];
    return { status: 200, body: { outcome: 'cancelled' }, facts, withdrawsCallbacks: true };
  }

  function stateOf(subject: string): PartOrderState {
    const { state, trackingReference, receivedOn, returnedOn } = orders.get(subject) ?? newOrder(0);
    return { state, trackingReference, receivedOn, returnedOn };
  }

  function stopTimers(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  }

  /** An order is shipped and received by itself; what is announced to come back comes back. */
  function wake(subject: string, happen: Happen<HardwareFact>): void {
    clearTimeout(timers.get(subject));
    timers.delete(subject);
    const known = orders.get(subject);
    const step = known?.request && nextStep(subject, known, known.changedAtMs + settings.delayMs);
    if (!step) return;
    const isSilent = wordsIn(known.request?.serialNumber ?? '').isSilent;
    const callbacks = isSilent ? [] : [{ subject, payload: step.payload, isFinal: step.fact.type === 'returned' }];
    timers.set(subject, setTimeout(() => happen(step.fact, callbacks), Math.max(0, step.fact.atMs - settings.now())));
  }

  const keyIn = pathKey('orderKey');
  const ofOrder = (decide: (call: Call, subject: string) => Decision<HardwareFact>) => (call: Call) => {
    checkKey(partOrderKey, keyIn(call));
    return decide(call, keyIn(call));
  };
  const serialIn = pathKey('serialNumber');
  return createSimulatorPart<HardwareFact>({
    name: 'hardware',
    routes: [
      {
        operation: 'warranty', method: 'get', path: '/v1/warranties/:serialNumber', subjectOf: serialIn,
        decide(call) {
          checkKey(serialNumber, serialIn(call));
          return warranty(call, serialIn(call));
        },
      },
      { operation: 'find-parts', method: 'get', path: '/v1/parts', subjectOf: ({ query }) => query['serialNumber'], decide: findParts },
      { operation: 'order', method: 'post', path: '/v1/orders', subjectOf: ({ body }) => fieldOf(body, 'orderKey'), decide: order },
      { operation: 'order-state', method: 'get', path: '/v1/orders/:orderKey', subjectOf: keyIn, decide: ofOrder((_, subject) => ({ status: 200, body: stateOf(subject) })) },
      { operation: 'return', method: 'post', path: '/v1/orders/:orderKey/return', subjectOf: keyIn, decide: ofOrder(announceReturn) },
      { operation: 'cancel', method: 'post', path: '/v1/orders/:orderKey/cancel', subjectOf: keyIn, decide: ofOrder(cancel) },
    ],
    callbackTarget: settings.callbackTarget,
    apply(fact) {
      const known = orders.get(fact.subject) ?? newOrder(fact.atMs);
      applyFact(known, fact);
      if (fact.type !== 'refused') orders.set(fact.subject, known);
    },
    reset() {
      stopTimers();
      orders.clear();
    },
    wake,
    stop: stopTimers,
  }, settings);
}

function newOrder(atMs: number): Order {
  return {
    state: 'unknown', request: null, orderedOn: null, orderReference: '', trackingReference: null, receivedOn: null, returnedOn: null, isReturnAnnounced: false, changedAtMs: atMs,
  };
}

function applyFact(order: Order, fact: HardwareFact): void {
  order.changedAtMs = fact.atMs;
  switch (fact.type) {
    case 'ordered':
      Object.assign(order, { state: 'ordered', request: fact.request, orderedOn: isoDate(fact.atMs), orderReference: fact.orderReference });
      break;
    case 'shipped':
      Object.assign(order, { state: 'shipped', trackingReference: fact.trackingReference });
      break;
    case 'received':
      Object.assign(order, { state: 'received', receivedOn: fact.receivedOn });
      break;
    case 'return-announced':
      order.isReturnAnnounced = true;
      break;
    case 'returned':
      Object.assign(order, { state: 'returned', returnedOn: fact.returnedOn });
      break;
    case 'cancelled':
    case 'barred':
      order.state = 'cancelled';
      break;
    case 'refused':
      break;
  }
}

function nextStep(subject: string, { state, orderReference, isReturnAnnounced }: Order, atMs: number): { fact: HardwareFact; payload: HardwareCallback } | null {
  const base = { subject, atMs };
  if (state === 'ordered') {
    const trackingReference = orderReference.replace('CSDP', 'COL');
    return { fact: { ...base, type: 'shipped', trackingReference }, payload: { type: 'part.shipped', orderKey: subject, trackingReference } };
  }
  const on = isoDate(atMs);
  if (state === 'shipped') return { fact: { ...base, type: 'received', receivedOn: on }, payload: { type: 'part.received', orderKey: subject, receivedOn: on } };
  if (state === 'received' && isReturnAnnounced) return { fact: { ...base, type: 'returned', returnedOn: on }, payload: { type: 'part.returned', orderKey: subject, returnedOn: on } };
  return null;
}

function isoDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
