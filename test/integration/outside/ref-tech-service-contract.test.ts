/** The contract of the Ref.Tech port, the service: its production, configuration, tests, supervision and link (D-14, D-15, D-19). */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { newSite, openRefTech, rejectedWith, siteAt } from './ref-tech.ts';

const world = await openRefTech();
const simulator = await world.start();
const { refTech, control, typesOf } = simulator;
afterAll(async () => {
  await simulator.stop();
  await world.close();
});
beforeEach(() => control.reset());

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

describe('supervision (D-23)', () => {
  it('is stopped, any number of times', async () => {
    const { serviceKey } = newSite();
    await refTech.superviseService(serviceKey);
    await refTech.stopSupervision(serviceKey);
    await refTech.stopSupervision(serviceKey);
    expect(await typesOf(serviceKey)).toEqual(['supervised', 'unsupervised']);
  });
  it('that is stopped before it begins is refused when it arrives', async () => {
    const { serviceKey } = newSite();
    await refTech.stopSupervision(serviceKey);
    await expect(refTech.superviseService(serviceKey)).rejects.toMatchObject(rejectedWith(409, 'supervision-stopped'));
    expect(await typesOf(serviceKey)).toEqual(['barred']);
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
    const { serviceKey } = await siteAt(refTech, 'Angers');
    const { results } = await refTech.runTests({ serviceKey, ordinal: 1 });
    expect(results.map(({ test }) => test)).toEqual(['sync', 'ping', 'throughput-down', 'throughput-up', 'dns', 'voice-quality']);
    expect(results.every(({ passed }) => passed)).toBe(true);
  });

  it('fail by one result at the first run only where the script says so, whenever it is asked for again', async () => {
    const { serviceKey } = await siteAt(refTech, 'SIM-TEST-FAILS-ONCE');
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
    const { serviceKey } = await siteAt(refTech, 'Angers');
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
    const { serviceKey } = await siteAt(refTech, city);
    for (const date of ['01', '01', '02', '01']) {
      const states = (await readingsOf(serviceKey, day(date))).map(({ state }) => state);
      expect(isBad(states), date).toBe(date === '01');
    }
  });

  it('are outside any limit at SIM-LINK-DEGRADED in the first window', async () => {
    const { serviceKey } = await siteAt(refTech, 'SIM-LINK-DEGRADED');
    const first = await readingsOf(serviceKey, day('01'));
    expect(first.every(({ state, latencyMs, lossPercent, throughputPercent }) => state === 'up' && latencyMs > 100 && lossPercent > 2 && throughputPercent < 50)).toBe(true);
    expect((await readingsOf(serviceKey, day('02'))).every(({ lossPercent }) => lossPercent === 0)).toBe(true);
  });

  it('are refused for a window that ends before it begins', async () => {
    const window = { from: day('02').from, to: day('01').to, everySeconds: 60 };
    await expect(readingsOf(newSite().serviceKey, window)).rejects.toMatchObject(rejectedWith(400, 'bad-query'));
  });
});
