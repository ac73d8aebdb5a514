/** The contract of the Ref.Tech port, run over the adapter and the real simulator by real HTTP: interventions, equipment, and what holds for all of it (D-10 to D-13). */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createRefTechPort } from '../../../activities/outside/ref-tech.ts';
import type { RefTechPort } from '../../../ports/ref-tech.ts';
import { intervention, newSite, openRefTech, rejectedWith, siteAt } from './ref-tech.ts';
import { eventually } from './support.ts';

const world = await openRefTech();
let simulator = await world.start();
const { refTech, control, typesOf } = simulator;
afterAll(async () => {
  await simulator.stop();
  await world.close();
});
beforeEach(() => control.reset());

const unavailable = { type: 'outside.unavailable', nonRetryable: false };
const items = [{ model: 'CPE-500', quantity: 2 }, { model: 'SFP-10', quantity: 1 }];
const visitOf = (interventionKey: string): Parameters<RefTechPort['recordVisit']>[0] => ({
  interventionKey, outcome: 'favourable',
  questionnaire: { premises: 'technical-room', cablingPathMetres: 40, power: 'available', rackUnitsFree: 4, internalCablingDone: true, equipment: items },
});
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('an intervention', () => {
  it('is planned once under its key, with the same answer to each repetition', async () => {
    const { interventionKey } = newSite();
    const answers = await Promise.all([refTech.planIntervention(intervention(interventionKey)), refTech.planIntervention(intervention(interventionKey))]);
    expect(answers[0]).toEqual({ interventionReference: expect.stringMatching(/^VT-/) });
    expect(answers[1]).toEqual(answers[0]);
    expect(await typesOf(interventionKey)).toEqual(['planned']);
  });

  it('is planned once when the effect happens and the answer is lost', async () => {
    const { interventionKey } = newSite();
    await control.setFaults({ failAfterEffect: 1, failAfterEffectMode: 'cut' });
    await expect(refTech.planIntervention(intervention(interventionKey))).rejects.toMatchObject(unavailable);
    expect(await refTech.planIntervention(intervention(interventionKey))).toMatchObject({ interventionReference: expect.any(String) });
    expect(await typesOf(interventionKey)).toEqual(['planned']);
  });

  it('is rejected under a key used with another slot', async () => {
    const request = intervention(newSite().interventionKey);
    await refTech.planIntervention(request);
    const moved = { ...request, slot: { startsAt: '2026-12-02T08:00:00Z', endsAt: '2026-12-02T10:00:00Z' } };
    await expect(refTech.planIntervention(moved)).rejects.toMatchObject(rejectedWith(422, 'idempotency-key-reused'));
  });

  it('is cancelled any number of times, and visited no more', async () => {
    const { interventionKey } = await siteAt(refTech, 'Angers');
    expect(await refTech.cancelIntervention(interventionKey)).toEqual({ outcome: 'cancelled' });
    expect(await refTech.cancelIntervention(interventionKey)).toEqual({ outcome: 'cancelled' });
    expect(await typesOf(interventionKey)).toEqual(['planned', 'cancelled']);
    await expect(refTech.recordVisit(visitOf(interventionKey))).rejects.toMatchObject(rejectedWith(409, 'intervention-cancelled'));
  });

  it('that is cancelled before it comes is refused when it arrives', async () => {
    const { interventionKey } = newSite();
    expect(await refTech.cancelIntervention(interventionKey)).toEqual({ outcome: 'cancelled' });
    await expect(refTech.planIntervention(intervention(interventionKey))).rejects.toMatchObject(rejectedWith(409, 'intervention-cancelled'));
    expect(await typesOf(interventionKey)).toEqual(['barred']);
  });

  it('is moved once per slot, the last of which holds, and no more once it is visited (D-10)', async () => {
    const { interventionKey } = await siteAt(refTech, 'Angers');
    const { slot } = intervention(interventionKey);
    for (const ordinal of [3, 3, 2]) await refTech.moveIntervention({ interventionKey, ordinal, slot });
    expect(await typesOf(interventionKey)).toEqual(['planned', 'moved']);
    await refTech.recordVisit({ interventionKey, outcome: 'no-show', absent: 'customer' });
    await expect(refTech.moveIntervention({ interventionKey, ordinal: 4, slot })).rejects.toMatchObject(rejectedWith(409, 'intervention-visited'));
    await expect(refTech.moveIntervention({ interventionKey: newSite().interventionKey, ordinal: 1, slot })).rejects.toMatchObject(rejectedWith(404, 'intervention-unknown'));
  });

  it('that was visited is recorded once and cannot be cancelled', async () => {
    const { interventionKey } = await siteAt(refTech, 'Angers');
    await refTech.recordVisit(visitOf(interventionKey));
    await refTech.recordVisit(visitOf(interventionKey));
    expect(await refTech.cancelIntervention(interventionKey)).toEqual({ outcome: 'too-late' });
    expect(await typesOf(interventionKey)).toEqual(['planned', 'visited']);
  });

  it('nobody planned cannot be visited', async () => {
    await expect(refTech.recordVisit(visitOf(newSite().interventionKey))).rejects.toMatchObject(rejectedWith(404, 'intervention-unknown'));
  });
});

