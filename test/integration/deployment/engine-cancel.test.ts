/** «Request Cancellation» of the Temporal Web UI is an act like any other: it undoes, and ends nothing by itself (D-23). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteReportedSignal } from '../../../workflows/deployment/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { delivered, expectCompleted } from '../../support/obl.ts';
import { playSite } from '../../support/people.ts';

let house: House;
beforeAll(async () => { house = await openHouse(); });
afterAll(async () => { await house.close(); });

it('undoes the order of each site and ends as cancelled when the deployment is cancelled in the engine', async () => {
  const journey = await new Journeys(house).begin(['SIM-NEVER-ACK']);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  await journey.handle().cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
  expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'oblChosen', 'accessOrderPlaced', 'siteCancellationRequested', 'effectUndone', 'siteCancelled']);
  await journey.expectOneStory();
});

it('goes on when a delivered site is cancelled in the engine', async () => {
  const journey = await new Journeys(house).begin(['Brest']);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  await journey.oblTells('S001', delivered);
  await eventually(async () => expect(await journey.eventTypes()).toContain('siteReturnChanged'));
  await journey.handle().cancel();
  await journey.handle('S001').cancel();
  await eventually(async () => expect(await journey.eventTypes('S001')).toContain('siteCancellationRefused'));
  await playSite(journey, 'S001');
  await expectCompleted(journey);
});

it('waits for a site that was terminated in the engine until an operator tells of it in its place (D-23)', async () => {
  const journey = await new Journeys(house).begin(['SIM-NEVER-ACK', 'SIM-NEVER-ACK']);
  for (const site of ['S001', 'S002']) await journey.awaitSitePhase(site, 'acknowledgement');
  await journey.handle('S001').terminate();
  await journey.cancel();
  await journey.awaitSitePhase('S002', 'cancelled');
  const told = { site: 'S001', milestone: 'cancelled', isPastCancelling: false } as const;
  for (const _ of ['once', 'and again']) await journey.handle().signal(siteReportedSignal, told);
  await expect(journey.result()).resolves.toBe('cancelled');
});
