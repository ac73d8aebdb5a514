/** Proposals over the API, on the real database (S-01, S-03, S-07). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inventedPeople } from '../../../domain/people/invented-people.ts';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';

let house: House;
let api: RunningApi;

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type, monthly_cents) VALUES ('RDS-800001', 'CLI-000001', 'ftth', 6000), ('RDS-800002', 'CLI-000001', 'sdsl', 12000), ('RDS-800003', 'CLI-000001', 'adsl', NULL)");
  await house.pool.query("UPDATE services SET ended_on = '2026-01-01' WHERE rds = 'RDS-800003'");
});
afterAll(async () => {
  await api.close();
  await house.close();
});

interface Line { readonly id: string; readonly action: string; readonly rds: string | null; readonly product: string }
interface View {
  readonly id: string; readonly status: string; readonly version: number; readonly madeFrom: string | null; readonly ticket: string | null; readonly name: string; readonly amounts: { readonly ttcCents: number };
  readonly subOrders: readonly { readonly range: string; readonly lines: readonly Line[]; readonly amounts: { readonly ttcCents: number } }[]; readonly schedule: readonly { readonly ttcCents: number }[];
  readonly anomalies: readonly { readonly code: string; readonly range: string | null; readonly message: string; readonly repair: { readonly href: string } | null }[];
}
const seller = { authorization: 'Bearer sales-engineer' };
async function send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await api.request(`/api/v1${path}`, { ...(body === undefined ? { method } : { ...json(body), method }), headers: { ...seller, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } });
  const answer = await response.json() as T;
  expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
  return answer;
}
const change = (id: string, version: number, body: unknown) => send<View>('PATCH', `/proposals/${id}`, body, { 'if-match': `"${version}"` });
const make = (name: string, holds = 'today') => send<View>('POST', '/proposals', { customerId: 'CLI-000001', name, holds });

it('the first one holds what the customer has today; others are duplicated, changed and compared with it (S-01)', async () => {
  const first = await make('Ce que vous avez');
  expect(first.subOrders.flatMap(({ lines }) => lines)).toMatchObject([{ id: 'L1', action: 'keep', rds: 'RDS-800001' }, { id: 'L2', action: 'keep', rds: 'RDS-800002' }]);
  const named = { customerName: 'Boulangerie Martin', createdBy: 'sales-engineer', createdByName: inventedPeople['sales-engineer'] };
  expect(first).toMatchObject(named);
  const other = await send<View>('POST', `/proposals/${first.id}/duplicate`, { name: 'Tout en fibre' });
  expect(other).toMatchObject({ madeFrom: first.id, name: 'Tout en fibre', status: 'draft' });
  const changed = await change(other.id, other.version, { engagementMonths: 24, lines: [{ action: 'keep', line: 'L1' }, { action: 'change', line: 'L2', product: 'ftth-pro' }, { action: 'add', product: 'phone-line', quantity: 4, site: 'Lyon' }] });
  expect(changed).toMatchObject(named);
  expect(changed.subOrders.map(({ range }) => range)).toEqual(['access', 'telephony']);
  expect(await outcomeOf(api.request(`/api/v1/proposals/${other.id}`, { ...json({ name: 'Trop tard' }), method: 'PATCH', headers: { ...seller, 'content-type': 'application/json', 'if-match': '"1"' } }))).toEqual([412, 'stale-version']);
  const compared = await send<{ rows: { cells: ({ action: string } | null)[] }[] }>('GET', `/proposal-comparison?ids=${first.id},${other.id}`);
  expect(compared.rows.map(({ cells }) => cells.map((cell) => cell?.action ?? null))).toEqual([['keep', 'keep'], ['keep', 'change'], [null, 'add']]);
  // Whom the directory does not know is shown by who he says he is.
  await house.pool.query("UPDATE proposals SET created_by = 'gone' WHERE id = $1", [first.id]);
  expect((await send<{ items: View[] }>('GET', '/proposals?customerId=CLI-000001')).items).toMatchObject([{ id: other.id, ...named }, { id: first.id, customerName: 'Boulangerie Martin', createdBy: 'gone', createdByName: null }]);
  const quote = await api.request(`/api/v1/proposals/${other.id}/quote.pdf`, { headers: seller });
  expect([quote.status, quote.headers.get('content-type'), Buffer.from(await quote.arrayBuffer()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
  // C-04: it stands in his record.
  const { rows } = await house.pool.query<{ type: string }>("SELECT type FROM timeline WHERE journey_id = 'CLI-000001' AND type LIKE 'proposal%' ORDER BY number");
  expect(rows.map(({ type }) => type)).toEqual(['proposalMade', 'proposalMade', 'proposalChanged']);
});

it('is refused at its presentation with what is wrong and where; one act splits the negative sub-orders and removes the unchanged (S-03)', async () => {
  const made = await make('À réparer');
  const mixed = await change(made.id, made.version, { lines: [{ action: 'remove', line: 'L1' }, { action: 'remove', line: 'L2' }, { action: 'add', product: 'router-pro' }] });
  expect(mixed.anomalies).toMatchObject([{ code: 'S-03.negative-sub-order', range: 'access', message: expect.stringMatching(/“Access” has a negative amount \(\u2212€[\d,]+\.\d\d\)/), repair: { href: `/api/v1/proposals/${made.id}/repair` } }]);
  expect(await outcomeOf(api.request(`/api/v1/proposals/${made.id}/present`, { method: 'POST', headers: seller }))).toEqual([422, 'S-03.negative-sub-order']);
  const { proposal, split } = await send<{ proposal: View; split: View }>('POST', `/proposals/${made.id}/repair`);
  expect(proposal.subOrders.map(({ range }) => range)).toEqual(['equipment']);
  expect(split).toMatchObject({ madeFrom: made.id, name: 'À réparer – avoirs', anomalies: [], schedule: [], subOrders: [{ range: 'access' }] });
  expect(proposal.amounts.ttcCents + split.amounts.ttcCents).toBe(mixed.amounts.ttcCents);
  expect(proposal.anomalies).toMatchObject([{ code: 'S-03.schedule-mismatch', repair: null }]);
  expect(await outcomeOf(api.request(`/api/v1/proposals/${made.id}/schedule`, { ...json({ instalments: 61, firstOn: '2026-03-31' }), method: 'PUT', headers: { ...json({}).headers, ...seller, 'if-match': `"${proposal.version}"` } }))).toEqual([422, 'S-03.too-many-instalments']);
  const scheduled = await send<View>('PUT', `/proposals/${made.id}/schedule`, { instalments: 7, firstOn: '2026-03-31' }, { 'if-match': `"${proposal.version}"` });
  expect(scheduled.schedule.reduce((sum, { ttcCents }) => sum + ttcCents, 0)).toBe(proposal.amounts.ttcCents);
  expect(await send<View>('POST', `/proposals/${made.id}/present`)).toMatchObject({ status: 'presented', anomalies: [] });
  expect(await send<View>('POST', `/proposals/${split.id}/present`)).toMatchObject({ status: 'presented' });
  // Nothing is at fault: what was presented stays so.
  expect((await send<{ proposal: View }>('POST', `/proposals/${made.id}/repair`)).proposal).toMatchObject({ status: 'presented' });
  // What is changed after it was shown is to be shown again.
  const [line] = scheduled.subOrders.flatMap(({ lines }) => lines);
  const { version } = await send<View>('GET', `/proposals/${made.id}`);
  expect(await change(made.id, version, { lines: [{ action: 'add', line: line?.id, product: 'firewall' }] })).toMatchObject({ status: 'draft', anomalies: [{ code: 'S-03.schedule-mismatch' }] });
});

it('hands an amendment without any product change to customer service, as a ticket (S-03)', async () => {
  const made = await make('Nouvelle adresse de facturation');
  expect(await outcomeOf(api.request(`/api/v1/proposals/${made.id}/present`, { method: 'POST', headers: seller }))).toEqual([422, 'S-03.customer-service']);
  const handed = await send<View>('POST', `/proposals/${made.id}/to-customer-service`, { request: 'Facturer au siège désormais' });
  expect(handed).toMatchObject({ status: 'handed-over', ticket: expect.stringMatching(/^TCK-/) });
  const { rows: [ticket] } = await house.pool.query('SELECT customer_id, category FROM tickets WHERE number = $1', [handed.ticket]);
  expect(ticket).toEqual({ customer_id: 'CLI-000001', category: 'administrative' });
});

it('shows what was dropped: a product, a range, everything, each with its reason (S-07)', async () => {
  const made = await make('Moins de lignes');
  const less = await send<View>('POST', `/proposals/${made.id}/drops`, { lines: ['L2'], reason: 'Site fermé' });
  expect(less.subOrders.flatMap(({ lines }) => lines).map(({ id }) => id)).toEqual(['L1']);
  await send('POST', `/proposals/${made.id}/drops`, { ranges: ['access'], reason: 'Passe chez un concurrent' });
  await send('POST', '/customers/CLI-000001/drop', { droppedOn: '2026-02-01', reason: 'Cesse son activité' });
  expect(await outcomeOf(api.request(`/api/v1/proposals/${made.id}/drops`, json({ lines: ['L2'], reason: 'Encore' }, seller)))).toEqual([422, 'S-07.nothing-to-drop']);
  const { items, sums } = await send<{ items: { kind: string; reason: string; monthlyCents: number }[]; sums: unknown }>('GET', '/sales-drops?customerId=CLI-000001');
  expect(items.map(({ kind, reason, monthlyCents }) => [kind, reason, monthlyCents]).toSorted()).toEqual([['partial', 'Passe chez un concurrent', 6_000], ['product', 'Site fermé', 12_000], ['total', 'Cesse son activité', 18_000]]);
  for (const item of items) expect(item).toMatchObject({ customerName: 'Boulangerie Martin', enteredByName: inventedPeople['sales-engineer'] });
  expect(sums).toEqual([{ kind: 'partial', count: 1, monthlyCents: 6_000 }, { kind: 'product', count: 1, monthlyCents: 12_000 }, { kind: 'total', count: 1, monthlyCents: 18_000 }]);
  expect((await send<{ items: unknown[] }>('GET', '/sales-drops?kind=total&until=2026-01-31')).items).toEqual([]);
  // On the customer himself, for whom it concerns; until he orders again.
  const seen = async (by?: string) => (await send<{ blocks: { events: { totalDrop: unknown } } }>('GET', '/customers/CLI-000001/360', undefined, by === undefined ? {} : { authorization: `Bearer ${by}` })).blocks.events.totalDrop;
  const drop = { droppedOn: '2026-02-01', reason: 'Cesse son activité', monthlyCents: 18_000 };
  expect([await seen(), await seen('service-agent'), await seen('technician-n1')]).toEqual([drop, drop, null]);
  const ordered = (outcome: string | null) => house.pool.query(`INSERT INTO orders (id, customer_id, proposal_id, emitter, phase, outcome, ttc_cents, sub_orders, calls_relay, opened_at) VALUES ('CMD-2026-999999', 'CLI-000001', $1, 'sales-engineer', 'issuing', $2, 0, '[]', false, now() + interval '1 minute')
    ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome`, [made.id, outcome]);
  await ordered('expired');
  expect(await seen()).toEqual(drop);
  await ordered(null);
  expect(await seen()).toBeNull();
});
