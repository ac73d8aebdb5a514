/** Customers' records by API on a real database (C-01, C-04, C-09): created once, edited with what was before, and a timeline that nobody writes by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerPartRoutes } from '../../../api/customer/parts.ts';
import { customerRoutes } from '../../../api/customer/routes.ts';
import { recordCustomerEvent } from '../../../db/customer/record.ts';
import { readCustomerTimeline } from '../../../db/customer/timeline.ts';
import { rebuild } from '../../../db/journey/rebuild.ts';
import { record } from '../../../db/journey/record.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { createPool, inTransaction, type Pool } from '../../../db/pool.ts';
import { json, problemIn, startApi, type RunningApi, type Sent } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { opening, told } from '../../unit/ticket/given.ts';

let nowMs = Date.parse('2026-11-25T10:00:00Z');
let pool: Pool;
let api: RunningApi;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await loadDefaultPolicies(pool);
  await pool.query("INSERT INTO centres (key, label, region) VALUES ('lille', '{}', 'nord')");
  const services = { pool, nowMs: () => (nowMs += 1000) };
  api = await startApi({ routes: [...customerRoutes(services), ...customerPartRoutes(services)], pool });
});
afterAll(async () => { await api.close(); await pool.end(); });

interface Customer { readonly id: string; readonly name: string; readonly version: number; readonly formerIds: string[] }
interface Entry { readonly type: string; readonly actor: string; readonly actorName: string | null; readonly channel: string; readonly journeyId: string; readonly before: unknown; readonly after: unknown; readonly payload: Record<string, unknown> }

const call = (method: string, who: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.request(`/api/v1${path}`, { ...(body === undefined ? { headers: { authorization: `Bearer ${who}`, ...headers } } : json(body, { authorization: `Bearer ${who}`, ...headers })), method } as Sent);
const get = async <T>(who: string, path: string): Promise<T> => await (await call('GET', who, path)).json() as T;
const outcome = async (answer: Promise<Response>) => {
  const response = await answer;
  return response.ok ? response.status : [response.status, (await problemIn(response)).code];
};
const create = async (entry: object, confirmedNew = true) => await (await call('POST', 'service-agent', '/customers', { ...entry, ...(confirmedNew ? { confirmedNew } : {}) })).json() as Customer;
const timeline = async (id: string, query = '') => (await get<{ items: Entry[] }>('supervisor', `/customers/${id}/timeline${query}`)).items;

describe('C-09: a customer is created once', () => {
  const clinic = {
    name: 'SARL Clinique des Tilleuls', siret: '40483304800022', kind: 'company', centre: 'lille', phone: '+33 4 39 98 10 01', address: { street: '3 rue des Tilleuls', postalCode: '69003', city: 'Lyon', country: 'FR' },
    contacts: [{ role: 'administrative', name: 'Laure Vasseur', emails: ['Laure.Vasseur@tilleuls.example'], phones: ['06 39 98 20 02'] }],
  };
  let clinicId = '';

  it('with its contacts and the SIREN of its SIRET; under one key once, however often it is sent', async () => {
    const send = () => call('POST', 'service-agent', '/customers', clinic, { 'idempotency-key': 'once' });
    const created = await (await send()).json() as Customer;
    clinicId = created.id;
    expect(created).toMatchObject({ id: expect.stringMatching(/^CLI-\d{6}$/) as string, siren: '404833048', contract: 'contract', language: 'fr', formerIds: [], version: 1 });
    expect(await (await send()).json()).toEqual(created);
    expect((await get<{ items: object[] }>('coordinator', `/customers/${clinicId}/contacts`)).items).toMatchObject([{ name: 'Laure Vasseur', role: 'administrative', version: 1 }]);
  });

  it.each([
    ['its SIRET', { name: 'Autre', siret: '40483304800022' }, ['siren', 'siret']],
    ['its SIREN', { name: 'Autre', siren: '404833048' }, ['siren']],
    ['its name, written otherwise', { name: 'Clinique des tilleuls' }, ['name']],
    ['its name, misspelt', { name: 'Cliniques des Tilleul' }, ['name']],
    ['a name like it in the same place', { name: 'Les Tilleuls clinique', address: { ...clinic.address, street: 'rue des Tilleuls' } }, ['name-and-place']],
    ['its phone number, written otherwise', { name: 'Autre', phone: '04.39.98.10.01' }, ['phone']],
    ['a phone number of a contact', { name: 'Autre', contacts: [{ role: 'other', name: 'X', phones: ['+33 (0)6 39 98 20 02'] }] }, ['phone']],
    ['a mail address of a contact', { name: 'Autre', billingEmail: 'laure.vasseur@TILLEULS.example' }, ['email']],
  ])('is found again by %s', async (_what, entry, reasons) => {
    const { items } = await (await call('POST', 'service-agent', '/customers/likely-duplicates', entry)).json() as { items: { id: string; reasons: string[] }[] };
    expect(items.find(({ id }) => id === clinicId)?.reasons).toEqual(expect.arrayContaining(reasons));
    const refused = await call('POST', 'service-agent', '/customers', entry);
    expect(await problemIn(refused)).toMatchObject({ status: 422, code: 'C-09.likely-duplicates', detail: expect.stringContaining(clinicId) as string });
  });

  it('a stranger is none; one that was looked at is created all the same', async () => {
    expect(await outcome(call('POST', 'service-agent', '/customers', { name: 'Transports Le Goff' }))).toBe(201);
    expect(await outcome(call('POST', 'service-agent', '/customers', { name: 'Clinique des Tilleuls', confirmedNew: true }))).toBe(201);
  });

  it('under an id of its own, though customers were loaded by hand beside the counting', async () => {
    const { rows: [last] } = await pool.query<{ n: number }>("SELECT max(substr(id, 5)::bigint) AS n FROM customers");
    const loaded = [1, 2, 3].map((more) => `CLI-${String((last?.n ?? 0) + more).padStart(6, '0')}`);
    for (const id of loaded) await pool.query('INSERT INTO customers (id, name) VALUES ($1, $2)', [id, `Chargé ${id}`]);
    const made = await Promise.all(['Quincaillerie Aubert', 'Fleurs de Lys', 'Imprimerie Vasseur'].map((name) => create({ name, kind: 'company' })));
    expect(made.map(({ name }) => name)).toEqual(['Quincaillerie Aubert', 'Fleurs de Lys', 'Imprimerie Vasseur']);
    expect(new Set([...loaded, ...made.map(({ id }) => id)]).size).toBe(6);
    expect((await pool.query('SELECT FROM customers WHERE id = ANY ($1)', [[...loaded, ...made.map(({ id }) => id)]])).rowCount).toBe(6);
  });

  it('when two create it at one moment, one of them is told of the other', async () => {
    const both = await Promise.all([1, 2].map(() => outcome(call('POST', 'service-agent', '/customers', { name: 'Garage Duval et Fils' }))));
    expect(both.toSorted()).toEqual([201, [422, 'C-09.likely-duplicates']].toSorted());
  });

  it('when one is created with the SIREN that another is given at that moment, one of them is told of the other', async () => {
    const { id } = await create({ name: 'Pépinières du Layon' });
    const holder = await pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM customers WHERE id = $1 FOR UPDATE', [id]);
    const given = outcome(call('PATCH', 'service-agent', `/customers/${id}`, { siren: '552081317' }, { 'if-match': '"1"' }));
    await eventually(async () => expect((await pool.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount).toBe(1));
    const created = outcome(call('POST', 'service-agent', '/customers', { name: 'Menuiserie Cadiou', siren: '552081317' }));
    await Promise.race([created, new Promise((resolve) => { setTimeout(resolve, 500); })]);
    await holder.query('ROLLBACK');
    holder.release();
    expect([await given, await created]).toEqual([200, [422, 'C-09.likely-duplicates']]);
  });

  it.each([
    [{ name: 'A', siren: '123' }, [400, 'malformed-request']], [{ name: 'A', colour: 'red' }, [400, 'malformed-request']], [{}, [400, 'malformed-request']],
    [{ name: 'A', siren: '404833048', siret: '50483304800022' }, [422, 'C-09.siret-of-another']], [{ name: 'A', centre: 'nowhere' }, [422, 'C-01.unknown-centre']],
  ])('%o is refused', async (entry, refusal) => { expect(await outcome(call('POST', 'service-agent', '/customers', entry))).toEqual(refusal); });
});

describe('C-01: a customer’s record', () => {
  it('is edited by who has read it, and what was before is kept (C-04)', async () => {
    const { id } = await create({ name: 'Mairie de Saint-Aubin', kind: 'public' });
    expect(await outcome(call('PATCH', 'service-agent', `/customers/${id}`, { name: 'Mairie' }))).toEqual([428, 'version-required']);
    const edited = await call('PATCH', 'service-agent', `/customers/${id}`, { market: 'public', phone: '03 39 98 10 02', address: { street: '1 place', postalCode: '80000', city: 'Amiens', country: 'FR' } }, { 'if-match': '"1"', 'x-jalon-channel': 'console', 'x-request-id': 'R-1' });
    expect(edited.headers.get('etag')).toBe('"2"');
    expect(await outcome(call('PATCH', 'service-agent', `/customers/${id}`, { market: null }, { 'if-match': '"1"' }))).toEqual([412, 'stale-version']);
    // What is as it was is no edit.
    const unchanged = await call('PATCH', 'service-agent', `/customers/${id}`, { market: 'public', address: { street: '1 place', postalCode: '80000', city: 'Amiens', country: 'FR' } }, { 'if-match': '"2"' });
    expect([unchanged.status, unchanged.headers.get('etag')]).toEqual([200, '"2"']);
    expect(await outcome(call('PATCH', 'service-agent', `/customers/${id}`, { address: null, siren: '219000000' }, { 'if-match': '"2"' }))).toBe(200);
    const [latest, first, created] = await timeline(id);
    // C-09: by its SIREN it is found, whichever of the two was said.
    const { id: other } = await create({ name: 'Syndicat des eaux' });
    expect(await (await call('PATCH', 'service-agent', `/customers/${other}`, { siret: '21900001100017' }, { 'if-match': '"1"' })).json()).toMatchObject({ siren: '219000011', siret: '21900001100017' });
    expect(latest).toMatchObject({ type: 'customerChanged', actor: 'service-agent', before: { siren: null, address: { city: 'Amiens' } }, after: { siren: '219000000', address: null } });
    expect(first).toMatchObject({ type: 'customerChanged', channel: 'console', requestId: 'R-1', before: { market: null, phone: null, address: null }, after: { market: 'public', phone: '03 39 98 10 02' } });
    expect(created).toMatchObject({ type: 'customerCreated', before: null, after: { name: 'Mairie de Saint-Aubin' } });
    // C-09: what another has is another's, unless it was looked at.
    const { id: third } = await create({ name: 'Régie des eaux' });
    const edit = (fields: object) => outcome(call('PATCH', 'service-agent', `/customers/${third}`, fields, { 'if-match': '"1"' }));
    expect(await edit({ siren: '219000011' })).toEqual([422, 'C-09.likely-duplicates']);
    expect(await edit({ siret: '21900001100017' })).toEqual([422, 'C-09.likely-duplicates']);
    expect(await edit({ siret: '21900001100017', confirmedNew: true })).toBe(200);
    // What is its own already is no news.
    expect(await outcome(call('PATCH', 'service-agent', `/customers/${third}`, { siren: '219000011', phone: '03 39 98 10 03' }, { 'if-match': '"2"' }))).toBe(200);
    // Names and addresses have no place in an event.
    const { rows } = await pool.query<{ payload: object }>('SELECT payload FROM events WHERE journey_id = $1', [id]);
    expect(JSON.stringify(rows)).not.toMatch(/Saint-Aubin|Amiens|39 98/);
  });

  it.each([
    ['contacts', { role: 'guardian', name: 'Paul Martin', phones: ['06 39 98 30 03'] }, { emails: ['paul@martin.example'] }],
    ['sites', { label: 'Siège', street: '2 rue', postalCode: '59000', city: 'Lille' }, { accessNote: 'Badge à l’accueil' }],
    ['equipment', { label: 'Routeur', ownership: 'rented', serialNumber: 'sn-77', warrantyUntil: '2028-01-31' }, { returnedOn: '2026-11-30' }],
    ['measures', { kind: 'guardianship', startsOn: '2026-01-01' }, { detail: 'Jugement du 1er janvier' }],
    ['interests', { kind: 'life-moment', label: 'Déménagement' }, { happensOn: '2027-03-01' }],
  ])('has %s, each added, edited under its version and removed, with a trace', async (part, entry, patch) => {
    const { id } = await create({ name: `Client des ${part}` });
    const added = await call('POST', 'service-agent', `/customers/${id}/${part}`, entry);
    expect([added.status, added.headers.get('etag')]).toEqual([201, '"1"']);
    const { id: partId } = await added.json() as { id: string };
    const path = `/customers/${id}/${part}/${partId}`;
    expect(await outcome(call('PATCH', 'service-agent', path, { unknown: 1 }, { 'if-match': '"1"' }))).toEqual([400, 'malformed-request']);
    expect(await (await call('PATCH', 'service-agent', path, patch, { 'if-match': '"1"' })).json()).toMatchObject({ ...patch, version: 2 });
    expect(await outcome(call('DELETE', 'service-agent', path, undefined, { 'if-match': '"1"' }))).toEqual([412, 'stale-version']);
    expect((await get<{ items: object[] }>('coordinator', `/customers/${id}/${part}`)).items).toHaveLength(1);
    expect(await outcome(call('DELETE', 'service-agent', path, undefined, { 'if-match': '"2"' }))).toBe(204);
    expect(await outcome(call('GET', 'service-agent', path))).toEqual([404, 'not-found']);
    expect((await timeline(id, `?subject=${id}`)).map(({ type }) => type)).toEqual(['customerPartRemoved', 'customerPartChanged', 'customerPartAdded', 'customerCreated']);
    expect((await timeline(id, '?type=customerPartRemoved'))[0]).toMatchObject({ after: null, before: patch });
  });

  it('names as who decides for a customer one of his contacts only', async () => {
    const { id } = await create({ name: 'Sous tutelle' });
    const { id: contactId } = await (await call('POST', 'service-agent', `/customers/${id}/contacts`, { role: 'guardian', name: 'Anne Roy' })).json() as { id: string };
    expect(await outcome(call('POST', 'service-agent', `/customers/${id}/measures`, { kind: 'guardianship', contactId }))).toBe(201);
    const { id: other } = await create({ name: 'Voisin' });
    expect(await outcome(call('POST', 'service-agent', `/customers/${other}/measures`, { kind: 'guardianship', contactId }))).toEqual([422, 'C-01.unknown-contact']);
  });

  it('is listed by name or age, and found by a part of its name, a number, a phone or an address', async () => {
    const { id } = await create({ name: 'Ets. Lefèvre & Fils', siren: '303030303', centre: 'lille', email: 'Contact@Lefevre.example' });
    await call('POST', 'service-agent', `/customers/${id}/contacts`, { role: 'technical', name: 'Zoé', phones: ['+33 6 39 98 44 44'] });
    for (const search of ['lefevre', 'Lefèvre', id, '303 030 303', 'contact@lefevre.example', '0639984444']) {
      expect((await get<{ items: Customer[] }>('coordinator', `/customers?search=${encodeURIComponent(search)}`)).items.map((one) => one.id)).toEqual([id]);
    }
    expect((await get<{ items: Customer[] }>('coordinator', '/customers?search=...')).items).toEqual([]);
    for (const sort of ['name', 'created']) {
      const seen: string[] = [];
      for (let path: string | undefined = `/customers?sort=${sort}&limit=3`; path !== undefined;) {
        const page: Response = await call('GET', 'coordinator', path);
        seen.push(...(await page.json() as { items: Customer[] }).items.map((one) => one.id));
        path = /<\/api\/v1([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength((await pool.query('SELECT FROM customers WHERE merged_into IS NULL')).rowCount ?? 0);
    }
    expect((await get<{ items: Customer[] }>('coordinator', '/customers?centre=lille')).items.map((one) => one.id)).toContain(id);
  });

  it('is a customer’s own only, who is told of no other', async () => {
    await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000001', 'Le sien') ON CONFLICT DO NOTHING");
    const { id } = await create({ name: 'Un autre' });
    expect(await outcome(call('GET', 'customer', `/customers/${id}`))).toEqual([404, 'not-found']);
    expect(await outcome(call('GET', 'customer', `/customers/${id}/contacts`))).toEqual([404, 'not-found']);
    expect(await outcome(call('GET', 'customer', '/customers/CLI-000001'))).toBe(200);
    expect((await get<{ items: Customer[] }>('customer', '/customers')).items.map((one) => one.id)).toEqual(['CLI-000001']);
    expect(await outcome(call('POST', 'customer', '/customers/likely-duplicates', { name: 'Un autre' }))).toEqual([403, 'forbidden']);
    expect(await outcome(call('GET', 'customer', '/customers/CLI-000001/timeline'))).toEqual([403, 'forbidden']);
    expect(await outcome(call('PATCH', 'customer', '/customers/CLI-000001', { name: 'X' }, { 'if-match': '"1"' }))).toEqual([403, 'forbidden']);
    expect(await outcome(call('GET', 'coordinator', '/customers/CLI-999999'))).toEqual([404, 'not-found']);
  });
});

describe('C-04: the timeline', () => {
  it('is searched by type, channel, actor, subject, period and text, page by page', async () => {
    const { id } = await create({ name: 'Très suivi' });
    for (let number = 0; number < 12; number += 1) await call('POST', number % 2 ? 'service-agent' : 'supervisor', `/customers/${id}/interests`, { kind: 'interest', label: number === 3 ? 'Pétanque' : `Sujet ${number}` }, { 'x-jalon-channel': number < 4 ? 'console' : 'api' });
    const count = async (query: string) => (await timeline(id, `?limit=200&${query}`)).length;
    expect(await Promise.all(['', 'type=customerPartAdded', 'channel=console', 'actor=supervisor', `subject=${id}`, 'subject=AFF-2026-000001', 'text=p%C3%89tanque', 'text=absent'].map(count))).toEqual([13, 12, 4, 6, 13, 0, 1, 0]);
    const { items: [newest] } = await get<{ items: { at: string }[] }>('supervisor', `/customers/${id}/timeline?limit=1`);
    expect(await count(`from=${newest?.at}`)).toBe(1);
    expect(await count(`until=${newest?.at}`)).toBe(12);
    const paged: Entry[] = [];
    for (let path: string | undefined = `/customers/${id}/timeline?limit=5&text=Sujet`; path !== undefined;) {
      const page: Response = await call('GET', 'supervisor', path);
      paged.push(...(await page.json() as { items: Entry[] }).items);
      path = /<\/api\/v1([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(paged.map(({ after }) => (after as { label: string }).label)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 2, 1, 0].map((number) => `Sujet ${number}`));
  });

  it('shows of each kind of journey what the reader may see of it, however much else there is (C-05)', async () => {
    const { id } = await create({ name: 'Suivi par plusieurs' });
    for (let ordinal = 1; ordinal <= 7; ordinal += 1) {
      const number = `TCK-2026-00050${ordinal}`;
      const meta = { actor: 'a', channel: 'api', commandId: number } as const;
      await record(pool, { journeyId: number, kind: 'ticket', events: told([], { ...opening, number, customerId: id }).events.map(({ event }, index) => ({ number: index + 1, event, atMs: (nowMs += 1000), meta })) });
    }
    for (const label of ['Premier', 'Second']) await call('POST', 'service-agent', `/customers/${id}/interests`, { kind: 'interest', label });
    const of = async (who: string, query = '') => (await get<{ items: Entry[] }>(who, `/customers/${id}/timeline?limit=50${query}`)).items.map(({ journeyId }) => journeyId.slice(0, 3));
    expect((await of('supervisor')).filter((kind) => kind === 'TCK').length).toBeGreaterThanOrEqual(7);
    // He has no permission to read tickets, and hears of none live either.
    for (const query of ['', '&subject=TCK-2026-000501', '&text=TCK-2026']) expect(await of('coordinator', query)).not.toContain('TCK');
    expect(await of('coordinator')).toEqual(['CLI', 'CLI', 'CLI']);
    const [first, link] = await call('GET', 'coordinator', `/customers/${id}/timeline?limit=2`).then(async (page) => [await page.json() as { items: Entry[] }, page.headers.get('link')] as const);
    const rest = await get<{ items: Entry[] }>('coordinator', /<\/api\/v1([^>]+)>/.exec(link ?? '')?.[1] ?? '');
    expect([...first.items, ...rest.items].map(({ type }) => type)).toEqual(['customerPartAdded', 'customerPartAdded', 'customerCreated']);
  });

  it('tells what is sold to him, or is not, to who may read it: it stands in his own record (C-05, S-07, S-09)', async () => {
    const { id } = await create({ name: 'Suivi par les ventes' });
    for (const event of [{ type: 'opportunityClosed', outcome: 'won', amountCents: 1_000 }, { type: 'dropped', drop: 'D-1', kind: 'total', monthlyCents: 500 }, { type: 'discoveryNoted', note: 'N-1' }, { type: 'customerContacted' }]) {
      nowMs += 1000;
      await inTransaction(pool, (client) => recordCustomerEvent(client, id, event, { meta: { actor: 'sales-engineer', channel: 'api', commandId: event.type }, atMs: nowMs }));
    }
    const of = async (who: string) => (await get<{ items: Entry[] }>(who, `/customers/${id}/timeline?limit=50`)).items.map(({ type }) => type);
    expect(await of('supervisor')).toEqual(['customerContacted', 'discoveryNoted', 'dropped', 'opportunityClosed', 'customerCreated']);
    expect(await of('coordinator')).toEqual(['customerContacted', 'customerCreated']);
  });

  it('is read along an index, whatever of it is not for the reader', async () => {
    const sent = { text: '', values: [] as unknown[] };
    const noting = { query: async (text: string, values: unknown[]) => await Promise.resolve(Object.assign(sent, { text, values, rows: [] })) } as unknown as Pool;
    await readCustomerTimeline(noting, 'CLI-000001', { kinds: ['customer', 'deployment'], withheld: ['opportunity'], limit: 50, readsAccount: true });
    const plan = await inTransaction(pool, async (client) => {
      await client.query('SET LOCAL enable_seqscan = off');
      return (await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sent.text}`, sent.values)).rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/timeline_by_customer_and_kind[^\n]*\n\s+Index Cond: \(\(customer_id = 'CLI-000001'::text\) AND \(\("?left"?\(journey_id, 3\)\) = seen\.prefix\)\)/);
  });

  it('says the name of who acted: a person’s by the directory, a machine’s by its key; none of a program, a customer, a stranger', async () => {
    const { id } = await create({ name: 'Suivi par des gens' });
    const key = '01890000-0000-7000-8000-000000000001';
    await pool.query("INSERT INTO api_keys (id, name, digest, profiles, created_by, expires_at) VALUES ($1, 'Portail', 'x', '[]', 'admin', now())", [key]);
    for (const actor of [`key:${key}`, 'key:gone', 'system:notices', 'customer-link:TCK-2026-000001', 'somebody']) {
      nowMs += 1000;
      await inTransaction(pool, (client) => recordCustomerEvent(client, id, { type: 'customerContacted' }, { meta: { actor, channel: 'api', commandId: actor }, atMs: nowMs }));
    }
    const named = async (query = '') => (await timeline(id, query)).map(({ actorName }) => actorName);
    expect(await named()).toEqual([null, null, null, null, 'Portail', null]);
    await pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('service-agent', 'Élodie Picard', 'service-agent', 'agency')");
    expect(await named()).toEqual([null, null, null, null, 'Portail', 'Élodie Picard']);
    expect(await named('?text=Picard')).toEqual(['Élodie Picard']);
  });

  it.each([
    ["UPDATE timeline SET actor = 'x'", 'timeline'], ['DELETE FROM timeline', 'timeline'], ['TRUNCATE timeline', 'timeline'], ["UPDATE timeline SET customer_id = 'CLI-000001'", 'timeline'],
    ["INSERT INTO timeline (journey_id, number, customer_id, at, type, actor, channel) VALUES ('CLI-000001', 99, 'CLI-000001', now(), 'invented', 'x', 'api')", 'timeline'],
    ["UPDATE events SET actor = 'x'", 'append-only'], ['DELETE FROM events', 'append-only'], ['TRUNCATE events', 'append-only'], ["SET jalon.erasure = 'on'; UPDATE events SET actor = 'x'", 'append-only'],
    ["INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, at) VALUES ('CLI-000001', 99, 'invented', '{}', 'x', 'api', 'x', now())", 'recorder'],
  ])('is written by nobody’s hand: %s', async (sql, reason) => {
    const { rows: before } = await pool.query('SELECT * FROM timeline ORDER BY 1, 2');
    await expect(pool.query(sql)).rejects.toThrow(reason);
    expect((await pool.query('SELECT * FROM timeline ORDER BY 1, 2')).rows).toEqual(before);
  });

  it('and what is written beside it for tens of thousands of customers at once takes no more locks than the server has (C-09)', async () => {
    await pool.query("INSERT INTO customers (id, name) SELECT 'CLI-' || 500000 + n, 'N ' || n FROM generate_series(1, 30000) AS n");
    expect((await pool.query("INSERT INTO projects (key, customer_id, technicians) SELECT 'p-' || n, 'CLI-' || 500000 + n, '{}' FROM generate_series(1, 30000) AS n")).rowCount).toBe(30_000);
  });

  it('is made anew from the events, the edits of records among them', async () => {
    const read = async () => (await pool.query('SELECT * FROM timeline ORDER BY 1, 2')).rows;
    const before = await read();
    await rebuild(pool);
    expect(await read()).toEqual(before);
    expect(before.length).toBeGreaterThan(20);
  });
});
