/** As in production: the engine's services in a process each, two workers, two relays, two APIs behind one address. A deployment goes on when one of each pair is lost and each of the engine's is killed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everythingEnds, expectOneStory } from '../support/books.ts';
import { createCaller } from '../support/caller.ts';
import { openInstallation, type Installation } from '../support/installation.ts';
import { hasEnded, play, type Shown } from '../support/players.ts';
import { observeBriefly } from '../support/policies.ts';

let on: Installation;
beforeAll(async () => { on = await openInstallation({ isStack: true }); });
afterAll(async () => { await on.close(); });

it('one worker, one relay and one API are lost and every process of the engine is killed while two sites are delivered: the others go on, and all four books tell one story', async () => {
  const caller = createCaller(on);
  await observeBriefly(caller);
  const id = await caller.launch(['Lyon', 'Brest']);
  const blows = new Map<string, () => Promise<void>>([
    ['internal-launch', () => on.lose('worker')],
    ['customer-launch', () => on.lose('api')],
    ['intervention-planning', () => on.lose('relay')],
    ...['technical-visit', 'configuration', 'installation', 'invoice-simulation'].map((step) => [step, () => on.kill('temporal')] as const),
  ]);
  await play(caller, [id], {
    async perform({ task, begin }) {
      const answer = begin();
      const blow = blows.get(task.step);
      blows.delete(task.step);
      await blow?.();
      return { answer };
    },
  });
  expect([...blows.keys()]).toEqual([]);
  await everythingEnds(on, [id]);
  expect(hasEnded(await caller.get<Shown>(`/deployments/${id}`))).toBe(true);
  await expectOneStory(on, caller);
});
