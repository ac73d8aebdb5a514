/** The relay's delivery of the inbox on a real engine: whom a journey that does not answer holds up. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepCallback } from '../../../db/callbacks/inbox.ts';
import type { OblCallback } from '../../../ports/obl.ts';
import { createDelivery } from '../../../relay/inbox.ts';
import { siteWorkflowType } from '../../../workflows/deployment/messages.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';

let house: House;
beforeAll(async () => { house = await openHouse(); });
afterAll(async () => { await house.close(); });

async function statusOf(id: string): Promise<string | undefined> {
  const { rows: [row] } = await house.pool.query<{ status: string }>('SELECT status FROM inbox WHERE id = $1', [id]);
  return row?.status;
}

const acknowledgement = (orderKey: string): OblCallback => ({ type: 'order.acknowledged', orderKey, oblReference: 'OBL-1', plannedDeliveryDate: '2030-01-01' });

it('a journey that does not answer holds up its own callbacks and nobody else’s', async () => {
  const silent = 'AFF-2026-999999';
  const nobody = await house.client.workflow.start(siteWorkflowType, { workflowId: workflowIdOf(`${silent}/S001`), taskQueue: 'nobody' });
  const journey = await new Journeys(house).begin(['SIM-NEVER-ACK']);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  const delivery = createDelivery({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) });

  await keepCallback(house.pool, { source: 'obl', id: 'msg_silent', payload: acknowledgement(`${silent}.S001.1`) });
  expect(await delivery.start()).toBe(1);
  expect(await delivery.start()).toBe(0);
  await keepCallback(house.pool, { source: 'obl', id: 'msg_answered', payload: acknowledgement(`${journey.id}.S001.1`) });
  expect(await delivery.start()).toBe(1);
  await eventually(async () => expect(await statusOf('msg_answered')).toBe('delivered'), 10_000);
  expect(await statusOf('msg_silent')).toBe('pending');

  await nobody.terminate();
  await delivery.idle();
  expect(await statusOf('msg_silent')).toBe('unmatched');
  await journey.cancel();
  await journey.result();
});
