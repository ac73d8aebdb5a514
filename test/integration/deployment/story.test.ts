/** The straight path on a real server and database: every step, every person, every outside system. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journeys } from '../../support/journeys.ts';
import { openHouse, type House } from '../../support/house.ts';
import { expectSameBooks } from '../../support/outside.ts';
import { playDeployment, playSite } from '../../support/people.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
afterAll(async () => { await house.close(); });

describe('a deployment', () => {
  it('goes from launch to handover for two sites (D-01 to D-19)', async () => {
    const journey = await journeys.launch(['Lyon', 'Brest']);
    await playDeployment(journey);
    await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site)));
    await expect(journey.result()).resolves.toBe('completed');
    // The customer is told of the slot unless its visit is reported before: here both come at once.
    const happened = (types: readonly string[]) => types.filter((type) => !['taskOpened', 'taskCompleted', 'taskWithdrawn', 'stepDone', 'slotTold'].includes(type));
    expect(happened(await journey.eventTypes('S001'))).toEqual([
      'siteOpened', 'oblChosen', 'accessOrderPlaced', 'accessOrderAcknowledged', 'slotProposed', 'slotAgreed', 'visitReported', 'equipmentReserved', 'equipmentConfigured',
      'equipmentDispatched', 'equipmentReceived', 'equipmentInstalled', 'deliveryReported', 'serviceProduced', 'siteActivated', 'activationTested', 'linkQualified',
      'serviceRegistered', 'deliveryNoticeSent', 'invoiceSimulated', 'invoiceSimulationSent', 'billingStarted', 'supportDeskTold', 'siteInService',
    ]);
    expect(new Set(happened(await journey.eventTypes()))).toEqual(new Set([
      'deploymentLaunched', 'salesCollectionReceived', 'coordinatorAssigned', 'assignmentTold', 'taskChanged', 'documentAdded', 'documentAccepted', 'siteDeliveriesStarted', 'siteMilestoneReached', 'siteReturnChanged', 'deploymentCompleted',
    ]));
    await expectSameBooks(house, journey.id);
    await journey.expectOneStory();
  });
});
