/** Recorded histories of every released version are replayed by the workflows as they are now: a running journey survives an upgrade. */
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { recordedHistories, versionNow, writeHistory } from '../../support/histories.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, delivered, refused } from '../../support/obl.ts';
import { setFaults } from '../../support/outside.ts';
import { playDeployment, playSite } from '../../support/people.ts';
import { skipTime } from '../../support/time.ts';

/** `npm run histories` (vitest's `--update`) plays and writes those of this version: once, at its release. */
const isRecording = inject('isUpdating');

describe.runIf(isRecording)('the histories of this version are written:', () => {
  let house: House;
  let journeys: Journeys;
  let version: string;
  beforeAll(async () => {
    house = await openHouse();
    journeys = new Journeys(house);
    version = await versionNow();
  });
  afterAll(async () => { await house.close(); });

  const hour = 3_600_000;
  const policy = { ...testPolicy, outsideCalls: { tellAfterMs: 1_500, againEveryMs: hour } };

  async function write(story: string, journey: TestJourney): Promise<void> {
    await journey.expectOneStory();
    await writeHistory(version, `${story}-deployment`, journey.handle());
    await writeHistory(version, `${story}-site`, journey.handle('S001'));
  }

  it('the whole path, from the launch to the handover', async () => {
    const journey = await journeys.launch(['Lyon', 'Brest']);
    await playDeployment(journey);
    await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site)));
    await expect(journey.result()).resolves.toBe('completed');
    await write('in-service', journey);
  });

  it('cancelled with a visit planned and equipment reserved', async () => {
    const journey = await journeys.begin(['SIM-NEVER-DELIVER']);
    await playSite(journey, 'S001', 'configuration');
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    await write('cancelled', journey);
  });

  it('activated twice, observed twice, its invoice corrected', async () => {
    const lines = [{ code: 'SIM-WRONG-TOTAL', label: 'Accès fibre 1 Gb/s', recurringCents: 4_900, oneOffCents: 15_000 }];
    const limit = { latencyMsAtMost: 40, lossPercentAtMost: 1, throughputPercentAtLeast: 70 };
    const limits = { 'ftth': limit, 'ftto': limit, 'sdsl': limit, 'adsl': limit, '4g': limit };
    const journey = await journeys.begin(['SIM-LINK-DEGRADED'], { lines, policy: { ...testPolicy, acceptance: { ...testPolicy.acceptance, limits } } });
    await playSite(journey, 'S001', 'invoice-simulation');
    await journey.completeTask('invoice-correction', { choice: 'again', comment: 'corrigé' }, 'S001');
    await playSite(journey, 'S001');
    await expect(journey.result()).resolves.toBe('completed');
    await write('corrected', journey);
  });

  it('stuck, retried, refused, ordered again, reminded, and handed to a person', async () => {
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const journey = await journeys.begin(['SIM-NEVER-ACK'], { policy });
    await journey.openTask('stuck-call', 'S001');
    await setFaults(house, 'jarvis', {});
    await journey.completeTask('stuck-call', { choice: 'retry', comment: 'rétabli' }, 'S001');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await journey.oblTells('S001', refused);
    await journey.completeTask('access-order-refused', { choice: 'correct-and-reorder', comment: 'corrigé' }, 'S001');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await skipTime(house, journey.journeyId('S001'), 73 * hour);
    await eventually(async () => expect(await journey.eventTypes('S001')).toContain('oblReminded'));
    await journey.oblTells('S001', acknowledged, { attempt: 2 });
    await setFaults(house, 'obl', { errorRate: 1 });
    await journey.cancel();
    await journey.completeTask('stuck-call', { choice: 'skip', comment: 'par téléphone' }, 'S001');
    await journey.oblTells('S001', delivered, { attempt: 2 });
    await journey.completeTask('undo-by-hand', { comment: 'résilié' }, 'S001');
    await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
    await write('stuck', journey);
  });
});

describe.skipIf(isRecording)('a recorded history', async () => {
  const histories = await recordedHistories();

  it('was kept of each story', () => { expect(histories.length).toBeGreaterThanOrEqual(20); });

  it.each(histories)('of $name is replayed to the same commands', async ({ workflowId, history }) => {
    await expect(Worker.runReplayHistory({ workflowBundle: { codePath: inject('workflowBundle') } }, history, workflowId)).resolves.toBeUndefined();
  });

  it('that tells another story is found out', async () => {
    const site = histories.find(({ name }) => name.endsWith('in-service-site'));
    for (const { activityTaskScheduledEventAttributes: scheduled } of site?.history.events ?? []) {
      if (scheduled?.activityType?.name === 'startBilling') scheduled.activityType = { name: 'startSomethingElse' };
    }
    await expect(Worker.runReplayHistory({ workflowBundle: { codePath: inject('workflowBundle') } }, site?.history, site?.workflowId)).rejects.toMatchObject({ name: 'DeterminismViolationError' });
  });
});
