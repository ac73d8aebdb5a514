/** «Request Cancellation» of the Temporal Web UI is an act like any other: it undoes, and ends nothing by itself (D-23). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';

let house: House;
beforeAll(async () => { house = await openHouse(); });
afterAll(async () => { await house.close(); });

it('undoes the order of each site and ends as cancelled when the deployment is cancelled in the engine', async () => {
  const journey = await new Journeys(house).launch(['SIM-NEVER-ACK']);
  await journey.completeTask('technical-validation', { accepted: true });
  await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
  await journey.handle().cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
  expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'accessOrderPlaced', 'siteCancellationRequested', 'effectUndone', 'siteCancelled']);
  await journey.expectOneStory();
});

it('goes on when a delivered site is cancelled in the engine', async () => {
  const journey = await new Journeys(house).launch(['Brest', 'Nantes']);
  await journey.completeTask('technical-validation', { accepted: true });
  await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
  await journey.awaitSitePhase('S002', 'awaiting-acknowledgement');
  const report = { reportReference: 'PV-1', deliveredOn: '2030-01-02', reservations: [] };
  await journey.oblTells('S001', { type: 'delivered', oblReference: 'OBL-1', report });
  await journey.awaitSitePhase('S001', 'in-service');
  await journey.handle().cancel();
  await journey.oblTells('S002', { type: 'delivered', oblReference: 'OBL-2', report });
  await expect(journey.result()).resolves.toBe('completed');
  await journey.expectOneStory();
});
