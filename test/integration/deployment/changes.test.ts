/** Changes of a running deployment over the API: the launch file, the schedule and the sites follow; before and after are kept (D-25). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDocumentFolder } from '../../../activities/documents/folder.ts';
import { allRoutes } from '../../../api/routes.ts';
import { readLaunchFile } from '../../../db/deployment/launch-files.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { json, problemIn, startApi, testScheduleFiles, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { linkSecret, openHouse, type House } from '../../support/house.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { mailsIn } from '../../support/mails.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;
let folder: string;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  folder = await mkdtemp(join(tmpdir(), 'jalon-changes-'));
  api = await startApi({ routes: allRoutes({ pool: house.pool, client: house.client, documents: createDocumentFolder(folder), linkSecret, scheduleFiles: testScheduleFiles, nowMs: () => Date.now() }), pool: house.pool });
});
afterAll(async () => {
  await api.close();
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const change = (journey: TestJourney, what: object, key?: string) =>
  api.request(`/api/v1/deployments/${journey.id}/changes`, json({ reason: 'à la demande du client', ...what }, key === undefined ? {} : { 'idempotency-key': key }));
const status = async (answer: Promise<Response>) => {
  const response = await answer;
  return response.ok ? response.status : [response.status, (await problemIn(response)).code];
};
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
  expect(await status(change(journey, { targetActivationDate: '2020-01-01' }))).toEqual([422, 'D-01.target-date-past']);
  expect(await status(change(journey, {}))).toEqual([400, 'malformed-request']);

  // The same request again, its answer lost: one change.
  const replace = () => status(change(journey, { contact: { remove: jeanne, add: paul } }, 'contact-1'));
  expect([await replace(), await replace()]).toEqual([200, 200]);
  expect((await file()).contacts).toEqual([paul]);
  expect(await status(change(journey, { contact: { remove: jeanne } }))).toEqual([422, 'D-25.unknown-contact']);
  expect(await status(change(journey, { contact: { remove: { role: paul.role, name: paul.name } } }))).toEqual([400, 'malformed-request']);
  expect(await status(change(journey, { contact: { site: 'S009', add: paul } }))).toEqual([404, 'not-found']);
  const { rows } = await house.pool.query<{ text: string }>('SELECT string_agg(payload::text, \' \') AS text FROM events WHERE journey_id LIKE $1', [`${journey.id}%`]);
  expect(rows[0]?.text).toContain('replaced');
  expect(rows[0]?.text).not.toContain('Roche');

  expect(await status(change(journey, { offer: { site: 'S001', lines: lines(9_900) } }))).toBe(200);
  await playSite(journey, 'S001', 'invoice-validation');
  expect((await journey.recordedState<SiteState>('S001')).simulation?.invoice?.lines.map(({ code }) => code)).toContain('FTTH-2G');
  // The simulation is with the customer: it is made anew, and billing begins with the second.
  expect(await status(change(journey, { offer: { site: 'S001', lines: lines(8_900) } }))).toBe(200);
  await playSite(journey, 'S001', 'handover');
  const state = await journey.recordedState<SiteState>('S001');
  expect(state.simulation?.ordinal).toBe(2);
  expect(await status(change(journey, { offer: { site: 'S001', lines: lines(1) } }))).toEqual([409, 'D-25.offer-invoiced']);
  expect((await file()).sites[0]?.lines).toEqual(lines(8_900));
  const sent = (await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(`${journey.id}.invoice-simulation.S001`));
  expect(sent.map(({ to }) => to)).toEqual([[paul.email], [paul.email]]);

  const { items } = await (await api.request(`/api/v1/deployments/${journey.id}/changes`)).json() as { items: { type: string; before: unknown; after: unknown; actor: string }[] };
  expect(items.map(({ type }) => type)).toEqual(['targetDateChanged', 'contactChanged', 'offerChanged', 'offerChanged']);
  expect(items[0]).toMatchObject({ before: '2030-03-01', after: '2030-06-03', actor: 'coordinator' });
  expect(items[1]).toMatchObject({ before: [expect.objectContaining(jeanne)], after: [paul] });
  await journey.openTask('handover', 'S001');
  await expectRebuildChangesNothing(house);
  expect((await file()).sites[0]?.lines).toEqual(lines(8_900));
  await house.client.workflow.getHandle(`deployment/${journey.id}`).terminate();
  for (const site of ['S001', 'S002']) await house.client.workflow.getHandle(`deployment/${journey.journeyId(site)}`).terminate().catch(() => undefined);
}, 60_000);
