/** What the 360° view shows of long lists, and of what a customer was sent, over real HTTP and PostgreSQL (C-01). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeCustomers } from '../../../db/customer/merge.ts';
import { keepSent } from '../../../db/customer/sent.ts';
import { shownOf } from '../../../domain/customer/view-blocks.ts';
import { openViewingHouse, type ViewingHouse } from '../../support/customer-view.ts';
import { eventually } from '../../support/eventually.ts';
import type { House } from '../../support/house.ts';
import { launchFileOf } from '../../support/launch-file.ts';

let viewing: ViewingHouse;
let house: House;
let post: ViewingHouse['post'];
let viewOf: ViewingHouse['viewOf'];
let stranger: ViewingHouse['stranger'];

beforeAll(async () => {
  viewing = await openViewingHouse();
  ({ house, post, viewOf, stranger } = viewing);
});
afterAll(async () => await viewing.close());

describe('a list that goes on beyond what is shown (C-01)', () => {
  it('says so, and one that is whole does not', async () => {
    const id = await stranger();
    const fill = (contacts: number, services: number, deployments: number, notices: number, replacements: number) => house.pool.query(`
      WITH contacts AS (INSERT INTO customer_contacts (id, customer_id, role, name, phones, emails) SELECT gen_random_uuid(), $1, 'technical', 'Contact ' || n, '{}', '{}' FROM generate_series(1, $2) AS n),
        held AS (INSERT INTO services (rds, customer_id, access_type) SELECT 'RDS-' || $1 || clock_timestamp() || n, $1, 'ftth' FROM generate_series(1, $3) AS n),
        ordered AS (INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at)
          SELECT 'AFF-' || $1 || clock_timestamp() || n, $1, 'BC-' || n, 'private', 'assignment', '2030-12-01', 50, '2019-01-01' FROM generate_series(1, $4) AS n),
        told AS (INSERT INTO sent_messages (message_key, journey_id, customer_id, kind, channel) SELECT $1 || clock_timestamp() || n, 'AFF-2019-000001', $1, 'slot', 'sms' FROM generate_series(1, $5) AS n)
      INSERT INTO replacements (id, customer_id, ticket, serial_number, phase, is_billed, opened_at) SELECT 'REP-' || $1 || clock_timestamp() || n, $1, 'TCK-2019-000001', 'SN-' || n, 'ended', false, '2019-01-01' FROM generate_series(1, $6) AS n`, [id, contacts, services, deployments, notices, replacements]);
    const lists = ['contacts', 'offers', 'orders', 'correspondence', 'equipment'] as const;
    const shown = async () => {
      const { blocks } = await viewOf(id);
      return lists.map((name) => [name, blocks[name]?.[name === 'equipment' ? 'otherInterventions' : 'items'] as unknown[], blocks[name]?.['more']] as const).map(([name, rows, more]) => [name, rows.length, more]);
    };
    await fill(shownOf.parts, shownOf.services, shownOf.orders, shownOf.messages, shownOf.interventions);
    expect(await shown()).toEqual([['contacts', 100, []], ['offers', 100, []], ['orders', 10, []], ['correspondence', 10, []], ['equipment', 20, []]]);
    await fill(1, 1, 1, 1, 1);
    expect(await shown()).toEqual([['contacts', 100, ['items']], ['offers', 100, ['items']], ['orders', 10, ['items']], ['correspondence', 10, ['items']], ['equipment', 20, ['interventions']]]);
    expect((await viewOf(id)).blocks.events?.['more']).toEqual([]);
  });

  it('says so of what is under way, of an order’s sites and tasks, and of the places that are tested (C-01)', async () => {
    const id = await stranger();
    await house.pool.query(`INSERT INTO customer_sites (id, customer_id, label, street, postal_code, city, country) SELECT gen_random_uuid(), $1, 'Site ' || n, n || ' rue du Pont', '35000', 'Rennes', 'FR' FROM generate_series(1, 6) AS n`, [id]);
    const { id: deployment } = await post('/deployments', { ...launchFileOf(['Nantes']), customerId: id, orderNumber: `BC-${id}` }, 'coordinator');
    await house.pool.query("INSERT INTO tasks (id, journey_id, deployment_id, customer_id, step, owner, status, context, opened_at) SELECT $1 || '.more.' || n, $1, $1, $2, 'assignment', 'coordinator', 'open', '{}', now() FROM generate_series(1, 25) AS n", [deployment, id]);
    await house.pool.query(`INSERT INTO opportunities (id, customer_id, description, stage, amount_cents, probability, closes_on, period, seller, channel, created_by, created_at, changed_at) SELECT 'OPP-' || $1 || n, $1, 'Fibre', 'discovery', 100, 10, '2030-01-01', '2030-Q1', 'sales-engineer', 'field', 'sales-engineer', now(), now() FROM generate_series(1, 21) AS n`, [id]);
    const { blocks } = await viewOf(id, 'sales-engineer');
    expect(blocks.orders?.items).toMatchObject([{ id: deployment, more: ['tasks'], tasks: { length: 20 } }]);
    expect(blocks.events).toMatchObject({ opportunities: { length: 20 }, more: ['opportunities'] });
    expect(blocks.eligibility?.data).toMatchObject({ places: { length: 5 }, more: ['places'] });
  });
});

describe('what he was sent by itself (C-01)', () => {
  it('is shown with its journey, once however often it is repeated, to who may see the journey, and under the record that his was merged into (C-01, C-04, C-05, C-09)', async () => {
    const [id, survivor] = [await stranger(), await stranger()];
    await post('/deployments', { ...launchFileOf(['Nantes']), customerId: id, orderNumber: `BC-${id}` }, 'coordinator');
    const { id: complaint } = await post('/complaints', { customerId: id, subject: 'contact', edition: 2026, comment: 'J’ai attendu quarante minutes au téléphone sans que personne ne réponde.', contact: { name: 'Anne Leroy', email: 'anne.leroy@client.invalid' }, orderNumber: `BC-${id}` });
    const told = async (of: string, as?: string) => (await viewOf(of, as)).blocks.correspondence?.items?.filter(({ kind }) => kind === 'sent').map(({ channel, direction, about, reference }) => [channel, direction, about, reference]);
    const acknowledgement = ['mail', 'out', 'complaint-acknowledgement', complaint];
    await eventually(async () => expect(await told(id)).toEqual([acknowledgement]));
    for (const kind of ['slot', 'slot'] as const) await keepSent(house.pool, 'AFF-2019-000001.slot.S001.1', 'sms', { kind, journeyId: 'AFF-2019-000001', customerId: id });
    // Of a journey that nobody has on record there is nobody to show it to.
    await keepSent(house.pool, 'BKP-2019-000001.customer', 'mail', { kind: 'backup-failing', journeyId: 'BKP-2019-000001' });
    expect(await told(id)).toEqual([['sms', 'out', 'slot', 'AFF-2019-000001'], acknowledgement]);
    expect(await told(id, 'production-manager')).toEqual([['sms', 'out', 'slot', 'AFF-2019-000001']]);
    await mergeCustomers(house.pool, survivor, id, { meta: { actor: 'supervisor', channel: 'api', commandId: 'merge-of-the-sent' }, atMs: Date.now() });
    expect(await told(survivor)).toHaveLength(2);
  });
});

describe('what he was sent long ago (C-01)', () => {
  it('is shown however many orders and tickets came after it, and by the record that his was merged into (C-09)', async () => {
    const [id, survivor] = [await stranger(), await stranger()];
    const { pool } = house;
    await pool.query(`INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at, ended_at)
      SELECT 'AFF-2019-' || lpad(n::text, 6, '0'), $1, 'BC-' || n, 'private', 'completed', '2019-12-01', 1, '2019-01-01', '2019-12-01' FROM generate_series(1, 250) AS n`, [id]);
    await pool.query(`INSERT INTO documents (id, deployment_id, customer_id, kind, media_type, size_bytes, sha256, status, added_by, added_at)
      VALUES (gen_random_uuid(), 'AFF-2019-000001', $1, 'delivery-notice', 'application/pdf', 1, 'x', 'issued', 'system', '2019-05-01')`, [id]);
    await pool.query(`INSERT INTO ticket_notices (ticket, customer_id, key, recipient, arose_at, content, status, ended_at)
      VALUES ('TCK-2019-000001', $1, 'acknowledgement', 'requester', '2019-06-01', '{"kind": "acknowledgement"}', 'sent', '2019-06-01')`, [id]);
    const sent = async (of: string) => (await viewOf(of)).blocks.correspondence?.items?.map(({ kind, about }) => [kind, about]);
    expect(await sent(id)).toEqual([['notice', 'acknowledgement'], ['letter', 'delivery-notice']]);
    await mergeCustomers(pool, survivor, id, { meta: { actor: 'supervisor', channel: 'api', commandId: 'merge-of-the-view' }, atMs: Date.now() });
    expect(await sent(survivor)).toEqual([['notice', 'acknowledgement'], ['letter', 'delivery-notice']]);
  });
});
