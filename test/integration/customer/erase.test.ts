/** Personal data erased on request (C-04, docs/personal-data.md): nothing of it is left in any table, and what happened is still told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasureRoutes } from '../../../api/customer/erase.ts';
import { customerPartRoutes } from '../../../api/customer/parts.ts';
import { customerRoutes } from '../../../api/customer/routes.ts';
import { readLaunchFile } from '../../../db/deployment/launch-files.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { json, problemIn, startApi, type RunningApi, type Sent } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';
import { launchFileOf } from '../../support/launch-file.ts';

let nowMs = Date.parse('2026-11-25T10:00:00Z');
let pool: Pool;
let api: RunningApi;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  const services = { pool, nowMs: () => (nowMs += 1000) };
  api = await startApi({ routes: [...customerRoutes(services), ...customerPartRoutes(services), ...erasureRoutes(services)], pool });
});
afterAll(async () => { await api.close(); await pool.end(); });

const call = (method: string, who: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.request(`/api/v1${path}`, { ...(body === undefined ? { headers: { authorization: `Bearer ${who}`, ...headers } } : json(body, { authorization: `Bearer ${who}`, ...headers })), method } as Sent);
const outcome = async (answer: Promise<Response>) => {
  const response = await answer;
  return response.ok ? response.status : [response.status, (await problemIn(response)).code];
};
const made = async (path: string, body: object) => (await (await call('POST', 'service-agent', path, body, { 'idempotency-key': `k-${Math.random()}` })).json() as { id: string }).id;

/** Where any of these texts still stands, table by table. */
async function placesOf(texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'");
  const found = await Promise.all(tables.map(async ({ name }) => {
    const { rowCount } = await pool.query(`SELECT FROM ${name} AS t WHERE EXISTS (SELECT FROM unnest($1::text[]) AS x WHERE position(lower(x) IN lower(t::text)) > 0)`, [texts]);
    return rowCount ? [name] : [];
  }));
  return found.flat();
}

async function waitingAre(count: number): Promise<void> {
  await expect.poll(async () => (await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).rowCount).toBe(count);
}

