/** Changes of a running deployment over the API: the launch file, the schedule and the sites follow; before and after are kept (D-25). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLaunchFile } from '../../../db/deployment/launch-files.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { mailsIn } from '../../support/mails.ts';
import { refused } from '../../support/obl.ts';
import { callsOf, requestAt } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { lockRow } from '../../support/row-lock.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  api = await startHouseApi(house);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const change = (journey: TestJourney, what: object, key?: string) =>
  api.request(`/api/v1/deployments/${journey.id}/changes`, json({ reason: 'à la demande du client', ...what }, key === undefined ? {} : { 'idempotency-key': key }));
const paul = { role: 'administrative', name: 'Paul Roche', email: 'paul.roche@client.invalid' };
const jeanne = { role: 'administrative', name: 'Jeanne Martin' };
const lines = (recurringCents: number) => [{ code: 'FTTH-2G', label: 'Accès fibre 2 Gb/s', recurringCents, oneOffCents: 15_000 }];

it('a deployment takes another date, another contact and another offer; its sites, mails and invoices follow, and nothing personal is in the record (D-25)', async () => {
  const journey = await journeys.begin(['Lyon', 'Angers']);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  const file = () => readLaunchFile(house.pool, journey.id);

  const moved = await change(journey, { targetActivationDate: '2030-06-03' });
  expect(await moved.json()).toMatchObject({ targetActivationDate: '2030-06-03' });
  expect((await file()).targetActivationDate).toBe('2030-06-03');
  for (const site of ['S001', 'S002']) {
    await eventually(async () => expect((await journey.recordedState<SiteState>(site)).opening?.schedule).toContainEqual({ milestone: 'activation', latestOn: '2030-06-03' }));
  }
  expect(await outcomeOf(change(journey, { targetActivationDate: '2020-01-01' }))).toEqual([422, 'D-01.target-date-past']);
  expect(await outcomeOf(change(journey, {}))).toEqual([400, 'malformed-request']);

  // The same request again, its answer lost: one change.
  const replace = () => outcomeOf(change(journey, { contact: { remove: jeanne, add: paul } }, 'contact-1'));
  expect([await replace(), await replace()]).toEqual([200, 200]);
  expect((await file()).contacts).toEqual([paul]);
  expect(await outcomeOf(change(journey, { contact: { remove: jeanne } }))).toEqual([422, 'D-25.unknown-contact']);
  expect(await outcomeOf(change(journey, { contact: { remove: { role: paul.role, name: paul.name } } }))).toEqual([400, 'malformed-request']);
  expect(await outcomeOf(change(journey, { contact: { site: 'S009', add: paul } }))).toEqual([404, 'not-found']);
  // The same person twice could not be told apart again; in his own place he has another address.
  expect(await outcomeOf(change(journey, { contact: { add: { ...paul, email: 'paul@client.invalid' } } }))).toEqual([422, 'D-25.contact-known']);
  expect((await file()).contacts).toEqual([paul]);
  const { rows } = await house.pool.query<{ text: string }>('SELECT string_agg(payload::text, \' \') AS text FROM events WHERE journey_id LIKE $1', [`${journey.id}%`]);
  expect(rows[0]?.text).toContain('replaced');
  expect(rows[0]?.text).not.toContain('Roche');

  expect(await outcomeOf(change(journey, { offer: { site: 'S001', lines: lines(9_900) } }))).toBe(200);
  await playSite(journey, 'S001', 'invoice-validation');
  expect((await journey.recordedState<SiteState>('S001')).simulation?.invoice?.lines.map(({ code }) => code)).toContain('FTTH-2G');
  // The simulation is with the customer: it is made anew, and billing begins with the second.
  expect(await outcomeOf(change(journey, { offer: { site: 'S001', lines: lines(8_900) } }))).toBe(200);
  await playSite(journey, 'S001', 'handover');
  const state = await journey.recordedState<SiteState>('S001');
  expect(state.simulation?.ordinal).toBe(2);
  expect(await outcomeOf(change(journey, { offer: { site: 'S001', lines: lines(1) } }))).toEqual([409, 'D-25.offer-invoiced']);
  expect((await file()).sites[0]?.lines).toEqual(lines(8_900));
  const sent = (await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(`${journey.id}.invoice-simulation.S001`));
  expect(sent.map(({ to }) => to)).toEqual([[paul.email], [paul.email]]);

  const { items } = await (await api.request(`/api/v1/deployments/${journey.id}/changes`)).json() as { items: { type: string; before: unknown; after: unknown; actor: string }[] };
  expect(items.map(({ type }) => type)).toEqual(['targetDateChanged', 'contactChanged', 'offerChanged', 'offerChanged']);
  expect(items[0]).toMatchObject({ before: '2030-03-01', after: '2030-06-03', actor: 'coordinator' });
  expect(items[1]).toMatchObject({ before: [expect.objectContaining(jeanne)], after: [paul] });
  // What is open is due by the new date (D-20).
  const taskId = await journey.openTask('handover', 'S001');
  const dueAtMs = async () => (await house.pool.query<{ due_at: Date }>('SELECT due_at FROM tasks WHERE id = $1', [taskId])).rows[0]?.due_at.getTime() ?? NaN;
  const dueBefore = await dueAtMs();
  expect(await outcomeOf(change(journey, { targetActivationDate: '2030-07-01' }))).toBe(200);
  await eventually(async () => expect(await dueAtMs()).toBe(dueBefore + 28 * 86_400_000));
  await expectRebuildChangesNothing(house);
  expect((await file()).sites[0]?.lines).toEqual(lines(8_900));
  await house.client.workflow.getHandle(`deployment/${journey.id}`).terminate();
  for (const site of ['S001', 'S002']) await house.client.workflow.getHandle(`deployment/${journey.journeyId(site)}`).terminate().catch(() => undefined);
}, 60_000);

it('an order that was refused for its data goes out again with what its coordinator corrected in the task; nothing of the address is in the record (D-09)', async () => {
  const journey = await journeys.begin(['SIM-NEVER-ACK', 'SIM-NEVER-ACK']);
  await journey.awaitSitePhase('S002', 'acknowledgement');
  await journey.oblTells('S002', refused);
  const taskId = await journey.openTask('access-order-refused', 'S002');
  const [before, address] = [(await readLaunchFile(house.pool, journey.id)).sites[1]?.address, { street: '12 bis rue des Tanneurs', postalCode: '35000', city: 'SIM-NEVER-ACK', country: 'FR' }];
  expect(await (await api.request(`/api/v1/tasks/${taskId}`)).json()).toMatchObject({ context: { orderedAddress: `${before?.street}, ${before?.postalCode} ${before?.city}, ${before?.country}` } });
  const decide = (what: object) => outcomeOf(api.request(`/api/v1/tasks/${taskId}/complete`, json({ choice: 'correct-and-reorder', comment: 'numéro oublié', ...what }, {})));
  expect(await decide({ address: { street: address.street } })).toEqual([400, 'malformed-request']);
  expect(await decide({ address })).toBe(200);
  expect((await (await api.request(`/api/v1/tasks/${taskId}`)).json() as { context: object }).context).not.toHaveProperty('orderedAddress');
  await journey.awaitSitePhase('S002', 'acknowledgement');
  expect(await requestAt(house, 'obl', `${journey.id}.S002.1`)).toMatchObject({ address: before });
  expect(await requestAt(house, 'obl', `${journey.id}.S002.2`)).toMatchObject({ address });
  expect((await readLaunchFile(house.pool, journey.id)).sites.map(({ address: { street } }) => street)).toEqual([before?.street, address.street]);
  const { items } = await (await api.request(`/api/v1/deployments/${journey.id}/changes`)).json() as { items: unknown[] };
  expect(items).toMatchObject([{ type: 'addressChanged', site: 'S002', reason: 'numéro oublié', before, after: address }]);
  const { rows: [record] } = await house.pool.query<{ text: string }>('SELECT string_agg(payload::text, \' \') AS text FROM events WHERE journey_id LIKE $1', [`${journey.id}%`]);
  expect(record?.text).not.toContain('Tanneurs');
  await expectRebuildChangesNothing(house);
  await journey.cancel();
  await journey.result();
}, 60_000);

it('an offer that changes while its invoice is validated is simulated as it was recorded, however long that takes (D-18, D-25)', async () => {
  const journey = await journeys.begin(['Lyon']);
  await playSite(journey, 'S001', 'invoice-validation');
  const recording = await lockRow(house, 'sites', journey.journeyId('S001'));
  const changed = outcomeOf(change(journey, { offer: { site: 'S001', lines: lines(7_900) } }));
  await recording.waitedFor();
  // Long enough for what is not held back.
  await new Promise((resolve) => { setTimeout(resolve, 1_000); });
  expect(await callsOf(house, 'billing', `${journey.id}.S001.2`, 'simulate')).toBe(0);
  await recording.release();
  expect(await changed).toBe(200);
  await playSite(journey, 'S001', 'invoice-validation');
  const { simulation } = await journey.recordedState<SiteState>('S001');
  expect([simulation?.ordinal, simulation?.invoice?.lines.find(({ kind }) => kind === 'recurring')?.fullCents]).toEqual([2, 7_900]);
});

describe('a change whose answer was lost', () => {
  /** The engine cannot be asked: the command is kept, and nobody knows what became of it. */
  const away = { connection: { withDeadline: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNRESET' })) }, workflow: { getHandle: () => ({}) } } as unknown as House['client'];
  const contactsOf = async (journey: TestJourney) => (await readLaunchFile(house.pool, journey.id)).contacts.map(({ name }) => name);

  it('is made, when it is sent again, on what another has made of the file since; one that is refused leaves nothing behind (D-25)', async () => {
    const lost = await startHouseApi(house, { client: away });
    const journey = await journeys.begin(['SIM-NEVER-ACK']);
    const addPaul = (through: RunningApi) => outcomeOf(through.request(`/api/v1/deployments/${journey.id}/changes`, json({ reason: 'nouveau', contact: { add: paul } }, { 'idempotency-key': 'add-paul' })));
    expect(await addPaul(lost)).toEqual([503, 'outcome-unknown']);
    await lost.close();
    expect(await outcomeOf(change(journey, { contact: { add: { ...paul, name: 'Ana Roche' } } }))).toBe(200);
    expect(await addPaul(api)).toBe(200);
    expect(await contactsOf(journey)).toEqual(['Jeanne Martin', 'Ana Roche', 'Paul Roche']);
    await journey.cancel();
    await journey.result();
    expect(await outcomeOf(change(journey, { contact: { add: { ...paul, name: 'Zoé Roche' } } }))).toEqual([409, 'wrong-state']);
    expect((await house.pool.query('SELECT id FROM launch_changes WHERE deployment_id = $1 AND applied_at IS NULL', [journey.id])).rows).toEqual([]);
  });
});
