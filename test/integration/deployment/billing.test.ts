/** The money of a site on the real engine (D-16 to D-18, D-24, D-31): controlled, contested, corrected, reminded of, billed once; what was sent can be read again. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { json, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, refusalOf, type TestJourney } from '../../support/journeys.ts';
import { expectCompleted } from '../../support/obl.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  api = await startHouseApi(house);
});
beforeEach(async () => { for (const system of ['billing', 'mail'] as const) await setFaults(house, system, {}); });
afterAll(async () => {
  await api.close();
  await house.close();
});

const hour = 3_600_000;
const comment = 'vu avec la facturation';
const lines = [{ code: 'SIM-WRONG-TOTAL', label: 'Accès fibre 1 Gb/s', recurringCents: 4_900, oneOffCents: 15_000 }];

async function payloads<T>(journey: TestJourney, type: string, site = 'S001'): Promise<T[]> {
  return (await readEvents(house.pool, journey.journeyId(site))).flatMap(({ event }) => (event.type === type ? [event as unknown as T] : []));
}

async function contextOf(journey: TestJourney, step: string, site = 'S001') {
  const id = await journey.openTask(step, site);
  return (await journey.recordedState<SiteState>(site)).tasks.open[id]?.context;
}

const read = async <T>(path: string, by: string): Promise<T> => await (await api.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${by}` } })).json() as T;

interface Sent { readonly attachments: readonly { readonly digest: string; readonly sizeBytes: number }[]; readonly to: readonly string[] }
/** What went out under a key. */
async function mailsUnder(key: string): Promise<Sent[]> {
  const book = await (await fetch(`${house.urls.mail}/sim/book`, { headers: { authorization: `Bearer ${house.token}` } })).json() as { subjects: Record<string, { facts: { mail?: Sent }[] }> };
  return (book.subjects[key]?.facts ?? []).flatMap(({ mail }) => (mail ? [mail] : []));
}

/** What billing was told with the start of a subscription, beside what is billed. */
async function invoiceOf(key: string): Promise<unknown> {
  const book = await (await fetch(`${house.urls.billing}/sim/book`, { headers: { authorization: `Bearer ${house.token}` } })).json() as { subjects: Record<string, { facts: { type: string; request?: { invoice?: unknown } }[] }> };
  return book.subjects[key]?.facts.find(({ type }) => type === 'started')?.request?.invoice;
}

