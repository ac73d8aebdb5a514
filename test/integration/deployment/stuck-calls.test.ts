/** Calls that keep failing (D-24): told to a person after a while, tried again by the engine or on demand, skipped with a comment. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { applyPolicyUpdate, deploymentStateQuery } from '../../../workflows/deployment/messages.ts';
import { json, outcomeOf } from '../../support/api.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, meta, refusalOf, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, deliver, delivered, expectAsked, expectCompleted } from '../../support/obl.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(async () => { for (const system of ['obl', 'jarvis', 'ref-tech', 'billing', 'mail'] as const) await setFaults(house, system, {}); });
afterAll(async () => { await house.close(); });

const hour = 3_600_000;
const policy = { ...testPolicy, outsideCalls: { tellAfterMs: 1_500, againEveryMs: hour } };
const retry = { choice: 'retry', comment: 'rétabli' };
const skip = { choice: 'skip', comment: 'fait par téléphone' };

const begin = (city: string, at: 'delivering' | 'assignment' | 'welcome-call' = 'delivering') => journeys.begin([city], { policy, at });

async function stuckOf(journey: TestJourney): Promise<SiteState['stuck']> {
  return (await journey.siteState('S001')).stuck;
}

/** At the planning of its intervention. */
async function planning(city: string): Promise<TestJourney> {
  const journey = await begin(city);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  await journey.oblTells('S001', acknowledged);
  return journey;
}

const proposeSlot = (journey: TestJourney) => journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');

