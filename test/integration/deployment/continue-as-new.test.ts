/** Journeys that move to a fresh history at every wait: numbers, command ids, children, tasks and timers go with them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { rollingNamespaces } from '../../support/global-setup.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, deliver, delivered, expectAsked, expectCompleted, refused } from '../../support/obl.ts';
import { factsOf, setFaults } from '../../support/outside.ts';
import { playDeployment, playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => {
  house = await openHouse({ namespace: rollingNamespaces.deployments });
  journeys = new Journeys(house);
});
beforeEach(async () => { await setFaults(house, 'jarvis', {}); });
afterAll(async () => { await house.close(); });

const hour = 3_600_000;
const comment = 'vu';

/** How many runs the journey has had. */
async function runsOf(journey: TestJourney, site?: string): Promise<number> {
  const { executions } = await house.client.workflowService.listWorkflowExecutions({ namespace: house.namespace, query: `WorkflowId = '${workflowIdOf(journey.journeyId(site))}'` });
  return executions.length;
}

async function runIdOf(journey: TestJourney, site?: string): Promise<string> {
  return (await journey.handle(site).describe()).runId;
}

/** Acts that change nothing, until the journey has moved to a fresh history. */
async function fillHistory(journey: TestJourney, site: string): Promise<void> {
  const before = await runIdOf(journey, site);
  await eventually(async () => {
    await journey.oblTells(site, acknowledged, { attempt: 9 });
    expect(await runIdOf(journey, site)).not.toBe(before);
  });
}

async function waiting(city = 'SIM-NEVER-ACK'): Promise<TestJourney> {
  const journey = await journeys.begin([city]);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  return journey;
}

describe('a site moves to a fresh history', () => {
  it('again and again on its way, and every step is done once', async () => {
    const journey = await journeys.begin(['Lyon']);
    await playSite(journey, 'S001');
    await expectCompleted(journey);
    await eventually(async () => expect(await runsOf(journey, 'S001')).toBeGreaterThanOrEqual(5));
    const types = (await journey.eventTypes('S001')).filter((type) => !['taskOpened', 'taskCompleted', 'stepDone'].includes(type));
    expect(new Set(types).size).toBe(types.length);
    expect(await factsOf(house, 'ref-tech', `${journey.id}.S001.visit.1`)).toEqual(['planned', 'visited']);
  });

  it('and still knows the commands it has answered', async () => {
    const journey = await waiting();
    const commandId = `callback-${journey.id}`;
    const number = await journey.oblTells('S001', acknowledged, { commandId });
    await fillHistory(journey, 'S001');
    await expect(journey.oblTells('S001', acknowledged, { commandId })).resolves.toBe(number);
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
  });

  it('while a refusal waits for a decision; the same task is completed, and the Web UI shows the phase after it', async () => {
    const journey = await waiting();
    await journey.oblTells('S001', refused);
    const taskId = await journey.openTask('access-order-refused', 'S001');
    await fillHistory(journey, 'S001');
    expect(await journey.openTask('access-order-refused', 'S001')).toBe(taskId);
    await setFaults(house, 'jarvis', { hang: true });
    await journey.completeTask('access-order-refused', { choice: 'correct-and-reorder', comment }, 'S001');
    await eventually(async () => expect((await journey.handle('S001').describe()).searchAttributes).toMatchObject({ JalonPhase: ['access-order'], JalonOwner: ['outside'] }));
    await setFaults(house, 'jarvis', {});
    await deliver(journey, 'S001', { attempt: 2 });
    await expectAsked(journey, 'intervention-planning');
  });

  it('while a call is stuck; the person’s verdict holds', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await journeys.begin(['Lyon'], { policy: { ...testPolicy, outsideCalls: { tellAfterMs: 5_000, againEveryMs: hour } } });
    const taskId = await journey.openTask('stuck-call', 'S001');
    await fillHistory(journey, 'S001');
    await eventually(async () => expect((await journey.siteState('S001')).stuck['place-access-order']?.rounds).toBeGreaterThan(1));
    expect(await journey.openTask('stuck-call', 'S001')).toBe(taskId);
    // The verdict first: a fresh history tries once by itself, and would find a healthy JARVIS before the person does.
    await journey.completeTask('stuck-call', { choice: 'retry', comment }, 'S001');
    await setFaults(house, 'jarvis', {});
    await deliver(journey, 'S001');
    await expectAsked(journey, 'intervention-planning');
  });

  it('while an undoing is in a person’s hands, after its deployment has ended', async () => {
    const journey = await journeys.begin(['Lyon']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', acknowledged);
    await journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toContain('delivered'));
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.openTask('undo-by-hand', 'S001');
    await fillHistory(journey, 'S001');
    await journey.completeTask('undo-by-hand', { comment }, 'S001');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    expect((await journey.eventTypes('S001')).filter((type) => type === 'siteCancelled')).toHaveLength(1);
    await journey.expectOneStory();
  });

  it('with its reminder ladder: the next one comes when it was due', async () => {
    const journey = await waiting();
    await fillHistory(journey, 'S001');
    await skipTime(house, journey.journeyId('S001'), 72 * hour + 60_000);
    await eventually(async () => expect((await journey.eventTypes('S001')).filter((type) => type === 'oblReminded')).toHaveLength(1));
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual(['placed', 'reminded']);
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
  });

  it('while fourteen callbacks come at once, again and again: none is lost, none is recorded twice', async () => {
    const journey = await waiting();
    const before = await runsOf(journey, 'S001');
    const numbers: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      numbers.push(...await Promise.all(Array.from({ length: 14 }, () => journey.oblTells('S001', acknowledged, { attempt: 9 }))));
    }
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 56 }, (_, index) => index + 4));
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
    await eventually(async () => expect(await runsOf(journey, 'S001')).toBeGreaterThan(before + 1));
  });
});

