/** The contract of the port of backup reports, run over the adapter and the real simulator by real HTTP (T-21). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rejectedWith } from './ref-tech.ts';
import { eventually } from './support.ts';
import { openSupportTools } from './support-tools.ts';

let world: Awaited<ReturnType<typeof openSupportTools>>;

beforeAll(async () => { world = await openSupportTools(); });
afterAll(() => world.close());
beforeEach(() => world.control('backups').reset());

const report = { job: 'martin-serveur', night: '2099-11-20', outcome: 'failed', detail: 'target-full', endedAt: '2099-11-21T01:00:00Z' } as const;
const night = async (body: object) => (await world.control('backups').raw('POST', '/sim/reports', JSON.stringify(body))).status;

it('tells of a night, and of the last one when asked', async () => {
  expect(await night(report)).toBe(202);
  await eventually(() => expect(world.receivers.backups.received.map(({ callback }) => callback)).toEqual([{ type: 'backup.reported', ...report }]));
  expect(world.receivers.backups.failures).toEqual([]);
  expect(await world.backups.lastReport('martin-serveur')).toEqual(report);
  await night({ ...report, night: '2099-11-19', outcome: 'succeeded', detail: null });
  expect(await world.backups.lastReport('martin-serveur')).toEqual(report);
});

it('answers for a night whose report was lost', async () => {
  const before = world.receivers.backups.received.length;
  await night({ ...report, job: 'lost-one', isTold: false });
  expect(await world.backups.lastReport('lost-one')).toMatchObject({ outcome: 'failed' });
  expect(world.receivers.backups.received).toHaveLength(before);
});

it('answers for last night by the name of the job where nothing was told', async () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  expect(await world.backups.lastReport('fine')).toMatchObject({ night: yesterday, outcome: 'succeeded', detail: null });
  expect(await world.backups.lastReport('sim-fails')).toMatchObject({ outcome: 'failed' });
  expect(await world.backups.lastReport('sim-missing')).toBeNull();
});

it('rejects a job that is none', async () => {
  await expect(world.backups.lastReport('Not A Job')).rejects.toMatchObject(rejectedWith(400, 'bad-key'));
});