it('a first invoice is corrected, overridden, contested and reminded of before it is billed, once, as he is to be invoiced (D-17, D-18, D-31, S-05)', async () => {
  const invoice = { channel: 'electronic', email: 'compta@client.invalid' } as const;
  const journey = await journeys.begin(['Lyon', 'Brest'], { lines, invoice });
  await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site, 'invoice-simulation')));
  for (const site of ['S001', 'S002']) {
    expect(await contextOf(journey, 'invoice-correction', site)).toMatchObject({ faults: 'arithmetic-differs' });
    expect(await payloads(journey, 'invoiceSimulationSent', site)).toEqual([]);
  }
  await journey.completeTask('invoice-correction', { choice: 'again', comment }, 'S001');
  await journey.completeTask('invoice-correction', { choice: 'override', comment }, 'S002');
  expect(await payloads(journey, 'invoiceControlsOverridden', 'S002')).toMatchObject([{ ordinal: 1, faults: ['arithmetic-differs'], reason: comment }]);

  // The coordinator sees more than the rules do.
  await journey.completeTask('invoice-simulation', { approved: false, comment: 'Remise oubliée' }, 'S001');
  await journey.completeTask('invoice-correction', { choice: 'again', comment }, 'S001');
  await playSite(journey, 'S001', 'invoice-validation');
  await skipTime(house, journey.journeyId('S001'), 72 * hour + 60_000);
  await eventually(async () => expect(await payloads(journey, 'validationReminded')).toHaveLength(1));
  await skipTime(house, journey.journeyId('S001'), 48 * hour + 60_000);
  await eventually(async () => expect(await payloads(journey, 'escalated')).toMatchObject([{ about: 'invoice-validation', ordinal: 3, to: ['coordinator'] }]));
  expect(await mailsUnder(`${journey.id}.invoice-simulation.S001.3.reminder.2`)).toHaveLength(1);
  expect(await mailsUnder(`${journey.id}.S001.invoice-validation.3.coordinator`)).toMatchObject([{ to: ['coordinator@jalon.invalid'] }]);

  await journey.completeTask('invoice-validation', { validated: false, reason: 'La date est fausse' }, 'S001');
  expect(await contextOf(journey, 'invoice-correction')).toMatchObject({ contestedBecause: 'La date est fausse' });
  expect(await refusalOf(journey.completeTask('invoice-correction', { choice: 'override', comment }, 'S001'))).toBe('D-31.nothing-to-override');
  await journey.completeTask('invoice-correction', { choice: 'again', comment }, 'S001');
  await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site, 'invoice-validation')));

  // Billing begins, and does not say so.
  await setFaults(house, 'billing', { failAfterEffect: 2 });
  await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site)));
  await expectCompleted(journey);
  const simulated = async (site: string) => (await payloads<{ ordinal: number; faults: string[] }>(journey, 'invoiceSimulated', site)).map(({ ordinal, faults }) => [ordinal, faults.length > 0]);
  expect([await simulated('S001'), await simulated('S002')]).toEqual([[[1, true], [2, false], [3, false], [4, false]], [[1, true]]]);
  expect((await payloads<{ ordinal: number }>(journey, 'invoiceSimulationSent', 'S001')).map(({ ordinal }) => ordinal)).toEqual([3, 4]);
  for (const site of ['S001', 'S002']) {
    expect(await factsOf(house, 'billing', `${journey.id}.${site}`)).toEqual(['started']);
    expect(await invoiceOf(`${journey.id}.${site}`)).toEqual(invoice);
    const [notice] = await payloads<{ madOn: string }>(journey, 'deliveryNoticeSent', site);
    expect(await payloads(journey, 'billingStarted', site)).toMatchObject([{ from: notice?.madOn }]);
  }
  expect(await callsOf(house, 'billing', `${journey.id}.S001`, 'start') + await callsOf(house, 'billing', `${journey.id}.S002`, 'start')).toBeGreaterThanOrEqual(4);

  // What the customer got lies where he can read it, byte for byte.
  interface Listed { readonly id: string; readonly kind: string; readonly site: string | null; readonly status: string; readonly sha256: string }
  const { items } = await read<{ items: Listed[] }>(`/deployments/${journey.id}/documents`, 'customer');
  const issued = items.filter(({ status }) => status === 'issued');
  expect(issued.map(({ kind, site }) => [kind, site]).toSorted()).toEqual([
    ['delivery-notice', 'S001'], ['delivery-notice', 'S002'], ['invoice-simulation', 'S001'], ['invoice-simulation', 'S001'], ['invoice-simulation', 'S002'],
  ]);
  const noticeOf = issued.find(({ kind, site }) => kind === 'delivery-notice' && site === 'S001');
  const [mailed] = await mailsUnder(`${journey.id}.delivery-notice.S001`);
  const content = Buffer.from(await (await api.request(`/api/v1/documents/${noticeOf?.id}/content`, { headers: { authorization: 'Bearer customer' } })).arrayBuffer());
  expect(mailed?.attachments).toMatchObject([{ digest: noticeOf?.sha256, sizeBytes: content.length }]);
  expect(content.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await api.request(`/api/v1/documents/${noticeOf?.id}/accept`, { method: 'POST', headers: { authorization: 'Bearer coordinator' } })).ok).toBe(false);
});

it('a simulation that is passed over is asked for again by billing, and nobody validates what was not simulated (D-18, D-24, D-31)', async () => {
  const journey = await journeys.begin(['Lyon']);
  await playSite(journey, 'S001', 'acceptance');
  await setFaults(house, 'billing', { errorRate: 1, errorStatus: 422 });
  await journey.completeTask('stuck-call', { choice: 'skip', comment }, 'S001');
  expect(await contextOf(journey, 'invoice-correction')).toMatchObject({ faults: 'not-simulated' });
  expect(await refusalOf(journey.completeTask('invoice-correction', { choice: 'override', comment }, 'S001'))).toBe('D-31.nothing-to-override');
  await setFaults(house, 'billing', {});
  await journey.completeTask('invoice-correction', { choice: 'again', comment }, 'S001');
  await playSite(journey, 'S001', 'invoice-validation');
  expect(await payloads(journey, 'invoiceSimulationSent')).toMatchObject([{ ordinal: 2, document: { id: expect.any(String) as string } }]);
});

