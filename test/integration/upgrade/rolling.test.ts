/** Workers of two versions side by side, journeys of both in flight: each goes on to its end, whichever worker has it, and what it did before stays as it was. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { historiesOf } from '../../../cli/check/histories.ts';
import { projectRoot } from '../../../project-root.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { playDeployment, playSite } from '../../support/people.ts';

let house: House;
let journeys: Journeys;
let folder: string;
let next: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-next-'));
  next = join(folder, 'workflows.js');
  const root = projectRoot(import.meta.url);
  const quiet = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'), workflowInterceptorModules: [join(root, 'workflows', 'journey', 'tracing.ts'), join(root, 'test', 'support', 'next-version.ts')],
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: (message) => { console.error(message); } },
  });
  await writeFile(next, code);
  house = await openHouse();
  journeys = new Journeys(house);
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** Who did its workflow tasks, by the digest of the worker's bundle; and how often it had called outside before it had the change. */
async function lifeOf(journey: TestJourney, site?: string): Promise<{ builds: Set<string>; unchanged: number }> {
  const events = (await historiesOf(house.client, journey.journeyId(site))).flat();
  return {
    builds: new Set(events.flatMap((event) => event.workflowTaskCompletedEventAttributes?.workerVersion?.buildId ?? [])),
    unchanged: events.slice(0, events.findIndex((event) => event.markerRecordedEventAttributes?.markerName === 'core_patch'))
      .filter(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled && scheduled.activityType?.name !== 'recordEvents').length,
  };
}

it('a rolling change of the worker’s version leaves nobody waiting: journeys begun before it keep what they did and end under the new version, those begun under it have its change from the start', async () => {
  await house.stopWorkers();
  const stopOld = await house.startWorkers();
  const old = [await journeys.launch(['Lyon']), await journeys.begin(['Brest'])];
  await playDeployment(old[0] as TestJourney, 'welcome-call');
  await playSite(old[1] as TestJourney, 'S001', 'technical-visit');

  // The new one beside the old one, on the same queues: whoever is free takes what comes.
  await house.startWorkers({ codePath: next });
  const both = [await journeys.begin(['Nantes']), await journeys.begin(['Lille'])];
  for (const journey of both) await playSite(journey, 'S001', 'technical-visit');
  await playDeployment(old[0] as TestJourney);
  await playSite(old[1] as TestJourney, 'S001', 'installation');

  await stopOld();
  const young = await journeys.begin(['Reims']);
  const all = [...old, ...both, young];
  await Promise.all(all.map((journey) => playSite(journey, 'S001')));
  for (const journey of all) {
    await expect(journey.result()).resolves.toBe('completed');
    await journey.expectOneStory();
  }

  const [deployments, site, begun] = [await Promise.all(old.map((journey) => lifeOf(journey))), await lifeOf(old[1] as TestJourney, 'S001'), await lifeOf(young, 'S001')];
  for (const { builds } of [...deployments, site]) expect(builds.size).toBe(2);
  expect(site.unchanged).toBeGreaterThan(0);
  expect([begun.builds.size, begun.unchanged]).toEqual([1, 0]);
}, 240_000);
