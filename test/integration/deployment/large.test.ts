/** A deployment of many sites: it starts them in batches, hears of them, tells them, and what each adds to its history leaves room for the largest that a launch file may hold. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteKey } from '../../../domain/deployment/deployment.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
beforeAll(async () => { house = await openHouse(); });
afterAll(async () => { await house.close(); });

/** Three batches. */
const siteCount = 45;
/** The most that a launch file may hold. */
const mostSites = 200;
/** The engine refuses histories beyond 51,200 events and suggests a fresh one at 4,096. */
const mostEvents = 10_000;

it('sites are started once each, told to end and heard of; two hundred of them stay far below the engine’s limit', async () => {
  // What each site does is proven elsewhere: here it has nothing to undo and ends as it is told.
  const journey = await new Journeys(house).begin(Array.from({ length: siteCount }, () => 'SIM-REFUSE-AT-ONCE'));
  const countOf = async (type: string): Promise<number[]> => {
    const { rows: [row] } = await house.pool.query<{ events: number; journeys: number }>(
      'SELECT count(*)::int AS events, count(DISTINCT journey_id)::int AS journeys FROM events WHERE journey_id LIKE $1 AND type = $2', [`${journey.id}/%`, type]);
    return [row?.events ?? 0, row?.journeys ?? 0];
  };
  const onceEach = [siteCount, siteCount];
  await eventually(async () => expect(await countOf('accessOrderRefused')).toEqual(onceEach), 120_000, 200);
  await journey.cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
  expect(await countOf('siteOpened')).toEqual(onceEach);
  await eventually(async () => expect(await countOf('siteCancelled')).toEqual(onceEach));
  expect((await journey.eventTypes()).filter((type) => type === 'siteMilestoneReached')).toHaveLength(siteCount);
  await journey.expectOneStory([siteKey(0), siteKey(siteCount - 1)]);
  const { executions } = await house.client.workflowService.listWorkflowExecutions({ namespace: house.namespace, query: `WorkflowId = '${workflowIdOf(journey.id)}'` });
  const total = (sizes: readonly unknown[]) => sizes.reduce<number>((sum, size) => sum + Number(size), 0);
  const [events, bytes] = [total(executions.map(({ historyLength }) => historyLength)), total(executions.map(({ historySizeBytes }) => historySizeBytes))];
  console.info(`history of the deployment of ${siteCount} sites: ${events} events, ${bytes} bytes`);
  expect(events / siteCount * mostSites).toBeLessThan(mostEvents);
  expect(bytes / siteCount * mostSites).toBeLessThan(10_000_000);
  await expectRebuildChangesNothing(house);
}, 240_000);
