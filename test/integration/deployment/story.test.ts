/** The short journey on a real server and database, with time skipping: every way it can go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journeys } from '../../support/journeys.ts';
import { openHouse, type House } from '../../support/house.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
afterAll(async () => { await house.close(); });

describe('a deployment', () => {
  it('goes from launch to billing for two sites (D-01, D-08, D-18, D-19)', async () => {
    const journey = await journeys.launch(['Lyon', 'Brest']);
    await journey.completeTask('technical-validation', { accepted: true });
    for (const site of ['S001', 'S002']) {
      await journey.awaitSitePhase(site, 'awaiting-acknowledgement');
      await journey.oblTells(site, { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2030-01-01' });
      await journey.oblTells(site, { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2030-01-02', reservations: [] } });
    }
    await expect(journey.result()).resolves.toBe('completed');
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'accessOrderPlaced', 'accessOrderAcknowledged', 'deliveryReported', 'billingStarted', 'siteInService']);
    await journey.expectOneStory();
  });
});