describe('equipment', () => {
  const today = () => new Date().toISOString().slice(0, 10);

  it('in stock is reserved at once, shipped and received by callbacks in this order', async () => {
    const { equipmentKey } = await siteAt(refTech, 'Angers');
    const reserved = await refTech.reserveEquipment({ equipmentKey, items });
    expect(reserved).toEqual({ reservationReference: expect.stringMatching(/^RES-/), inStock: true, availableOn: today() });
    expect(await refTech.equipmentState(equipmentKey)).toEqual({ state: 'reserved', trackingReference: null, serialNumbers: [], receivedOn: null });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(() => expect(world.receiver.typesOf(equipmentKey)).toEqual(['equipment.shipped', 'equipment.received']));
    const state = await refTech.equipmentState(equipmentKey);
    expect(state).toMatchObject({ state: 'received', trackingReference: expect.stringMatching(/^COL-/), receivedOn: today() });
    expect(new Set(state.serialNumbers).size).toBe(3);
    expect(await typesOf(equipmentKey)).toEqual(['reserved', 'shipment-asked', 'shipped', 'received']);
    expect(world.receiver.failures).toEqual([]);
  });

  it('out of stock is ordered, and expected five days later', async () => {
    const { equipmentKey } = await siteAt(refTech, 'sim-out-of-stock');
    const before = Date.now();
    const { inStock, availableOn } = await refTech.reserveEquipment({ equipmentKey, items });
    expect(inStock).toBe(false);
    const days = (Date.parse(availableOn) - Date.parse(new Date(before).toISOString().slice(0, 10))) / 86_400_000;
    // Midnight may pass between the two clocks' readings.
    expect([5, 6]).toContain(days);
  });

  it('never heard of is unknown, and cannot be shipped', async () => {
    const { equipmentKey } = newSite();
    expect(await refTech.equipmentState(equipmentKey)).toEqual({ state: 'unknown', trackingReference: null, serialNumbers: [], receivedOn: null });
    await expect(refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' })).rejects.toMatchObject(rejectedWith(404, 'equipment-unknown'));
  });

  it('that was released is shipped no more', async () => {
    const { equipmentKey } = await siteAt(refTech, 'Angers');
    await refTech.reserveEquipment({ equipmentKey, items });
    expect(await refTech.releaseEquipment(equipmentKey)).toEqual({ outcome: 'released' });
    expect(await refTech.releaseEquipment(equipmentKey)).toEqual({ outcome: 'released' });
    await expect(refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' })).rejects.toMatchObject(rejectedWith(409, 'equipment-released'));
    expect(await typesOf(equipmentKey)).toEqual(['reserved', 'released']);
  });

  it('that is released before it is reserved is refused when it arrives', async () => {
    const { equipmentKey } = newSite();
    expect(await refTech.releaseEquipment(equipmentKey)).toEqual({ outcome: 'released' });
    await expect(refTech.reserveEquipment({ equipmentKey, items })).rejects.toMatchObject(rejectedWith(409, 'equipment-released'));
    expect((await refTech.equipmentState(equipmentKey)).state).toBe('released');
  });

  it('cannot be released once it was received', async () => {
    const { equipmentKey } = await siteAt(refTech, 'Angers');
    await refTech.reserveEquipment({ equipmentKey, items });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(async () => expect((await refTech.equipmentState(equipmentKey)).state).toBe('received'));
    expect(await refTech.releaseEquipment(equipmentKey)).toEqual({ outcome: 'too-late' });
  });

  it('can be found by its state when the callbacks never come', async () => {
    const { equipmentKey } = await siteAt(refTech, 'SIM-REFTECH-SILENT');
    await refTech.reserveEquipment({ equipmentKey, items });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(async () => expect((await refTech.equipmentState(equipmentKey)).state).toBe('received'));
    expect((await refTech.equipmentState(equipmentKey)).serialNumbers).toHaveLength(3);
    expect(world.receiver.typesOf(equipmentKey)).toEqual([]);
  });

  it('is told of in the wrong order, twice, where the fault mode says so', async () => {
    const { equipmentKey } = await siteAt(refTech, 'Angers');
    await control.setFaults({ reorder: true, duplicate: 1 });
    await refTech.reserveEquipment({ equipmentKey, items });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(() => expect(world.receiver.typesOf(equipmentKey).toSorted()).toEqual(['equipment.received', 'equipment.received', 'equipment.shipped', 'equipment.shipped']));
    expect(world.receiver.typesOf(equipmentKey)[0]).toBe('equipment.received');
  });
});

it('equipment released on its way is recalled: what was not told yet is told no more', async () => {
  const hourMs = 3_600_000;
  let nowMs = Date.now();
  const slow = await world.start('slow', { now: () => nowMs, delayMs: hourMs });
  try {
    const there = slow.refTech;
    const { equipmentKey } = newSite();
    await slow.control.setFaults({ lateMs: hourMs });
    await there.reserveEquipment({ equipmentKey, items });
    await there.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    nowMs += hourMs;
    // Asked again, it looks at its clock again.
    await there.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(async () => expect((await there.equipmentState(equipmentKey)).state).toBe('shipped'));
    expect(await there.releaseEquipment(equipmentKey)).toEqual({ outcome: 'released' });
    expect((await there.equipmentState(equipmentKey)).state).toBe('released');
    const book = await slow.control.book();
    expect(book.subjects[equipmentKey]?.callbacks.map(({ status }) => status)).toEqual(['withdrawn']);
  } finally {
    await slow.stop();
  }
});


describe('what a real Ref.Tech refuses is refused', () => {
  it('an unknown token, with 401', async () => {
    const stranger = createRefTechPort({ baseUrl: simulator.baseUrl, token: 'another-token-altogether' });
    await expect(stranger.reserveIp(newSite().serviceKey)).rejects.toMatchObject(rejectedWith(401, 'unauthorized'));
  });

  it.each([
    ['a key that is no intervention’s', '/v1/interventions', () => intervention('AFF-2026-000123.S001.1')],
    ['a slot that ends before it begins', '/v1/interventions', () => ({ ...intervention(newSite().interventionKey), slot: { startsAt: '2026-12-01T10:00:00Z', endsAt: '2026-12-01T08:00:00Z' } })],
    ['an empty lot of equipment', '/v1/equipment', () => ({ equipmentKey: newSite().equipmentKey, items: [] })],
    ['a visit without its questionnaire', `/v1/interventions/AFF-2026-000123.S001.visit.1/visit`, () => ({ outcome: 'favourable' })],
    ['tests without their ordinal', '/v1/services/AFF-2026-000123.S001/tests', () => ({})],
  ])('%s', async (_what, path, body) => {
    const response = await control.raw('POST', path, JSON.stringify(body()), { 'idempotency-key': 'x' });
    expect([response.status, await codeOf(response)]).toEqual([400, 'bad-body']);
  });

  it.each(['/v1/interventions/x/cancel', '/v1/equipment/x/release', '/v1/services/x/ip', '/v1/services/x/radius/release'])('a key that is none of ours: %s', async (path) => {
    const response = await control.raw('POST', path, '{}', { 'idempotency-key': 'x' });
    expect([response.status, await codeOf(response)]).toEqual([400, 'bad-key']);
  });

  it('a planning or a reservation under another key', async () => {
    const { interventionKey, equipmentKey } = newSite();
    for (const [path, body] of [['/v1/interventions', intervention(interventionKey)], ['/v1/equipment', { equipmentKey, items }]] as const) {
      const response = await control.raw('POST', path, JSON.stringify(body), { 'idempotency-key': 'other' });
      expect(await codeOf(response)).toBe('idempotency-key-mismatch');
    }
  });
});

it('goes on after a restart: what was planned, released, tested, observed and under way is known', async () => {
  const { serviceKey, equipmentKey } = await siteAt(refTech, 'SIM-LINK-DOWN');
  const barred = newSite();
  const window = { serviceKey, from: '2026-12-01T00:00:00Z', to: '2026-12-01T06:00:00Z', everySeconds: 3600 };
  await refTech.releaseProduction(barred.serviceKey, 'ip');
  const ip = await refTech.reserveIp(serviceKey);
  const readings = await refTech.linkReadings(window);
  await control.setFaults({ lateMs: 60_000 });
  await refTech.reserveEquipment({ equipmentKey, items });
  await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });

  await simulator.stop();
  simulator = await world.start();
  const restarted = simulator.refTech;
  await simulator.control.setFaults({});
  await eventually(() => expect(world.receiver.typesOf(equipmentKey)).toEqual(['equipment.shipped', 'equipment.received']));
  expect(await restarted.reserveIp(serviceKey)).toEqual(ip);
  expect(await restarted.linkReadings(window)).toEqual(readings);
  expect((await restarted.linkReadings({ ...window, from: '2026-12-01T01:00:00Z' })).readings.at(-1)?.state).toBe('up');
  await expect(restarted.reserveIp(barred.serviceKey)).rejects.toMatchObject(rejectedWith(409, 'production-released'));
});
