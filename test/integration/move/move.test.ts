/** Sites that take the place of services in place, on the real engine with the relay between the halves (C-08): changes of offer, moves, what becomes of the old services, and what dies in between. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import { nextNumber } from '../../../db/numbers.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import type { OpenTermination } from '../../../relay/successions.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json, problemIn, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, TestJourney, testPolicy } from '../../support/journeys.ts';
import { launchFileOf } from '../../support/launch-file.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { carrierIn, carrySuccessions } from '../../support/successions.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;
let services = 0;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  api = await startHouseApi(house);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const carry = (open?: OpenTermination) => carrySuccessions(house, open);
/** A service from before the record. */
async function oldService(): Promise<string> {
  services += 1;
  const rds = `RDS-${770_000 + services}`;
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ($1, 'CLI-000001', 'ftth')", [rds]);
  return rds;
}
interface Half { readonly site: string; readonly origin: string; readonly termination: string | null; readonly stage: string | null; readonly oldEndsOn: string | null; readonly acceptedOn: string | null; readonly isGivenUp: boolean }
async function halfOf({ id }: TestJourney): Promise<Half> {
  const { successions } = await (await api.request(`/api/v1/deployments/${id}`)).json() as { successions: Half[] };
  const [half] = successions;
  if (!half) throw new Error(`${id} takes the place of nothing`);
  return half;
}
async function becomes(journey: TestJourney, stage: string): Promise<Half> {
  return await eventually(async () => {
    await carry();
    const half = await halfOf(journey);
    expect(half.stage).toBe(stage);
    return half;
  }, 20_000);
}
/** C-01: as whoever looks at the customer sees it. */
const underWay = async () => (await (await api.request('/api/v1/customers/CLI-000001/360')).json() as { blocks: { events: unknown } }).blocks.events;
const endedOn = async (rds: string) => (await house.pool.query<{ ended_on: string | null; termination: string | null }>('SELECT ended_on, termination FROM services WHERE rds = $1', [rds])).rows[0];
const terminationsOf = async ({ id }: TestJourney) => (await house.pool.query<{ id: string; phase: string }>("SELECT id, phase FROM terminations WHERE belongs_to LIKE $1 || '/%' ORDER BY id", [id])).rows;
async function billed(key: string, type: string): Promise<Record<string, unknown> | undefined> {
  const book = await (await fetch(`${house.urls.billing}/sim/book`, { headers: { authorization: `Bearer ${house.token}` } })).json() as { subjects: Record<string, { facts: (Record<string, unknown> & { type: string })[] }> };
  return book.subjects[key]?.facts.findLast((fact) => fact.type === type);
}

