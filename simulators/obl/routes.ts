/** The calls a simulated OBL takes (ports/obl.ts), with the refusals of a real one. */
import { z } from 'zod';
import type { OblCallback } from '../../ports/obl.ts';
import { oblEscalation, oblOrderKey, oblOrderRequest, oblSlot, oblSlotProposal, oblTermination } from '../../ports/obl.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { Problem } from '../shared/problem.ts';
import type { Act, Call, Decision, Route } from '../shared/simulator.ts';
import { isMended, stateOf } from './orders.ts';
import type { OblFact, Orders } from './orders.ts';
import { scriptOf } from './scripts.ts';

export function oblRoutes(orders: Orders): Route<OblFact>[] {
  const bodyKey = (call: Call) => fieldOf(call.body, 'orderKey');
  const pathKey = (call: Call) => call.params['orderKey'];
  return [
    { operation: 'place', method: 'post', path: '/v1/orders', subjectOf: bodyKey, decide: (call) => place(orders, call) },
    {
      operation: 'state', method: 'get', path: '/v1/orders/:orderKey', subjectOf: pathKey,
      decide: (call) => ({ status: 200, body: stateOf(orders.get(keyOf(call))) }),
    },
    { operation: 'remind', method: 'post', path: '/v1/orders/:orderKey/reminders', subjectOf: pathKey, decide: (call) => remind(orders, call) },
    { operation: 'escalate', method: 'post', path: '/v1/orders/:orderKey/escalations', subjectOf: pathKey, decide: (call) => escalate(orders, call) },
    { operation: 'propose-slot', method: 'post', path: '/v1/orders/:orderKey/slots', subjectOf: pathKey, decide: (call) => proposeSlot(orders, call) },
    { operation: 'cancel', method: 'post', path: '/v1/orders/:orderKey/cancel', subjectOf: pathKey, decide: (call) => cancel(orders, call) },
    { operation: 'terminate', method: 'post', path: '/v1/orders/:orderKey/terminate', subjectOf: pathKey, decide: (call) => terminate(orders, call) },
  ];
}

function place(orders: Orders, call: Call): Decision<OblFact> {
  const request = parsedBody(oblOrderRequest, call.body);
  const base = { subject: request.orderKey, atMs: call.nowMs };
  if (call.idempotencyKey !== request.orderKey) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the orderKey');
  const known = orders.get(request.orderKey);
  if (known?.state === 'cancelled') return refused('cancelled-before-arrival');
  if (known) throw new Problem(409, 'order-exists', 'this order was placed before');
  const { refusesAtOnce } = scriptOf(request.address.city);
  if (refusesAtOnce !== undefined && !isMended(orders, request, refusesAtOnce)) {
    return refused(refusesAtOnce, [{ ...base, type: 'refused', reason: refusesAtOnce, obl: request.obl }]);
  }
  const oblReference = `OBL-${String(orders.size + 1).padStart(6, '0')}`;
  return { status: 202, body: { outcome: 'received', oblReference }, facts: [{ ...base, type: 'placed', oblReference, request }] };
}

function refused(reason: string, facts: OblFact[] = []): Decision<OblFact> {
  return { status: 200, body: { outcome: 'refused', reason }, facts };
}

function remind(orders: Orders, call: Call): Decision<OblFact> {
  const orderKey = keyOf(call);
  if (orders.get(orderKey)?.oblReference == null) throw new Problem(404, 'order-unknown', 'no such order');
  return { status: 204, facts: [{ subject: orderKey, atMs: call.nowMs, type: 'reminded' }] };
}

function escalate(orders: Orders, call: Call): Decision<OblFact> {
  const orderKey = keyOf(call);
  const { awaited } = parsedBody(oblEscalation, call.body);
  if (orders.get(orderKey)?.oblReference == null) throw new Problem(404, 'order-unknown', 'no such order');
  return { status: 204, facts: [{ subject: orderKey, atMs: call.nowMs, type: 'escalated', awaited }] };
}

