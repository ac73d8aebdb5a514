/** A deployment cancelled in each of its twelve steps, with every undoing failing first: nothing stays booked outside, or a person has it (D-23). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import type { DeploymentPhase } from '../../../domain/deployment/deployment.ts';
import type { SiteEffect } from '../../../domain/deployment/effects.ts';
import type { SitePhase } from '../../../domain/deployment/site.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, refusalOf, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { factsOf, setFaults, stillBooked } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { skipTime } from '../../support/time.ts';
import type { Faults } from '../../../simulators/shared/faults.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(() => everywhere({}));
afterAll(async () => { await house.close(); });

const systems = ['obl', 'jarvis', 'ref-tech', 'billing'] as const;
const everywhere = async (faults: Partial<Faults>) => { await Promise.all(systems.map((system) => setFaults(house, system, faults))); };
const hour = 3_600_000;
/** Sites may be abandoned until they are billed, and the link is observed for a while. */
const policy = { ...testPolicy, pointsOfNoReturn: { ...testPolicy.pointsOfNoReturn, 'access-order': 'billing-started' }, acceptance: { ...testPolicy.acceptance, observationMs: hour, readEverySeconds: 600 } } as const;

async function handedOver(journey: TestJourney, site: string): Promise<string[]> {
  return (await readEvents(house.pool, journey.journeyId(site))).flatMap(({ event }) => (event.type === 'effectHandedOver' ? [(event as unknown as { effect: SiteEffect }).effect.key] : []));
}

it.each<[string, DeploymentPhase]>([['1', 'assignment'], ['2', 'welcome-call'], ['3', 'customer-launch']])('in step %s: JARVIS forgets the deployment', async (_, at) => {
  const journey = await journeys.begin(['Lyon'], { at });
  // Registered, and we never hear of it.
  if (at === 'assignment') {
    await setFaults(house, 'jarvis', { failAfterEffect: 100 });
    await journey.completeTask('assignment', answers.assignment);
    await eventually(async () => expect(await factsOf(house, 'jarvis', journey.id)).toEqual(['registered']));
  }
  await everywhere({ failFirst: 2 });
  await journey.cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
  expect(await factsOf(house, 'jarvis', journey.id)).toEqual(at === 'assignment' ? ['registered', 'withdrawn'] : ['barred']);
  expect(await stillBooked(house, journey.id)).toEqual([]);
});

const quiet = 'SIM-NEVER-DELIVER';
/** Where each site stands, by the step as the customer draws it; at Lyon the OBL may have delivered by then. */
const stands = [
  ['4', 'acknowledgement', 'SIM-NEVER-ACK'], ['5', 'intervention-planning', quiet], ['6', 'technical-visit', quiet], ['7', 'configuration', quiet], ['7', 'dispatch', quiet],
  ['8', 'delivery-report', quiet], ['8', 'service-production', 'Lyon'], ['9', 'acceptance', 'Lyon'], ['9', 'delivery-notice', quiet], ['10', 'invoice-simulation', quiet], ['11', 'billing-start', 'Lyon'],
] as const satisfies readonly (readonly [string, SitePhase, string])[];
const siteAt = (phase: SitePhase) => `S${String(stands.findIndex((stand) => stand[1] === phase) + 1).padStart(3, '0')}`;
const observed = ['delivery-notice', 'invoice-simulation', 'billing-start'] as const;