describe('an outside system that is away', () => {
  it('is shown in a task after the engine’s retries, and a person’s retry brings the order through once', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    // Time for a second try, also on a slow machine.
    const journey = await journeys.begin(['Lyon'], { policy: { ...policy, outsideCalls: { ...policy.outsideCalls, tellAfterMs: 4_000 } } });
    const startMs = Date.now();
    await journey.openTask('stuck-call', 'S001');
    expect(Date.now() - startMs).toBeGreaterThan(1_000);
    expect(await callsOf(house, 'jarvis', `${journey.id}.S001.1`, 'relay-order')).toBeGreaterThan(1);
    expect((await stuckOf(journey))['place-access-order']).toMatchObject({ rounds: 1, verdict: null, failure: { system: 'jarvis', code: 'outside.unavailable' } });
    await setFaults(house, 'jarvis', {});
    await journey.completeTask('stuck-call', retry, 'S001');
    await deliver(journey, 'S001');
    await expectAsked(journey, 'intervention-planning');
    expect(await journey.eventTypes('S001')).toEqual([
      'siteOpened', 'oblChosen', 'callStuck', 'taskOpened', 'taskCompleted', 'callVerdictGiven', 'callUnstuck', 'accessOrderPlaced',
      'accessOrderAcknowledged', 'stepDone', 'taskOpened', 'deliveryReported',
    ]);
  });

  it('behind JARVIS is told as JARVIS tells it, and the order is placed once when it is back (D-08)', async () => {
    await setFaults(house, 'obl', { errorRate: 1 });
    const journey = await begin('SIM-NEVER-ACK');
    await journey.openTask('stuck-call', 'S001');
    expect((await stuckOf(journey))['place-access-order']?.failure).toMatchObject({ system: 'jarvis', code: 'outside.unavailable' });
    await setFaults(house, 'obl', {});
    await journey.completeTask('stuck-call', retry, 'S001');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual(['placed']);
  });

  it('is tried again by the engine after a while, under the same task, which is withdrawn when the call goes through', async () => {
    const journey = await planning('SIM-NEVER-ACK');
    await setFaults(house, 'ref-tech', { errorRate: 1 });
    await proposeSlot(journey);
    const taskId = await journey.openTask('stuck-call', 'S001');
    await skipTime(house, journey.journeyId('S001'), hour + 60_000);
    await eventually(async () => expect((await stuckOf(journey))['plan-intervention']?.rounds).toBeGreaterThan(1));
    expect(await journey.openTask('stuck-call', 'S001')).toBe(taskId);
    await setFaults(house, 'ref-tech', {});
    await skipTime(house, journey.journeyId('S001'), hour + 60_000);
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toContain('slot-proposed'));
    await journey.expectOneStory();
    const { rows } = await house.pool.query("SELECT status FROM tasks WHERE journey_id = $1 AND step = 'stuck-call'", [journey.journeyId('S001')]);
    expect(rows).toEqual([{ status: 'withdrawn' }]);
    expect(await factsOf(house, 'ref-tech', `${journey.id}.S001.visit.1`)).toEqual(['planned']);
  });

  it('opens the next task when a person’s retry fails again; mail that is away holds the deployment until it is passed over', async () => {
    await setFaults(house, 'mail', { errorRate: 1 });
    const journey = await begin('Lyon', 'welcome-call');
    await journey.completeTask('welcome-call', answers['welcome-call']);
    const firstTask = await journey.openTask('stuck-call');
    await journey.completeTask('stuck-call', retry);
    const nextTask = await journey.openTask('stuck-call');
    expect(nextTask).not.toBe(firstTask);
    const { phase, stuck } = await journey.handle().query(deploymentStateQuery);
    expect([phase, stuck['send-welcome']]).toMatchObject(['welcome-call', { rounds: 2, taskId: nextTask, failure: { system: 'mail', code: 'outside.unavailable' } }]);
    await journey.completeTask('stuck-call', skip);
    await journey.openTask('customer-launch');
    await journey.expectOneStory();
  });

  it('holds no deployment once it is back: JARVIS hears of deployment and coordinator once (D-03)', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await begin('Lyon', 'assignment');
    await journey.completeTask('assignment', answers.assignment);
    await journey.openTask('stuck-call');
    await setFaults(house, 'jarvis', {});
    await journey.completeTask('stuck-call', retry);
    await journey.openTask('technical-validation');
    expect(await factsOf(house, 'jarvis', journey.id)).toEqual(['registered', 'assigned']);
    await journey.expectOneStory();
  });

  it('can be passed over by a person: the order placed by telephone goes on by its callbacks', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await begin('Lyon');
    await journey.completeTask('stuck-call', skip, 'S001');
    await deliver(journey, 'S001');
    await expectAsked(journey, 'intervention-planning');
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual([]);
  });

  it('can be passed over by a person: the slot agreed by telephone is agreed, the equipment he brought has arrived (D-10, D-12)', async () => {
    const journey = await planning('SIM-NEVER-ACK');
    await setFaults(house, 'obl', { errorRate: 1 });
    await proposeSlot(journey);
    await journey.completeTask('stuck-call', skip, 'S001');
    await playSite(journey, 'S001', 'dispatch');
    await setFaults(house, 'ref-tech', { errorRate: 1 });
    await journey.completeTask('dispatch', answers.dispatch, 'S001');
    await journey.completeTask('stuck-call', skip, 'S001');
    await expectAsked(journey, 'installation');
    const { rows } = await house.pool.query<{ told: string }>(
      "SELECT type || ' ' || (payload ->> 'heard') AS told FROM events WHERE journey_id = $1 AND type IN ('slotAgreed', 'equipmentReceived') ORDER BY number", [journey.journeyId('S001')]);
    expect(rows.map(({ told }) => told)).toEqual(['slotAgreed answer', 'equipmentReceived answer']);
  });

  it('and passed over leaves no service without its reference: the coordinator has it registered, or says what it was given, which is no other’s, were both said at once (D-16)', async () => {
    // What must go through is given all the time it takes.
    const [said, asked, one, other] = [await journeys.begin(['Lyon']), await journeys.begin(['Lyon']), await journeys.begin(['Lyon']), await journeys.begin(['Lyon'])];
    const taskIds = new Map<typeof said, string>();
    for (const journey of [said, asked, one, other]) {
      await playSite(journey, 'S001', 'activation');
      await setFaults(house, 'jarvis', { errorRate: 1, errorStatus: 422 });
      await journey.completeTask('activation', answers.activation, 'S001');
      await journey.completeTask('stuck-call', skip, 'S001');
      taskIds.set(journey, await journey.openTask('service-not-registered', 'S001'));
      await setFaults(house, 'jarvis', {});
      expect(await journey.eventTypes('S001')).not.toContain('deliveryNoticeSent');
    }
    const api = await startHouseApi(house);
    const register = (journey: typeof said, rds: string) => outcomeOf(api.request(`/api/v1/tasks/${taskIds.get(journey)}/complete`, json({ choice: 'registered', rds })));
    expect(await register(said, 'RDS-987654321')).toBe(200);
    await said.awaitSitePhase('S001', 'invoice-simulation');
    expect(await register(asked, 'RDS-987654321')).toEqual([409, 'D-16.service-known']);
    await asked.completeTask('service-not-registered', { choice: 'register-again' }, 'S001');
    await asked.awaitSitePhase('S001', 'invoice-simulation');
    // The two who are left type one reference at once.
    const outcomes = await Promise.all([one, other].map((journey) => register(journey, 'RDS-987654322')));
    expect(outcomes.toSorted()).toEqual([200, [409, 'D-16.service-known']]);
    expect(await register(outcomes[0] === 200 ? other : one, 'RDS-987654323')).toBe(200);
    await Promise.all([one, other].map((journey) => journey.awaitSitePhase('S001', 'invoice-simulation')));
    await api.close();
    expect((await said.recordedState<SiteState>('S001')).rds).toBe('RDS-987654321');
    expect((await asked.recordedState<SiteState>('S001')).rds).toMatch(/^RDS-\d{6}$/);
    expect(await factsOf(house, 'jarvis', `${asked.id}.S001`)).toEqual(['service-registered']);
  });

  it('leaves a task for each of the calls that stand side by side, and what was passed over is not known (D-14)', async () => {
    const journey = await begin('SIM-NEVER-DELIVER');
    await playSite(journey, 'S001', 'delivery-report');
    await setFaults(house, 'ref-tech', { errorRate: 1 });
    await journey.oblTells('S001', delivered);
    const stuck = await eventually(async () => {
      const now = (await journey.recordedState<SiteState>('S001')).stuck;
      expect(Object.keys(now).toSorted()).toEqual(['configure-backbone', 'create-radius', 'reserve-ip']);
      return now;
    });
    await journey.complete(stuck['create-radius']?.taskId ?? '', skip, 'S001');
    await setFaults(house, 'ref-tech', {});
    for (const call of ['configure-backbone', 'reserve-ip'] as const) await journey.complete(stuck[call]?.taskId ?? '', retry, 'S001');
    await expectAsked(journey, 'activation');
    expect((await journey.recordedState<SiteState>('S001')).production).toEqual({ ipv4: expect.any(String), radiusLogin: null, vlan: expect.any(Number) });
  });

  it('can be passed over while the engine is trying again, and stays passed over', async () => {
    // What must go through on the way to billing is given all the time it takes.
    const journey = await journeys.begin(['Lyon']);
    await playSite(journey, 'S001', 'invoice-validation');
    const act = meta();
    const applied = { policy: 'outside-calls', version: 2, frozen: { outsideCalls: policy.outsideCalls } };
    await journey.handle('S001').executeUpdate(applyPolicyUpdate, { updateId: act.commandId, args: [{ applied, meta: act }] });
    await setFaults(house, 'billing', { errorRate: 1 });
    await journey.completeTask('invoice-validation', answers['invoice-validation'], 'S001');
    await journey.openTask('stuck-call', 'S001');
    await setFaults(house, 'billing', { hang: true });
    const asked = await callsOf(house, 'billing', `${journey.id}.S001`, 'start');
    const skipping = skipTime(house, journey.journeyId('S001'), hour + 60_000);
    await eventually(async () => expect(await callsOf(house, 'billing', `${journey.id}.S001`, 'start')).toBeGreaterThan(asked));
    await journey.completeTask('stuck-call', skip, 'S001');
    // D-18: it has not started before it is sent again.
    await journey.openTask('billing-not-started', 'S001');
    await setFaults(house, 'billing', {});
    await journey.completeTask('billing-not-started', answers['billing-not-started'], 'S001');
    await playSite(journey, 'S001');
    await expectCompleted(journey);
    await skipping;
    expect((await journey.eventTypes('S001')).filter((type) => type === 'callStuck')).toHaveLength(1);
    expect((await journey.siteState('S001')).subscriptionReference).toMatch(/^SUB-/);
  });

  it('is no longer of interest once a callback has brought the answer: its task is withdrawn', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await begin('Lyon');
    await journey.openTask('stuck-call', 'S001');
    await journey.oblTells('S001', acknowledged);
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
    expect((await journey.eventTypes('S001')).filter((type) => type === 'taskWithdrawn' || type === 'callUnstuck')).toEqual(['callUnstuck', 'taskWithdrawn']);
  });

  it('while it is to cancel leaves a task; passed over, the undoing is handed to a person (D-23)', async () => {
    const journey = await begin('SIM-NEVER-ACK');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await setFaults(house, 'obl', { errorRate: 1 });
    await journey.cancel();
    await journey.completeTask('stuck-call', skip, 'S001');
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.completeTask('undo-by-hand', { comment: 'annulé par courriel' }, 'S001');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    await journey.expectOneStory();
  });

  it('while it is to forget a cancelled deployment leaves a task; passed over, a person has it withdrawn (D-23)', async () => {
    const journey = await begin('SIM-NEVER-ACK', 'welcome-call');
    await setFaults(house, 'jarvis', { errorRate: 1 });
    await journey.cancel();
    await journey.completeTask('stuck-call', skip);
    const taskId = await journey.openTask('undo-by-hand');
    expect((await journey.eventTypes()).slice(-3)).toEqual(['callUnstuck', 'taskOpened', 'deploymentCancelled']);
    await journey.complete(taskId, { comment: 'retirée au téléphone' });
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.expectOneStory();
  });

  it('while the intervention of a refused order is to be cancelled does not hold up the cancellation of the site (D-23)', async () => {
    const journey = await begin('SIM-NEVER-DELIVER');
    await playSite(journey, 'S001', 'technical-visit');
    await setFaults(house, 'ref-tech', { errorRate: 1 });
    await journey.oblTells('S001', { type: 'cancelled' });
    await journey.openTask('stuck-call', 'S001');
    await setFaults(house, 'ref-tech', {});
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    expect(await factsOf(house, 'ref-tech', `${journey.id}.S001.visit.1`)).toEqual(['planned', 'cancelled']);
    expect(await stuckOf(journey)).toEqual({});
    await journey.expectOneStory();
  });

  it('leaves nothing open when the deployment is cancelled', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await begin('Lyon');
    await journey.openTask('stuck-call', 'S001');
    await setFaults(house, 'jarvis', {});
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    expect(await stuckOf(journey)).toEqual({});
    await journey.expectOneStory();
  });
});

