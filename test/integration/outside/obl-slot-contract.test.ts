/** The contract of the OBL port for slots: ours and the OBL's own, confirmed, moved and lost (D-10). */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openObl, rejected } from './obl.ts';
import { agreeSlot, eventually, newOrder, slot } from './support.ts';

const world = await openObl(1_000);
const { receiver, control, obl, place, factsOf, stateOf } = world;
afterAll(() => world.close());
beforeEach(() => control.reset());

describe('a slot', () => {
  it('is confirmed once however often it is proposed, and nothing is delivered without one', async () => {
    const order = newOrder();
    await place(order);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged']));
    await Promise.all([agreeSlot(obl, order.orderKey), agreeSlot(obl, order.orderKey)]);
    await eventually(() => expect(receiver.received.map((each) => each.callback)).toContainEqual({ type: 'order.slot-confirmed', orderKey: order.orderKey, ordinal: 1, slot }));
    expect((await factsOf(order.orderKey)).slice(0, 4)).toEqual(['placed', 'acknowledged', 'slot-proposed', 'slot-confirmed']);
  });

  it('replaces the one before, and one that was overtaken on its way changes nothing', async () => {
    const order = newOrder('SIM-NEVER-ACK');
    const later = { startsAt: '2026-12-02T08:00:00.000Z', endsAt: '2026-12-02T10:00:00.000Z' };
    await place(order);
    await obl.proposeSlot({ orderKey: order.orderKey, ordinal: 2, slot: later });
    await obl.proposeSlot({ orderKey: order.orderKey, ordinal: 1, slot });
    expect((await obl.orderState(order.orderKey)).slot).toEqual({ ordinal: 2, slot: later, confirmed: false });
    await obl.proposeSlot({ orderKey: order.orderKey, ordinal: 3, slot });
    expect((await obl.orderState(order.orderKey)).slot).toEqual({ ordinal: 3, slot, confirmed: false });
  });

  it('that is confirmed without a word is found by the state (D-09)', async () => {
    const order = newOrder('SIM-SLOT-SILENT');
    await place(order);
    await agreeSlot(obl, order.orderKey);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged', 'order.delivered']));
    expect((await obl.orderState(order.orderKey)).slot).toEqual({ ordinal: 1, slot, confirmed: true });
  });

  it('is silent in a city that names two scripts, as its acknowledgement is (D-09)', async () => {
    const order = newOrder('Nantes sim-slot-silent SIM-ACK-SILENT');
    await place(order);
    await agreeSlot(obl, order.orderKey);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.delivered']));
    expect((await obl.orderState(order.orderKey)).plannedDeliveryDate).not.toBeNull();
  });

  it('under a key used for another is rejected, and so is one of an unknown order or of one that has ended', async () => {
    const order = newOrder('SIM-NEVER-DELIVER');
    const propose = (ordinal: number, endsAt = slot.endsAt) => obl.proposeSlot({ orderKey: order.orderKey, ordinal, slot: { ...slot, endsAt } });
    await expect(propose(1)).rejects.toMatchObject({ ...rejected, details: [{ status: 404, code: 'order-unknown' }] });
    await place(order);
    await propose(1);
    await expect(propose(1, '2026-12-01T11:00:00.000Z')).rejects.toMatchObject({ ...rejected, details: [{ status: 422, code: 'idempotency-key-reused' }] });
    await expect(propose(2, slot.startsAt)).rejects.toMatchObject({ ...rejected, details: [{ status: 400 }] });
    await obl.cancelOrder(order.orderKey);
    await expect(propose(2)).rejects.toMatchObject({ ...rejected, details: [{ status: 409, code: 'order-closed' }] });
  });
});

describe('a slot of the OBL’s own (D-10)', () => {
  it('is proposed once the order is acknowledged, and answered by a proposal of ours', async () => {
    const order = newOrder('SIM-PROPOSES-SLOT SIM-NEVER-DELIVER');
    await place(order);
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toEqual(['order.acknowledged', 'order.slot-proposed']));
    expect((await obl.orderState(order.orderKey)).offer).toMatchObject({ offer: 1 });
    await obl.proposeSlot({ orderKey: order.orderKey, ordinal: 1, slot });
    await eventually(() => expect(receiver.typesOf(order.orderKey)).toContain('order.slot-confirmed'));
    expect((await obl.orderState(order.orderKey)).offer).toBeNull();
  });

  it('moves the one that was agreed as often as its script says, and delivers after the last', async () => {
    const order = newOrder('SIM-MOVES-SLOT-TWICE');
    await place(order);
    await agreeSlot(obl, order.orderKey);
    for (const offer of [1, 2]) {
      await eventually(async () => expect((await obl.orderState(order.orderKey)).offer).toMatchObject({ offer }));
      await obl.proposeSlot({ orderKey: order.orderKey, ordinal: offer + 1, slot });
    }
    await eventually(async () => expect(await stateOf(order.orderKey)).toBe('delivered'));
    await eventually(() => expect(receiver.typesOf(order.orderKey).filter((type) => type === 'order.slot-moved')).toHaveLength(2));
  });
});
