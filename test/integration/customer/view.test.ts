/** The 360° view over real HTTP, PostgreSQL and simulators: every block, who sees what, and what it costs (C-01). */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeCustomers } from '../../../db/customer/merge.ts';
import { readCustomerView, type Sight } from '../../../db/customer/view.ts';
import { createPool } from '../../../db/pool.ts';
import { viewBlockNames, viewBlocks } from '../../../domain/customer/view-blocks.ts';
import { permissionsOf, type Permission } from '../../../domain/people/permissions.ts';
import { profileNames, type Profile } from '../../../domain/people/profiles.ts';
import { createNotices } from '../../../relay/notices.ts';
import { json, outcomeOf, type RunningApi } from '../../support/api.ts';
import { openViewingHouse, viewedCustomer as customer, type SeenView as View, type ViewingHouse } from '../../support/customer-view.ts';
import { eventually } from '../../support/eventually.ts';
import type { House } from '../../support/house.ts';
import { launchFileOf } from '../../support/launch-file.ts';
import { callsOf, setFaults } from '../../support/outside.ts';

let viewing: ViewingHouse;
let house: House;
let api: RunningApi;
let get: ViewingHouse['get'];
let post: ViewingHouse['post'];
let viewOf: ViewingHouse['viewOf'];
let stranger: ViewingHouse['stranger'];

beforeAll(async () => {
  viewing = await openViewingHouse();
  ({ house, api, get, post, viewOf, stranger } = viewing);
});
afterAll(async () => await viewing.close());

