/** The OBL's callbacks and refusals (D-08, D-09) as they really come: early, late, twice, out of order, never. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, refusalOf, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, completeById, deliver, delivered, refused, validate } from '../../support/obl.ts';
import { callsOf, expectSameBooks, factsOf, setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(async () => { await setFaults(house, 'obl', {}); await setFaults(house, 'billing', {}); });
afterAll(async () => { await house.close(); });

const comment = 'vu avec le client';

async function validated(...cities: string[]): Promise<TestJourney> {
  return await validate(await journeys.launch(cities));
}

async function expectInService(journey: TestJourney): Promise<void> {
  await expect(journey.result()).resolves.toBe('completed');
  await journey.expectOneStory();
  await expectSameBooks(house, journey.id);
}

describe('a callback', () => {
  it('that comes before the answer to our order stands for it', async () => {
    await setFaults(house, 'obl', { answerDelayMs: 1_500 });
    const journey = await validated('Lyon');
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toContain('placed'));
    await journey.oblTells('S001', acknowledged);
    await journey.oblTells('S001', delivered);
    await expectInService(journey);
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'accessOrderAcknowledged', 'deliveryReported', 'billingStarted', 'siteInService']);
  });

  it('with the delivery report that overtakes the acknowledgement stands for both', async () => {
    const journey = await validated('Lyon');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await setFaults(house, 'billing', { hang: true });
    await journey.oblTells('S001', delivered);
    await journey.oblTells('S001', acknowledged);
    await setFaults(house, 'billing', {});
    await expectInService(journey);
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'accessOrderPlaced', 'deliveryReported', 'callbackIgnored', 'billingStarted', 'siteInService']);
  });

  it('that comes again under its id is answered with its first number and recorded once', async () => {
    const journey = await validated('Lyon');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    const commandId = `obl:${journey.id}:ack`;
    const numbers = await Promise.all([1, 2, 3].map(() => journey.oblTells('S001', acknowledged, { commandId })));
    expect(new Set(numbers)).toEqual(new Set([3]));
    await journey.oblTells('S001', delivered);
    await expectInService(journey);
    expect(await journey.eventTypes('S001')).not.toContain('callbackIgnored');
  });

  it('that says again what is known, under another id, is recorded as ignored with its reason', async () => {
    const journey = await validated('Lyon');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await journey.oblTells('S001', acknowledged);
    await journey.oblTells('S001', acknowledged);
    const { rows: [ignored] } = await house.pool.query<{ payload: object }>("SELECT payload FROM events WHERE journey_id = $1 AND type = 'callbackIgnored'", [journey.journeyId('S001')]);
    expect(ignored?.payload).toEqual({ orderKey: `${journey.id}.S001.1`, fact: 'acknowledged', reason: 'not-awaited-in-awaiting-delivery-report' });
    await journey.oblTells('S001', delivered);
    await expectInService(journey);
  });

  it('for a site that has ended finds no journey, and changes nothing', async () => {
    const journey = await validated('Lyon');
    await deliver(journey, 'S001');
    await expectInService(journey);
    const before = await journey.eventTypes('S001');
    await expect(journey.oblTells('S001', delivered)).rejects.toThrow(WorkflowNotFoundError);
    expect(await journey.eventTypes('S001')).toEqual(before);
  });
});

describe('a refusal of the OBL', () => {
  it('in its very answer opens a task; reordered it is a new order under a new key; abandoned it ends the site (D-09)', async () => {
    const journey = await validated('SIM-REFUSE-AT-ONCE');
    await journey.completeTask('access-order-refused', { choice: 'reorder', comment }, 'S001');
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.2`)).toEqual(['refused']));
    await journey.completeTask('access-order-refused', { choice: 'abandon', comment }, 'S001');
    await expect(journey.result()).resolves.toBe('cancelled');
    expect(await journey.eventTypes('S001')).toEqual([
      'siteOpened', 'accessOrderRefused', 'taskOpened', 'taskCompleted', 'accessOrderCorrected',
      'accessOrderRefused', 'taskOpened', 'taskCompleted', 'siteCancellationRequested', 'siteCancelled',
    ]);
    await journey.expectOneStory();
  });

  it('by callback is decided on, and callbacks of the refused order no longer count', async () => {
    const journey = await validated('SIM-NEVER-ACK');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await journey.oblTells('S001', refused);
    await journey.oblTells('S001', acknowledged);
    await journey.completeTask('access-order-refused', { choice: 'reorder', comment }, 'S001');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await journey.oblTells('S001', acknowledged, { attempt: 1 });
    await deliver(journey, 'S001', { attempt: 2 });
    await expectInService(journey);
    expect((await journey.eventTypes('S001')).filter((type) => type === 'callbackIgnored')).toHaveLength(2);
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual(['placed']);
    expect(await factsOf(house, 'obl', `${journey.id}.S001.2`)).toEqual(['placed']);
  });

  it('that comes as late as in the wait for the delivery report is decided on like any other', async () => {
    const journey = await validated('SIM-NEVER-DELIVER');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await journey.oblTells('S001', acknowledged);
    await journey.oblTells('S001', { type: 'cancelled' });
    await journey.completeTask('access-order-refused', { choice: 'reorder', comment }, 'S001');
    await deliver(journey, 'S001', { attempt: 2 });
    await expectInService(journey);
  });

  it('of one site leaves the others alone: the deployment completes with what was delivered (D-19)', async () => {
    const journey = await validated('SIM-REFUSE-AT-ONCE', 'Lyon');
    await journey.completeTask('access-order-refused', { choice: 'abandon', comment }, 'S001');
    await deliver(journey, 'S002');
    await expectInService(journey);
    expect(await factsOf(house, 'billing', `${journey.id}.S001`)).toEqual([]);
  });

  it('is decided on once: of two decisions that come together one is told that the task is closed', async () => {
    const journey = await validated('SIM-REFUSE-AT-ONCE');
    const taskId = await journey.openTask('access-order-refused', 'S001');
    const choices = ['abandon', 'abandon'].map((choice) => completeById(journey, taskId, { choice, comment }, 'S001'));
    const answers = await Promise.allSettled(choices);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(refusalOf(choices[answers.findIndex(({ status }) => status === 'rejected')] as Promise<unknown>)).resolves.toBe('task-closed');
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.expectOneStory();
    expect(await callsOf(house, 'obl', `${journey.id}.S001.1`, 'cancel')).toBe(0);
  });
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
