/** Cancelling a deployment at every point of its journey (D-23), on the real engine: what was done outside is undone, or handed to a person. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, refusalOf, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, delivered, expectAsked } from '../../support/obl.ts';
import { callsOf, expectSameBooks, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(async () => { for (const system of ['obl', 'jarvis', 'ref-tech'] as const) await setFaults(house, system, {}); });
afterAll(async () => { await house.close(); });

const keyOf = (journey: TestJourney, attempt = 1) => `${journey.id}.S001.${attempt}`;

async function expectCancelled(journey: TestJourney, oblFacts: string[]): Promise<void> {
  await expect(journey.result()).resolves.toBe('cancelled');
  await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
  expect(await factsOf(house, 'obl', keyOf(journey))).toEqual(oblFacts);
  expect(await journey.eventTypes('S001')).not.toContain('callStuck');
  await journey.expectOneStory();
  await expectSameBooks(house, journey.id);
}

describe('a deployment that is cancelled', () => {
  it('before its approval ends at once, its tasks withdrawn and no site started', async () => {
    const journey = await journeys.launch(['Lyon', 'Brest']);
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    expect(await journey.eventTypes()).toEqual(['deploymentLaunched', 'taskOpened', 'taskOpened', 'deploymentCancellationRequested', 'taskWithdrawn', 'taskWithdrawn', 'deploymentCancelled']);
    expect(await journey.eventTypes('S001')).toEqual([]);
    await journey.expectOneStory();
  });

  it('while the order call fails calls the retries off, and the OBL hears of the cancellation before any order', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await journeys.begin(['Lyon']);
    await eventually(async () => expect(await callsOf(house, 'jarvis', keyOf(journey), 'relay-order')).toBeGreaterThan(0));
    await journey.cancel();
    await setFaults(house, 'jarvis', {});
    await expectCancelled(journey, ['barred']);
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'oblChosen', 'siteCancellationRequested', 'effectUndone', 'siteCancelled']);
  });

  it('while the order call hangs does not wait for its answer', async () => {
    await setFaults(house, 'jarvis', { hang: true });
    const journey = await journeys.begin(['Lyon']);
    await eventually(async () => expect(await callsOf(house, 'jarvis', keyOf(journey), 'relay-order')).toBe(1));
    await journey.cancel();
    // The site, while JARVIS still hangs; its deployment then has JARVIS forget it.
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    await setFaults(house, 'jarvis', {});
    await expectCancelled(journey, ['barred']);
  });

  it('when the order was placed and the answer never came cancels that order', async () => {
    await setFaults(house, 'obl', { failAfterEffect: 1, failAfterEffectMode: 'hang' });
    const journey = await journeys.begin(['SIM-NEVER-ACK']);
    await eventually(async () => expect(await factsOf(house, 'obl', keyOf(journey))).toEqual(['placed']));
    await journey.cancel();
    await expectCancelled(journey, ['placed', 'cancelled']);
  });

  it('while the acknowledgement is awaited cancels the order at the OBL', async () => {
    const journey = await journeys.begin(['SIM-NEVER-ACK']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.cancel();
    await expectCancelled(journey, ['placed', 'cancelled']);
  });

  it('while a refusal waits for a decision withdraws the task and has nothing to undo', async () => {
    const journey = await journeys.begin(['SIM-REFUSE-AT-ONCE']);
    await journey.openTask('access-order-refused', 'S001');
    await journey.cancel();
    await expectCancelled(journey, ['refused']);
    expect((await journey.eventTypes('S001')).slice(-3)).toEqual(['siteCancellationRequested', 'taskWithdrawn', 'siteCancelled']);
  });

  it('twice is cancelled once, and the second is told the state', async () => {
    const journey = await journeys.begin(['SIM-NEVER-ACK']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await setFaults(house, 'obl', { hang: true });
    await journey.cancel();
    await expect(refusalOf(journey.cancel())).resolves.toBe('wrong-state');
    await setFaults(house, 'obl', {});
    await expectCancelled(journey, ['placed', 'cancelled']);
  });
});

describe('past the point of no return', () => {
  it('a deployment with a delivered site refuses to be cancelled, and goes on (D-23.point-of-no-return)', async () => {
    const journey = await journeys.begin(['Lyon', 'Brest']);
    await playSite(journey, 'S001', 'activation');
    await eventually(async () => expect(await journey.eventTypes()).toContain('siteMilestoneReached'));
    await expect(refusalOf(journey.cancel())).resolves.toBe('D-23.point-of-no-return');
    await expectAsked(journey, 'activation');
    await journey.awaitSitePhase('S002', 'acknowledgement');
  });

  it('a deployment knows of a delivery report that came before its turn: it says no at once, and goes on', async () => {
    const journey = await journeys.begin(['Lyon']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', delivered);
    await eventually(async () => expect(await journey.eventTypes()).toContain('siteReturnChanged'));
    await expect(refusalOf(journey.cancel())).resolves.toBe('D-23.point-of-no-return');
    await playSite(journey, 'S001');
    await expect(journey.result()).resolves.toBe('completed');
    await journey.expectOneStory();
    await expectSameBooks(house, journey.id);
  });

  it('a delivery report that crosses the cancellation: each site goes on or is undone, never both', async () => {
    const journey = await journeys.begin(['SIM-NEVER-ACK', 'SIM-NEVER-ACK', 'SIM-NEVER-ACK', 'SIM-NEVER-ACK']);
    const sites = ['S001', 'S002', 'S003', 'S004'];
    for (const site of sites) await journey.awaitSitePhase(site, 'acknowledgement');
    const told = await Promise.allSettled([journey.cancel(), ...sites.map((site) => journey.oblTells(site, delivered))]);
    // No site has told of its delivery: the deployment takes the cancellation, each site decides.
    expect(told[0]?.status).toBe('fulfilled');
    for (const site of sites) {
      const { phase, report } = await eventually(async () => {
        const state = await journey.recordedState<SiteState>(site);
        expect(state.phase === 'cancelled' || (state.report !== null && state.phase !== 'acknowledgement')).toBe(true);
        return state;
      });
      expect(phase === 'cancelled').toBe(report === null);
      expect((await factsOf(house, 'obl', `${journey.id}.${site}.1`)).includes('cancelled')).toBe(report === null);
    }
    await journey.expectOneStory();
    await expectSameBooks(house, journey.id);
  });

  it('an order that the OBL has delivered by then is handed to a person, whom the site waits for', async () => {
    const journey = await journeys.begin(['Lyon']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', acknowledged);
    await journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');
    await eventually(async () => expect(await factsOf(house, 'obl', keyOf(journey))).toContain('delivered'));
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.openTask('undo-by-hand', 'S001');
    await journey.oblTells('S001', delivered);
    await journey.completeTask('undo-by-hand', { comment: 'Résilié par téléphone' }, 'S001');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    expect(await journey.eventTypes('S001')).toEqual([
      'siteOpened', 'oblChosen', 'accessOrderPlaced', 'accessOrderAcknowledged', 'stepDone', 'taskOpened', 'taskCompleted', 'slotProposed',
      'siteCancellationRequested', 'effectUndone', 'taskOpened', 'effectHandedOver', 'siteCancelled', 'callbackIgnored', 'taskCompleted',
    ]);
    await journey.expectOneStory();
    await expectSameBooks(house, journey.id);
  });
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
