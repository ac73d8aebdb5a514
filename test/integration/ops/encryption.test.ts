/** Journeys under encrypted payloads, on the real engine: a rotation under way, and a worker with a wrong key, which stalls what it cannot read and ends nothing. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { clearTextIn, historiesOf } from '../../support/raw-histories.ts';

const key = (name: string): string => `${name}:${randomBytes(32).toString('base64')}`;
const [first, second, impostor] = [key('a'), key('b'), key('a')];

let house: House;
let journeys: Journeys;
beforeAll(async () => {
  // As the first step of a rotation leaves it: everybody has both keys, and writes under the older.
  house = await openHouse({ keys: `${first} ${second}` });
  journeys = new Journeys(house);
});
afterAll(async () => { await house.close(); });

const phaseOf = async (id: string) => (await house.pool.query<{ phase: string }>('SELECT phase FROM deployments WHERE id = $1', [id])).rows[0]?.phase;

async function failuresOf(id: string): Promise<string[]> {
  const { pendingWorkflowTask } = await house.client.workflowService.describeWorkflowExecution({ namespace: house.namespace, execution: { workflowId: workflowIdOf(id) } });
  const { events } = await house.client.workflow.getHandle(workflowIdOf(id)).fetchHistory();
  return [...(events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) => (failed?.failure?.message ? [failed.failure.message] : [])), ...(pendingWorkflowTask ? ['pending'] : [])];
}

it('a worker without the right key tells which one, ends nothing, and what waited goes on once the key is there', async () => {
  const journey = await journeys.launch(['Lyon']);
  await house.stopWorkers();
  await house.startWorkers({ keys: impostor });
  const cancelled = journey.cancel('Le client renonce');
  cancelled.catch(() => undefined);
  await eventually(async () => expect((await failuresOf(journey.id)).join('\n')).toContain('JALON_PAYLOAD_KEYS calls "a"'), 30_000);
  expect((await house.client.workflow.getHandle(workflowIdOf(journey.id)).describe()).status.name).toBe('RUNNING');
  await house.stopWorkers();
  await house.startWorkers();
  await cancelled;
  await eventually(async () => expect(await phaseOf(journey.id)).toBe('cancelled'), 60_000);
});

it('what was begun under an older key goes on after a rotation, under the newer', async () => {
  const journey = await journeys.launch(['Brest']);
  await house.stopWorkers();
  await house.startWorkers({ keys: `${second} ${first}`, maxCachedWorkflows: 0 });
  await journey.cancel('Le client renonce');
  await eventually(async () => expect(await phaseOf(journey.id)).toBe('cancelled'), 60_000);
  const histories = await historiesOf(house.client, [workflowIdOf(journey.id)]);
  expect(histories.flatMap(clearTextIn)).toEqual([]);
  const names = histories.flatMap(({ payloads }) => payloads).flatMap(({ payload }) => (payload.metadata['encryption-key-id'] === undefined ? [] : [Buffer.from(payload.metadata['encryption-key-id'], 'base64').toString()]));
  expect(new Set(names)).toEqual(new Set(['a', 'b']));
  expect(names.at(-1)).toBe('b');
  await house.stopWorkers();
  await house.startWorkers();
});
