/** The contract of the eligibility service's port, run over the adapter and the real simulator by real HTTP (C-01). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rejectedWith } from './ref-tech.ts';
import { openSupportTools, unavailable } from './support-tools.ts';

let world: Awaited<ReturnType<typeof openSupportTools>>;
beforeAll(async () => { world = await openSupportTools(); });
afterAll(() => world.close());
beforeEach(() => world.control('eligibility').reset());

const angers = { street: '3 rue du Mail', postalCode: '49000', city: 'Angers', country: 'FR' };
const eligibleIn = async (address: typeof angers) => (await world.eligibility.of(address)).accesses.filter(({ isEligible }) => isEligible).map(({ accessType }) => accessType);

it('tells which accesses an address can have, with what evidence, and what may be sold there (C-01)', async () => {
  const answer = await world.eligibility.of(angers);
  expect(answer.accesses.find(({ accessType }) => accessType === 'ftth')).toEqual({ accessType: 'ftth', isEligible: true, obl: 'orange-wholesale', downMbps: 1000, upMbps: 400, deliveryDays: 20, reason: null });
  expect(answer.offers.map(({ accessType }) => accessType)).toEqual(['ftth', 'ftto', 'adsl', '4g']);
  expect(answer.evidenceReference).toBe('ELI-000001');
  expect((await world.eligibility.of(angers)).evidenceReference).toBe('ELI-000002');
});

it('says why an address cannot have an access, and offers nothing that it cannot have (C-01)', async () => {
  expect(await eligibleIn({ ...angers, postalCode: '49108' })).toEqual(['adsl', '4g']);
  const { accesses, offers } = await world.eligibility.of({ ...angers, city: 'Angers SIM-NO-FIBRE' });
  expect(accesses.find(({ accessType }) => accessType === 'ftth')).toMatchObject({ isEligible: false, reason: 'no-fibre-yet' });
  expect(offers.map(({ accessType }) => accessType)).toEqual(['adsl', '4g']);
});

it('rejects an address that it cannot place, and one that is incomplete', async () => {
  await expect(world.eligibility.of({ ...angers, city: 'SIM-UNPLACED' })).rejects.toMatchObject(rejectedWith(404, 'address-unknown'));
  await expect(world.eligibility.of({ ...angers, city: '' })).rejects.toMatchObject(rejectedWith(400, 'bad-query'));
});

it('is unavailable when it fails, and goes on after a restart', async () => {
  await world.control('eligibility').setFaults({ errorRate: 1 });
  await expect(world.eligibility.of(angers)).rejects.toMatchObject(unavailable);
  await world.restart();
  await world.control('eligibility').setFaults({});
  expect(await eligibleIn(angers)).toContain('ftth');
});