describe('what an agent sees of a customer at one look (C-01)', () => {
  let view: View;
  let deployment: string;
  let ticket: string;
  beforeAll(async () => {
    const site = { label: 'Siège', street: '3 rue du Mail', postalCode: '49000', city: 'Angers', country: 'FR' };
    await post(`/customers/${customer}/sites`, site);
    const contact = await post(`/customers/${customer}/contacts`, { role: 'guardian', name: 'Anne Leroy', phones: ['+33 6 39 98 12 34'], emails: ['anne.leroy@client.invalid'], isMain: true });
    await post(`/customers/${customer}/measures`, { kind: 'curatorship', contactId: contact.id, startsOn: '2024-01-15' });
    await post(`/customers/${customer}/measures`, { kind: 'vip' });
    await post(`/customers/${customer}/interests`, { kind: 'life-moment', label: 'Ouvre un second magasin', happensOn: '2026-12-01' });
    await post(`/customers/${customer}/equipment`, { label: 'Routeur', ownership: 'rented', serialNumber: 'CLI-000001-CPE-1', rds: 'RDS-360001', warrantyUntil: '2020-01-01' });
    deployment = (await post('/deployments', launchFileOf(['Nantes', 'Brest']), 'coordinator')).id;
    await house.pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-360001', $1, 'ftth'), ('RDS-360002', $1, 'adsl')", [customer]);
    await house.pool.query("UPDATE services SET ended_on = '2025-06-30' WHERE rds = 'RDS-360002'");
    ticket = (await post('/tickets', {
      customerId: customer, desk: 'managed-services', inventoryItem: 'CLI-000001-CPE-1', impact: 'degradation', caller: { name: 'Anne Leroy', relation: 'self' }, description: 'Le routeur redémarre',
    })).number;
    await post(`/tickets/${ticket}/messages`, { text: 'Nous nous en occupons', to: 'customer' }, 'supervisor');
    await post(`/customers/${customer}/interactions`, { reason: 'breakdown', channel: 'phone' });
    view = await viewOf();
  });

  it('has every block, each with its rank of the policy, in its order', () => {
    expect(Object.keys(view.blocks).toSorted()).toEqual(viewBlockNames.toSorted());
    expect(view.ranks['essential']?.slice(0, 3)).toEqual(['identity', 'contacts', 'guardianship']);
    expect(view.ranks['secondary']).toEqual(['interests']);
    for (const [rank, blocks] of Object.entries(view.ranks)) for (const block of blocks) expect(view.blocks[block]).toMatchObject({ rank, label: viewBlocks[block].label.en });
    expect(Object.values(view.blocks).map(({ status }) => status)).toEqual(Object.values(view.blocks).map(() => 'current'));
  });

  it('says who he is, whom we talk to, and who decides for him (C-01)', () => {
    expect(view.blocks.identity).toMatchObject({ name: 'Boulangerie Martin', siren: '552100554', centre: 'brest', centreLabel: 'Brest', email: 'contact@martin.invalid' });
    expect(view.blocks.contacts?.items).toMatchObject([{ role: 'guardian', name: 'Anne Leroy', phones: ['+33 6 39 98 12 34'], isMain: true }]);
    expect(view.blocks.guardianship?.items).toMatchObject([{ kind: 'curatorship', contactId: (view.blocks.contacts?.items?.[0] ?? {})['id'] }]);
    expect(view.blocks.measures?.items).toMatchObject([{ kind: 'vip' }]);
    expect(view.blocks.interests?.items).toMatchObject([{ label: 'Ouvre un second magasin', happensOn: '2026-12-01' }]);
    expect(view.blocks.seniority).toMatchObject({ customerSince: '2020-03-01', years: expect.any(Number) as number });
  });

  it('says what he holds, what of it is under warranty, and what was done to it (C-01)', () => {
    expect(view.blocks.offers).toMatchObject({ services: 1, items: [{ rds: 'RDS-360001', status: 'in-service' }, { rds: 'RDS-360002', status: 'ended', endedOn: '2025-06-30' }] });
    expect(view.blocks.equipment?.items).toMatchObject([{ label: 'Routeur', ownership: 'rented', interventions: [{ kind: 'ticket', reference: ticket }] }]);
    expect(view.blocks.warranties?.items).toEqual([{ serialNumber: 'CLI-000001-CPE-1', label: 'Routeur', warrantyUntil: '2020-01-01', isCovered: false }]);
    expect(view.blocks.inventory?.data).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ serialNumber: 'CLI-000001-CPE-1' })]) as unknown });
  });

  it('says what runs, with the steps and the delays that are left, and what it waits for (C-01)', () => {
    const [order] = view.blocks.orders?.items ?? [];
    expect(order).toMatchObject({ id: deployment, phase: 'techno-commercial-approval', siteCount: 2, tasks: expect.arrayContaining([expect.objectContaining({ step: 'techno-commercial-approval', owner: 'presales-engineer' })]) as unknown });
    const steps = order?.['steps'] as { milestone: string; label: string; daysLeft: number; expectedOn: string }[];
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.find(({ milestone }) => milestone === 'activation')).toMatchObject({ label: 'Activation', daysLeft: expect.any(Number) as number, expectedOn: order?.['activationOn'] });
    expect(view.blocks.events).toMatchObject({ tickets: [{ number: ticket, isBreached: false }], debtCollection: null });
  });

  it('says what passed between him and us, the latest first, notes of the house left out (C-01)', async () => {
    await post(`/tickets/${ticket}/messages`, { text: 'À surveiller', to: 'house' });
    const items = (await viewOf()).blocks.correspondence?.items;
    expect(items?.map(({ kind, direction, about }) => [kind, direction, about])).toEqual([['contact', 'in', 'breakdown'], ['message', 'out', null]]);
  });

  it('says what he can have, uses, owes and paid, as eligibility and billing tell it (C-01)', () => {
    expect(view.blocks.eligibility?.data).toMatchObject({ places: [{ place: { city: 'Angers' }, eligibility: { accesses: expect.arrayContaining([expect.objectContaining({ accessType: 'ftth', isEligible: true })]) as unknown } }] });
    expect(view.blocks.consumption?.data).toMatchObject({ lines: [{ unit: 'minute', over: expect.any(Number) as number }] });
    expect(view.blocks.invoices?.data).toMatchObject({ next: { estimatedTtcCents: 4680 }, invoices: expect.any(Array) as unknown[] });
    expect(view.blocks.balance?.data).toMatchObject({ balanceCents: expect.any(Number) as number, payment: { mode: 'direct-debit', channel: 'sepa' } });
    expect(view.blocks.payer?.data).toMatchObject({ quality: 'good', debtCollection: null });
    expect(view.blocks.deposits?.data).toMatchObject({ deposits: [{ amountCents: 4900 }] });
    expect(view.blocks.revenue?.data).toEqual({ revenueCents: 12 * 3900 });
  });

  it('says that his debts are being collected among what runs, with where that is handled (C-01)', async () => {
    const unpaid = (unpaidInvoices: number) => fetch(`${house.urls.billing}/sim/accounts`, { method: 'POST', headers: { 'authorization': `Bearer ${house.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ customerId: customer, unpaidInvoices }) });
    await unpaid(2);
    const { blocks } = await viewOf();
    expect(blocks.events).toMatchObject({ debtCollection: { stage: 'formal-notice', amountCents: 2 * 4680 } });
    expect(blocks.payer?.data).toMatchObject({ quality: 'bad', links: expect.arrayContaining([expect.objectContaining({ kind: 'extension' })]) as unknown });
    await unpaid(0);
  });

  it('is edited in place, from the version that was read, and shows at once what was changed (C-01, C-04)', async () => {
    const [contact] = (await viewOf()).blocks.contacts?.items ?? [];
    const { method, href, ifMatch } = (contact ?? {})['edit'] as { method: string; href: string; ifMatch: string };
    const change = () => api.request(href, { method, body: JSON.stringify({ phones: ['+33 6 39 98 55 55'] }), headers: { 'authorization': 'Bearer service-agent', 'content-type': 'application/json', 'if-match': ifMatch } });
    expect((await change()).status).toBe(200);
    expect((await viewOf()).blocks.contacts?.items).toMatchObject([{ phones: ['+33 6 39 98 55 55'], version: 2 }]);
    expect((await change()).status).toBe(412);
    const readOnly = await viewOf(customer, 'production-manager');
    expect(readOnly.blocks.contacts?.items?.[0]).not.toHaveProperty('edit');
  });
});

describe('what is under way for a customer (C-01)', () => {
  const soon = '2030-03-01';
  const service = async (id: string): Promise<string> => {
    const rds = `RDS-36${id.slice(4)}`;
    await house.pool.query("INSERT INTO services (rds, customer_id, access_type, in_service_on, monthly_cents, engagement_ends_on) VALUES ($1, $2, 'ftth', '2024-05-02', 4900, '2027-05-01')", [rds, id]);
    return rds;
  };
  const orderOf = (id: string, replaces?: string[]) => {
    const file = launchFileOf(['Nantes']);
    return { ...file, customerId: id, orderNumber: `BC-${id}`, sites: file.sites.map((site) => ({ ...site, ...(replaces ? { replaces } : {}) })) };
  };

  it('is shown as nothing where nothing is', async () => {
    expect((await viewOf(await stranger())).blocks.events).toMatchObject({ tickets: [], terminations: [], complaints: [], orders: [], moves: [], changes: [], withdrawals: [], debtCollection: null });
  });

  it('are his terminations, and what each of his services costs and binds is what they count with (C-01, R-03)', async () => {
    const id = await stranger();
    const rds = await service(id);
    const termination = await post('/terminations', { services: [rds], receivedOn: '2026-01-05', letterReference: '1A 360', contact: { name: 'Anne Leroy' } });
    const { blocks } = await viewOf(id);
    expect(blocks.events).toMatchObject({ terminations: [{ id: termination.id, origin: 'customer', belongsTo: null, services: [rds], receivedOn: '2026-01-05', effectiveOn: null }], moves: [], changes: [] });
    expect(blocks.offers?.items).toMatchObject([{ rds, inServiceSince: '2024-05-02', monthlyCents: 4900, engagementEndsOn: '2027-05-01' }]);
    expect(blocks.seniority).toMatchObject({ customerSince: '2024-05-02' });
  });

  it('are his moves and his changes of offer, each apart, with what they take the place of (C-01, C-08)', async () => {
    const [mover, changer] = [await stranger(), await stranger()];
    const [left, changed] = [await service(mover), await service(changer)];
    const move = await post('/moves', { launch: orderOf(mover, [left]) }, 'coordinator');
    const change = await post('/deployments', orderOf(changer, [changed]), 'coordinator');
    const shown = (deploymentId: string, rds: string) => [{ deploymentId, targetActivationDate: soon, phase: 'techno-commercial-approval', halves: [{ site: 'S001', services: [rds], isGivenUp: false, oldEndsOn: null }] }];
    expect((await viewOf(mover)).blocks.events).toMatchObject({ moves: shown(move.id, left), changes: [], withdrawals: [] });
    expect((await viewOf(changer)).blocks.events).toMatchObject({ moves: [], changes: shown(change.id, changed), withdrawals: [] });
  });

  it('are the orders that he goes back on, until all is undone and he has been told (C-01, C-08)', async () => {
    const id = await stranger();
    const deployment = await post('/deployments', orderOf(id), 'coordinator');
    await setFaults(house, 'mail', { errorRate: 1 });
    expect((await api.request(`/api/v1/deployments/${deployment.id}/withdraw`, json({}, { authorization: 'Bearer service-agent' }))).status).toBe(200);
    expect((await viewOf(id)).blocks.events).toMatchObject({ withdrawals: [{ deploymentId: deployment.id, orderNumber: `BC-${id}`, declaredOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string }] });
    await setFaults(house, 'mail', {});
    await eventually(async () => expect((await viewOf(id)).blocks.events).toMatchObject({ withdrawals: [] }), 30_000);
  });

  it('has told him what tickets tell by themselves, once it is sent, beside what we wrote ourselves, once (C-01, C-04)', async () => {
    const id = await stranger();
    const rds = await service(id);
    const { number } = await post('/tickets', { customerId: id, rds, impact: 'outage', contact: 'phone', caller: { name: 'Anne Leroy', email: 'anne.leroy@client.invalid', relation: 'self' }, description: 'Plus rien' });
    await post(`/tickets/${number}/messages`, { text: 'Nous nous en occupons', to: 'customer' }, 'supervisor');
    const told = async () => (await viewOf(id)).blocks.correspondence?.items?.map(({ kind, direction, about, reference }) => [kind, direction, about, reference]).toSorted();
    const message = ['message', 'out', null, number];
    expect(await told()).toEqual([message]);
    const relay = createNotices({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }), send: house.sendNotice, nowMs: () => Date.now() + 7 * 86_400_000, perSecond: 1_000 });
    while (await relay.start() > 0);
    await relay.idle();
    expect(await told()).toEqual([message, ['notice', 'out', 'acknowledgement', number]]);
  });
});

describe('what a view costs (C-01)', () => {
  /** How often each was asked about him; eligibility is asked about addresses. */
  const askedOf = async (id: string) => [
    await callsOf(house, 'billing', id, 'account'), await callsOf(house, 'billing', id, 'invoices'), await callsOf(house, 'billing', id, 'consumption'), await callsOf(house, 'inventory', id, 'items-of'),
  ];
  const tested = () => callsOf(house, 'eligibility', '35777', 'test');

  it('is one statement for all that is ours, beside the one that says who asks; and one that keeps what was heard, when it is news', async () => {
    const id = await stranger();
    const sentBy = async (act: () => Promise<unknown>) => {
      const before = viewing.statements();
      await act();
      return viewing.statements() - before;
    };
    expect(await sentBy(() => viewOf(id))).toBe(3);
    expect(await sentBy(() => viewOf(id))).toBe(2);
  });

  it('asks again what the policy says is asked at each view, and nothing that is still fresh', async () => {
    const id = await stranger();
    await house.pool.query("UPDATE customers SET postal_code = '35777' WHERE id = $1", [id]);
    await viewOf(id);
    expect([await askedOf(id), await tested()]).toEqual([[1, 1, 1, 1], 1]);
    expect((await viewOf(id)).blocks.eligibility).toMatchObject({ status: 'current' });
    expect([await askedOf(id), await tested()]).toEqual([[2, 2, 2, 1], 1]);
    await house.pool.query("UPDATE customers SET street = '2 rue du Pont' WHERE id = $1", [id]);
    await viewOf(id);
    expect(await tested()).toBe(2);
  });

  it('is the outside asked under every id that he ever had, and told as one (C-09)', async () => {
    const [loser, survivor] = [await stranger(), await stranger()];
    await mergeCustomers(house.pool, survivor, loser, { meta: { actor: 'supervisor', channel: 'api', commandId: 'merge-of-the-accounts' }, atMs: Date.now() });
    const { blocks } = await viewOf(survivor);
    expect(blocks.balance?.data).toMatchObject({ accountReference: `CPT-${survivor.slice(4)}, CPT-${loser.slice(4)}` });
    expect(blocks.deposits?.data).toMatchObject({ deposits: { length: 2 } });
    expect([await askedOf(survivor), await askedOf(loser)]).toEqual([[1, 1, 1, 1], [1, 1, 1, 1]]);
  });

  it('shows the ranks of the policy as it is now', async () => {
    const path = '/api/v1/policies/customer-view';
    const read = await api.request(path, { headers: { authorization: 'Bearer admin' } });
    const { value } = await read.json() as { value: { ranks: Record<string, string[]> } };
    const moved = { ...value, ranks: { ...value.ranks, important: value.ranks['important']?.filter((block) => block !== 'payer'), essential: ['payer', ...value.ranks['essential'] ?? []] } };
    const put = (edited: unknown, etag: string | null) => api.request(path, { method: 'PUT', body: JSON.stringify({ value: edited }), headers: { 'authorization': 'Bearer admin', 'content-type': 'application/json', 'if-match': etag ?? '' } });
    expect(await outcomeOf(put({ ...value, ranks: { ...value.ranks, secondary: [] } }, read.headers.get('etag')))).toEqual([400, 'malformed-request']);
    expect((await put(moved, read.headers.get('etag'))).status).toBe(200);
    const view = await viewOf();
    expect([view.ranks['essential']?.[0], view.blocks.payer?.['rank']]).toEqual(['payer', 'essential']);
  });
});

describe('who sees it (C-05)', () => {
  const may = (profile: Profile, permission: Permission) => permissionsOf([profile]).includes(permission);

  it.each(profileNames)('shows a %s what his permissions show him of a customer, and nothing else (C-01, C-05)', async (profile) => {
    const response = await get(`/customers/${customer}/360`, profile);
    // A view of the house: a customer is shown his own record elsewhere.
    if (profile === 'customer' || !may(profile, 'customer:view')) return expect(response.status).toBe(403);
    const { ranks, blocks } = await response.json() as View;
    const expected = viewBlockNames.filter((block) => may(profile, viewBlocks[block].needs)).toSorted();
    expect(Object.keys(blocks).toSorted()).toEqual(expected);
    expect(Object.values(ranks).flat().toSorted()).toEqual(expected);
    expect(blocks.events?.['tickets'] === null).toBe(!may(profile, 'ticket:read'));
    expect(blocks.events?.['terminations'] === null).toBe(!may(profile, 'termination:read'));
    expect(blocks.events?.['complaints'] === null).toBe(!may(profile, 'complaint:read'));
    expect(blocks.events?.['orders'] === null).toBe(!may(profile, 'order:read'));
    for (const kind of ['moves', 'changes', 'withdrawals']) expect(blocks.events?.[kind] === null, kind).toBe(!may(profile, 'deployment:read'));
    if (!may(profile, 'account:read')) expect(JSON.stringify(blocks)).not.toContain('Cents":4680');
  });

  it('shows the customers of one’s own centre; of another’s, not even that they exist', async () => {
    const [his, foreign] = [await stranger({ centre: 'brest' }), await stranger({ centre: 'dijon' })];
    expect((await get(`/customers/${his}/360`, 'agent-of-brest')).status).toBe(200);
    expect(await outcomeOf(get(`/customers/${foreign}/360`, 'agent-of-brest'))).toEqual([404, 'not-found']);
    expect((await get(`/customers/${foreign}/360`, 'agent-of-dijon')).status).toBe(200);
    expect(await outcomeOf(get('/customers/CLI-999999/360'))).toEqual([404, 'not-found']);
    // Who sees all and edits in his own centre is offered no edit elsewhere.
    await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('agent-of-all', 'agent-of-all', 'service-agent', 'agency')");
    await house.pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('agent-of-all', 'production-manager', NULL), ('agent-of-all', 'service-agent', 'brest')");
    const offered = async (id: string) => 'edit' in ((await viewOf(id, 'agent-of-all')).blocks.identity ?? {});
    expect([await offered(his), await offered(foreign)]).toEqual([true, false]);
  });

  it('is told apart by the last of what he may, on one connection too: statements are known by the first 63 characters of their names', async () => {
    const id = await stranger({ centre: 'brest' });
    const his = { reach: 'part', centres: [], accountManager: 'nobody' } as const;
    const all = { reach: 'all' } as const;
    const sight: Sight = { customer: all, deployments: his, tickets: his, terminations: his, complaints: his, orders: his, timeline: his, account: his, opportunities: his, appointments: his, drops: his, backups: his, edit: all };
    const one = createPool(house.databaseUrl, () => undefined, 1);
    try {
      expect((await readCustomerView(one, id, sight))?.mayEdit).toBe(true);
      expect((await readCustomerView(one, id, { ...sight, edit: undefined }))?.mayEdit).toBe(false);
      expect((await readCustomerView(one, id, { ...sight, edit: his }))?.mayEdit).toBe(false);
    } finally {
      await one.end();
    }
  });
});
