/** From the delivered line to the accepted service (D-12, D-14, D-15): what fails goes back, what waits goes on, and time is the link's judge. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import type { LinkQuality } from '../../../domain/deployment/link.ts';
import type { AcceptancePolicy, AppliedPolicy } from '../../../domain/deployment/policy.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { applyPolicyUpdate, collectionPushedUpdate } from '../../../workflows/deployment/messages.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, meta, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { expectAsked } from '../../support/obl.ts';
import { callsOf } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
afterAll(async () => { await house.close(); });

const hour = 3_600_000;
const good = { latencyMsAtMost: 40, lossPercentAtMost: 1, throughputPercentAtLeast: 70 };
/** As the default policy observes. */
const acceptance: AcceptancePolicy = {
  observationMs: 24 * hour, readEverySeconds: 3_600, changesAtMost: 3, limits: { 'ftth': good, 'ftto': good, 'sdsl': good, 'adsl': good, '4g': good },
};
const policy = { ...testPolicy, acceptance };

async function payloads<T>(journey: TestJourney, type: string, site = 'S001'): Promise<T[]> {
  return (await readEvents(house.pool, journey.journeyId(site))).flatMap(({ event }) => (event.type === type ? [event as unknown as T] : []));
}

async function openTaskOf(journey: TestJourney, step: string, site = 'S001') {
  const id = await journey.openTask(step, site);
  return (await journey.recordedState<SiteState>(site)).tasks.open[id];
}

describe('the configuration (D-07, D-12)', () => {
  it('waits for the technical collection, whatever else is ready, and begins when the customer has filled it in', async () => {
    const journey = await journeys.begin(['SIM-OUT-OF-STOCK'], { isTechnicallyCollected: false });
    await playSite(journey, 'S001', 'configuration');
    await journey.expectOneStory();
    expect((await journey.recordedState<SiteState>('S001')).tasks.open).toEqual({});
    await journey.completeTask('technical-collection', answers['technical-collection']);
    const task = await openTaskOf(journey, 'configuration');
    expect(task?.context).toMatchObject({ inStock: 'false' });
    await expectAsked(journey, 'configuration');
  });
});

describe('the sales collection (D-02, D-26)', () => {
  it('pushed by JARVIS takes the place of the one to type in; pushed again it changes nothing', async () => {
    const journey = await journeys.launch(['Lyon']);
    const push = async () => {
      const act = meta({ actor: 'system:jarvis', channel: 'callback' });
      await journey.handle().executeUpdate(collectionPushedUpdate, { updateId: act.commandId, args: [{ collection: answers['sales-collection'], meta: act }] });
    };
    await push();
    await push();
    await journey.completeTask('techno-commercial-approval', answers['techno-commercial-approval']);
    await journey.completeTask('financial-approval', answers['financial-approval']);
    await journey.openTask('assignment');
    expect((await journey.eventTypes()).filter((type) => ['salesCollectionReceived', 'taskWithdrawn', 'callbackIgnored'].includes(type)))
      .toEqual(['salesCollectionReceived', 'taskWithdrawn', 'callbackIgnored']);
    await journey.expectOneStory();
  });

  it('is waited for by itself when both approvals are there first', async () => {
    const journey = await journeys.launch(['Lyon']);
    await journey.completeTask('techno-commercial-approval', answers['techno-commercial-approval']);
    await journey.completeTask('financial-approval', answers['financial-approval']);
    expect((await journey.recordedState()).phase).toBe('sales-collection');
    await journey.completeTask('sales-collection', answers['sales-collection']);
    await journey.openTask('assignment');
    await journey.expectOneStory();
  });
});

describe('the activation (D-14)', () => {
  it('whose tests fail goes back to the technician, with the tests that failed, until they pass', async () => {
    const journey = await journeys.begin(['SIM-TEST-FAILS-ONCE'], { policy });
    await playSite(journey, 'S001', 'activation');
    await journey.completeTask('activation', answers.activation, 'S001');
    await eventually(async () => expect((await openTaskOf(journey, 'activation'))?.context).toMatchObject({ failedTests: 'throughput-down' }));
    await playSite(journey, 'S001', 'acceptance');
    const runs = await payloads<{ ordinal: number; results: { passed: boolean }[] }>(journey, 'activationTested');
    expect(runs.map(({ ordinal, results }) => [ordinal, results.every(({ passed }) => passed)])).toEqual([[1, false], [2, true]]);
    await journey.expectOneStory();
  });
});

describe('the link (D-15)', () => {
  it('is observed for the whole window; a policy applied meanwhile moves its end', async () => {
    const journey = await journeys.begin(['Lyon'], { policy });
    await playSite(journey, 'S001', 'acceptance');
    await skipTime(house, journey.journeyId('S001'), 23 * hour);
    expect(await callsOf(house, 'ref-tech', `${journey.id}.S001`, 'readings')).toBe(0);
    const applied: AppliedPolicy = { policy: 'acceptance', version: 2, frozen: { acceptance: { ...acceptance, observationMs: 30 * hour } } };
    const act = meta();
    await journey.handle('S001').executeUpdate(applyPolicyUpdate, { updateId: act.commandId, args: [{ applied, meta: act }] });
    await skipTime(house, journey.journeyId('S001'), 2 * hour);
    expect((await journey.siteState('S001')).phase).toBe('acceptance');
    await skipTime(house, journey.journeyId('S001'), 6 * hour);
    await expectAsked(journey, 'invoice-simulation');
    expect(await payloads(journey, 'linkQualified')).toMatchObject([{ quality: { qualification: 'up', readings: 31, changes: 0 } }]);
  });

  it('that is not up goes back to troubleshooting, with what is wrong, and is observed anew', async () => {
    const bad = ['down', 'flapping', 'degraded'] as const;
    const journey = await journeys.begin(bad.map((link) => `SIM-LINK-${link.toUpperCase()}`), { policy });
    await Promise.all(bad.map(async (link, index) => {
      const site = `S00${index + 1}`;
      await playSite(journey, site, 'acceptance');
      await skipTime(house, journey.journeyId(site), 25 * hour);
      expect((await openTaskOf(journey, 'activation', site))?.context).toMatchObject({ link });
      await playSite(journey, site, 'acceptance');
      await skipTime(house, journey.journeyId(site), 25 * hour);
      await journey.openTask('invoice-simulation', site);
      const qualities = await payloads<{ quality: LinkQuality }>(journey, 'linkQualified', site);
      expect(qualities.map(({ quality }) => quality.qualification)).toEqual([link, 'up']);
    }));
    await journey.expectOneStory();
  });
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
