/** What can go wrong between the visit and the activation, on the real engine: equipment that comes late, a delivery with reservations, an old line (D-12 to D-14). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changePart } from '../../../db/customer/parts.ts';
import { readEvents, rebuild } from '../../../db/journey/rebuild.ts';
import { activatedSites, readSites } from '../../../db/deployment/reads.ts';
import type { AppliedPolicy } from '../../../domain/deployment/policy.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { applyPolicyUpdate } from '../../../workflows/deployment/messages.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, meta } from '../../support/journeys.ts';
import { acknowledged, delivered, expectAsked } from '../../support/obl.ts';
import { factsOf } from '../../support/outside.ts';
import { playDeployment, playSite } from '../../support/people.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
afterAll(async () => { await house.close(); });

const hour = 3_600_000;
const day = 24 * hour;

it('equipment that is not there when the business day before the delivery begins puts it at risk: who must act is told once, until it arrives (D-12)', async () => {
  const journey = await journeys.begin(['SIM-OUT-OF-STOCK SIM-REFTECH-SILENT SIM-NEVER-DELIVER']);
  const plannedDeliveryDate = new Date(Date.now() + 10 * day).toISOString().slice(0, 10);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  await journey.oblTells('S001', { ...acknowledged, plannedDeliveryDate });
  await playSite(journey, 'S001', 'dispatch');
  expect((await journey.recordedState<SiteState>('S001')).risk).toBeNull();
  await skipTime(house, journey.journeyId('S001'), 9 * day);
  await eventually(async () => expect(await journey.eventTypes('S001')).toContain('deliveryRiskTold'));
  const mails = ['coordinator', 'logistics'].map((profile) => `${journey.id}.S001.delivery-risk.1.${profile}`);
  for (const mail of mails) expect(await factsOf(house, 'mail', mail), mail).toEqual(['delivered']);
  expect(await readSites(house.pool, journey.id)).toMatchObject([{ label: 'Agence de SIM-OUT-OF-STOCK SIM-REFTECH-SILENT SIM-NEVER-DELIVER', city: 'SIM-OUT-OF-STOCK SIM-REFTECH-SILENT SIM-NEVER-DELIVER', oblName: 'Orange Wholesale', risk: { cause: 'equipment-late', plannedDeliveryDate } }]);

  // Nobody tells of the arrival: it is asked for, as often as the policy of now says.
  await journey.completeTask('dispatch', answers.dispatch, 'S001');
  await eventually(async () => expect(await factsOf(house, 'ref-tech', `${journey.id}.S001.equipment.1`)).toContain('received'));
  const applied: AppliedPolicy = { policy: 'equipment', version: 2, frozen: { equipment: { askEvery: { elapsedMs: hour } } } };
  const act = meta();
  await journey.handle('S001').executeUpdate(applyPolicyUpdate, { updateId: act.commandId, args: [{ applied, meta: act }] });
  await skipTime(house, journey.journeyId('S001'), 2 * hour);
  await expectAsked(journey, 'installation');
  await eventually(async () => expect((await journey.recordedState<SiteState>('S001')).risk).toBeNull());
  const types = await journey.eventTypes('S001');
  expect(types.filter((type) => type.startsWith('deliveryRisk') || type === 'deliveryAtRisk' || type === 'equipmentReceived')).toEqual(['deliveryAtRisk', 'deliveryRiskTold', 'equipmentReceived', 'deliveryRiskCleared']);
  await journey.cancel();
  await journey.completeTask('undo-by-hand', answers['undo-by-hand'], 'S001');
  await expect(journey.handle('S001').result()).resolves.toBe('cancelled');
});

it('reservations hold the service production until the coordinator has settled them, and an old line holds the activation; what was installed is in the customer’s record once it is accepted (D-13, D-14, C-01)', async () => {
  const journey = await journeys.launch(['Lyon']);
  await journey.completeTask('sales-collection', { ...answers['sales-collection'], existingLineToMigrate: true });
  await playDeployment(journey);
  await playSite(journey, 'S001', 'delivery-report');
  await journey.oblTells('S001', { ...delivered, report: { ...delivered.report, reservations: ['Prise optique à refixer'] } });
  const taskId = await journey.openTask('delivery-reservations', 'S001');
  await journey.expectOneStory();
  expect(await factsOf(house, 'ref-tech', `${journey.id}.S001`)).toEqual([]);
  await journey.complete(taskId, { choice: 'accept-with-reservations', comment: 'Refixée à la prochaine visite' }, 'S001');
  await eventually(async () => expect(await factsOf(house, 'ref-tech', `${journey.id}.S001`)).toEqual(['produced', 'produced', 'produced']));

  await journey.completeTask('activation', { activatedOn: '2026-01-03' }, 'S001');
  await journey.openTask('line-migration', 'S001');
  // C-08: nobody withdraws from it any more.
  expect(await activatedSites(house.pool, journey.id)).toEqual(['S001']);
  expect((await journey.eventTypes('S001')).filter((type) => type === 'activationTested' || type === 'linkQualified')).toEqual(['activationTested']);
  await journey.completeTask('line-migration', { migratedOn: '2026-01-03' }, 'S001');
  await expectAsked(journey, 'invoice-simulation');
  const events = (await readEvents(house.pool, journey.journeyId('S001'))).map(({ event }) => event);
  expect(events).toContainEqual(expect.objectContaining({ type: 'deliveryReservationsSettled', choice: 'accept-with-reservations', liftedOn: null }));
  expect(events).toContainEqual(expect.objectContaining({ type: 'activationTested', failed: [] }));

  // C-01: what was installed is in his record from the acceptance on; edited or removed there, no rebuild says otherwise.
  const pieces = async () => (await house.pool.query<{ id: string }>('SELECT id, customer_id, serial_number, ownership, rds, installed_on::text FROM customer_equipment ORDER BY id')).rows;
  const [piece, ...others] = await pieces();
  const { rows: [service] } = await house.pool.query<{ rds: string }>('SELECT rds FROM services WHERE deployment_id = $1', [journey.id]);
  expect([piece, others]).toEqual([{ id: expect.any(String) as string, customer_id: 'CLI-000001', serial_number: 'SN-1', ownership: 'rented', rds: service?.rds, installed_on: '2026-01-02' }, []]);
  const edit = { meta: { actor: 'service-agent', channel: 'api', commandId: 'bought' } as const, atMs: Date.now() };
  await changePart(house.pool, 'equipment', 'CLI-000001', piece?.id ?? '', { ownership: 'owned' }, () => true, edit);
  await rebuild(house.pool);
  expect(await pieces()).toMatchObject([{ ownership: 'owned' }]);
  await changePart(house.pool, 'equipment', 'CLI-000001', piece?.id ?? '', null, () => true, { ...edit, meta: { ...edit.meta, commandId: 'removed' } });
  await rebuild(house.pool);
  expect(await pieces()).toEqual([]);
});
