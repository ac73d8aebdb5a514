/** Opportunities, discovery notes and follow-ups over the API, on the real engine and database (S-09). */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { inventedPeople } from '../../../domain/people/invented-people.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { versionNow, writeHistory } from '../../support/histories.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let api: RunningApi;
const day = 86_400_000;

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
  await house.pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000009', 'Garage Petit')");
});
afterAll(async () => {
  await api.close();
  await house.close();
});

interface Opportunity { readonly id: string; readonly stage: string; readonly version: number; readonly period: string; readonly weightedCents: number; readonly seller: string; readonly proposals?: readonly { readonly id: string }[] }
interface FollowUp { readonly id: string; readonly phase: string; readonly seller: string; readonly note: string | null }
const send = (method: string, path: string, body?: unknown, user = 'sales-engineer', headers: Record<string, string> = {}): Promise<Response> =>
  api.request(`/api/v1${path}`, { ...(body === undefined ? { method } : { ...json(body), method }), headers: { authorization: `Bearer ${user}`, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } });
async function done<T>(method: string, path: string, body?: unknown, user?: string, headers?: Record<string, string>): Promise<T> {
  const response = await send(method, path, body, user, headers);
  const answer = await response.json() as T;
  expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
  return answer;
}
const opened = (more: object = {}) => done<Opportunity>('POST', '/opportunities', { customerId: 'CLI-000001', purpose: 'Passer en fibre', amountCents: 100_000, probability: 30, closesOn: '2030-05-15', ...more });

it('an opportunity goes from its discovery to a proposal and its order’s, changes hands, and is closed won or lost, once (S-09)', async () => {
  const one = await opened();
  expect(one).toMatchObject({ stage: 'discovery', period: '2030-Q2', weightedCents: 30_000, seller: 'sales-engineer', sellerName: inventedPeople['sales-engineer'] });
  expect(await outcomeOf(send('POST', '/proposals', { customerId: 'CLI-000009', name: 'Fibre', holds: 'nothing', opportunityId: one.id }))).toEqual([422, 'S-09.other-customer']);
  const proposal = await done<{ id: string; opportunityId: string }>('POST', '/proposals', { customerId: 'CLI-000001', name: 'Fibre', holds: 'nothing', opportunityId: one.id });
  expect(proposal.opportunityId).toBe(one.id);
  const copy = await done<{ id: string; opportunityId: string }>('POST', `/proposals/${proposal.id}/duplicate`, { name: 'Fibre et téléphone' });
  const read = await done<Opportunity>('GET', `/opportunities/${one.id}`);
  expect([read.stage, read.proposals?.map(({ id }) => id)]).toEqual(['proposal', [copy.id, proposal.id]]);
  expect(await outcomeOf(send('PATCH', `/opportunities/${one.id}`, { probability: 60 }, 'sales-engineer', { 'if-match': '"1"' }))).toEqual([412, 'stale-version']);
  const changed = await done<Opportunity>('PATCH', `/opportunities/${one.id}`, { probability: 60, stage: 'negotiation', closesOn: '2030-07-01' }, 'sales-engineer', { 'if-match': `"${read.version}"` });
  expect(changed).toMatchObject({ stage: 'negotiation', weightedCents: 60_000, period: '2030-Q3' });

  expect(await outcomeOf(send('POST', `/opportunities/${one.id}/transfer`, { seller: 'coordinator', comment: 'À suivre' }))).toEqual([422, 'S-09.no-seller']);
  expect((await send('POST', `/opportunities/${one.id}/transfer`, { comment: 'À personne' })).status).toBe(400);
  expect(await done('POST', `/opportunities/${one.id}/transfer`, { channel: 'phone', seller: 'account-manager', comment: 'Client de la télévente' })).toMatchObject({ channel: 'phone', seller: 'account-manager', sellerName: inventedPeople['account-manager'] });
  expect(await done('POST', `/opportunities/${one.id}/close`, { outcome: 'won', amountCents: 120_000 })).toMatchObject({ stage: 'won', probability: 100, weightedCents: 120_000 });
  expect(await outcomeOf(send('POST', `/opportunities/${one.id}/close`, { outcome: 'lost', reason: 'price' }))).toEqual([409, 'wrong-state']);
  expect((await send('POST', `/opportunities/${(await opened()).id}/close`, { outcome: 'lost' })).status).toBe(400);
  // C-04: it stands in the customer's record, without its words.
  const { rows } = await house.pool.query<{ type: string; payload: object }>("SELECT type, payload FROM events WHERE journey_id = 'CLI-000001' AND payload ->> 'opportunity' = $1 ORDER BY number", [one.id]);
  expect(rows.map(({ type }) => type)).toEqual(['opportunityOpened', 'proposalMade', 'proposalMade', 'opportunityChanged', 'opportunityTransferred', 'opportunityClosed']);
  expect(JSON.stringify(rows)).not.toMatch(/fibre|télévente/i);
});

it('are summed up by period, seller and stage, each by how likely it is (S-09)', async () => {
  const period = '2031-Q1';
  await opened({ customerId: 'CLI-000009', closesOn: '2031-02-01', amountCents: 10_000, probability: 50 });
  await opened({ customerId: 'CLI-000009', closesOn: '2031-03-31', amountCents: 333, probability: 50 });
  const lost = await opened({ customerId: 'CLI-000009', closesOn: '2031-01-01', amountCents: 5_000, probability: 90 });
  await done('POST', `/opportunities/${lost.id}/close`, { outcome: 'lost', reason: 'competitor', comment: 'Moins cher ailleurs' });
  const { items } = await done<{ items: object[] }>('GET', `/opportunity-totals?period=${period}`);
  expect(items).toMatchObject([
    { period, seller: 'sales-engineer', sellerName: inventedPeople['sales-engineer'], stage: 'discovery', count: 2, amountCents: 10_333, weightedCents: 5_167 }, { period, seller: 'sales-engineer', stage: 'lost', count: 1, amountCents: 5_000, weightedCents: 0 },
  ]);
  const list = await done<{ items: Opportunity[] }>('GET', `/opportunities?period=${period}&open=true&limit=1`);
  expect(list.items).toHaveLength(1);
});