const offeredByHand = z.strictObject({ orderKey: oblOrderKey, slot: oblSlot });

/** A person at the OBL proposes a slot, or moves the one that was agreed (D-10). */
export function offerAct(orders: Orders): Act<OblFact> {
  return {
    path: '/sim/slots',
    decide(body, nowMs) {
      const { orderKey, slot } = parsedBody(offeredByHand, body);
      const order = orders.get(orderKey);
      if (order?.oblReference == null) throw new Problem(404, 'order-unknown', 'no such order');
      if (order.state !== 'received' && order.state !== 'acknowledged') throw new Problem(409, 'order-closed', 'no slot can be offered for this order any more');
      const offer = order.offers + 1;
      const payload: OblCallback = { type: order.slot?.confirmed ? 'order.slot-moved' : 'order.slot-proposed', orderKey, offer, slot };
      return { fact: { subject: orderKey, atMs: nowMs, type: 'slot-offered', offer, slot }, callbacks: scriptOf(order.city).keepsSilent ? [] : [{ subject: orderKey, payload, isFinal: false }] };
    },
  };
}

function proposeSlot(orders: Orders, call: Call): Decision<OblFact> {
  const orderKey = keyOf(call);
  const { ordinal, slot } = parsedBody(oblSlotProposal, call.body);
  if (call.idempotencyKey !== `${orderKey}.slot.${ordinal}`) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be <orderKey>.slot.<ordinal>');
  const order = orders.get(orderKey);
  if (order?.oblReference == null) throw new Problem(404, 'order-unknown', 'no such order');
  if (order.state !== 'received' && order.state !== 'acknowledged') throw new Problem(409, 'order-closed', 'no slot can be proposed for this order any more');
  // One that was overtaken by a later one on its way changes nothing.
  const isOvertaken = order.slot !== null && order.slot.ordinal > ordinal;
  return { status: 202, facts: isOvertaken ? [] : [{ subject: orderKey, atMs: call.nowMs, type: 'slot-proposed', ordinal, slot }] };
}

function cancel(orders: Orders, call: Call): Decision<OblFact> {
  const orderKey = keyOf(call);
  // Any well-formed key is remembered, known or not; a malformed one can never be placed.
  if (!oblOrderKey.safeParse(orderKey).success) throw new Problem(400, 'bad-order-key', 'this is no order key');
  const order = orders.get(orderKey);
  const base = { subject: orderKey, atMs: call.nowMs };
  if (!order) return { status: 200, body: { outcome: 'cancelled' }, facts: [{ ...base, type: 'barred' }] };
  if (order.state === 'delivered' || order.state === 'terminated') return { status: 200, body: { outcome: 'too-late' } };
  // Nothing is under way any more: cancelled already, or refused.
  if (order.state === 'cancelled' || order.state === 'refused') return { status: 200, body: { outcome: 'cancelled' } };
  const payload: OblCallback = { type: 'order.cancelled', orderKey };
  return {
    status: 200,
    body: { outcome: 'cancelled' },
    facts: [{ ...base, type: 'cancelled' }],
    withdrawsCallbacks: true,
    callbacks: scriptOf(order.city).keepsSilent ? [] : [{ subject: orderKey, payload, isFinal: true }],
  };
}

/** only a line that was delivered ends; what was never placed, or cancelled, has none. */
function terminate(orders: Orders, call: Call): Decision<OblFact> {
  const orderKey = keyOf(call);
  const { lastDay } = parsedBody(oblTermination, call.body);
  if (call.idempotencyKey !== `${orderKey}.terminate`) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be <orderKey>.terminate');
  const state = orders.get(orderKey)?.state;
  if (state === 'terminated') return { status: 200, body: { outcome: 'terminated' } };
  if (state !== 'delivered') return { status: 200, body: { outcome: 'no-line' } };
  return { status: 200, body: { outcome: 'terminated' }, facts: [{ subject: orderKey, atMs: call.nowMs, type: 'terminated', lastDay }] };
}

function keyOf(call: Call): string {
  return call.params['orderKey'] ?? '';
}