describe('an outside system that says no to the call itself', () => {
  it('is told to a person at once, without retries', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1, errorStatus: 422 });
    const journey = await begin('SIM-NEVER-ACK');
    await journey.openTask('stuck-call', 'S001');
    expect((await stuckOf(journey))['place-access-order']?.failure).toMatchObject({ code: 'outside.rejected', system: 'jarvis' });
    expect(await callsOf(house, 'jarvis', `${journey.id}.S001.1`, 'relay-order')).toBe(1);
    await setFaults(house, 'jarvis', {});
    await journey.completeTask('stuck-call', retry, 'S001');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.expectOneStory();
  });

  it('knows no order that a person said was placed: it is decided on like a refusal (D-09)', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await begin('SIM-NEVER-ACK');
    await journey.completeTask('stuck-call', skip, 'S001');
    await setFaults(house, 'jarvis', {});
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await skipTime(house, journey.journeyId('S001'), 72 * hour + 60_000);
    await journey.completeTask('access-order-refused', { choice: 'correct-and-reorder', comment: 'introuvable chez l’OBL' }, 'S001');
    await deliver(journey, 'S001', { attempt: 2 });
    await expectAsked(journey, 'intervention-planning');
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).not.toContain('placed');
    expect(await factsOf(house, 'obl', `${journey.id}.S001.2`)).toContain('placed');
  });
});

it('a task that is done is closed for whoever comes second', async () => {
  await setFaults(house, 'jarvis', { errorRate: 1 });
  const journey = await begin('Lyon');
  const taskId = await journey.openTask('stuck-call', 'S001');
  const told = await Promise.allSettled([journey.complete(taskId, skip, 'S001'), journey.complete(taskId, skip, 'S001')]);
  const refused = told.filter((answer) => answer.status === 'rejected');
  expect(refused).toHaveLength(1);
  await expect(refusalOf(Promise.reject(refused[0]?.reason as Error))).resolves.toBe('task-closed');
  await deliver(journey, 'S001');
  await expectAsked(journey, 'intervention-planning');
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
