/** Calls that keep failing (D-24): told to a person after a while, tried again by the engine or on demand, skipped with a comment. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, refusalOf, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, completeById, deliver, delivered, validate } from '../../support/obl.ts';
import { callsOf, expectSameBooks, factsOf, setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(async () => { await setFaults(house, 'obl', {}); await setFaults(house, 'billing', {}); });
afterAll(async () => { await house.close(); });

const hour = 3_600_000;
const tellAfterMs = 1_500;
const policy = { ...testPolicy, outsideCalls: { tellAfterMs, againEveryMs: hour } };
const retry = { choice: 'retry', comment: 'rétabli' };
const skip = { choice: 'skip', comment: 'fait par téléphone' };

async function validated(city: string): Promise<TestJourney> {
  return await validate(await journeys.launch([city], { policy }));
}

async function stuckOf(journey: TestJourney) {
  return (await journey.siteState('S001')).stuck;
}

async function expectInService(journey: TestJourney): Promise<void> {
  await expect(journey.result()).resolves.toBe('completed');
  await journey.expectOneStory();
  await expectSameBooks(house, journey.id);
}

describe('an outside system that is away', () => {
  it('is shown in a task after the engine’s retries, and a person’s retry brings the order through once', async () => {
    await setFaults(house, 'obl', { errorRate: 1 });
    const startMs = Date.now();
    const journey = await validated('Lyon');
    await journey.openTask('stuck-call', 'S001');
    expect(Date.now() - startMs).toBeGreaterThan(tellAfterMs);
    expect(await callsOf(house, 'obl', `${journey.id}.S001.1`, 'place')).toBeGreaterThan(1);
    expect((await stuckOf(journey))['place-access-order']).toMatchObject({ rounds: 1, verdict: null, failure: { system: 'obl', code: 'outside.unavailable' } });
    await setFaults(house, 'obl', {});
    await journey.completeTask('stuck-call', retry, 'S001');
    await deliver(journey, 'S001');
    await expectInService(journey);
    expect(await journey.eventTypes('S001')).toEqual([
      'siteOpened', 'callStuck', 'taskOpened', 'taskCompleted', 'callVerdictGiven', 'callUnstuck', 'accessOrderPlaced',
      'accessOrderAcknowledged', 'deliveryReported', 'billingStarted', 'siteInService',
    ]);
  });

  it('is tried again by the engine after a while, under the same task, which is withdrawn when the call goes through', async () => {
    await setFaults(house, 'billing', { errorRate: 1 });
    const journey = await validated('Lyon');
    await deliver(journey, 'S001');
    const taskId = await journey.openTask('stuck-call', 'S001');
    await skipTime(house, journey.journeyId('S001'), hour + 60_000);
    await eventually(async () => expect((await stuckOf(journey))['start-billing']?.rounds).toBeGreaterThan(1));
    expect(await journey.openTask('stuck-call', 'S001')).toBe(taskId);
    await setFaults(house, 'billing', {});
    await skipTime(house, journey.journeyId('S001'), hour + 60_000);
    await expectInService(journey);
    const { rows } = await house.pool.query("SELECT status FROM tasks WHERE journey_id = $1 AND step = 'stuck-call'", [journey.journeyId('S001')]);
    expect(rows).toEqual([{ status: 'withdrawn' }]);
  });

  it('opens the next task when a person’s retry fails again', async () => {
    await setFaults(house, 'billing', { errorRate: 1 });
    const journey = await validated('Lyon');
    await deliver(journey, 'S001');
    const firstTask = await journey.openTask('stuck-call', 'S001');
    await journey.completeTask('stuck-call', retry, 'S001');
    const nextTask = await journey.openTask('stuck-call', 'S001');
    expect(nextTask).not.toBe(firstTask);
    expect((await stuckOf(journey))['start-billing']).toMatchObject({ rounds: 2, taskId: nextTask });
    await setFaults(house, 'billing', {});
    await journey.completeTask('stuck-call', retry, 'S001');
    await expectInService(journey);
  });

  it('can be passed over by a person: the order placed by telephone goes on by its callbacks', async () => {
    await setFaults(house, 'obl', { errorRate: 1 });
    const journey = await validated('Lyon');
    await journey.completeTask('stuck-call', skip, 'S001');
    await deliver(journey, 'S001');
    await expectInService(journey);
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual([]);
  });

  it('can be passed over while the engine is trying again, and stays passed over', async () => {
    await setFaults(house, 'billing', { errorRate: 1 });
    const journey = await validated('Lyon');
    await deliver(journey, 'S001');
    await journey.openTask('stuck-call', 'S001');
    await setFaults(house, 'billing', { hang: true });
    const asked = await callsOf(house, 'billing', `${journey.id}.S001`, 'start');
    const skipping = skipTime(house, journey.journeyId('S001'), hour + 60_000);
    await eventually(async () => expect(await callsOf(house, 'billing', `${journey.id}.S001`, 'start')).toBeGreaterThan(asked));
    await journey.completeTask('stuck-call', skip, 'S001');
    await expectInService(journey);
    await skipping;
    expect((await journey.eventTypes('S001')).filter((type) => type === 'callStuck')).toHaveLength(1);
    expect((await journey.siteState('S001')).subscriptionReference).toBeNull();
  });

  it('is no longer of interest once a callback has brought the answer: its task is withdrawn', async () => {
    await setFaults(house, 'obl', { errorRate: 1 });
    const journey = await validated('Lyon');
    await journey.openTask('stuck-call', 'S001');
    await journey.oblTells('S001', acknowledged);
    await journey.oblTells('S001', delivered);
    await expectInService(journey);
    expect((await journey.eventTypes('S001')).filter((type) => type === 'taskWithdrawn' || type === 'callUnstuck')).toEqual(['callUnstuck', 'taskWithdrawn']);
  });

  it('while it is to cancel leaves a task; passed over, the undoing is handed to a person (D-23)', async () => {
    const journey = await validated('SIM-NEVER-ACK');
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await setFaults(house, 'obl', { errorRate: 1 });
    await journey.cancel();
    await journey.completeTask('stuck-call', skip, 'S001');
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.completeTask('undo-by-hand', { comment: 'annulé par courriel' }, 'S001');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    await journey.expectOneStory();
  });

  it('leaves nothing open when the deployment is cancelled', async () => {
    await setFaults(house, 'obl', { errorRate: 1 });
    const journey = await validated('Lyon');
    await journey.openTask('stuck-call', 'S001');
    await setFaults(house, 'obl', {});
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    expect(await stuckOf(journey)).toEqual({});
    await journey.expectOneStory();
  });
});

describe('an outside system that says no to the call itself', () => {
  it('is told to a person at once, without retries', async () => {
    await setFaults(house, 'billing', { errorRate: 1, errorStatus: 422 });
    const journey = await validated('Lyon');
    await deliver(journey, 'S001');
    await journey.openTask('stuck-call', 'S001');
    expect((await stuckOf(journey))['start-billing']?.failure).toMatchObject({ code: 'outside.rejected', system: 'billing' });
    expect(await callsOf(house, 'billing', `${journey.id}.S001`, 'start')).toBe(1);
    await setFaults(house, 'billing', {});
    await journey.completeTask('stuck-call', retry, 'S001');
    await expectInService(journey);
  });

  it('knows no order that a person said was placed: it is decided on like a refusal (D-09)', async () => {
    await setFaults(house, 'obl', { errorRate: 1 });
    const journey = await validated('Lyon');
    await journey.completeTask('stuck-call', skip, 'S001');
    await setFaults(house, 'obl', {});
    await journey.awaitSitePhase('S001', 'awaiting-acknowledgement');
    await skipTime(house, journey.journeyId('S001'), 72 * hour + 60_000);
    await journey.completeTask('access-order-refused', { choice: 'reorder', comment: 'introuvable chez l’OBL' }, 'S001');
    await deliver(journey, 'S001', { attempt: 2 });
    await expect(journey.result()).resolves.toBe('completed');
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).not.toContain('placed');
    expect(await factsOf(house, 'obl', `${journey.id}.S001.2`)).toContain('placed');
    await journey.expectOneStory();
  });
});

it('a task that is done is closed for whoever comes second', async () => {
  await setFaults(house, 'obl', { errorRate: 1 });
  const journey = await validated('Lyon');
  const taskId = await journey.openTask('stuck-call', 'S001');
  const answers = await Promise.allSettled([completeById(journey, taskId, skip, 'S001'), completeById(journey, taskId, skip, 'S001')]);
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused).toHaveLength(1);
  await expect(refusalOf(Promise.reject(refused[0]?.reason as Error))).resolves.toBe('task-closed');
  await deliver(journey, 'S001');
  await expectInService(journey);
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