let journeys = 100;
/** A customer of whom a contact is named wherever somebody can be: in an order, a ticket, a mail, a comment, an answer that is remembered. */
async function customerWithTraces(kind: 'company' | 'person', isOpen: boolean) {
  journeys += 1;
  const [word, n] = [`Vasseur${String.fromCodePoint(97 + (journeys % 26))}`, journeys];
  const laure = { name: `Laure ${word}`, phones: [`+33 6 39 98 2${n}`], emails: [`laure.${word}@tilleuls.example`] } as const;
  const letter = `Lettre ${n} de Laure`;
  const traces = [laure.name, `${word} Laure`, laure.emails[0], `39 98 2${n}`, `063998 2${n}`, `0639982${n}`, letter];
  const street = `${n} rue des Lilas`;
  const id = await made('/customers', { name: kind === 'person' ? laure.name : 'Clinique', kind, email: laure.emails[0], confirmedNew: true, address: { street: street, postalCode: '69003', city: 'Lyon', country: 'FR' } });
  const contactId = await made(`/customers/${id}/contacts`, { role: 'guardian', ...laure, note: letter });
  await made(`/customers/${id}/contacts`, { role: 'technical', name: 'Paul Roux', emails: ['paul@tilleuls.example'] });
  await call('PATCH', 'service-agent', `/customers/${id}/contacts/${contactId}`, { phones: [`06.39.98.2${n}`] }, { 'if-match': '"1"' });
  await made(`/customers/${id}/measures`, { kind: 'guardianship', contactId, detail: `Tutelle exercée par ${laure.name}` });
  await made(`/customers/${id}/sites`, { label: 'Siège', street: '12 rue', postalCode: '69003', city: 'Lyon', accessNote: `Demander Laure  ${word} au 0639982${n}` });
  const [deployment, ticket, order] = [`AFF-2026-000${journeys}`, `TCK-2026-000${journeys}`, `CMD-2026-000${journeys}`];
  for (const [journey, type, payload] of [[deployment, 'deploymentCancelled', { reason: `Demande de ${word.toUpperCase()} Laure` }], [ticket, 'ticketClosed', { comment: `Rappelée au +33639982${n}` }], [order, 'orderAbandoned', { reason: `${laure.name} préfère attendre` }]] as const) {
    await pool.query("INSERT INTO journeys (id, kind, version, state) VALUES ($1, 'ticket', 1, $2)", [journey, JSON.stringify({ ...payload, ...(isOpen ? {} : { endedAtMs: 1 }) })]);
    await pool.query(`WITH happened AS (INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, at) VALUES ($1, 1, $2, $3, 'a', 'api', 'c', $5))
      INSERT INTO timeline (journey_id, number, customer_id, at, type, actor, channel) VALUES ($1, 1, $4, $5, $2, 'a', 'api')`, [journey, type, JSON.stringify(payload), id, new Date(nowMs)]);
  }
  const file = launchFileOf(['Lyon']);
  const accounts = `compta.${n}@tilleuls.example`;
  const sites = file.sites.map((site) => ({ ...site, address: { ...site.address, street } }));
  await pool.query('INSERT INTO launch_files (deployment_id, file) VALUES ($1, $2)', [deployment, JSON.stringify({ ...file, customerId: 'CLI-000001', sites, invoice: { channel: 'electronic', email: accounts }, contacts: [{ role: 'administrative', name: laure.name, email: laure.emails[0], phone: laure.phones[0] }, { role: 'administrative', name: 'Paul Roux', email: 'paul@tilleuls.example' }] })]);
  const [delivery, iban, from] = [`${n} quai des Peupliers`, `FR7630006000011234567${n}189`, `198.51.100.${n}`];
  await pool.query('INSERT INTO order_parties (journey_id, version, party) VALUES ($1, 1, $2)', [order, JSON.stringify({ contacts: [{ role: 'administrative', name: laure.name, email: laure.emails[0] }], sites: [{ label: 'Atelier', address: { street: delivery, postalCode: '69001', city: 'Lyon' } }] })]);
  await pool.query('INSERT INTO order_signatures (journey_id, signature, signing) VALUES ($1, $2, $3)', [
    order, JSON.stringify({ mode: 'electronic', signatory: { name: laure.name, email: laure.emails[0], mobile: laure.phones[0] }, mandate: { holder: laure.name, iban, reference: `RUM-${order}` }, invoice: { channel: 'electronic', email: laure.emails[0] } }), JSON.stringify({ channel: 'link', address: from, at: '2026-11-25' })]);
  await pool.query('INSERT INTO order_signature_terms (id, journey_id, signature, signing) SELECT gen_random_uuid(), journey_id, signature, signing FROM order_signatures WHERE journey_id = $1', [order]);
  await pool.query(`INSERT INTO proposals (id, customer_id, name, engagement_months, vat_basis_points, lines, instalments, catalogue_version, created_by, created_at, changed_at)
    VALUES ($1, $2, $3, 36, 2000, $4, '[]', 1, 'sales-engineer', now(), now())`, [`PRO-2026-000${journeys}`, id, `Fibre pour ${laure.name}`, JSON.stringify([{ id: 'L1', site: delivery, label: 'Fibre' }])]);
  await pool.query("INSERT INTO tasks (id, journey_id, customer_id, step, owner, status, context, opened_at) VALUES ($1 || '.x.1', $1, $2, 'x', 'y', 'completed', $3, now())", [ticket, id, JSON.stringify({ caller: laure.name })]);
  await pool.query("INSERT INTO ticket_contents (id, ticket, content) VALUES (gen_random_uuid(), $1, $2), (gen_random_uuid(), $1, $3)", [ticket, JSON.stringify({ caller: { name: laure.name, phone: `0639982${n}`, relation: 'self' }, description: `${laure.name} n’a plus de ligne` }), JSON.stringify({ text: letter, sender: { name: 'L. V.', address: laure.emails[0].toUpperCase() } })]);
  const { rows: [mail] } = await pool.query<{ id: string }>(`INSERT INTO inbound_mails (inbox_id, desk, sender_name, sender_address, subject, text, raw_sha256, raw_size_bytes, files_left_out, customer_id, received_at, status)
    VALUES ($1, 'operator', $4, $5, $6, 'Bonjour', $2, 10, 0, $3, now(), 'attached') RETURNING id`, [`<${n}@x>`, String(n).repeat(21), id, laure.name, laure.emails[0], letter]);
  await pool.query("INSERT INTO message_files VALUES ($1, 1, $3, 'application/pdf', 10, $2)", [mail?.id, `f${String(n).repeat(20)}`, `${letter}.pdf`]);
  await pool.query("INSERT INTO outside_answers (customer, reading, answer, read_at) VALUES ($1, 'billing', $2, now())", [id, JSON.stringify({ payer: `${word}, L.`, contact: laure.name })]);
  await pool.query("INSERT INTO inbox (source, id, payload) VALUES ('mail', $1, $2)", [`<${n}@x>`, JSON.stringify({ from: laure.emails[0] })]);
  return { id, contactId, deployment, accounts, ticket, order, delivery, iban, from, traces, street, mail: laure.emails[0] };
}

