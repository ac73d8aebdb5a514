/** Cancelling a deployment at every point of its journey (D-23), on the real engine: what was done outside is undone, or handed to a person. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelSiteSignal } from '../../../workflows/deployment/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, refusalOf, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, deliver, delivered, validate } from '../../support/obl.ts';
import { callsOf, expectSameBooks, factsOf, setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(async () => { await setFaults(house, 'obl', {}); await setFaults(house, 'billing', {}); });
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

async function validated(city: string): Promise<TestJourney> {
  return await validate(await journeys.launch([city]));
}

describe('a deployment that is cancelled', () => {
  it('before its validation ends at once, its task withdrawn and no site started', async () => {
    const journey = await journeys.launch(['Lyon', 'Brest']);
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    expect(await journey.eventTypes()).toEqual(['deploymentLaunched', 'taskOpened', 'deploymentCancellationRequested', 'taskWithdrawn', 'deploymentCancelled']);
    expect(await journey.eventTypes('S001')).toEqual([]);
    await journey.expectOneStory();
  });

  it('while the order call fails calls the retries off, and the OBL hears of the cancellation before any order', async () => {
    await setFaults(house, 'obl', { errorRate: 1 });
    const journey = await validated('Lyon');
    await eventually(async () => expect(await callsOf(house, 'obl', keyOf(journey), 'place')).toBeGreaterThan(0));
    await journey.cancel();
    await setFaults(house, 'obl', {});
    await expectCancelled(journey, ['barred']);
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'siteCancellationRequested', 'effectUndone', 'siteCancelled']);
  });

  it('while the order call hangs does not wait for its answer', async () => {
    await setFaults(house, 'obl', { hang: true });
    const journey = await validated('Lyon');
    await eventually(async () => expect(await callsOf(house, 'obl', keyOf(journey), 'place')).toBe(1));
    await journey.cancel();
    await journey.awaitSitePhase('S001', 'undoing');
    await setFaults(house, 'obl', {});
    await expectCancelled(journey, ['barred']);
  });

  it('when the order was placed and the answer never came cancels that order', async () => {
    await setFaults(house, 'obl', { failAfterEffect: 1, failAfterEffectMode: 'hang' });
    const journey = await validated('SIM-NEVER-ACK');
    await eventually(async () => expect(await factsOf(house, 'obl', keyOf(journey))).toEqual(['placed']));
    await journey.cancel();
    await expectCancelled(journey, ['placed', 'cancelled']);
  });

  it('while the acknowledgement is awaited cancels the order at the OBL', async () => {
    const journey = await validated('SIM-NEVER-ACK');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await journey.cancel();
    await expectCancelled(journey, ['placed', 'cancelled']);
  });

  it('while the delivery report is awaited cancels the order at the OBL', async () => {
    const journey = await validated('SIM-NEVER-DELIVER');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await eventually(async () => expect(await factsOf(house, 'obl', keyOf(journey))).toEqual(['placed', 'acknowledged']));
    await journey.oblTells('S001', acknowledged);
    await journey.cancel();
    await expectCancelled(journey, ['placed', 'acknowledged', 'cancelled']);
  });

  it('while a refusal waits for a decision withdraws the task and has nothing to undo', async () => {
    const journey = await validated('SIM-REFUSE-AT-ONCE');
    await journey.openTask('access-order-refused', 'S001');
    await journey.cancel();
    await expectCancelled(journey, ['refused']);
    expect((await journey.eventTypes('S001')).slice(-3)).toEqual(['siteCancellationRequested', 'taskWithdrawn', 'siteCancelled']);
  });

  it('twice is cancelled once, and the second is told the state', async () => {
    const journey = await validated('SIM-NEVER-ACK');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await setFaults(house, 'obl', { hang: true });
    await journey.cancel();
    await expect(refusalOf(journey.cancel())).resolves.toBe('wrong-state');
    await setFaults(house, 'obl', {});
    await expectCancelled(journey, ['placed', 'cancelled']);
  });
});

describe('past the point of no return', () => {
  it('a deployment with a delivered site refuses to be cancelled, and goes on (D-23.point-of-no-return)', async () => {
    const journey = await validate(await journeys.launch(['Lyon', 'Brest']));
    await deliver(journey, 'S001');
    await eventually(async () => expect(await journey.eventTypes()).toContain('siteMilestoneReached'));
    await expect(refusalOf(journey.cancel())).resolves.toBe('D-23.point-of-no-return');
    await deliver(journey, 'S002');
    await expect(journey.result()).resolves.toBe('completed');
    await journey.expectOneStory();
    await expectSameBooks(house, journey.id);
  });

  it('a site that is asked to cancel after its delivery report says no and goes into service', async () => {
    await setFaults(house, 'billing', { hang: true });
    const journey = await validated('Lyon');
    await deliver(journey, 'S001');
    await journey.handle('S001').signal(cancelSiteSignal, { reason: 'deployment-cancelled' });
    await eventually(async () => expect(await journey.eventTypes('S001')).toContain('siteCancellationRefused'));
    await setFaults(house, 'billing', {});
    await expect(journey.result()).resolves.toBe('completed');
    await journey.expectOneStory();
    await expectSameBooks(house, journey.id);
  });

  it('a delivery report that crosses the cancellation ends in service or undone, never both', async () => {
    const journey = await validate(await journeys.launch(['Lyon', 'Brest', 'Nantes', 'Lille']));
    const sites = ['S001', 'S002', 'S003', 'S004'];
    for (const site of sites) await journey.awaitSitePhase(site, 'awaiting-acknowledgement');
    const answers = await Promise.allSettled([journey.cancel(), ...sites.map((site) => journey.oblTells(site, delivered))]);
    if (answers[0]?.status === 'rejected') {
      for (const site of sites) await journey.awaitSitePhase(site, 'in-service');
    } else {
      for (const site of sites) {
        await eventually(async () => {
          const { phase } = await journey.siteState(site);
          expect(['in-service', 'cancelled']).toContain(phase);
          // The OBL had delivered: what our cancellation can't undo is a person's.
          if (phase === 'cancelled') await journey.completeTask('undo-by-hand', { comment: 'renvoyé' }, site);
        });
      }
    }
    const phases = await Promise.all(sites.map((site) => journey.handle(site).result()));
    await expect(journey.result()).resolves.toBe(phases.includes('in-service') ? 'completed' : 'cancelled');
    await journey.expectOneStory();
    await expectSameBooks(house, journey.id);
  });

  it('an order that the OBL has delivered by then is handed to a person, whom the site waits for', async () => {
    const journey = await validated('Lyon');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await eventually(async () => expect(await factsOf(house, 'obl', keyOf(journey))).toContain('delivered'));
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.openTask('undo-by-hand', 'S001');
    await journey.oblTells('S001', delivered);
    await journey.completeTask('undo-by-hand', { comment: 'Résilié par téléphone' }, 'S001');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    expect(await journey.eventTypes('S001')).toEqual([
      'siteOpened', 'accessOrderPlaced', 'siteCancellationRequested', 'taskOpened', 'effectHandedOver', 'siteCancelled', 'callbackIgnored', 'taskCompleted',
    ]);
    await journey.expectOneStory();
    await expectSameBooks(house, journey.id);
  });
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
