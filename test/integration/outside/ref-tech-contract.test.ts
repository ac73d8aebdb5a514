/** The contract of the Ref.Tech port, run over the adapter and the real simulator by real HTTP (D-10 to D-15, D-19). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRefTechPort } from '../../../activities/outside/ref-tech.ts';
import { refTechCallback } from '../../../ports/ref-tech.ts';
import type { InterventionRequest, RefTechCallback, RefTechPort } from '../../../ports/ref-tech.ts';
import { createRefTechSimulator } from '../../../simulators/ref-tech/simulator.ts';
import type { Simulator } from '../../../simulators/shared/simulator.ts';
import { callbackSecret, controlOf, eventually, silent, startReceiver, temporaryFolder, token } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let receiver: Awaited<ReturnType<typeof startReceiver<RefTechCallback>>>;
let simulator: Simulator;
let control: ReturnType<typeof controlOf>;
let baseUrl: string;
let refTech: RefTechPort;

const settings = (name: string) => ({
  file: `${folder.path}/${name}.jsonl`, token, log: silent, now: Date.now, random: Math.random, delayMs: 5, callbackTarget: { url: receiver.url, secret: callbackSecret },
});

beforeAll(async () => {
  folder = await temporaryFolder();
  receiver = await startReceiver(refTechCallback);
  simulator = createRefTechSimulator(settings('ref-tech'));
  baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  control = controlOf(baseUrl);
  refTech = createRefTechPort({ baseUrl, token, timeoutMs: 400 });
});
afterAll(async () => {
  await simulator.close();
  await receiver.close();
  await folder.remove();
});
beforeEach(() => control.reset());

const unavailable = { type: 'outside.unavailable', nonRetryable: false };
const rejectedWith = (status: number, code: string) => ({ type: 'outside.rejected', nonRetryable: true, details: [{ status, code }] });
const typesOf = async (key: string) => (await control.book()).subjects[key]?.facts.map((fact) => fact.type) ?? [];

let lastSite = 0;

/** The keys of a site nobody has worked at yet. */
function newSite() {
  lastSite += 1;
  const serviceKey = `AFF-2026-000123.S${String(lastSite).padStart(3, '0')}`;
  return { serviceKey, interventionKey: `${serviceKey}.visit.1`, equipmentKey: `${serviceKey}.equipment.1` };
}

const items = [{ model: 'CPE-500', quantity: 2 }, { model: 'SFP-10', quantity: 1 }];
const visitOf = (interventionKey: string): Parameters<RefTechPort['recordVisit']>[0] => ({
  interventionKey, outcome: 'favourable',
  questionnaire: { premises: 'technical-room', cablingPathMetres: 40, power: 'available', rackUnitsFree: 4, internalCablingDone: true, equipment: items },
});

function intervention(interventionKey: string, city = 'Angers'): InterventionRequest {
  return {
    interventionKey, slot: { startsAt: '2026-12-01T08:00:00Z', endsAt: '2026-12-01T10:00:00Z' },
    address: { street: '3 rue du Mail', postalCode: '49000', city, country: 'FR' },
  };
}

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

/** A site at which the simulator behaves as its city says. */
async function siteAt(city: string) {
  const site = newSite();
  await refTech.planIntervention(intervention(site.interventionKey, city));
  return site;
}

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
    const { interventionKey } = await siteAt('Angers');
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

  it('that was visited is recorded once and cannot be cancelled', async () => {
    const { interventionKey } = await siteAt('Angers');
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
    const { equipmentKey } = await siteAt('Angers');
    const reserved = await refTech.reserveEquipment({ equipmentKey, items });
    expect(reserved).toEqual({ reservationReference: expect.stringMatching(/^RES-/), inStock: true, availableOn: today() });
    expect(await refTech.equipmentState(equipmentKey)).toEqual({ state: 'reserved', trackingReference: null, serialNumbers: [], receivedOn: null });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(() => expect(receiver.typesOf(equipmentKey)).toEqual(['equipment.shipped', 'equipment.received']));
    const state = await refTech.equipmentState(equipmentKey);
    expect(state).toMatchObject({ state: 'received', trackingReference: expect.stringMatching(/^COL-/), receivedOn: today() });
    expect(new Set(state.serialNumbers).size).toBe(3);
    expect(await typesOf(equipmentKey)).toEqual(['reserved', 'shipment-asked', 'shipped', 'received']);
    expect(receiver.failures).toEqual([]);
  });

  it('out of stock is ordered, and expected five days later', async () => {
    const { equipmentKey } = await siteAt('sim-out-of-stock');
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
    const { equipmentKey } = await siteAt('Angers');
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
    const { equipmentKey } = await siteAt('Angers');
    await refTech.reserveEquipment({ equipmentKey, items });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(async () => expect((await refTech.equipmentState(equipmentKey)).state).toBe('received'));
    expect(await refTech.releaseEquipment(equipmentKey)).toEqual({ outcome: 'too-late' });
  });

  it('can be found by its state when the callbacks never come', async () => {
    const { equipmentKey } = await siteAt('SIM-REFTECH-SILENT');
    await refTech.reserveEquipment({ equipmentKey, items });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(async () => expect((await refTech.equipmentState(equipmentKey)).state).toBe('received'));
    expect((await refTech.equipmentState(equipmentKey)).serialNumbers).toHaveLength(3);
    expect(receiver.typesOf(equipmentKey)).toEqual([]);
  });

  it('is told of in the wrong order, twice, where the fault mode says so', async () => {
    const { equipmentKey } = await siteAt('Angers');
    await control.setFaults({ reorder: true, duplicate: 1 });
    await refTech.reserveEquipment({ equipmentKey, items });
    await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(() => expect(receiver.typesOf(equipmentKey).toSorted()).toEqual(['equipment.received', 'equipment.received', 'equipment.shipped', 'equipment.shipped']));
    expect(receiver.typesOf(equipmentKey)[0]).toBe('equipment.received');
  });
});

