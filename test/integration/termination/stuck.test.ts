/** A call that stays stuck in the deproduction of one of two services: a supervisor passes over it, the rest goes on, and a coordinator sees to what was left (R-05, D-24). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { editPolicy } from '../../../db/policy/store.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { Terminations } from '../../support/terminations.ts';

let house: House;
let terminations: Terminations;
beforeAll(async () => {
  house = await openHouse();
  terminations = await Terminations.open(house);
  await editPolicy(house.pool, { name: 'outside-calls', value: { tellAfter: 'PT2S', againEvery: 'PT15M' }, author: 'admin', hasRead: () => true });
});
afterAll(async () => {
  await terminations.close();
  await house.close();
});

it('is passed over by a supervisor for one service alone, and seen to by hand before the services are ended (R-05, D-24)', async () => {
  const journey = await new Journeys(house).begin(['Lyon', 'Brest']);
  await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site)));
  const rds = (await house.pool.query<{ rds: string }>('SELECT rds FROM services WHERE deployment_id = $1 ORDER BY rds', [journey.id])).rows.map((row) => row.rds);
  const termination = await terminations.open(rds, { equipment: [] });
  await setFaults(house, 'jarvis', { errorRate: 1 });
  await termination.enter('2026-01-31');
  await eventually(async () => expect((await termination.events()).map(({ type }) => type)).toContain('callStuck'), 30_000);
  expect((await termination.answer('stuck-call', { choice: 'skip', comment: 'x' }, 'service-agent')).status).toBe(403);
  // The engine tries again in a quarter of an hour only: the call stays stuck until somebody decides.
  await setFaults(house, 'jarvis', {});
  await termination.does('stuck-call', { choice: 'skip', comment: 'JARVIS ne connaît plus ce service' }, 'supervisor');

  const ended = await eventually(async () => {
    const { deproduction } = await termination.read();
    expect(deproduction).toHaveLength(12);
    return deproduction;
  }, 30_000);
  const left = ended.filter(({ outcome }) => outcome !== 'ended');
  expect(left).toEqual([{ rds: rds[0], part: 'service', outcome: 'skipped' }]);
  const { rows: keys } = await house.pool.query<{ rds: string; key: string }>("SELECT rds, deployment_id || '.' || site AS key FROM services WHERE deployment_id = $1 ORDER BY rds", [journey.id]);
  const deproduced = await Promise.all(keys.map(async ({ key }) => (await factsOf(house, 'jarvis', key)).filter((fact) => fact === 'service-deproduced').length));
  expect(deproduced).toEqual([0, 1]);
  for (const { key } of keys) expect((await factsOf(house, 'obl', `${key}.1`)).filter((fact) => fact === 'terminated'), key).toHaveLength(1);

  // No service is over as long as somebody has to see to one of them.
  const endedOn = async () => (await house.pool.query<{ ended_on: string | null }>('SELECT ended_on FROM services WHERE deployment_id = $1 ORDER BY rds', [journey.id])).rows.map((row) => row.ended_on);
  expect([(await termination.read()).phase, await endedOn()]).toEqual(['deproduction', [null, null]]);
  await termination.does('deproduction-by-hand', { comment: 'Retiré de JARVIS à la main' }, 'coordinator');
  await termination.reaches('closing');
  expect(await endedOn()).toEqual(['2026-01-31', '2026-01-31']);
  expect(await factsOf(house, 'billing', termination.id)).toEqual(['final-invoice']);
  await termination.agree();
  expect(await termination.reaches('ended')).toMatchObject({ outcome: 'terminated' });
  await expectRebuildChangesNothing(house);
}, 120_000);