it('a discovery notes at least three facts, and the customer may read his own (S-09)', async () => {
  const facts = ['Deux sites', 'Contrat actuel jusqu’en juin', 'Veut la téléphonie'];
  expect(await outcomeOf(send('POST', '/customers/CLI-000001/discovery-notes', { facts: [...facts.slice(0, 2), 'Deux sites'] }))).toEqual([422, 'S-09.too-few-facts']);
  // Objective: what judges is refused, unless whoever notes it stands by it.
  const judging = await send('POST', '/customers/CLI-000001/discovery-notes', { facts: [...facts, 'Le gérant est un menteur'] });
  expect([judging.status, await judging.json()]).toMatchObject([422, { code: 'S-09.not-objective', errors: [{ pointer: '/facts/3' }] }]);
  expect((await send('POST', '/customers/CLI-000009/discovery-notes', { facts: [...facts, 'A liar, says his partner'], isWordingConfirmed: true })).status).toBe(201);
  await done('POST', '/customers/CLI-000001/discovery-notes', { facts });
  await done('POST', '/customers/CLI-000009/discovery-notes', { facts });
  expect(await done('GET', '/customers/CLI-000001/discovery-notes', undefined, 'customer')).toMatchObject({ items: [{ facts, writtenBy: 'sales-engineer' }] });
  expect((await send('GET', '/customers/CLI-000009/discovery-notes', undefined, 'customer')).status).toBe(404);
  expect((await send('GET', '/customers/CLI-000001/discovery-notes', undefined, 'technician-n1')).status).toBe(403);
});

it('a follow-up waits for its day, then is in its seller’s basket though nobody looks, is put off and done (S-09)', async () => {
  const { id: opportunityId } = await opened();
  const dueAt = new Date(Date.now() + 90 * day).toISOString();
  expect(await outcomeOf(send('POST', '/follow-ups', { customerId: 'CLI-000001', what: 'call', dueAt: '2026-01-01T09:00:00Z' }))).toEqual([422, 'S-09.in-the-past']);
  const made = await done<FollowUp>('POST', '/follow-ups', { customerId: 'CLI-000001', opportunityId, what: 'visit', dueAt, note: 'Revoir dans trois mois' });
  expect(made).toMatchObject({ customerName: 'Boulangerie Martin', phase: 'waiting', seller: 'sales-engineer', sellerName: inventedPeople['sales-engineer'], note: 'Revoir dans trois mois' });
  const basket = async (user: string) => (await done<{ items: { id: string; journeyId: string }[] }>('GET', '/tasks?whose=mine&step=follow-up', undefined, user)).items.map(({ id }) => id);
  expect(await basket('sales-engineer')).toEqual([]);
  const view = await done<{ blocks: { events: { opportunities: { id: string }[]; followUps: { id: string; note: string }[]; appointments: object[] } } }>('GET', '/customers/CLI-000001/360');
  expect(view.blocks.events).toMatchObject({ followUps: [{ id: made.id, note: 'Revoir dans trois mois' }], appointments: [] });
  expect(view.blocks.events.opportunities.map(({ id }) => id)).toContain(opportunityId);

  await skipTime(house, made.id, 91 * day);
  const due = await eventually(async () => { const found = await basket('sales-engineer'); expect(found).toEqual([`${made.id}.follow-up.1`]); return found; });
  const remindAt = new Date(Date.now() + 200 * day).toISOString();
  await done('POST', `/tasks/${due[0]}/complete`, { choice: 'again', remindAt });
  expect(await done('GET', `/follow-ups/${made.id}`)).toMatchObject({ phase: 'waiting', dueAt: remindAt });
  expect(await basket('sales-engineer')).toEqual([]);
  expect(await done('POST', `/follow-ups/${made.id}/give`, { seller: 'account-manager' })).toMatchObject({ seller: 'account-manager' });
  await done('POST', `/follow-ups/${made.id}/move`, { dueAt: new Date(Date.now() + 190 * day).toISOString() });
  await skipTime(house, made.id, 100 * day);
  const last = await eventually(async () => { const found = await basket('account-manager'); expect(found).toHaveLength(1); return found; });
  await done('POST', `/tasks/${last[0]}/complete`, { choice: 'done', comment: 'Rendez-vous pris' }, 'account-manager');
  expect(await done('GET', `/follow-ups/${made.id}`)).toMatchObject({ phase: 'done' });
  expect(await outcomeOf(send('POST', `/follow-ups/${made.id}/cancel`, { reason: 'Trop tard' }))).toEqual([409, 'wrong-state']);
  expect((await done<{ items: FollowUp[] }>('GET', `/follow-ups?opportunityId=${opportunityId}`)).items).toMatchObject([{ id: made.id, phase: 'done' }]);
  await expectRebuildChangesNothing(house);
  // After a change on purpose, `vitest run opportunities.test.ts --update` writes what every later version replays.
  if (inject('isUpdating')) await writeHistory(await versionNow(), 'done-follow-up', house.client.workflow.getHandle(workflowIdOf(made.id)));
});
