/** The contract of the OBL port and of JARVIS's door, run over the adapter, JARVIS's own client and the real simulator by real HTTP: orders, reminders, cancellations, failures (D-08, D-09). */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createOblPort } from '../../../activities/outside/obl.ts';
import type { OblOrderRequest } from '../../../ports/obl.ts';
import { openObl, rejected } from './obl.ts';
import { agreeSlot, eventually, newOrder, slot, token } from './support.ts';

// Half of what the slow answers below take, and enough for a quick one on a busy machine.
const world = await openObl(1_000);
const { receiver, baseUrl, control, obl, place, factsOf, stateOf } = world;
afterAll(() => world.close());
beforeEach(() => control.reset());

const unavailable = { type: 'outside.unavailable', nonRetryable: false };
/** What JARVIS makes of it. */
const away = { status: 502, code: 'obl-unavailable' };

describe('an order that JARVIS brings', () => {
  it('is answered with a reference, then acknowledged, and delivered once a slot is agreed, by callbacks in this order', async () => {
    const order = newOrder();
    const answer = await place(order);
    expect(answer).toMatchObject({ outcome: 'received', oblReference: expect.stringMatching(/^OBL-/) });
    await agreeSlot(obl, order.orderKey);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged', 'order.slot-confirmed', 'order.delivered']));
    expect(await obl.orderState(order.orderKey)).toMatchObject({
      state: 'delivered', plannedDeliveryDate: expect.any(String), slot: { ordinal: 1, slot, confirmed: true }, deliveryReport: { reservations: [], reportReference: expect.any(String) },
    });
  });

  it('gives the same answer again to the same key and has one effect', async () => {
    const order = newOrder();
    const answers = await Promise.all([place(order), place(order), place(order)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const book = await control.book();
    expect(book.subjects[order.orderKey]?.calls['place']).toMatchObject({ asked: 3, done: 1, replayed: 2 });
    expect(book.subjects[order.orderKey]?.facts.filter((fact) => fact.type === 'placed')).toHaveLength(1);
  });

  it('is rejected under a key used with another body', async () => {
    const order = newOrder();
    await place(order);
    await expect(place({ ...order, accessType: 'sdsl' })).rejects.toMatchObject({ status: 422, code: 'obl-rejected' });
  });

  it.each(['error', 'cut', 'hang'] as const)('is placed once when the effect happens and the answer is lost (%s)', async (mode) => {
    const order = newOrder();
    await control.setFaults({ failAfterEffect: 1, failAfterEffectMode: mode });
    await expect(place(order)).rejects.toMatchObject(away);
    expect(await place(order)).toMatchObject({ outcome: 'received' });
    expect((await factsOf(order.orderKey)).filter((type) => type === 'placed')).toHaveLength(1);
    expect((await control.book()).subjects[order.orderKey]?.calls['place']).toMatchObject({ asked: 2, done: 1, replayed: 1, spoiled: 1 });
  });

  it('is refused on the spot where the address is ineligible, without a later callback', async () => {
    const order = newOrder('SIM-REFUSE-AT-ONCE');
    expect(await place(order)).toEqual({ outcome: 'refused', reason: 'ineligible-address' });
    expect(await stateOf(order.orderKey)).toBe('refused');
    expect((await control.book()).pendingCallbacks).toBe(0);
  });

  it.each([
    ['SIM-REFUSE-INVALID-DATA', 'invalid-data'], ['SIM-REFUSE-INELIGIBLE', 'ineligible-address'], ['SIM-REFUSE-SATURATION', 'saturation'], ['SIM-REFUSE-WORKS', 'works-needed'],
  ])('is refused by callback in the city %s', async (city, reason) => {
    const order = newOrder(city);
    expect(await place(order)).toMatchObject({ outcome: 'received' });
    await eventually(() => expect(receiver.received.map((each) => each.callback)).toContainEqual({ type: 'order.refused', orderKey: order.orderKey, reason }));
    expect(await stateOf(order.orderKey)).toBe('refused');
  });

  it('delivers with reservations where the script says so', async () => {
    const order = newOrder('SIM-RESERVATIONS');
    await place(order);
    await agreeSlot(obl, order.orderKey);
    await eventually(async () => expect((await obl.orderState(order.orderKey)).deliveryReport?.reservations).toHaveLength(2));
  });

  it('can be found by its state when the callbacks never come', async () => {
    const order = newOrder('SIM-SILENT');
    await place(order);
    await agreeSlot(obl, order.orderKey);
    await eventually(async () => expect(await stateOf(order.orderKey)).toBe('delivered'));
    expect(receiver.typesOf(order.orderKey)).toEqual([]);
  });
});

describe('the state', () => {
  it('of an order never heard of is unknown', async () => {
    expect(await obl.orderState(newOrder().orderKey)).toEqual({ state: 'unknown', oblReference: null, plannedDeliveryDate: null, slot: null, offer: null, refusalReason: null, deliveryReport: null });
  });
});

describe('an order that was refused (D-09)', () => {
  const again = (order: OblOrderRequest, what: Partial<OblOrderRequest>): OblOrderRequest => ({ ...order, orderKey: order.orderKey.replace(/1$/, '2'), ...what });

  it.each([
    ['SIM-REFUSE-SATURATION', { obl: 'axione' }, {}], ['SIM-REFUSE-WORKS', { worksQuoteReference: 'AFF-2026-000123.S001.works.1' }, { obl: 'axione' }], ['SIM-REFUSE-INVALID-DATA', { address: { street: '3 rue du Pré', postalCode: '69001', city: 'SIM-REFUSE-INVALID-DATA', country: 'FR' } }, { obl: 'axione' }],
  ] as const)('in %s is taken once %j puts it right, and its reason is in its state', async (city, mended, notMended) => {
    const order = newOrder(city);
    await place(order);
    await eventually(async () => expect(await obl.orderState(order.orderKey)).toMatchObject({ state: 'refused', refusalReason: expect.any(String) }));
    const next = again(order, mended);
    await place(next);
    await eventually(async () => expect(await stateOf(next.orderKey)).toBe('acknowledged'));
    const other = newOrder(city);
    await place(other);
    await eventually(async () => expect(await stateOf(other.orderKey)).toBe('refused'));
    const same = again(other, notMended);
    await place(same);
    await eventually(async () => expect(await stateOf(same.orderKey)).toBe('refused'));
  });
});

describe('an escalation (D-09)', () => {
  it('counts once per ordinal, and wakes an OBL that only its support can wake', async () => {
    const order = newOrder('SIM-ACK-AFTER-ESCALATION');
    await place(order);
    await obl.remind(order.orderKey, 1);
    expect(await stateOf(order.orderKey)).toBe('received');
    await obl.escalate({ orderKey: order.orderKey, ordinal: 1, awaited: 'acknowledgement' });
    await obl.escalate({ orderKey: order.orderKey, ordinal: 1, awaited: 'acknowledgement' });
    await eventually(async () => expect(await factsOf(order.orderKey)).toEqual(['placed', 'reminded', 'escalated', 'acknowledged']));
  });

  it('of an unknown order is rejected', async () => {
    await expect(obl.escalate({ orderKey: newOrder().orderKey, ordinal: 1, awaited: 'slot' })).rejects.toMatchObject({ ...rejected, details: [{ status: 404, code: 'order-unknown' }] });
  });
});

describe('a reminder', () => {
  it('counts once per ordinal however often it is repeated', async () => {
    const order = newOrder('SIM-NEVER-ACK');
    await place(order);
    await obl.remind(order.orderKey, 1);
    await obl.remind(order.orderKey, 1);
    await obl.remind(order.orderKey, 2);
    expect((await factsOf(order.orderKey)).filter((type) => type === 'reminded')).toHaveLength(2);
    expect(await stateOf(order.orderKey)).toBe('received');
  });

  it('wakes an OBL that forgot to acknowledge', async () => {
    const order = newOrder('SIM-ACK-AFTER-REMINDER');
    await place(order);
    expect(await stateOf(order.orderKey)).toBe('received');
    await obl.remind(order.orderKey, 1);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toContain('order.acknowledged'));
  });

  it('of an unknown order is rejected', async () => {
    await expect(obl.remind(newOrder().orderKey, 1)).rejects.toMatchObject({ ...rejected, details: [{ status: 404, code: 'order-unknown' }] });
  });
});

describe('a cancellation', () => {
  it('ends the order with one callback and no other after it', async () => {
    const order = newOrder('SIM-NEVER-DELIVER');
    await place(order);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged']));
    expect(await obl.cancelOrder(order.orderKey)).toEqual({ outcome: 'cancelled' });
    expect(await obl.cancelOrder(order.orderKey)).toEqual({ outcome: 'cancelled' });
    await eventually(async () => expect((await control.book()).pendingCallbacks).toBe(0));
    expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged', 'order.cancelled']);
    expect(await stateOf(order.orderKey)).toBe('cancelled');
  });

  it('withdraws the callbacks that have not been sent', async () => {
    const order = newOrder('SIM-NEVER-DELIVER');
    await control.setFaults({ lateMs: 60_000 });
    await place(order);
    await eventually(async () => expect(await stateOf(order.orderKey)).toBe('acknowledged'));
    await obl.cancelOrder(order.orderKey);
    await control.setFaults({});
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.cancelled']));
  });

  it('that comes before the order has it refused when it arrives', async () => {
    const order = newOrder();
    expect(await obl.cancelOrder(order.orderKey)).toEqual({ outcome: 'cancelled' });
    expect(await place(order)).toEqual({ outcome: 'refused', reason: 'cancelled-before-arrival' });
    expect(await factsOf(order.orderKey)).toEqual(['barred']);
    expect(await stateOf(order.orderKey)).toBe('cancelled');
  });

  it('is too late after the delivery', async () => {
    const order = newOrder();
    await place(order);
    await agreeSlot(obl, order.orderKey);
    await eventually(async () => expect(await stateOf(order.orderKey)).toBe('delivered'));
    expect(await obl.cancelOrder(order.orderKey)).toEqual({ outcome: 'too-late' });
    expect(await stateOf(order.orderKey)).toBe('delivered');
  });
});

describe('what a real OBL refuses is refused', () => {
  it('an unknown token, with 401', async () => {
    const stranger = createOblPort({ baseUrl, token: 'another-token-altogether' });
    await expect(stranger.orderState(newOrder().orderKey)).rejects.toMatchObject({ ...rejected, details: [{ status: 401 }] });
  });

  it.each([
    ['a body that is no JSON', () => '{', 400],
    ['a body with an unknown field', () => JSON.stringify({ ...newOrder(), surprise: 1 }), 400],
    ['a key that is no order key', () => JSON.stringify({ ...newOrder(), orderKey: 'x' }), 400],
  ])('%s', async (_what, body, status) => {
    const response = await control.raw('POST', '/v1/orders', body(), { 'idempotency-key': 'x' });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('a placement without its key, or under another one', async () => {
    const body = JSON.stringify(newOrder());
    expect(await (await control.raw('POST', '/v1/orders', body)).json()).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
    expect(await (await control.raw('POST', '/v1/orders', body, { 'idempotency-key': 'other' })).json()).toMatchObject({ status: 400, code: 'idempotency-key-mismatch' });
  });

  it('an unknown fault knob', async () => {
    expect((await control.raw('PUT', '/sim/faults', '{"failNxt":1}')).status).toBe(400);
  });
});

describe('the fault mode before the effect', () => {
  async function placed(): Promise<OblOrderRequest> {
    const order = newOrder('SIM-NEVER-ACK');
    await place(order);
    return order;
  }

  it.each([408, 425, 429, 500, 503])('makes %i a failure worth a retry, and the retry has the one effect', async (errorStatus) => {
    const { orderKey } = await placed();
    await control.setFaults({ failNext: 1, errorStatus });
    await expect(obl.remind(orderKey, 1)).rejects.toMatchObject({ ...unavailable, details: [{ status: errorStatus }] });
    await obl.remind(orderKey, 1);
    expect((await control.book()).subjects[orderKey]?.calls['remind']).toMatchObject({ asked: 2, faulted: 1, done: 1 });
  });

  it.each([400, 403, 409])('makes %i a failure not worth a retry', async (errorStatus) => {
    const { orderKey } = await placed();
    await control.setFaults({ failNext: 1, errorStatus });
    await expect(obl.remind(orderKey, 1)).rejects.toMatchObject(rejected);
  });

  it('passes Retry-After on to the engine', async () => {
    await control.setFaults({ failNext: 1, retryAfterSeconds: 7 });
    await expect(obl.remind('AFF-2026-000123.S001.1', 1)).rejects.toMatchObject({ ...unavailable, nextRetryDelay: 7000 });
  });

  it('fails a share of the calls until told otherwise', async () => {
    const order = newOrder();
    await control.setFaults({ errorRate: 1 });
    await expect(place(order)).rejects.toMatchObject(away);
    await expect(obl.orderState(order.orderKey)).rejects.toMatchObject(unavailable);
    await control.setFaults({});
    expect(await stateOf(order.orderKey)).toBe('unknown');
  });

  it.each([{ hang: true }, { slowMs: 2000 }, { answerDelayMs: 2000 }])('ends in a timeout with %o', async (faults) => {
    const { orderKey } = await placed();
    await control.setFaults(faults);
    await expect(obl.remind(orderKey, 1)).rejects.toMatchObject({ ...unavailable, details: [{ code: 'timeout' }] });
  });

  it('says neither token nor address in a failure', async () => {
    const order = await placed();
    await control.setFaults({ failNext: 1 });
    const error: unknown = await obl.remind(order.orderKey, 1).catch((failure: unknown) => failure);
    const said = JSON.stringify([(error as Error).message, (error as { details: unknown }).details]);
    expect(said).not.toContain(token);
    expect(said).not.toContain(order.address.street);
  });
});
