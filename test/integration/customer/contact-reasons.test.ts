/** The reason of a contact leads to what handles it, over real HTTP and PostgreSQL: filled in, allowed, traced by itself (C-02, C-04). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { json, outcomeOf, problemIn, verifyByName, type RunningApi } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { launchFileOf } from '../../support/launch-file.ts';

interface Lead { readonly reason: string; readonly label: string; readonly operationId: string; readonly opens: { method: string; href: string; body: Record<string, unknown> }[]; readonly openedBy: { profile: string }[] }

let house: House;
let api: RunningApi;
let contactId: string;

const customer = 'CLI-000001';
const verify: Verifier = async (header) => (header === 'Bearer agent-of-brest' ? { outcome: 'signed-in', identity: { subject: 'agent-of-brest', profiles: [] } } : await verifyByName(header));
const as = (who: string) => ({ authorization: `Bearer ${who}` });
const post = (path: string, body: unknown, who = 'service-agent', headers: Record<string, string> = {}) => api.request(`/api/v1${path}`, json(body, { ...as(who), ...headers }));

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house, { verify });
  await house.pool.query("INSERT INTO centres (key, label, region) VALUES ('brest', '{\"fr\":\"Brest\",\"en\":\"Brest\"}', 'ouest')");
  await house.pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000002', 'Garage Petit')");
  await house.pool.query("INSERT INTO customers (id, name, centre) VALUES ('CLI-000003', 'Mairie de Brest', 'brest')");
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-370001', $1, 'ftth'), ('RDS-370002', 'CLI-000003', 'ftth'), ('RDS-370003', 'CLI-000003', 'ftth')", [customer]);
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('agent-of-brest', 'Léa Kervella', 'service-agent', 'agency')");
  await house.pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('agent-of-brest', 'service-agent', 'brest')");
  const added = await post(`/customers/${customer}/contacts`, { role: 'technical', name: 'Anne Leroy', phones: ['+33 6 39 98 12 34'], emails: ['anne.leroy@client.invalid'] });
  ({ id: contactId } = await added.json() as { id: string });
});
afterAll(async () => {
  await api.close();
  await house.close();
});

async function leads(query = '', { id = customer, who = 'service-agent' } = {}): Promise<Lead[]> {
  const response = await api.request(`/api/v1/customers/${id}/contact-reasons${query}`, { headers: as(who) });
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: Lead[] }).items;
}
const lead = (all: readonly Lead[], reason: string) => all.find((one) => one.reason === reason);

describe('a reason of contact (C-02)', () => {
  it('leads to the form that handles it, with the customer, his only service, who speaks and how filled in', async () => {
    const all = await leads(`?channel=phone&contactId=${contactId}`);
    expect(lead(all, 'breakdown')).toMatchObject({
      label: 'My service is down', operationId: 'registerTicket',
      opens: [{
        method: 'POST', href: '/api/v1/tickets',
        body: { customerId: customer, contact: 'phone', rds: 'RDS-370001', impact: 'outage', caller: { name: 'Anne Leroy', phone: '+33 6 39 98 12 34', email: 'anne.leroy@client.invalid', relation: 'self' } },
      }],
    });
  });

  it('is registered as it was filled in once the agent has added what only he can know', async () => {
    const [form] = lead(await leads(`?channel=phone&contactId=${contactId}`), 'breakdown')?.opens ?? [];
    const registered = await api.request(form?.href ?? '', json({ ...form?.body, description: 'Plus rien depuis ce matin' }, as('service-agent')));
    expect(registered.status).toBe(201);
    expect(await registered.json()).toMatchObject({ customerId: customer, rds: 'RDS-370001', impact: 'outage', contact: 'phone' });
  });

  it('fills in the service that is named, and none where there are several to choose from', async () => {
    const ofBrest = { id: 'CLI-000003' };
    expect(lead(await leads('', ofBrest), 'breakdown')?.opens[0]?.body).not.toHaveProperty('rds');
    expect(lead(await leads('?rds=RDS-370003', ofBrest), 'breakdown')?.opens[0]?.body).toMatchObject({ rds: 'RDS-370003' });
  });

  it('opens only what the asker’s profiles allow, and says who else may', async () => {
    const ofAgent = lead(await leads(), 'order');
    expect(ofAgent).toMatchObject({ operationId: 'launchDeployment', opens: [], openedBy: [{ profile: 'coordinator' }] });
    const ofCoordinator = await leads('', { who: 'coordinator' });
    expect(lead(ofCoordinator, 'order')?.opens).toEqual([{ method: 'POST', href: '/api/v1/deployments', body: { customerId: customer } }]);
    expect(lead(ofCoordinator, 'breakdown')).toMatchObject({ opens: [] });
  });

  it('opens an opportunity for who sells, filled in, and a ticket of the need for who does not (C-02, S-09)', async () => {
    const ofSeller = lead(await leads('?channel=phone', { who: 'sales-engineer' }), 'buy');
    expect(ofSeller).toMatchObject({ operationId: 'openOpportunity', opens: [{ method: 'POST', href: '/api/v1/opportunities', body: { customerId: customer, channel: 'phone' } }] });
    const opened = await api.request('/api/v1/opportunities', json({ ...ofSeller?.opens[0]?.body, purpose: 'Fibre du second magasin', amountCents: 120_000, probability: 30, closesOn: '2030-03-01' }, as('sales-engineer')));
    expect(opened.status).toBe(201);
    expect(lead(await leads(), 'buy')).toMatchObject({ operationId: 'registerTicket', opens: [{ body: { customerId: customer, classification: { category: 'commercial' } } }] });
    expect(lead(await leads('', { who: 'coordinator' }), 'buy')).toMatchObject({ operationId: 'openOpportunity', opens: [], openedBy: expect.arrayContaining([expect.objectContaining({ profile: 'sales-engineer' })]) as unknown });
  });

  it('is policy data: another label and another form from the next question on', async () => {
    const path = '/api/v1/policies/contact-reasons';
    const read = await api.request(path, { headers: as('admin') });
    const { value } = await read.json() as { value: { reasons: { key: string }[] } };
    const put = (reasons: unknown[]) => api.request(path, { method: 'PUT', body: JSON.stringify({ value: { reasons } }), headers: { ...as('admin'), 'content-type': 'application/json', 'if-match': read.headers.get('etag') ?? '' } });
    expect(await outcomeOf(put([...value.reasons, { key: 'odd', label: { fr: 'Autre', en: 'Other' }, opens: 'nothing-we-know' }]))).toEqual([400, 'malformed-request']);
    expect(await outcomeOf(put([...value.reasons, value.reasons[0]]))).toEqual([400, 'malformed-request']);
    expect((await put([{ key: 'odd', label: { fr: 'Autre', en: 'Other' }, opens: 'record' }, ...value.reasons])).status).toBe(200);
    expect((await leads())[0]).toMatchObject({ reason: 'odd', label: 'Other', opens: [{ method: 'PATCH', href: `/api/v1/customers/${customer}` }] });
  });
});

describe('a contact (C-02, C-04)', () => {
  const timeline = async (id = customer) => ((await (await api.request(`/api/v1/customers/${id}/timeline?type=customerContacted`, { headers: as('service-agent') })).json()) as { items: { type: string; actor: string; channel: string; payload: unknown }[] }).items;

  it('writes itself into the customer’s timeline, once however often it is sent, and is answered with what to open', async () => {
    const send = () => post(`/customers/${customer}/interactions`, { reason: 'cannot-use', channel: 'shop', contactId, rds: 'RDS-370001' }, 'service-agent', { 'idempotency-key': 'contact-1' });
    const first = await send();
    expect(first.status).toBe(201);
    expect(await first.json()).toMatchObject({ reason: 'cannot-use', operationId: 'registerTicket', opens: [{ body: { impact: 'degradation', rds: 'RDS-370001', caller: { name: 'Anne Leroy' } } }] });
    expect((await send()).status).toBe(201);
    expect(await timeline()).toMatchObject([{ type: 'customerContacted', actor: 'service-agent', channel: 'api', payload: { reason: 'cannot-use', contactChannel: 'shop', direction: 'in', rds: 'RDS-370001', contactId } }]);
    const { rows } = await house.pool.query<{ payload: unknown }>("SELECT payload FROM events WHERE type = 'customerContacted'");
    expect(JSON.stringify(rows), 'names stay where they can be erased').not.toContain('Leroy');
  });

  it('is refused for a reason, a service or a contact that there is not, and leaves no trace then', async () => {
    const sent = { reason: 'breakdown', channel: 'phone' };
    const of = (more: object) => post('/customers/CLI-000002/interactions', { ...sent, ...more });
    const unknownReason = await problemIn(await of({ reason: 'nonsense' }));
    expect([unknownReason.code, unknownReason.errors?.[0]?.pointer]).toEqual(['C-02.unknown-reason', '/reason']);
    expect(await outcomeOf(of({ rds: 'RDS-370001' }))).toEqual([422, 'C-02.unknown-service']);
    expect(await outcomeOf(of({ contactId }))).toEqual([422, 'C-01.unknown-contact']);
    expect(await outcomeOf(of({ channel: 'telepathy' }))).toEqual([400, 'malformed-request']);
    expect(await timeline('CLI-000002')).toEqual([]);
  });

  it('is for who talks with customers, of those that he sees', async () => {
    const sent = { reason: 'breakdown', channel: 'phone' };
    expect(await outcomeOf(post(`/customers/${customer}/interactions`, sent, 'customer'))).toEqual([403, 'forbidden']);
    expect(await outcomeOf(post(`/customers/${customer}/interactions`, sent, 'logistics'))).toEqual([403, 'forbidden']);
    expect(await outcomeOf(post(`/customers/${customer}/interactions`, sent, 'agent-of-brest'))).toEqual([404, 'not-found']);
    expect(await outcomeOf(post('/customers/CLI-000003/interactions', sent, 'agent-of-brest'))).toBe(201);
    expect(await outcomeOf(api.request(`/api/v1/customers/${customer}/contact-reasons`, { headers: as('agent-of-brest') }))).toEqual([404, 'not-found']);
    expect((await leads('', { id: 'CLI-000003', who: 'agent-of-brest' }))[1]?.opens).toHaveLength(1);
  });
});

it('leads to each of his deployments that it could be about (C-02)', async () => {
  const launched = await Promise.all(['BC-C02-1', 'BC-C02-2'].map(async (orderNumber) => {
    const response = await post('/deployments', { ...launchFileOf(['Nantes']), orderNumber }, 'coordinator');
    return (await response.json() as { id: string }).id;
  }));
  const { opens } = lead(await leads(), 'withdraw') ?? { opens: [] };
  expect(opens.map(({ href }) => href).toSorted()).toEqual(launched.map((id) => `/api/v1/deployments/${id}/withdraw`).toSorted());
  expect(lead(await leads('', { id: 'CLI-000002' }), 'withdraw')).toMatchObject({ opens: [], openedBy: expect.arrayContaining([expect.objectContaining({ profile: 'service-agent' })]) as unknown });
});

it('no longer leads to a withdrawal from what is withdrawn already (C-02, C-08)', async () => {
  const opens = async () => lead(await leads(), 'withdraw')?.opens.map(({ href }) => href) ?? [];
  const [first = '', ...others] = await opens();
  expect((await api.request(first, json({}, as('service-agent')))).status).toBe(200);
  expect(await opens()).toEqual(others);
});

it('leads to a move and a change of offer that take the place of his service, for who may launch them (C-02, C-08)', async () => {
  const ofBrest = { id: 'CLI-000003', who: 'coordinator' };
  const named = await leads('?rds=RDS-370003', ofBrest);
  const replacing = { customerId: 'CLI-000003', sites: [{ replaces: ['RDS-370003'] }] };
  expect(lead(named, 'move')).toMatchObject({ operationId: 'launchMove', opens: [{ method: 'POST', href: '/api/v1/moves', body: { launch: replacing } }] });
  expect(lead(named, 'change-offer')?.opens).toEqual([{ method: 'POST', href: '/api/v1/deployments', body: replacing }]);
  // Of several he says which.
  expect(lead(await leads('', ofBrest), 'move')?.opens).toEqual([{ method: 'POST', href: '/api/v1/moves', body: { launch: { customerId: 'CLI-000003' } } }]);
  expect(lead(await leads('', { id: 'CLI-000003' }), 'move')).toMatchObject({ opens: [], openedBy: [{ profile: 'coordinator' }] });
  const [form] = lead(named, 'move')?.opens ?? [];
  const launch = form?.body['launch'] as typeof replacing;
  const [site] = launchFileOf(['Brest']).sites;
  const moved = await api.request(form?.href ?? '', json({ launch: { ...launchFileOf(['Brest']), ...launch, sites: [{ ...site, ...launch.sites[0] }] } }, as('coordinator')));
  expect(moved.status).toBe(201);
  // What is replaced already is not offered again.
  for (const reason of ['move', 'change-offer']) expect(lead(await leads('?rds=RDS-370003', ofBrest), reason)?.opens, reason).toEqual([]);
  expect(lead(await leads('?rds=RDS-370003', { id: 'CLI-000003' }), 'terminate')?.opens).toEqual([]);
});

it('leads to the termination of his service, with who speaks; not of one that is being terminated, or was (C-02, R-01)', async () => {
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type, ended_on) VALUES ('RDS-370004', 'CLI-000002', 'ftth', NULL), ('RDS-370005', 'CLI-000002', 'adsl', '2025-01-31')");
  const ofPetit = { id: 'CLI-000002' };
  expect(lead(await leads('', ofPetit), 'terminate')).toMatchObject({ operationId: 'openTermination', opens: [{ method: 'POST', href: '/api/v1/terminations', body: { services: ['RDS-370004'] } }] });
  expect(lead(await leads('', { ...ofPetit, who: 'coordinator' }), 'terminate')).toMatchObject({ opens: [], openedBy: [{ profile: 'service-agent' }] });
  const [form] = lead(await leads('', ofPetit), 'terminate')?.opens ?? [];
  const typed = { receivedOn: '2026-01-05', letterReference: '1A 002', contact: { name: 'Paul Petit' } };
  expect((await api.request(form?.href ?? '', json({ ...form?.body, ...typed }, as('service-agent')))).status).toBe(201);
  expect(lead(await leads('', ofPetit), 'terminate')?.opens).toEqual([]);
  expect(lead(await leads(`?contactId=${contactId}`), 'terminate')?.opens).toEqual([{ method: 'POST', href: '/api/v1/terminations', body: { services: ['RDS-370001'], contact: { name: 'Anne Leroy', phone: '+33 6 39 98 12 34', email: 'anne.leroy@client.invalid' } } }]);
});