describe('a change of offer (C-08)', () => {
  it('ends the old service after the acceptance of the new one, billed up to the day before it, and each half knows of the other', async () => {
    const before = await journeys.begin(['Lyon']);
    await playSite(before, 'S001');
    const { rds } = await before.recordedState<SiteState>('S001');
    const journey = await journeys.begin(['Brest'], { replaces: [[rds ?? '']] });
    const { termination } = await becomes(journey, 'held');
    expect(await underWay()).toMatchObject({
      changes: [{ deploymentId: journey.id, halves: [{ site: 'S001', services: [rds], stage: 'held', termination, oldEndsOn: null }] }], moves: [], terminations: [{ id: termination, origin: 'change', belongsTo: `${journey.id}/S001`, effectiveOn: null }],
    });
    await playSite(journey, 'S001', 'acceptance');
    await carry();
    expect(await halfOf(journey)).toMatchObject({ stage: 'held', oldEndsOn: null, acceptedOn: null });
    expect([await billed(`${before.id}.S001`, 'stopped'), (await endedOn(rds ?? ''))?.ended_on]).toEqual([undefined, null]);
    await playSite(journey, 'S001', 'invoice-validation');
    await becomes(journey, 'ended');
    await carry();
    const half = await halfOf(journey);
    expect(half).toMatchObject({ termination, acceptedOn: '2026-01-02', oldEndsOn: '2026-01-01' });
    await playSite(journey, 'S001');
    // D-18: the day before the first that the new one is billed for.
    expect(await billed(`${before.id}.S001`, 'stopped')).toMatchObject({ lastDay: '2026-01-01' });
    expect((await billed(`${journey.id}.S001`, 'started'))?.['request']).toMatchObject({ from: '2026-01-02' });
    expect((await endedOn(rds ?? ''))?.ended_on).toBe('2026-01-01');
    expect((await readEvents(house.pool, `${journey.id}/S001`)).flatMap(({ event }) => (event.type === 'oldServicesTold' ? [(event as unknown as { stage: string }).stage] : []))).toEqual(expect.arrayContaining(['held', 'ended']));
    await journey.expectOneStory();
    await eventually(async () => expect(await underWay()).toMatchObject({ changes: [], terminations: [] }), 20_000);
    await expectRebuildChangesNothing(house);
  }, 120_000);

  it('that is given up leaves the old service as it was, which another change may take the place of', async () => {
    const rds = await oldService();
    const journey = await journeys.begin(['SIM-NEVER-ACK'], { replaces: [[rds]] });
    await becomes(journey, 'held');
    const [half] = await terminationsOf(journey);
    const withdrawn = await api.request(`/api/v1/terminations/${half?.id}/withdraw`, json({ reason: 'garde les deux' }, { authorization: 'Bearer service-agent' }));
    expect([withdrawn.status, (await problemIn(withdrawn)).code]).toEqual([409, 'C-08.waits-for-new-service']);
    expect(await (await api.request(`/api/v1/terminations/${half?.id}`, { headers: { authorization: 'Bearer service-agent' } })).json()).toMatchObject({ phase: 'held', mayWithdraw: false });
    await journey.cancel();
    await becomes(journey, 'kept');
    // Nothing is left to carry: what is over is not read again and again.
    await eventually(async () => expect((await house.pool.query("SELECT FROM successions WHERE deployment_id = $1 AND told IS DISTINCT FROM stage", [journey.id])).rowCount).toBe(0));
    expect(await endedOn(rds)).toEqual({ ended_on: null, termination: null });
    expect((await terminationsOf(journey)).map(({ phase }) => phase)).toEqual(['ended']);
    await becomes(await journeys.begin(['SIM-NEVER-ACK'], { replaces: [[rds]] }), 'held');
  });

  it('can be given up no more once the customer has the notice of the new service', async () => {
    const rds = await oldService();
    const journey = await journeys.begin(['Lyon'], { replaces: [[rds]], policy: { ...testPolicy, pointsOfNoReturn: { 'access-order': 'billing-started', 'equipment': 'installed', 'billing': 'started' } } });
    await becomes(journey, 'held');
    await playSite(journey, 'S001', 'invoice-validation');
    expect((await problemIn(await api.request(`/api/v1/deployments/${journey.id}/cancel`, json({ reason: 'renonce' })))).code).toBe('D-23.point-of-no-return');
  });
});

