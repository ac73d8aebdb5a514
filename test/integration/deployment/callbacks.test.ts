/** The OBL's callbacks and refusals (D-08, D-09) as they really come: early, late, twice, out of order, never. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, refusalOf } from '../../support/journeys.ts';
import { acknowledged, deliver, delivered, expectAsked, expectCompleted, refused } from '../../support/obl.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(async () => { await setFaults(house, 'jarvis', {}); });
afterAll(async () => { await house.close(); });

const comment = 'vu avec le client';

describe('a callback', () => {
  it('that comes before the answer to our order stands for it', async () => {
    await setFaults(house, 'jarvis', { answerDelayMs: 1_500 });
    const journey = await journeys.begin(['Lyon']);
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toContain('placed'));
    await journey.oblTells('S001', acknowledged);
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'oblChosen', 'accessOrderAcknowledged', 'stepDone', 'taskOpened', 'deliveryReported']);
    expect((await factsOf(house, 'obl', `${journey.id}.S001.1`)).filter((fact) => fact === 'placed')).toHaveLength(1);
  });

  it('with the delivery report that overtakes the acknowledgement stands for both', async () => {
    const journey = await journeys.begin(['Lyon']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', delivered);
    await journey.oblTells('S001', acknowledged);
    await expectAsked(journey, 'intervention-planning');
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'oblChosen', 'accessOrderPlaced', 'deliveryReported', 'stepDone', 'taskOpened', 'callbackIgnored']);
  });

  it('with the delivery report that comes in any step before it is kept until its turn, and the site is not reminded of it', async () => {
    const journey = await journeys.begin(['SIM-NEVER-DELIVER', 'SIM-NEVER-DELIVER']);
    await Promise.all([playSite(journey, 'S001', 'technical-visit'), playSite(journey, 'S002', 'configuration')]);
    for (const site of ['S001', 'S002']) await journey.oblTells(site, delivered);
    await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site, 'activation')));
    for (const site of ['S001', 'S002']) {
      expect((await journey.eventTypes(site)).filter((type) => ['deliveryReported', 'oblReminded', 'callbackIgnored'].includes(type))).toEqual(['deliveryReported']);
    }
    await journey.expectOneStory();
  });

  it('that comes again under its id is answered with its first number and recorded once', async () => {
    const journey = await journeys.begin(['Lyon']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    const commandId = `obl:${journey.id}:ack`;
    const numbers = await Promise.all([1, 2, 3].map(() => journey.oblTells('S001', acknowledged, { commandId })));
    expect(new Set(numbers).size).toBe(1);
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
    const types = await journey.eventTypes('S001');
    expect(types).not.toContain('callbackIgnored');
    expect(types.filter((type) => type === 'accessOrderAcknowledged')).toHaveLength(1);
  });

  it('that says again what is known, under another id, is recorded as ignored with its reason', async () => {
    const journey = await journeys.begin(['Lyon']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', acknowledged);
    await journey.oblTells('S001', acknowledged);
    const { rows: [ignored] } = await house.pool.query<{ payload: object }>("SELECT payload FROM events WHERE journey_id = $1 AND type = 'callbackIgnored'", [journey.journeyId('S001')]);
    expect(ignored?.payload).toEqual({ key: `${journey.id}.S001.1`, fact: 'acknowledged', reason: 'not-awaited-in-intervention-planning' });
    await expectAsked(journey, 'intervention-planning');
  });

  it('that confirms another slot than the one proposed last, or comes when none is proposed, changes nothing (D-10)', async () => {
    const journey = await journeys.begin(['SIM-NEVER-DELIVER']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', acknowledged);
    const confirmed = { type: 'slot-confirmed', ordinal: 1, slot: { startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T10:00:00.000Z' } } as const;
    await journey.oblTells('S001', confirmed);
    await journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');
    await journey.oblTells('S001', { ...confirmed, ordinal: 2 });
    await journey.oblTells('S001', confirmed);
    await expectAsked(journey, 'technical-visit');
    const { rows } = await house.pool.query<{ reason: string }>("SELECT payload ->> 'reason' AS reason FROM events WHERE journey_id = $1 AND type = 'callbackIgnored' ORDER BY number", [journey.journeyId('S001')]);
    expect(rows.map(({ reason }) => reason)).toEqual(['not-awaited-in-intervention-planning', 'other-slot']);
  });

  it('for a site that has ended finds no journey, and changes nothing', async () => {
    const journey = await journeys.begin(['Lyon']);
    await playSite(journey, 'S001');
    await expectCompleted(journey);
    const before = await journey.eventTypes('S001');
    await expect(journey.oblTells('S001', delivered)).rejects.toThrow(WorkflowNotFoundError);
    expect(await journey.eventTypes('S001')).toEqual(before);
  });
});

describe('a refusal of the OBL', () => {
  it('in its very answer opens a task; reordered it is a new order under a new key; abandoned it ends the site (D-09)', async () => {
    const journey = await journeys.begin(['SIM-REFUSE-AT-ONCE']);
    await journey.completeTask('access-order-refused', { choice: 'other-obl', obl: 'axione', comment }, 'S001');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', refused, { attempt: 2 });
    await journey.completeTask('access-order-refused', { choice: 'abandon', comment }, 'S001');
    await journey.completeTask('abandon-approval', { approved: true, comment }, 'S001');
    await expect(journey.result()).resolves.toBe('cancelled');
    expect(await journey.eventTypes('S001')).toEqual([
      'siteOpened', 'oblChosen', 'accessOrderRefused', 'taskOpened', 'taskCompleted', 'accessOrderCorrected', 'accessOrderPlaced',
      'accessOrderRefused', 'taskOpened', 'taskCompleted', 'abandonmentRequested', 'taskOpened', 'taskCompleted', 'siteCancellationRequested', 'siteCancelled',
    ]);
    await journey.expectOneStory();
  });

  it('by callback is decided on, and callbacks of the refused order no longer count', async () => {
    const journey = await journeys.begin(['SIM-NEVER-ACK']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', refused);
    await journey.oblTells('S001', acknowledged);
    await journey.completeTask('access-order-refused', { choice: 'correct-and-reorder', comment }, 'S001');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', acknowledged, { attempt: 1 });
    await deliver(journey, 'S001', { attempt: 2 });
    await expectAsked(journey, 'intervention-planning');
    expect((await journey.eventTypes('S001')).filter((type) => type === 'callbackIgnored')).toHaveLength(2);
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual(['placed']);
    expect(await factsOf(house, 'obl', `${journey.id}.S001.2`)).toEqual(['placed']);
  });

  it('that comes as late as in the wait for the delivery report is decided on like any other; what was done on the site is not done again', async () => {
    const journey = await journeys.begin(['SIM-NEVER-DELIVER']);
    await playSite(journey, 'S001', 'delivery-report');
    await journey.oblTells('S001', { type: 'cancelled' });
    await journey.completeTask('access-order-refused', { choice: 'correct-and-reorder', comment }, 'S001');
    await playSite(journey, 'S001');
    await expectCompleted(journey);
    const types = await journey.eventTypes('S001');
    for (const [type, times] of [['accessOrderPlaced', 2], ['slotAgreed', 2], ['visitReported', 1], ['equipmentReserved', 1], ['equipmentInstalled', 1], ['billingStarted', 1]] as const) {
      expect(types.filter((each) => each === type), type).toHaveLength(times);
    }
  });

  it('that comes while the visit is awaited has its intervention cancelled: without a line nobody need come (D-10)', async () => {
    const journey = await journeys.begin(['SIM-NEVER-DELIVER']);
    await playSite(journey, 'S001', 'technical-visit');
    await journey.oblTells('S001', refused);
    await eventually(async () => expect(await factsOf(house, 'ref-tech', `${journey.id}.S001.visit.1`)).toEqual(['planned', 'cancelled']));
    await journey.completeTask('access-order-refused', { choice: 'correct-and-reorder', comment }, 'S001');
    await playSite(journey, 'S001', 'technical-visit');
    expect(await factsOf(house, 'ref-tech', `${journey.id}.S001.visit.2`)).toEqual(['planned']);
    await expectAsked(journey, 'technical-visit');
  });

  it('of one site leaves the others alone: the deployment completes with what was delivered (D-19)', async () => {
    const journey = await journeys.begin(['SIM-REFUSE-AT-ONCE', 'Lyon']);
    await journey.completeTask('access-order-refused', { choice: 'abandon', comment }, 'S001');
    await journey.completeTask('abandon-approval', { approved: true, comment }, 'S001');
    await playSite(journey, 'S002');
    await expectCompleted(journey);
    expect(await factsOf(house, 'billing', `${journey.id}.S001`)).toEqual([]);
  });

  it('is decided on once: of two decisions that come together one is told that the task is closed', async () => {
    const journey = await journeys.begin(['SIM-REFUSE-AT-ONCE']);
    const taskId = await journey.openTask('access-order-refused', 'S001');
    const choices = ['abandon', 'abandon'].map((choice) => journey.complete(taskId, { choice, comment }, 'S001'));
    const decided = await Promise.allSettled(choices);
    expect(decided.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(refusalOf(choices[decided.findIndex(({ status }) => status === 'rejected')] as Promise<unknown>)).resolves.toBe('task-closed');
    await journey.completeTask('abandon-approval', { approved: true, comment }, 'S001');
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.expectOneStory();
    expect(await callsOf(house, 'obl', `${journey.id}.S001.1`, 'cancel')).toBe(0);
  });
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