describe('C-04: the personal data of a contact', () => {
  it('is erased everywhere, from the edits of the record to the answers that are remembered, and what happened is still told', async () => {
    const { id, contactId, deployment, traces, street } = await customerWithTraces('company', false);
    expect((await placesOf(traces)).length).toBeGreaterThan(12);
    expect(await outcome(call('POST', 'service-agent', `/customers/${id}/contacts/${contactId}/erase-personal-data`, {}))).toEqual([403, 'forbidden']);
    const erased = await call('POST', 'supervisor', `/customers/${id}/contacts/${contactId}/erase-personal-data`, {});
    expect([erased.status, await erased.json()]).toEqual([200, { persons: 1, values: expect.any(Number) as number }]);
    expect(await placesOf(traces)).toEqual([]);
    // The seat of a company is nobody's.
    expect(await placesOf([street])).toEqual(expect.arrayContaining(['customers', 'launch_files']));
    // The others are as they were, and the order can still be read.
    const { contacts } = await readLaunchFile(pool, deployment);
    expect(contacts).toMatchObject([{ role: 'administrative', email: 'efface@jalon.invalid' }, { name: 'Paul Roux', email: 'paul@tilleuls.example' }]);
    const { items } = await (await call('GET', 'supervisor', `/customers/${id}/timeline?limit=200`)).json() as { items: { type: string; payload: Record<string, unknown> }[] };
    expect(items[0]).toMatchObject({ type: 'personalDataErased', payload: { scope: 'contact', contactId } });
    expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['customerPartAdded', 'customerPartChanged', 'deploymentCancelled', 'ticketClosed']));
    // Its file and the raw mail are let go of.
    expect((await pool.query("SELECT FROM document_uploads WHERE last_at < now() - interval '30 days'")).rowCount).toBe(2);
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/contacts/${contactId}/erase-personal-data`, {}))).toBe(200);
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/contacts/${crypto.randomUUID()}/erase-personal-data`, {}))).toEqual([404, 'not-found']);
  });

  it('of one who was removed before is erased too; not while an open journey names him', async () => {
    const { id, contactId, ticket, traces, mail } = await customerWithTraces('company', true);
    await call('DELETE', 'service-agent', `/customers/${id}/contacts/${contactId}`, undefined, { 'if-match': '"2"' });
    const refused = await call('POST', 'supervisor', `/customers/${id}/contacts/${contactId}/erase-personal-data`, {});
    expect(await problemIn(refused)).toMatchObject({ status: 409, code: 'C-04.journeys-open', detail: expect.stringContaining(ticket) as string });
    expect(await placesOf([mail])).not.toEqual([]);
    await pool.query("UPDATE journeys SET state = state || '{\"endedAtMs\": 1}'");
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/contacts/${contactId}/erase-personal-data`, {}))).toBe(200);
    expect(await placesOf(traces)).toEqual([]);
  });

  it('leaves what he shares with another, and whoever is called alike elsewhere', async () => {
    const id = await made('/customers', { name: 'Atelier', confirmedNew: true });
    const one = await made(`/customers/${id}/contacts`, { role: 'technical', name: 'Anne Roy', phones: ['0139980001'] });
    await made(`/customers/${id}/contacts`, { role: 'billing', name: 'Anne Royer', phones: ['01 39 98 00 01'] });
    const other = await made('/customers', { name: 'Ailleurs', confirmedNew: true });
    await made(`/customers/${other}/contacts`, { role: 'technical', name: 'Anne Roy' });
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/contacts/${one}/erase-personal-data`, {}))).toBe(200);
    expect((await (await call('GET', 'supervisor', `/customers/${id}/contacts`)).json() as { items: object[] }).items).toMatchObject([{ name: 'Anne Royer', phones: ['01 39 98 00 01'] }]);
    expect((await (await call('GET', 'supervisor', `/customers/${other}/contacts`)).json() as { items: object[] }).items).toMatchObject([{ name: 'Anne Roy' }]);
  });
});