it('what billing refuses is seen to by its people, its offer changed and validated anew; passed over it has not started (D-18, D-24, D-25)', async () => {
  const journey = await journeys.begin(['Lyon'], { lines: [{ code: 'REMISE', label: 'Remise', recurringCents: -100, oneOffCents: 15_000 }] });
  await playSite(journey, 'S001', 'billing-start');
  expect(await contextOf(journey, 'billing-not-started')).toEqual({ refusedBecause: 'negative-recurring-total' });
  await journey.completeTask('billing-not-started', { choice: 'simulate-anew', comment }, 'S001');
  await journey.openTask('invoice-simulation', 'S001');
  const changed = await api.request(`/api/v1/deployments/${journey.id}/changes`, json({ reason: comment, offer: { site: 'S001', lines: [{ code: 'FTTH', label: 'Accès', recurringCents: 4_900, oneOffCents: 0 }] } }));
  expect(changed.status).toBe(200);
  await playSite(journey, 'S001', 'invoice-validation');
  await setFaults(house, 'billing', { errorRate: 1, errorStatus: 422 });
  await journey.completeTask('invoice-validation', { validated: true }, 'S001');
  await journey.completeTask('stuck-call', { choice: 'skip', comment }, 'S001');
  expect(await contextOf(journey, 'billing-not-started')).toEqual({ refusedBecause: null });
  expect(await payloads(journey, 'billingStarted')).toEqual([]);
  expect(await refusalOf(journey.completeTask('billing-not-started', { choice: 'simulate-anew', comment }, 'S001'))).toBe('D-18.start-unknown');
  await setFaults(house, 'billing', {});
  await journey.completeTask('billing-not-started', { choice: 'send-again', comment }, 'S001');
  await playSite(journey, 'S001');
  expect(await factsOf(house, 'billing', `${journey.id}.S001`)).toEqual(['refused', 'started']);
  expect(await payloads(journey, 'billingStarted')).toMatchObject([{ subscriptionReference: expect.stringMatching(/^SUB-/) as string }]);
  await journey.expectOneStory();
});

it('the calls that keep failing are listed, longest first, until they are retried or skipped (D-24)', async () => {
  const journey = await journeys.begin(['Lyon', 'Brest']);
  await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site, 'acceptance')));
  await setFaults(house, 'billing', { errorRate: 1, errorStatus: 422 });
  const tasks = await Promise.all(['S001', 'S002'].map((site) => journey.openTask('stuck-call', site)));
  interface Page { readonly items: readonly { readonly site: string; readonly taskId: string }[] }
  const first = await api.request(`/api/v1/stuck-calls?system=billing&deploymentId=${journey.id}&limit=1`, { headers: { authorization: 'Bearer supervisor' } });
  const { items } = await first.json() as Page;
  expect(items).toMatchObject([{ system: 'billing', call: 'simulate-invoice', deploymentId: journey.id, attempts: 1, lastError: { code: 'outside.rejected' }, verdict: null }]);
  const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const { items: others } = await (await api.request(next, { headers: { authorization: 'Bearer network-admin' } })).json() as Page;
  expect([...items, ...others].map(({ taskId }) => taskId).toSorted()).toEqual(tasks.toSorted());
  expect((await read<Page>('/stuck-calls?system=obl', 'supervisor')).items).toEqual([]);
  expect((await api.request('/api/v1/stuck-calls', { headers: { authorization: 'Bearer coordinator' } })).status).toBe(403);
  await expectRebuildChangesNothing(house);

  await setFaults(house, 'billing', {});
  await Promise.all(['S001', 'S002'].map((site) => journey.completeTask('stuck-call', { choice: 'retry', comment: 'rétabli' }, site)));
  await Promise.all(['S001', 'S002'].map((site) => journey.openTask('invoice-simulation', site)));
  expect((await read<Page>('/stuck-calls', 'supervisor')).items).toEqual([]);
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