it(`in steps ${[...new Set(stands.map(([step]) => step))].join(', ')}: each site undoes in reverse what was done, or may have been`, async () => {
  const journey = await journeys.begin(stands.map(([, , city]) => city), { policy });
  const reaches = (phase: SitePhase, until: SitePhase = phase) => playSite(journey, siteAt(phase), until);
  const first = (['acknowledgement', 'intervention-planning', 'technical-visit', 'configuration', 'dispatch', 'delivery-report', 'acceptance'] as const).map((phase) => reaches(phase));
  await Promise.all([...first, reaches('service-production', 'delivery-report'), ...observed.map((phase) => reaches(phase, 'acceptance'))]);
  const observes = (phase: SitePhase) => skipTime(house, journey.journeyId(siteAt(phase)), 2 * hour);
  await Promise.all([observes('invoice-simulation').then(() => reaches('invoice-simulation')), observes('billing-start').then(() => reaches('billing-start', 'invoice-validation'))]);
  // A slot that was proposed and a shipment on its way; and what was made without our hearing of it: production, inventory, billing.
  await journey.completeTask('intervention-planning', answers['intervention-planning'], siteAt('intervention-planning'));
  await everywhere({ failAfterEffect: 1_000 });
  await journey.completeTask('dispatch', answers.dispatch, siteAt('dispatch'));
  await journey.oblTells(siteAt('service-production'), { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: [] } });
  await observes('delivery-notice');
  await journey.completeTask('invoice-validation', answers['invoice-validation'], siteAt('billing-start'));
  const key = (phase: SitePhase) => `${journey.id}.${siteAt(phase)}`;
  await eventually(async () => {
    expect(await factsOf(house, 'ref-tech', key('service-production'))).toEqual(['produced', 'produced', 'produced']);
    expect(await factsOf(house, 'jarvis', key('delivery-notice'))).toEqual(['service-registered']);
    expect(await factsOf(house, 'billing', key('billing-start'))).toEqual(['started']);
    expect(await factsOf(house, 'obl', `${key('intervention-planning')}.1`)).toContain('slot-proposed');
  });

  await everywhere({ failFirst: 2 });
  await journey.cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
  const handed = (await Promise.all(stands.map(([, phase]) => handedOver(journey, siteAt(phase))))).flat().toSorted();
  expect(await stillBooked(house, journey.id)).toEqual(handed);
  // Equipment that is at the depot or in its place; besides it, only orders that the OBL had delivered by then.
  const equipped = stands.map(([, phase]) => phase).slice(stands.findIndex(([, phase]) => phase === 'delivery-report'));
  expect(handed.filter((one) => one.endsWith('.equipment.1') && one !== `${key('dispatch')}.equipment.1`)).toEqual(equipped.map((phase) => `${key(phase)}.equipment.1`));
  const undone = (await readEvents(house.pool, journey.journeyId(siteAt('billing-start')))).flatMap(({ event }) => (event.type === 'effectUndone' || event.type === 'effectHandedOver' ? [(event as unknown as { effect: SiteEffect }).effect.kind] : []));
  expect(undone).toEqual(['billing', 'service', 'backbone', 'radius', 'ip', 'equipment', 'access-order']);
  // D-10: who was told of a slot, and of no visit since, is told that nobody comes.
  const recalls = await Promise.all(stands.map(([, phase]) => factsOf(house, 'mail', `${journey.id}.slot-recalled.${siteAt(phase)}.1`)));
  expect(recalls).toEqual(stands.map(([, phase]) => (phase === 'technical-visit' ? ['delivered'] : [])));
  await journey.expectOneStory();
  // Each undoing fails twice, and its retries wait longer each time.
}, 120_000);

it('whose service was in the inventory already has none any more: no ticket names it, and nobody ends it', async () => {
  const journey = await journeys.begin(['Lyon'], { policy: { ...policy, acceptance: testPolicy.acceptance } });
  await playSite(journey, 'S001', 'invoice-validation');
  const service = async () => (await house.pool.query<{ isEnded: boolean }>('SELECT ended_on IS NOT NULL AS "isEnded" FROM services WHERE deployment_id = $1', [journey.id])).rows;
  expect(await service()).toEqual([{ isEnded: false }]);
  await journey.cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
  await eventually(async () => expect(await service()).toEqual([{ isEnded: true }]));
});

it('in step 12, billed, a cancellation is refused and nothing outside changes (D-23.point-of-no-return)', async () => {
  const journey = await journeys.begin(['Lyon'], { policy: { ...policy, acceptance: testPolicy.acceptance } });
  await playSite(journey, 'S001', 'handover');
  await journey.openTask('handover', 'S001');
  await eventually(async () => expect(await journey.eventTypes()).toContain('siteReturnChanged'));
  const before = await stillBooked(house, journey.id);
  await expect(refusalOf(journey.cancel())).resolves.toBe('D-23.point-of-no-return');
  expect(before).toEqual(expect.arrayContaining(['billing', 'service', 'supervision', 'ip', 'radius', 'backbone'].map((kind) => `${journey.id}.S001.${kind}`)));
  expect(await stillBooked(house, journey.id)).toEqual(before);
  expect(await journey.eventTypes('S001')).not.toContain('siteCancellationRefused');
});