it('equipment released on its way is recalled: what was not told yet is told no more', async () => {
  const hourMs = 3_600_000;
  let nowMs = Date.now();
  const slow = createRefTechSimulator({ ...settings('slow'), now: () => nowMs, delayMs: hourMs });
  const slowUrl = `http://127.0.0.1:${await slow.listen(0)}`;
  try {
    const there = createRefTechPort({ baseUrl: slowUrl, token });
    const { equipmentKey } = newSite();
    await controlOf(slowUrl).setFaults({ lateMs: hourMs });
    await there.reserveEquipment({ equipmentKey, items });
    await there.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    nowMs += hourMs;
    // Asked again, it looks at its clock again.
    await there.shipEquipment({ equipmentKey, depot: 'Angers-Est' });
    await eventually(async () => expect((await there.equipmentState(equipmentKey)).state).toBe('shipped'));
    expect(await there.releaseEquipment(equipmentKey)).toEqual({ outcome: 'released' });
    expect((await there.equipmentState(equipmentKey)).state).toBe('released');
    const book = await controlOf(slowUrl).book();
    expect(book.subjects[equipmentKey]?.callbacks.map(({ status }) => status)).toEqual(['withdrawn']);
  } finally {
    await slow.close();
  }
});

describe('service production', () => {
  it('gives an address, a login and a VLAN, each once per service', async () => {
    const { serviceKey } = newSite();
    const ip = await refTech.reserveIp(serviceKey);
    expect(await refTech.reserveIp(serviceKey)).toEqual(ip);
    expect((await refTech.createRadius(serviceKey)).login).toContain(serviceKey.toLowerCase());
    expect((await refTech.configureBackbone(serviceKey)).vlan).toBeGreaterThan(0);
    expect(await refTech.reserveIp(newSite().serviceKey)).not.toEqual(ip);
    expect(await typesOf(serviceKey)).toEqual(['produced', 'produced', 'produced']);
  });

  it('is released part by part, any number of times', async () => {
    const { serviceKey } = newSite();
    await refTech.reserveIp(serviceKey);
    await refTech.createRadius(serviceKey);
    await refTech.releaseProduction(serviceKey, 'radius');
    await refTech.releaseProduction(serviceKey, 'radius');
    await refTech.releaseProduction(serviceKey, 'ip');
    expect(await typesOf(serviceKey)).toEqual(['produced', 'produced', 'unproduced', 'unproduced']);
  });

  it('that is released before it comes is refused when it arrives, the other parts are not', async () => {
    const { serviceKey } = newSite();
    await refTech.releaseProduction(serviceKey, 'backbone');
    await expect(refTech.configureBackbone(serviceKey)).rejects.toMatchObject(rejectedWith(409, 'production-released'));
    expect(await refTech.reserveIp(serviceKey)).toMatchObject({ ipv4: expect.any(String) });
  });
});

describe('configuration, tests and supervision', () => {
  it('have one effect per ordinal', async () => {
    const { serviceKey } = newSite();
    const push = { serviceKey, configurationReference: 'CFG-1', ordinal: 1 };
    await refTech.pushConfiguration(push);
    await refTech.pushConfiguration(push);
    await refTech.pushConfiguration({ ...push, configurationReference: 'CFG-2', ordinal: 2 });
    await refTech.superviseService(serviceKey);
    await refTech.superviseService(serviceKey);
    expect(await typesOf(serviceKey)).toEqual(['configured', 'configured', 'supervised']);
  });

  it('pass at any other city, each test with its measure', async () => {
    const { serviceKey } = await siteAt('Angers');
    const { results } = await refTech.runTests({ serviceKey, ordinal: 1 });
    expect(results.map(({ test }) => test)).toEqual(['sync', 'ping', 'throughput-down', 'throughput-up', 'dns', 'voice-quality']);
    expect(results.every(({ passed }) => passed)).toBe(true);
  });

  it('fail by one result at the first run only where the script says so, whenever it is asked for again', async () => {
    const { serviceKey } = await siteAt('SIM-TEST-FAILS-ONCE');
    const first = await refTech.runTests({ serviceKey, ordinal: 1 });
    const second = await refTech.runTests({ serviceKey, ordinal: 2 });
    expect(first.results.filter(({ passed }) => !passed)).toHaveLength(1);
    expect(second.results.filter(({ passed }) => !passed)).toHaveLength(0);
    expect(await refTech.runTests({ serviceKey, ordinal: 1 })).toEqual(first);
  });
});

