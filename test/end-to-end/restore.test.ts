/** A system that is restored: its engine from one instant, its record from a later one, and an outside that has gone on since. It agrees with itself again, and with the outside. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkJourneys } from '../../cli/check/check.ts';
import { reconcile, skipNumbers, type Repaired } from '../../cli/check/reconcile.ts';
import { everythingEnds, expectPositions } from '../support/books.ts';
import { createCaller } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { openInstallation, type Installation } from '../support/installation.ts';
import { expectSameOutside } from '../support/outside-books.ts';
import { bookOf } from '../support/outside-facts.ts';
import { play, type Shown } from '../support/players.ts';
import { editPolicy, observeBriefly } from '../support/policies.ts';
import { expectRebuildChangesNothing } from '../support/rebuilt.ts';
import { backUp, restore } from '../support/restores.ts';
import { setFaults } from '../support/webhooks.ts';

const skipped = 1_000;
const ordersOf = async (on: Installation): Promise<string[]> =>
  Object.entries((await bookOf(on, 'obl')).subjects).filter(([, { facts }]) => facts.some(({ type }) => type === 'placed')).map(([key]) => key).toSorted();

let on: Installation;
beforeAll(async () => { on = await openInstallation(); });
afterAll(async () => { await on.close(); });

it('goes on from an engine that is behind its record: orders placed since are not placed again, callbacks that are lost are asked for, and numbers given since are given to nobody else', async () => {
  const caller = createCaller(on);
  await observeBriefly(caller);
  await editPolicy(caller, 'equipment', () => ({ askEvery: { elapsed: 'PT2S' } }));
  await editPolicy(caller, 'reminders', (value) => {
    const often = { firstAfter: { elapsed: 'PT2S' }, againEvery: { elapsed: 'PT2S' } };
    const of = (name: keyof typeof value) => ({ [name]: { ...value[name], ...often } });
    return { ...value, ...of('obl-acknowledgement'), ...of('intervention-slot'), ...of('delivery-report') };
  });
  const going = await caller.launch(['Lyon', 'Brest']);
  await play(caller, [going], { until: ({ phase }) => phase === 'internal-launch' });
  await backUp(on.databaseUrl, 'temporal', 'temporal_visibility');

  // Between the two backups a deployment begins, and another goes on; its orders do not reach the OBL.
  await setFaults(on.outside.jarvis, { errorRate: 1 });
  const young = await caller.launch(['Nantes']);
  await play(caller, [going], { until: ({ sites }) => sites.length === 2 && sites.every(({ phase }) => phase === 'access-order') });
  await backUp(on.databaseUrl, 'jalon');

  // After both the outside goes on, and people are told things that are lost.
  await setFaults(on.outside.jarvis, {});
  // One site may be past its planning before the other's order is acknowledged.
  await play(caller, [going], { until: ({ sites }) => sites.every(({ phase }) => phase !== 'access-order' && phase !== 'acknowledgement') });
  const placed = await ordersOf(on);
  expect(placed).toEqual([`${going}.S001.1`, `${going}.S002.1`]);
  const lost = await caller.launch(['Lille']);

  await on.hold();
  await restore(on.databaseUrl, ['temporal', 'temporal_visibility', 'jalon'], () => on.kill('temporal'));
  const repaired: Repaired[] = [];
  await eventually(() => reconcile(on, (one) => repaired.push(one)), 60_000, 500);
  expect(repaired.map(({ journeyId, repair }) => [journeyId, repair]).toSorted()).toEqual([going, `${going}/S001`, `${going}/S002`, young].map((id) => [id, 'started']).toSorted());
  expect(repaired.filter(({ given }) => given > 0).map(({ journeyId }) => journeyId)).toEqual([going]);
  await skipNumbers(on.pool, skipped);
  on.release();
  await on.ready();
  expect((await checkJourneys(on)).differences).toEqual([]);

  expect((await caller.request(`/deployments/${lost}`, {}, 'coordinator')).status).toBe(404);
  const later = await caller.launch(['Lille']);
  expect(Number(later.slice(-6))).toBeGreaterThan(Number(lost.slice(-6)) + skipped - 2);
  await play(caller, [going, young, later]);
  await everythingEnds(on, [going, young, later]);
  expect((await caller.get<Shown>(`/deployments/${going}`)).phase).toBe('completed');
  const { rows } = await on.pool.query<{ heard: string }>("SELECT payload ->> 'heard' AS heard FROM events WHERE journey_id LIKE $1 AND type = 'accessOrderAcknowledged'", [`${going}/%`]);
  expect(rows.map(({ heard }) => heard)).toEqual(['asked', 'asked']);
  await expectSameOutside(on);
  await expectRebuildChangesNothing(on);
  await expectPositions(on);
});
