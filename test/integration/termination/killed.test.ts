/** A worker that dies in the deproduction leaves nothing half taken down, and takes nothing down twice. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { Terminations } from '../../support/terminations.ts';

let house: House;
let terminations: Terminations;
beforeAll(async () => {
  house = await openHouse();
  terminations = await Terminations.open(house);
});
afterAll(async () => {
  await terminations.close();
  await house.close();
});

it('goes on where it was when its worker was taken away in the middle of each part, with what it had heard forgotten (R-05)', async () => {
  const journey = await new Journeys(house).begin(['Lyon']);
  await playSite(journey, 'S001');
  const key = `${journey.id}.S001`;
  const { rows: [row] } = await house.pool.query<{ rds: string }>('SELECT rds FROM services WHERE deployment_id = $1', [journey.id]);
  const termination = await terminations.open([row?.rds ?? ''], { equipment: [] });
  await termination.reaches('win-back');
  // Each system does what it is asked, and its answer never comes: only a later attempt hears of it.
  for (const system of ['ref-tech', 'jarvis', 'obl'] as const) await setFaults(house, system, { failAfterEffect: 1, failAfterEffectMode: 'hang' });
  await termination.enter('2026-01-31');
  const effects = [['ref-tech', key, 'unsupervised'], ['jarvis', key, 'service-deproduced'], ['obl', `${key}.1`, 'terminated']] as const;
  for (const [system, subject, effect] of effects) {
    await eventually(async () => expect(await factsOf(house, system, subject)).toContain(effect), 60_000);
    await house.stopWorkers();
    // With no cache every task is a replay.
    await house.startWorkers({ maxCachedWorkflows: 0 });
  }
  await eventually(async () => expect((await termination.read()).deproduction.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'ended')), 60_000);
  for (const [system, subject, effect] of effects) expect((await factsOf(house, system, subject)).filter((fact) => fact === effect), effect).toHaveLength(1);
  expect(await callsOf(house, 'jarvis', key, 'deproduce-service')).toBeGreaterThan(1);
  await termination.reaches('closing');
  await termination.agree();
  await termination.reaches('ended');
  await expectRebuildChangesNothing(house);
}, 240_000);
