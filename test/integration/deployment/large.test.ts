/** A deployment of two hundred sites, the largest that a launch file may hold: it starts, delivers and ends in few histories. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteKey } from '../../../domain/deployment/deployment.ts';
import { workflowIdOf } from '../../../workflows/deployment/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, testPolicy } from '../../support/journeys.ts';
import { delivered, validate } from '../../support/obl.ts';
import { expectSameBooks } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
beforeAll(async () => { house = await openHouse(); });
afterAll(async () => { await house.close(); });

const siteCount = 200;
/** The engine refuses histories beyond 51,200 events and suggests a fresh one at 4,096. */
const mostEvents = 10_000;

it('two hundred sites are started, delivered and billed once each, and their deployment’s history stays far below the engine’s limit', async () => {
  // On a slow machine the orders stand in the queue of the OBL's rate limit for longer than other tests allow.
  const policy = { ...testPolicy, outsideCalls: { tellAfterMs: 120_000, againEveryMs: 3_600_000 } };
  const journey = await validate(await new Journeys(house).launch(Array.from({ length: siteCount }, () => 'SIM-NEVER-ACK'), { policy }));
  const sites = Array.from({ length: siteCount }, (_, index) => siteKey(index));
  // Sixteen relays side by side, as callbacks come.
  const waiting = [...sites];
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let site = waiting.shift(); site !== undefined; site = waiting.shift()) {
      const key = site;
      await eventually(async () => { await journey.oblTells(key, delivered); }, 120_000);
    }
  }));
  await expect(journey.result()).resolves.toBe('completed');
  await journey.expectOneStory();
  await expectSameBooks(house, journey.id);
  const { executions } = await house.client.workflowService.listWorkflowExecutions({ namespace: house.namespace, query: `WorkflowId = '${workflowIdOf(journey.id)}'` });
  const lengths = executions.map(({ historyLength }) => Number(historyLength));
  expect(Math.max(...lengths)).toBeLessThan(mostEvents);
  const bytes = executions.map(({ historySizeBytes }) => Number(historySizeBytes));
  expect(Math.max(...bytes)).toBeLessThan(10_000_000);
  console.info(`history of the deployment of ${siteCount} sites: ${lengths.join(' + ')} events, ${bytes.join(' + ')} bytes`);
  await expectRebuildChangesNothing(house);
}, 240_000);
