/** The contract of the port of diagnosis and monitoring, run over the adapter and the real simulator by real HTTP (T-01, T-12). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rejectedWith } from './ref-tech.ts';
import { eventually } from './support.ts';
import { factsIn, openSupportTools } from './support-tools.ts';

let world: Awaited<ReturnType<typeof openSupportTools>>;
let last = 0;

beforeAll(async () => { world = await openSupportTools(); });
afterAll(() => world.close());
beforeEach(() => world.control('monitoring').reset());

const newRds = () => `RDS-${String(last += 1).padStart(6, '0')}`;
const sim = async (path: string, body: object) => (await world.control('monitoring').raw('POST', `/sim/${path}`, JSON.stringify(body))).status;

it('shows a service as up where no alarm is open, with links for people', async () => {
  expect(await world.monitoring.serviceState(newRds())).toEqual({ state: 'up', since: null, alarms: [], url: expect.stringMatching(/^https:/), diagnosisUrl: expect.stringMatching(/^https:/) });
});

it('tells of an alarm when it is raised and when it is cleared; meanwhile the state shows it', async () => {
  const [rds, alarmId] = [newRds(), `alarm-${last}`];
  expect(await sim('alarms', { alarmId, rds, severity: 'outage', kind: 'line-down' })).toBe(202);
  expect(await world.monitoring.serviceState(rds)).toMatchObject({ state: 'down', alarms: [{ alarmId, severity: 'outage', kind: 'line-down' }] });
  expect(await sim('alarms/clear', { alarmId })).toBe(202);
  expect(await world.monitoring.serviceState(rds)).toMatchObject({ state: 'up', alarms: [] });
  await eventually(() => expect(world.receivers.monitoring.typesOf(alarmId)).toEqual(['alarm.raised', 'alarm.cleared']));
  expect(world.receivers.monitoring.failures).toEqual([]);
  expect(await sim('alarms/clear', { alarmId })).toBe(404);
});

it('diagnoses a service once per key, and finds what the alarms show', async () => {
  const [fine, broken] = [newRds(), newRds()];
  await sim('alarms', { alarmId: 'alarm-x', rds: broken, severity: 'degradation', kind: 'loss' });
  const request = { rds: fine, diagnosisKey: `TCK-2026-${fine.slice(4)}.diagnosis.1` };
  const answer = await world.monitoring.diagnose(request);
  expect(answer).toMatchObject({ outcome: 'no-fault-found', faultAt: null });
  expect(await world.monitoring.diagnose(request)).toEqual(answer);
  expect(await factsIn(world.control('monitoring'), request.diagnosisKey)).toEqual(['diagnosed']);
  const { outcome, checks } = await world.monitoring.diagnose({ rds: broken, diagnosisKey: `TCK-2026-${broken.slice(4)}.diagnosis.1` });
  expect([outcome, checks.filter(({ passed }) => !passed).length]).toEqual(['fault-found', 1]);
});

it('rejects a service reference that is none and a key that is none', async () => {
  await expect(world.monitoring.serviceState('elsewhere')).rejects.toMatchObject(rejectedWith(400, 'bad-key'));
  await expect(world.monitoring.diagnose({ rds: newRds(), diagnosisKey: 'x' })).rejects.toMatchObject(rejectedWith(400, 'bad-body'));
});