describe('a deployment moves to a fresh history', () => {
  it('while its sites are delivered: they go on, and their reports find it', async () => {
    const journey = await journeys.begin(['Lyon', 'SIM-REFUSE-AT-ONCE', 'SIM-REFUSE-AT-ONCE']);
    for (const site of ['S002', 'S003']) {
      await journey.completeTask('access-order-refused', { choice: 'abandon', comment }, site);
      await journey.completeTask('abandon-approval', { approved: true, comment }, site);
    }
    await playSite(journey, 'S001');
    await expectCompleted(journey);
    await eventually(async () => expect(await runsOf(journey)).toBeGreaterThan(1));
    expect((await journey.eventTypes()).filter((type) => type === 'siteMilestoneReached')).toHaveLength(2 + 1 + 1);
  });

  it('while its sites undo themselves: each is cancelled once', async () => {
    const cities = Array.from({ length: 6 }, () => 'SIM-NEVER-ACK');
    const journey = await journeys.begin(cities);
    for (let index = 1; index <= cities.length; index += 1) await journey.awaitSitePhase(`S${String(index).padStart(3, '0')}`, 'acknowledgement');
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    expect((await journey.eventTypes('S001')).filter((type) => type === 'siteCancellationRequested')).toHaveLength(1);
    await journey.expectOneStory();
  });

  it('again and again on its way to the launch of its sites', async () => {
    const journey = await journeys.launch(['SIM-NEVER-ACK']);
    const before = await runIdOf(journey);
    await eventually(async () => {
      // A report of a site that doesn't exist changes nothing, and fills the history.
      await journey.handle().signal('siteReported', { site: 'S999', milestone: 'started' });
      expect(await runIdOf(journey)).not.toBe(before);
    });
    await playDeployment(journey);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await eventually(async () => expect(await runsOf(journey)).toBeGreaterThanOrEqual(4));
    const opened = (await journey.eventTypes()).filter((type) => type === 'taskOpened');
    expect(opened).toHaveLength(10);
    expect(await factsOf(house, 'jarvis', journey.id)).toEqual(['registered', 'assigned']);
    await journey.expectOneStory();
  });
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
