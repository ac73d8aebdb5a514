/** The contract of the port of warranty and parts, run over the adapter and the real simulator by real HTTP (T-20). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rejectedWith } from './ref-tech.ts';
import { eventually } from './support.ts';
import { factsIn, openSupportTools, unavailable } from './support-tools.ts';

let world: Awaited<ReturnType<typeof openSupportTools>>;
let last = 0;

beforeAll(async () => { world = await openSupportTools(); });
afterAll(() => world.close());
beforeEach(() => world.control('hardware').reset());

function newOrder(word = '') {
  last += 1;
  return { orderKey: `REP-2026-${String(last).padStart(6, '0')}.part.1`, serialNumber: `5CG-${word}${last}000`, partNumber: 'L10004-001', isBilled: false };
}
const told = (key: string) => world.receivers.hardware.typesOf(key);
const today = () => new Date().toISOString().slice(0, 10);

it('tells cover and history of a serial number', async () => {
  const covered = await world.hardware.warranty('5CG-1000');
  expect(covered).toMatchObject({ isKnown: true, interventions: [] });
  expect(Date.parse(covered.coveredUntil ?? '')).toBeGreaterThan(Date.now());
  expect(Date.parse((await world.hardware.warranty('5CG-SIM-EXPIRED-1')).coveredUntil ?? '')).toBeLessThan(Date.now());
  expect((await world.hardware.warranty('5CG-SIM-RECENT-1')).interventions).toHaveLength(1);
  expect(await world.hardware.warranty('5CG-SIM-UNKNOWN-1')).toEqual({ isKnown: false, model: null, coveredUntil: null, interventions: [] });
});

it('finds the part for a fault, or none', async () => {
  expect(await world.hardware.findParts({ serialNumber: '5CG-1000', fault: 'disk' })).toHaveLength(1);
  expect(await world.hardware.findParts({ serialNumber: '5CG-SIM-NO-PART-1', fault: 'disk' })).toEqual([]);
});

it('orders a part once, ships it, and takes the faulty one back', async () => {
  const order = newOrder();
  const [first, second] = await Promise.all([world.hardware.order(order), world.hardware.order(order)]);
  expect(first).toEqual({ outcome: 'ordered', orderReference: expect.stringMatching(/^CSDP-/) });
  expect(second).toEqual(first);
  await eventually(() => expect(told(order.orderKey)).toEqual(['part.shipped', 'part.received']));
  await world.hardware.announceReturn({ orderKey: order.orderKey, trackingReference: 'RET-1' });
  await eventually(() => expect(told(order.orderKey)).toEqual(['part.shipped', 'part.received', 'part.returned']));
  expect(await world.hardware.orderState(order.orderKey)).toEqual({ state: 'returned', trackingReference: expect.any(String), receivedOn: today(), returnedOn: today() });
  expect(await factsIn(world.control('hardware'), order.orderKey)).toEqual(['ordered', 'shipped', 'received', 'return-announced', 'returned']);
  expect((await world.hardware.warranty(order.serialNumber)).interventions).toMatchObject([{ on: today() }]);
  expect(world.receivers.hardware.failures).toEqual([]);
});

it('orders once when the effect happens and the answer is lost', async () => {
  const order = newOrder();
  await world.control('hardware').setFaults({ failAfterEffect: 1, failAfterEffectMode: 'cut' });
  await expect(world.hardware.order(order)).rejects.toMatchObject(unavailable);
  expect(await world.hardware.order(order)).toMatchObject({ outcome: 'ordered' });
  expect((await factsIn(world.control('hardware'), order.orderKey)).filter((type) => type === 'ordered')).toHaveLength(1);
});

it('refuses what cannot be had any more, and keeps silent where its name says so', async () => {
  expect(await world.hardware.order(newOrder('SIM-REFUSED-'))).toEqual({ outcome: 'refused', reason: 'part-discontinued' });
  const silent = newOrder('SIM-SILENT-');
  await world.hardware.order(silent);
  await eventually(async () => expect(await world.hardware.orderState(silent.orderKey)).toMatchObject({ state: 'received' }));
  expect(told(silent.orderKey)).toEqual([]);
});

it('cancels an order any number of times, one that is still to come too, but none that was shipped', async () => {
  const [early, late] = [newOrder(), newOrder()];
  for (let time = 0; time < 2; time += 1) expect(await world.hardware.cancelOrder(early.orderKey)).toEqual({ outcome: 'cancelled' });
  expect(await world.hardware.order(early)).toEqual({ outcome: 'refused', reason: 'cancelled-before-arrival' });
  await world.hardware.order(late);
  await eventually(() => expect(told(late.orderKey)).toContain('part.received'));
  expect(await world.hardware.cancelOrder(late.orderKey)).toEqual({ outcome: 'too-late' });
});

it('rejects the return of what was never ordered or has not come, and what is no order', async () => {
  const order = newOrder();
  await expect(world.hardware.announceReturn({ orderKey: order.orderKey, trackingReference: 'RET-1' })).rejects.toMatchObject(rejectedWith(404, 'order-unknown'));
  await world.hardware.cancelOrder(order.orderKey);
  await expect(world.hardware.announceReturn({ orderKey: order.orderKey, trackingReference: 'RET-2' })).rejects.toMatchObject({ type: 'outside.rejected' });
  await expect(world.hardware.order({ ...newOrder(), orderKey: 'x' })).rejects.toMatchObject(rejectedWith(400, 'bad-body'));
  expect(await world.hardware.orderState(newOrder().orderKey)).toMatchObject({ state: 'unknown' });
});