describe('whatever dies between the halves (C-08)', () => {
  it('after the number was taken, or with the workers: there is one termination, opened, held and told once', async () => {
    const rds = await oldService();
    const journey = await journeys.begin(['SIM-NEVER-ACK'], { replaces: [[rds]] });
    let taken = '';
    const dies: OpenTermination = async (_request, _meta, allocate) => {
      taken = await allocate(() => nextNumber(house.pool, 'RES', 2026));
      throw new Error('killed');
    };
    await carry(dies);
    expect((await halfOf(journey)).termination).toBeNull();
    await house.stopWorkers();
    const late = carrierIn(house)();
    await house.startWorkers();
    await late;
    expect(await becomes(journey, 'held')).toMatchObject({ termination: taken });
    await carry();
    await eventually(async () => expect((await journey.eventTypes('S001')).filter((type) => type === 'oldServicesTold')).toHaveLength(1));
    expect(await terminationsOf(journey)).toHaveLength(1);
    expect((await readEvents(house.pool, taken)).filter(({ event }) => event.type === 'terminationOpened')).toHaveLength(1);
  });

  it('while the new service is accepted: the old one is let go when the relay is back, for the same day', async () => {
    const rds = await oldService();
    const journey = await journeys.begin(['Lyon'], { replaces: [[rds]] });
    await becomes(journey, 'held');
    // Nobody carries anything until the site has ended.
    await playSite(journey, 'S001');
    await expect(journey.result()).resolves.toBe('completed');
    const { termination } = await becomes(journey, 'released');
    // Nobody outside knows a service from before the record: a person sees to it.
    const byHand = await eventually(async () => (await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND step = 'deproduction-by-hand' AND status = 'open'", [termination])).rows[0] ?? Promise.reject(new Error('nobody is asked')));
    expect((await api.request(`/api/v1/tasks/${byHand.id}/complete`, json({ comment: 'Ligne résiliée à la main' }))).status).toBe(200);
    expect(await becomes(journey, 'ended')).toMatchObject({ oldEndsOn: '2026-01-01' });
    expect((await endedOn(rds))?.ended_on).toBe('2026-01-01');
  });
});

describe('a move (C-08)', () => {
  const file = (rds: string) => {
    const launch = launchFileOf(['Brest']);
    return { ...launch, sites: launch.sites.map((site) => ({ ...site, replaces: [rds] })) };
  };
  const launches = (body: object, who = 'coordinator') => api.request('/api/v1/moves', json(body, { authorization: `Bearer ${who}` }));
  const codeOf = async (asked: Promise<Response>) => (await problemIn(await asked)).code;

  it('is launched and read as one; cancelled, the old lines stay', async () => {
    const rds = await oldService();
    const response = await launches({ launch: file(rds) });
    expect(response.status, await response.clone().text()).toBe(201);
    const { id } = await response.json() as { id: string };
    const journey = new TestJourney(house, id, 1);
    expect(await becomes(journey, 'held')).toMatchObject({ origin: 'move' });
    const read = async (who: string) => await (await api.request(`/api/v1/moves/${id}`, { headers: { authorization: `Bearer ${who}` } })).json() as { halves: Half[] };
    expect((await read('customer')).halves).toMatchObject([{ site: 'S001', services: [rds], stage: 'held' }]);
    const { items } = await (await api.request('/api/v1/moves')).json() as { items: { id: string }[] };
    expect(items.map((item) => item.id)).toContain(id);
    await journey.cancel();
    await becomes(journey, 'kept');
    expect((await read('coordinator')).halves).toMatchObject([{ isGivenUp: true, stage: 'kept', oldEndsOn: null }]);
  });

  it('with a gap that the customer chose ends the old line on his day, whatever becomes of the new one; cancelled before, it stays', async () => {
    const rds = await oldService();
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const { id } = await (await launches({ launch: file(rds), endsOldOn: tomorrow })).json() as { id: string };
    const journey = new TestJourney(house, id, 1);
    expect(await becomes(journey, 'released')).toMatchObject({ oldEndsOn: tomorrow, acceptedOn: null });
    await journey.cancel();
    await becomes(journey, 'kept');
    expect(await endedOn(rds)).toEqual({ ended_on: null, termination: null });
    expect(await house.client.workflow.getHandle(workflowIdOf((await halfOf(journey)).termination ?? '')).result()).toBeDefined();
  });

  it('names services that the customer has, that nothing else ends or replaces, and leaves them in the future', async () => {
    const [rds, other] = [await oldService(), await oldService()];
    expect(await codeOf(launches({ launch: launchFileOf(['Brest']) }))).toBe('malformed-request');
    expect(await codeOf(launches({ launch: file('RDS-NONE') }))).toBe('R-01.unknown-service');
    expect(await codeOf(launches({ launch: file(rds), endsOldOn: '2026-01-01' }))).toBe('C-08.ends-in-the-past');
    expect(await codeOf(launches({ launch: { ...file(rds), sites: [...file(rds).sites, ...file(rds).sites] } }))).toBe('C-08.replaced-twice');
    expect(await codeOf(launches({ launch: file(rds) }, 'field-technician'))).toBe('forbidden');
    expect((await launches({ launch: file(rds) })).status).toBe(201);
    expect(await codeOf(launches({ launch: file(rds) }))).toBe('C-08.replaced-twice');
    const leaving = await api.request('/api/v1/terminations', json({ services: [other], receivedOn: '2026-01-05', letterReference: '1A 001', contact: { name: 'Jeanne Martin' } }, { authorization: 'Bearer service-agent' }));
    expect(leaving.status).toBe(201);
    expect(await codeOf(launches({ launch: file(other) }))).toBe('R-01.termination-open');
    expect((await problemIn(await api.request(`/api/v1/moves/${(await journeys.launch(['Lyon'])).id}`))).code).toBe('not-found');
  });

  it('is launched once, however many launches and terminations name its service at once', async () => {
    const leaves = (rds: string) => api.request('/api/v1/terminations', json({ services: [rds], receivedOn: '2026-01-05', letterReference: '1A 001', contact: { name: 'Jeanne Martin' } }, { authorization: 'Bearer service-agent' }));
    const [rds, other, third] = [await oldService(), await oldService(), await oldService()];
    const racing = await Promise.all([0, 1, 2, 3].map(() => launches({ launch: file(rds) })));
    expect(racing.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    for (const refused of racing.filter(({ status }) => status === 409)) expect((await problemIn(refused)).code).toBe('C-08.replaced-twice');
    const mixed = await Promise.all([launches({ launch: file(other) }), leaves(other), launches({ launch: file(other) })]);
    expect(mixed.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    // Launched, and nobody has carried it yet: a letter comes too late.
    expect((await launches({ launch: file(third) })).status).toBe(201);
    expect(await codeOf(leaves(third))).toBe('R-01.termination-open');
    // Nothing is left that no relay gets done.
    await eventually(async () => {
      await carry();
      const { rows } = await house.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM successions WHERE services && $1 AND termination IS NULL', [[rds, other, third]]);
      expect(rows[0]?.n).toBe(0);
    });
  });
});
