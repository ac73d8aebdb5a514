/** The contract of the inventory's port, run over the adapter and the real simulator by real HTTP (T-12, T-20). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rejectedWith } from './ref-tech.ts';
import { eventually } from './support.ts';
import { factsIn, openSupportTools, unavailable } from './support-tools.ts';

let world: Awaited<ReturnType<typeof openSupportTools>>;
let last = 0;

beforeAll(async () => { world = await openSupportTools(); });
afterAll(() => world.close());
beforeEach(() => world.control('inventory').reset());

function creation(word = '') {
  last += 1;
  return { itemKey: `REP-2026-${String(last).padStart(6, '0')}.item.1`, serialNumber: `NEW-${word}${last}000`, model: 'EliteBook 840', customerId: 'CLI-000001' };
}

it('knows the equipment of a customer, one by one and together', async () => {
  const items = await world.inventory.itemsOf('CLI-000001');
  expect(items).toHaveLength(3);
  expect(await world.inventory.lookUp('CLI-000001-PC-1')).toEqual({ state: 'known', item: items.find(({ serialNumber }) => serialNumber.endsWith('PC-1')), refusalReason: null });
});

it('does not know a serial number that nobody created', async () => {
  expect(await world.inventory.lookUp('NEVER-SEEN-1')).toEqual({ state: 'unknown', item: null, refusalReason: null });
});

it('creates once what is asked for again and again, and says so when it is validated', async () => {
  const request = creation();
  const [first, second] = await Promise.all([world.inventory.requestCreation(request), world.inventory.requestCreation(request)]);
  expect(second).toEqual(first);
  expect((await world.inventory.lookUp(request.serialNumber)).state).toMatch(/^(requested|known)$/);
  await eventually(() => expect(world.receivers.inventory.typesOf(request.itemKey)).toEqual(['item.created']));
  expect(await world.inventory.lookUp(request.serialNumber)).toMatchObject({ state: 'known', item: { customerId: 'CLI-000001', model: 'EliteBook 840' } });
  expect((await world.inventory.itemsOf('CLI-000001')).map(({ serialNumber }) => serialNumber)).toContain(request.serialNumber);
  expect(await factsIn(world.control('inventory'), request.itemKey)).toEqual(['creation-asked', 'created']);
  expect(world.receivers.inventory.failures).toEqual([]);
});

it('creates once when the effect happens and the answer is lost', async () => {
  const request = creation();
  await world.control('inventory').setFaults({ failAfterEffect: 1, failAfterEffectMode: 'cut' });
  await expect(world.inventory.requestCreation(request)).rejects.toMatchObject(unavailable);
  await world.inventory.requestCreation(request);
  await eventually(async () => expect(await factsIn(world.control('inventory'), request.itemKey)).toEqual(['creation-asked', 'created']));
});

it('refuses a creation with its reason, which the state tells too', async () => {
  const request = creation('SIM-REFUSED-');
  await world.inventory.requestCreation(request);
  await eventually(() => expect(world.receivers.inventory.typesOf(request.itemKey)).toEqual(['item.refused']));
  expect(await world.inventory.lookUp(request.serialNumber)).toMatchObject({ state: 'refused', refusalReason: 'unknown-model' });
});

it('that keeps silent is found out by its state', async () => {
  const request = creation('SIM-SILENT-');
  await world.inventory.requestCreation(request);
  await eventually(async () => expect(await world.inventory.lookUp(request.serialNumber)).toMatchObject({ state: 'known' }));
  expect(world.receivers.inventory.typesOf(request.itemKey)).toEqual([]);
});

it('goes on after a restart with what was under way', async () => {
  const request = creation();
  await world.control('inventory').setFaults({ lateMs: 3_600_000 });
  await world.inventory.requestCreation(request);
  await world.restart();
  await world.control('inventory').setFaults({});
  await eventually(() => expect(world.receivers.inventory.typesOf(request.itemKey)).toEqual(['item.created']));
});

it('rejects the creation of what is known, another request under a used key, and a key that is none', async () => {
  const request = creation();
  await expect(world.inventory.requestCreation({ ...request, serialNumber: 'CLI-000001-PC-1' })).rejects.toMatchObject(rejectedWith(409, 'item-known'));
  await world.inventory.requestCreation(request);
  await expect(world.inventory.requestCreation({ ...request, model: 'Other' })).rejects.toMatchObject(rejectedWith(422, 'idempotency-key-reused'));
  await expect(world.inventory.requestCreation({ ...request, itemKey: 'x' })).rejects.toMatchObject(rejectedWith(400, 'bad-body'));
  await expect(world.inventory.lookUp('lower case')).rejects.toMatchObject(rejectedWith(400, 'bad-key'));
});

it('fails alone: its neighbours behind the same address answer', async () => {
  await world.control('inventory').setFaults({ errorRate: 1 });
  await expect(world.inventory.lookUp('CLI-000001-PC-1')).rejects.toMatchObject(unavailable);
  expect(await world.knowledge.find('sauvegarde')).not.toEqual([]);
});
