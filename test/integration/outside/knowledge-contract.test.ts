/** The contract of the knowledge base's port, run over the adapter and the real simulator by real HTTP (T-12, T-23). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createKnowledgePort } from '../../../activities/outside/knowledge.ts';
import { rejectedWith } from './ref-tech.ts';
import { factsIn, openSupportTools, unavailable } from './support-tools.ts';

let world: Awaited<ReturnType<typeof openSupportTools>>;

beforeAll(async () => { world = await openSupportTools(); });
afterAll(() => world.close());
beforeEach(() => world.control('knowledge').reset());

const addition = { additionKey: 'TCK-2026-000123.addition.1', customerId: 'CLI-000001', text: 'Le routeur est derrière le comptoir.' };

it('finds the nearest articles by their words, whatever accents and endings', async () => {
  const [first] = await world.knowledge.find('Sauvegardes en echec sur bande');
  expect(first).toMatchObject({ reference: expect.stringMatching(/^KB-/), title: expect.stringContaining('bandes') });
  expect(await world.knowledge.find('xyz')).toEqual([]);
  expect(await world.knowledge.find('')).toEqual([]);
});

it('takes an addition once per key, also when the answer is lost', async () => {
  await world.control('knowledge').setFaults({ failAfterEffect: 1 });
  await expect(world.knowledge.propose(addition)).rejects.toMatchObject(unavailable);
  const answer = await world.knowledge.propose(addition);
  expect(await world.knowledge.propose(addition)).toEqual(answer);
  expect(await factsIn(world.control('knowledge'), addition.additionKey)).toEqual(['addition-proposed']);
});

it('rejects another text under a used key, an empty one, and an unknown token', async () => {
  await world.knowledge.propose(addition);
  await expect(world.knowledge.propose({ ...addition, text: 'Autre chose' })).rejects.toMatchObject(rejectedWith(422, 'idempotency-key-reused'));
  await expect(world.knowledge.propose({ ...addition, additionKey: 'TCK-2026-000124.addition.1', text: '' })).rejects.toMatchObject(rejectedWith(400, 'bad-body'));
  const stranger = createKnowledgePort({ baseUrl: world.urlOf('knowledge'), token: 'another-token-altogether' });
  await expect(stranger.find('sauvegarde')).rejects.toMatchObject(rejectedWith(401, 'unauthorized'));
});