describe('C-04: who is called as things are called', () => {
  it('is erased out of what was said, and what our records say by keys, codes and numbers stays as it is', async () => {
    const { id, ticket } = await customerWithTraces('company', false);
    const payload = { message: { direction: 'in', channel: 'mail' }, role: 'technical', level: null, count: 612_345_678, comment: 'Vu avec Direction, technical et Null au 06 12 34 56 78', list: ['Direction', 'direction'] };
    await pool.query('UPDATE journeys SET state = state || $2 WHERE id = $1', [ticket, JSON.stringify(payload)]);
    for (const name of ['Direction', 'Technical', 'Null']) await made(`/customers/${id}/contacts`, { role: 'other', name, phones: ['+33 6 12 34 56 78'] });
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/erase-personal-data`, {}))).toBe(200);
    const { rows: [row] } = await pool.query<{ state: typeof payload }>('SELECT state FROM journeys WHERE id = $1', [ticket]);
    expect(row?.state).toMatchObject({ message: { direction: 'in', channel: 'mail' }, role: 'technical', level: null, count: 612_345_678 });
    expect(row?.state.comment).toMatch(/^Vu avec Personne effacée \d+, Personne effacée \d+ et Personne effacée \d+ au 000000$/);
    expect(row?.state.list).toEqual([expect.stringMatching(/^Personne effacée/), 'direction']);
  });
});

describe('C-04: the personal data of a customer', () => {
  it('is erased everywhere, his name and seat with it where he is a person; again without harm', async () => {
    const { id, deployment, accounts, order, traces, street, delivery, iban, from } = await customerWithTraces('person', false);
    expect((await placesOf([delivery])).toSorted()).toEqual(['order_parties', 'proposals']);
    // D-09: where a site was first thought to be; it is in no launch file any more.
    await pool.query("INSERT INTO launch_changes (id, deployment_id, journey_id, part, before, after) VALUES (gen_random_uuid(), $1, $1 || '/S001', '{sites,0,address}', $2, $2)", [deployment, JSON.stringify({ street: '7 allée des Fresnes' })]);
    expect(await placesOf(['allée des Fresnes'])).toEqual(['launch_changes']);
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/erase-personal-data`, {}))).toBe(200);
    expect(await placesOf(['allée des Fresnes'])).toEqual([]);
    // S-02, S-04: where his orders were to be delivered, the account of his mandate and where he signed from, too; that there is a mandate stays.
    expect(await placesOf([...traces, street, delivery, iban, from, accounts])).toEqual([]);
    expect((await pool.query("SELECT signature #>> '{mandate,reference}' AS reference FROM order_signatures WHERE journey_id = $1", [order])).rows).toEqual([{ reference: `RUM-${order}` }]);
    expect(await (await call('GET', 'supervisor', `/customers/${id}`)).json()).toMatchObject({ name: 'Client effacé', email: null, address: null, erasedAt: expect.any(String) as string });
    expect((await readLaunchFile(pool, deployment)).contacts).toHaveLength(2);
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/erase-personal-data`, {}))).toBe(200);
  });

  it('is erased of the record that remains, where his own is being merged at that moment (C-09)', async () => {
    const [id, survivor] = [await made('/customers', { name: 'Atelier Nord', confirmedNew: true }), await made('/customers', { name: 'Ateliers du Nord', confirmedNew: true })];
    await made(`/customers/${id}/contacts`, { role: 'billing', name: 'Odile Kermarec' });
    const held = await pool.connect();
    await held.query('BEGIN');
    await held.query('SELECT FROM customers WHERE id = $1 FOR UPDATE', [survivor]);
    const merged = call('POST', 'supervisor', `/customers/${survivor}/merge`, { other: id });
    await waitingAre(1);
    const erased = call('POST', 'supervisor', `/customers/${id}/erase-personal-data`, {});
    await waitingAre(2);
    await held.query('COMMIT');
    held.release();
    expect([(await merged).status, (await erased).status]).toEqual([200, 200]);
    expect(await placesOf(['Kermarec'])).toEqual([]);
  });

  it('stays while a journey or a service needs it, wholly', async () => {
    const { id, deployment, traces } = await customerWithTraces('company', true);
    const before = await placesOf(traces);
    const refused = await call('POST', 'supervisor', `/customers/${id}/erase-personal-data`, {});
    expect(await problemIn(refused)).toMatchObject({ status: 409, code: 'C-04.journeys-open', detail: expect.stringContaining(deployment) as string });
    await pool.query("UPDATE journeys SET state = state || '{\"endedAtMs\": 1}'");
    await pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-77', $1, 'ftth')", [id]);
    expect(await outcome(call('POST', 'supervisor', `/customers/${id}/erase-personal-data`, {}))).toEqual([409, 'C-04.journeys-open']);
    expect(await placesOf(traces)).toEqual(before);
  });
});
