/** The OBL's callbacks: signed, at least once, and lost, doubled, late or out of order as the fault mode says. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openObl } from './obl.ts';
import { agreeSlot, eventually, newOrder } from './support.ts';

let world: Awaited<ReturnType<typeof openObl>>;
let receiver: (typeof world)['receiver'];
let control: (typeof world)['control'];
let obl: (typeof world)['obl'];
let place: (typeof world)['place'];
beforeAll(async () => {
  world = await openObl(5_000);
  ({ receiver, control, obl, place } = world);
});
afterAll(() => world.close());
beforeEach(() => control.reset());

/** Agrees a slot, waits until the order is delivered and nothing of it is left to send; returns the callbacks of the book. */
async function settledCallbacks(orderKey: string) {
  await agreeSlot(obl, orderKey);
  await eventually(async () => expect((await obl.orderState(orderKey)).state).toBe('delivered'));
  await eventually(async () => expect((await control.book()).pendingCallbacks).toBe(0));
  return (await control.book()).subjects[orderKey]?.callbacks ?? [];
}

it('every callback verifies under the shared secret', async () => {
  const order = newOrder();
  await place(order);
  await settledCallbacks(order.orderKey);
  expect(receiver.typesOf(order.orderKey)).toHaveLength(3);
  expect(receiver.failures).toEqual([]);
});

it('a callback that is not taken is sent again under the same id', async () => {
  const order = newOrder();
  receiver.failNext(2);
  await place(order);
  const callbacks = await settledCallbacks(order.orderKey);
  expect(callbacks.map((each) => [each.status, each.attempts])).toEqual([['done', 3], ['done', 1], ['done', 1]]);
  expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged', 'order.slot-confirmed', 'order.delivered']);
});

it('lost callbacks are never sent, and the state still shows what happened', async () => {
  const order = newOrder();
  await control.setFaults({ loseNext: 1 });
  await place(order);
  const callbacks = await settledCallbacks(order.orderKey);
  expect(callbacks.map((each) => each.status)).toEqual(['lost', 'done', 'done']);
  expect(receiver.typesOf(order.orderKey)).toEqual(['order.slot-confirmed', 'order.delivered']);
  expect((await control.faults()).loseNext).toBe(0);
});

it('all callbacks are lost at a rate of one', async () => {
  const order = newOrder();
  await control.setFaults({ loseRate: 1 });
  await place(order);
  await settledCallbacks(order.orderKey);
  expect(receiver.typesOf(order.orderKey)).toEqual([]);
});

it('duplicates keep their id, or get a new one where the fault mode says so', async () => {
  for (const [duplicateAs, ids] of [['same-id', 1], ['new-id', 3]] as const) {
    const order = newOrder('SIM-REFUSE-WORKS');
    await control.setFaults({ duplicate: 2, duplicateAs });
    await place(order);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.refused', 'order.refused', 'order.refused']));
    expect(new Set(receiver.received.filter((each) => each.callback.orderKey === order.orderKey).map((each) => each.id)).size).toBe(ids);
  }
});

it('a late duplicate comes after what followed it', async () => {
  const order = newOrder();
  await control.setFaults({ duplicate: 1, duplicateAfterMs: 300 });
  await place(order);
  await settledCallbacks(order.orderKey);
  const once = ['order.acknowledged', 'order.slot-confirmed', 'order.delivered'];
  expect(receiver.typesOf(order.orderKey)).toEqual([...once, ...once]);
});

it('late callbacks wait, and go at once when the fault mode ends', async () => {
  const order = newOrder();
  await control.setFaults({ lateMs: 3_600_000 });
  await place(order);
  await agreeSlot(obl, order.orderKey);
  await eventually(async () => expect((await obl.orderState(order.orderKey)).state).toBe('delivered'));
  expect(receiver.typesOf(order.orderKey)).toEqual([]);
  await control.setFaults({});
  await eventually(async () => expect((await control.book()).pendingCallbacks).toBe(0));
  expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged', 'order.slot-confirmed', 'order.delivered']);
});

it('a callback is not sent before its lateness is over', async () => {
  const order = newOrder('SIM-REFUSE-WORKS');
  await control.setFaults({ lateMs: 250 });
  const placedAtMs = Date.now();
  await place(order);
  await eventually(() => expect(receiver.typesOf(order.orderKey)).toHaveLength(1));
  expect((receiver.received.at(-1)?.atMs ?? 0) - placedAtMs).toBeGreaterThanOrEqual(250);
});

it('reordered callbacks come with the delivery before all others', async () => {
  const order = newOrder();
  await control.setFaults({ reorder: true });
  await place(order);
  await settledCallbacks(order.orderKey);
  expect(receiver.typesOf(order.orderKey)).toEqual(['order.delivered', 'order.acknowledged', 'order.slot-confirmed']);
});

it('a callback can come before the answer to the order', async () => {
  const order = newOrder();
  await control.setFaults({ answerDelayMs: 400 });
  let isAnswered = false;
  const placed = place(order).then(() => { isAnswered = true; });
  await eventually(() => expect(receiver.typesOf(order.orderKey)).toContain('order.acknowledged'));
  expect(isAnswered).toBe(false);
  await placed;
});