describe('the readings of a link', () => {
  const day = (date: string) => ({ from: `2026-12-${date}T00:00:00.000Z`, to: `2026-12-${date}T23:00:00.000Z`, everySeconds: 3600 });
  const readingsOf = async (serviceKey: string, window: { from: string; to: string; everySeconds: number }) => (await refTech.linkReadings({ serviceKey, ...window })).readings;
  const changesOf = (states: string[]) => states.filter((state, index) => index > 0 && state !== states[index - 1]).length;

  it('are good at any other city: one at each interval, the first at the beginning', async () => {
    const { serviceKey } = await siteAt('Angers');
    const readings = await readingsOf(serviceKey, day('01'));
    expect(readings).toHaveLength(24);
    expect(readings[0]?.at).toBe(day('01').from);
    expect(readings.at(-1)?.at).toBe(day('01').to);
    expect(readings.every(({ state, latencyMs, lossPercent, throughputPercent }) => state === 'up' && latencyMs < 20 && lossPercent === 0 && throughputPercent >= 95)).toBe(true);
  });

  it('are one at least, and five hundred at most over the whole window', async () => {
    const { serviceKey } = newSite();
    const [from, to] = ['2026-12-01T00:00:00Z', '2026-12-08T00:00:00Z'];
    expect(await readingsOf(serviceKey, { from, to: from, everySeconds: 60 })).toHaveLength(1);
    for (const everySeconds of [1, 7, 60, 1209, 1210, 1213]) {
      const readings = await readingsOf(serviceKey, { from, to, everySeconds });
      expect(readings.length).toBeLessThanOrEqual(500);
      expect(readings.length).toBeGreaterThan(250);
      expect(Date.parse(to) - Date.parse(readings.at(-1)?.at ?? '')).toBeLessThan((7 * 86_400_000) / 250);
    }
  });

  it.each([
    ['SIM-LINK-DOWN', (states: string[]) => states.at(-1) === 'down'],
    ['SIM-LINK-FLAPPING', (states: string[]) => states.at(-1) === 'up' && changesOf(states) > 3],
  ])('show a bad link at %s in the first window, however often it is asked for, and a good one after it', async (city, isBad) => {
    const { serviceKey } = await siteAt(city);
    for (const date of ['01', '01', '02', '01']) {
      const states = (await readingsOf(serviceKey, day(date))).map(({ state }) => state);
      expect(isBad(states), date).toBe(date === '01');
    }
  });

  it('are outside any limit at SIM-LINK-DEGRADED in the first window', async () => {
    const { serviceKey } = await siteAt('SIM-LINK-DEGRADED');
    const first = await readingsOf(serviceKey, day('01'));
    expect(first.every(({ state, latencyMs, lossPercent, throughputPercent }) => state === 'up' && latencyMs > 100 && lossPercent > 2 && throughputPercent < 50)).toBe(true);
    expect((await readingsOf(serviceKey, day('02'))).every(({ lossPercent }) => lossPercent === 0)).toBe(true);
  });

  it('are refused for a window that ends before it begins', async () => {
    const window = { from: day('02').from, to: day('01').to, everySeconds: 60 };
    await expect(readingsOf(newSite().serviceKey, window)).rejects.toMatchObject(rejectedWith(400, 'bad-query'));
  });
});

describe('what a real Ref.Tech refuses is refused', () => {
  it('an unknown token, with 401', async () => {
    const stranger = createRefTechPort({ baseUrl, token: 'another-token-altogether' });
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
  const { serviceKey, equipmentKey } = await siteAt('SIM-LINK-DOWN');
  const barred = newSite();
  const window = { serviceKey, from: '2026-12-01T00:00:00Z', to: '2026-12-01T06:00:00Z', everySeconds: 3600 };
  await refTech.releaseProduction(barred.serviceKey, 'ip');
  const ip = await refTech.reserveIp(serviceKey);
  const readings = await refTech.linkReadings(window);
  await control.setFaults({ lateMs: 60_000 });
  await refTech.reserveEquipment({ equipmentKey, items });
  await refTech.shipEquipment({ equipmentKey, depot: 'Angers-Est' });

  await simulator.close();
  simulator = createRefTechSimulator(settings('ref-tech'));
  const restartedUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  const restarted = createRefTechPort({ baseUrl: restartedUrl, token });
  await controlOf(restartedUrl).setFaults({});
  await eventually(() => expect(receiver.typesOf(equipmentKey)).toEqual(['equipment.shipped', 'equipment.received']));
  expect(await restarted.reserveIp(serviceKey)).toEqual(ip);
  expect(await restarted.linkReadings(window)).toEqual(readings);
  expect((await restarted.linkReadings({ ...window, from: '2026-12-01T01:00:00Z' })).readings.at(-1)?.state).toBe('up');
  await expect(restarted.reserveIp(barred.serviceKey)).rejects.toMatchObject(rejectedWith(409, 'production-released'));
});
