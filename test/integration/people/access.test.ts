/** Who may what, given and taken over real HTTP and a real database (C-05): the directory, grants, keys of machines, and the trace of each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { addSampleDesks } from '../../../db/people/samples.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { json, outcomeOf, startApi, verifyByName, type RunningApi, type Sent } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';

let now = Date.parse('2026-11-25T10:00:00Z');
const temporalUiUrl = 'http://localhost:8233/namespaces/default';
let pool: Pool;
let api: RunningApi;

/** Whoever is no profile is somebody without one: what he may is said by the directory. */
const verify: Verifier = async (header) => {
  const known = await verifyByName(header);
  return known.outcome === 'signed-in' || header === undefined ? known : { outcome: 'signed-in', identity: { subject: header.replace('Bearer ', ''), profiles: [] } };
};

beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await loadDefaultPolicies(pool);
  await pool.query(`INSERT INTO centres (key, label, region) VALUES ('lille', '{"fr": "Lille", "en": "Lille"}', 'nord'), ('lyon', '{"fr": "Lyon", "en": "Lyon"}', 'sud-est')`);
  await pool.query("INSERT INTO customers (id, name, centre) VALUES ('CLI-000001', 'Boulangerie Martin', 'lille'), ('CLI-000002', 'Clinique des Tilleuls', 'lyon')");
  await addSampleDesks(pool);
  await pool.query("INSERT INTO tickets (number, customer_id, desk, contact, phase, priority, contract, impact, level, is_breached, reopenings, created_at) SELECT 'TCK-2026-00000' || n, 'CLI-00000' || n, 'operator', 'phone', 'new', 'P3', 'none', 'outage', 1, false, 0, now() FROM generate_series(1, 2) AS n");
  api = await startApi({ routes: allRoutes({ pool, nowMs: () => now, temporalUiUrl } as Services), pool, verify, nowMs: () => now });
});
afterAll(async () => { await api.close(); await pool.end(); });

const call = (method: string, who: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.request(`/api/v1${path}`, { ...(body === undefined ? { headers: { authorization: `Bearer ${who}`, ...headers } } : json(body, { authorization: `Bearer ${who}`, ...headers })), method } as Sent);
const get = async <T>(who: string, path: string): Promise<T> => await (await call('GET', who, path)).json() as T;
const seen = async (who: string) => (await get<{ items?: { number: string }[]; code?: string }>(who, '/tickets')).items?.map(({ number }) => number).toSorted();
const inAnHour = () => new Date(now + 3_600_000).toISOString();
const entry = { name: 'Zoé Petit', email: 'zoe@jalon.invalid', profile: 'service-agent', team: 'operator-n1-nord', centre: 'lille', assignments: [{ profile: 'service-agent', centre: 'lille' }] };

describe('C-05: the directory', () => {
  it('is kept by an administrator, and what it says counts from the next request on', async () => {
    expect(await outcomeOf(call('PUT', 'supervisor', '/users/zoe', entry, { 'if-match': '"0"' }))).toEqual([403, 'forbidden']);
    expect(await outcomeOf(call('GET', 'zoe', '/tickets'))).toEqual([403, 'forbidden']);
    const made = await call('PUT', 'admin', '/users/zoe', entry, { 'if-match': '"0"' });
    expect([made.status, made.headers.get('etag'), await made.json()]).toEqual([200, '"1"', expect.objectContaining({ subject: 'zoe', desk: 'operator', region: 'nord', email: 'zoe@jalon.invalid', version: 1 })]);
    expect(await seen('zoe')).toEqual(['TCK-2026-000001']);
    await call('PUT', 'admin', '/users/zoe', { ...entry, assignments: [...entry.assignments, { profile: 'technician-n2', region: 'sud-est' }] }, { 'if-match': '"1"' });
    expect(await seen('zoe')).toEqual(['TCK-2026-000001', 'TCK-2026-000002']);
    expect(await outcomeOf(call('PUT', 'admin', '/users/zoe', { ...entry, assignments: [] }, { 'if-match': '"2"' }))).toBe(200);
    expect(await outcomeOf(call('GET', 'zoe', '/tickets'))).toEqual([403, 'forbidden']);
    expect(await outcomeOf(call('PUT', 'admin', '/users/zoe', entry, { 'if-match': '"3"' }))).toBe(200);
  });

  it('is overwritten by nobody who has not read it', async () => {
    expect(await outcomeOf(call('PUT', 'admin', '/users/zoe', entry))).toEqual([428, 'version-required']);
    expect(await outcomeOf(call('PUT', 'admin', '/users/zoe', entry, { 'if-match': '"1"' }))).toEqual([412, 'stale-version']);
    expect(await outcomeOf(call('PUT', 'admin', '/users/zoe', entry, { 'if-match': '"0"' }))).toEqual([412, 'stale-version']);
  });

  it.each([
    ['a centre', { centre: 'nowhere' }], ['a centre of a profile', { assignments: [{ profile: 'logistics', centre: 'nowhere' }] }], ['a region', { assignments: [{ profile: 'logistics', region: 'nowhere' }] }],
    ['a calendar', { calendar: 'nowhere' }], ['a skill', { skills: ['juggling'] }],
  ])('knows %s, or refuses it', async (_, change) => {
    expect(await outcomeOf(call('PUT', 'admin', '/users/new-one', { ...entry, ...change }, { 'if-match': '"0"' }))).toEqual([422, 'C-05.unknown-entry']);
  });

  it('takes one bound, no customer’s profile, and no change of one’s own access', async () => {
    expect(await outcomeOf(call('PUT', 'admin', '/users/x', { ...entry, assignments: [{ profile: 'logistics', centre: 'lille', region: 'nord' }] }, { 'if-match': '"0"' }))).toEqual([400, 'malformed-request']);
    expect(await outcomeOf(call('PUT', 'admin', '/users/x', { ...entry, assignments: [{ profile: 'customer' }] }, { 'if-match': '"0"' }))).toEqual([422, 'C-05.customer-profile']);
    expect(await outcomeOf(call('PUT', 'admin', '/users/admin', { ...entry, profile: 'admin', assignments: [{ profile: 'coordinator' }] }, { 'if-match': '"0"' }))).toEqual([403, 'C-05.own-access']);
    expect(await outcomeOf(call('PUT', 'admin', '/users/admin', { ...entry, profile: 'admin', assignments: [] }, { 'if-match': '"0"' }))).toBe(200);
  });

  it('shows addresses to who keeps it and to the person himself', async () => {
    const emailFor = async (who: string) => (await get<{ email: string | null }>(who, '/users/zoe')).email;
    expect([await emailFor('admin'), await emailFor('zoe'), await emailFor('coordinator')]).toEqual(['zoe@jalon.invalid', 'zoe@jalon.invalid', null]);
    expect((await get<{ items: { subject: string }[] }>('coordinator', '/users?team=operator-n1-nord')).items.map(({ subject }) => subject)).toEqual(['admin', 'service-agent', 'technician-n1', 'zoe']);
    expect(await outcomeOf(call('GET', 'coordinator', '/users/nobody-known'))).toEqual([404, 'not-found']);
    expect(await outcomeOf(call('GET', 'customer', '/users'))).toEqual([403, 'forbidden']);
  });

  it('keeps what two change of one person at one moment: the second is told that it read something else', async () => {
    const held = await pool.connect();
    const waitingAre = async (count: number) => { await expect.poll(async () => (await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).rowCount).toBe(count); };
    await held.query('BEGIN');
    await held.query("SELECT FROM team_members WHERE subject = 'zoe' FOR UPDATE");
    const joined = outcomeOf(call('PUT', 'supervisor', '/users/zoe/team', { team: 'operator-n1-nord' }, { 'if-match': '"4"' }));
    await waitingAre(1);
    const kept = outcomeOf(call('PUT', 'admin', '/users/zoe', entry, { 'if-match': '"4"' }));
    await waitingAre(2);
    await held.query('COMMIT');
    held.release();
    expect(await Promise.all([joined, kept])).toEqual([200, [412, 'stale-version']]);
  });

  it('has teams and centres of its own, each once', async () => {
    const team = { label: { fr: 'N1 Est', en: 'N1 East' }, desk: 'operator', level: 1, manager: 'zoe' };
    expect(await outcomeOf(call('PUT', 'admin', '/teams/operator-n1-est', { ...team, desk: 'moonlight' }, { 'if-match': '"0"' }))).toEqual([422, 'C-05.unknown-entry']);
    expect(await outcomeOf(call('PUT', 'admin', '/teams/operator-n1-est', { ...team, manager: 'nobody-known' }, { 'if-match': '"0"' }))).toEqual([422, 'C-05.unknown-person']);
    const both = await Promise.all([1, 2].map(() => outcomeOf(call('PUT', 'admin', '/teams/operator-n1-est', team, { 'if-match': '"0"' }))));
    expect(both).toEqual(expect.arrayContaining([200, [412, 'stale-version']]));
    expect(await outcomeOf(call('PUT', 'supervisor', '/users/zoe/team', { team: 'operator-n1-est' }, { 'if-match': '"5"' }))).toBe(200);
    expect(await outcomeOf(call('PUT', 'supervisor', '/users/zoe/team', { team: 'nowhere' }, { 'if-match': '"6"' }))).toEqual([422, 'C-05.unknown-entry']);
    expect((await get<{ items: { key: string; members: { subject: string }[] }[] }>('admin', '/teams?desk=operator')).items.find(({ key }) => key === 'operator-n1-est')?.members).toMatchObject([{ subject: 'zoe' }]);
    expect(await outcomeOf(call('PUT', 'admin', '/centres/rouen', { label: { fr: 'Rouen', en: 'Rouen' }, region: 'nord' }, { 'if-match': '"0"' }))).toBe(200);
    expect((await get<{ items: { key: string }[] }>('coordinator', '/centres')).items.map(({ key }) => key)).toEqual(['lille', 'lyon', 'rouen']);
  });
});

describe('C-05: who one is', () => {
  it('is told where the Temporal Web UI is only to who may look at every journey', async () => {
    expect(await get('supervisor', '/me')).toMatchObject({ temporalUiUrl });
    expect(await get('technician-n1', '/me')).toMatchObject({ temporalUiUrl: null });
    expect(await get('customer', '/me')).toMatchObject({ temporalUiUrl: null });
    const entered = await call('PUT', 'admin', '/users/sup-lille', { ...entry, name: 'Sam Lille', email: null, profile: 'supervisor', assignments: [{ profile: 'supervisor', centre: 'lille' }] }, { 'if-match': '"0"' });
    expect(entered.status).toBe(200);
    expect(await get('sup-lille', '/me')).toMatchObject({ temporalUiUrl: null, permissions: expect.arrayContaining([expect.objectContaining({ permission: 'engine:read', reach: 'part' })]) as unknown });
  });

  it('is told to everybody who signs in: profiles with their sources, permissions with their reach', async () => {
    const me = await get<{ profiles: unknown[]; permissions: { permission: string }[]; person: object }>('zoe', '/me');
    expect(me).toMatchObject({ subject: 'zoe', name: 'Zoé Petit', person: { centre: 'lille' }, profiles: [{ profile: 'service-agent', source: 'directory', centres: ['lille'], until: null }] });
    expect(me.permissions).toContainEqual({ permission: 'ticket:read', reach: 'part', centres: ['lille'], ownCustomers: false });
    expect(await get('customer', '/me')).toMatchObject({ customerId: 'CLI-000001', person: null, profiles: [{ profile: 'customer', source: 'token' }] });
    expect(await get('nobody', '/me')).toMatchObject({ subject: 'nobody', permissions: [] });
    expect((await fetch(`${api.baseUrl}/api/v1/me`)).status).toBe(401);
  });

  it('may be compared with what every profile may', async () => {
    const { items } = await get<{ items: { profile: string; grantable: boolean; permissions: unknown[] }[] }>('coordinator', '/profiles');
    expect(items.find(({ profile }) => profile === 'customer')?.permissions).toContainEqual({ permission: 'ticket:read', reach: 'own' });
    expect(items.filter(({ grantable }) => !grantable).map(({ profile }) => profile)).toEqual(['dispatcher', 'supervisor', 'admin', 'customer']);
  });
});

describe('C-05: temporary access', () => {
  it('is given in one call, counts at once, is shown and traced, and ends at its instant', async () => {
    const [expiresAt, grant] = [inAnHour(), { subject: 'maud-rolland', profile: 'billing-admin', centre: 'lyon', reason: 'Congé de Bruno' }];
    const given = await call('POST', 'supervisor', '/grants', { ...grant, expiresAt });
    const { id } = await given.json() as { id: string };
    expect([given.status, given.headers.get('location')]).toEqual([201, `/api/v1/grants/${id}`]);
    expect(await get('maud-rolland', '/me')).toMatchObject({ profiles: expect.arrayContaining([{ profile: 'billing-admin', source: 'grant', centres: ['lyon'], until: expiresAt, label: expect.anything(), ownCustomers: false }]) as unknown });
    expect(await get('supervisor', '/grants?live=true')).toMatchObject({ items: [{ id, name: 'Maud Rolland', grantedBy: 'supervisor', reason: 'Congé de Bruno', isLive: true }] });
    expect(await get('admin', '/people-acts?object=maud-rolland')).toMatchObject({ items: [{ actor: 'supervisor', act: 'grant-given', after: { grant: id, profile: 'billing-admin', expiresAt } }] });
    now += 3_600_000;
    expect((await get<{ profiles: { source: string }[] }>('maud-rolland', '/me')).profiles.filter(({ source }) => source === 'grant')).toEqual([]);
    expect(await get('supervisor', '/grants?live=true')).toMatchObject({ items: [] });
    expect(await outcomeOf(call('DELETE', 'supervisor', `/grants/${id}`))).toEqual([409, 'wrong-state']);
  });

  it('is given once, however often it is sent under its key, and taken back before its end', async () => {
    const send = () => call('POST', 'supervisor', '/grants', { subject: 'remi-castel', profile: 'logistics', expiresAt: '2026-12-01T00:00:00Z', reason: 'Inventaire' }, { 'idempotency-key': 'once' });
    const [one, other] = [await (await send()).json() as { id: string }, await (await send()).json()];
    expect(other).toEqual(one);
    expect((await get<{ items: unknown[] }>('supervisor', '/grants?subject=remi-castel')).items).toHaveLength(1);
    expect(await outcomeOf(call('DELETE', 'supervisor', `/grants/${one.id}`))).toBe(204);
    expect((await get<{ profiles: { source: string }[] }>('remi-castel', '/me')).profiles.map(({ source }) => source)).not.toContain('grant');
    expect(await outcomeOf(call('DELETE', 'supervisor', `/grants/${one.id}`))).toEqual([409, 'wrong-state']);
  });

  it('is nobody’s to give beyond his centres, to himself, to a stranger, without an end', async () => {
    await call('PUT', 'admin', '/users/marc', { ...entry, name: 'Marc Lebrun', profile: 'supervisor', team: 'production', assignments: [{ profile: 'supervisor', centre: 'lille' }] }, { 'if-match': '"0"' });
    const grant = { subject: 'zoe', profile: 'logistics', centre: 'lille', expiresAt: inAnHour(), reason: 'Renfort' };
    const give = (change: object, who = 'marc') => outcomeOf(call('POST', who, '/grants', { ...grant, ...change }));
    expect(await give({})).toBe(201);
    expect(await give({ centre: 'lyon' })).toEqual([403, 'C-05.beyond-own-access']);
    expect(await give({ centre: null })).toEqual([403, 'C-05.beyond-own-access']);
    expect(await give({ subject: 'maud-rolland' })).toEqual([403, 'C-05.beyond-own-access']);
    expect(await give({ subject: 'marc' })).toEqual([403, 'C-05.own-access']);
    expect(await give({ profile: 'admin' })).toEqual([403, 'C-05.profile-not-given']);
    expect(await give({ profile: 'supervisor' })).toEqual([403, 'C-05.profile-not-given']);
    expect(await give({ profile: 'supervisor' }, 'admin')).toBe(201);
    expect(await give({ subject: 'nobody-known' })).toEqual([422, 'C-05.unknown-person']);
    expect(await give({ centre: 'nowhere' })).toEqual([422, 'C-05.unknown-entry']);
    expect(await give({ expiresAt: new Date(now).toISOString() })).toEqual([422, 'C-05.ends-in-the-past']);
    expect(await give({ expiresAt: '2036-01-01T00:00:00Z' })).toEqual([422, 'C-05.ends-in-the-past']);
    expect(await give({ reason: ' ' })).toEqual([400, 'malformed-request']);
    expect(await give({}, 'coordinator')).toEqual([403, 'forbidden']);
  });

  it('of another centre’s people is neither shown nor taken back by a supervisor of one centre', async () => {
    const { id } = await (await call('POST', 'supervisor', '/grants', { subject: 'maud-rolland', profile: 'logistics', centre: 'lyon', expiresAt: inAnHour(), reason: 'Renfort' })).json() as { id: string };
    expect((await get<{ items: { id: string }[] }>('marc', '/grants')).items.map((grant) => grant.id)).not.toContain(id);
    expect(await outcomeOf(call('DELETE', 'marc', `/grants/${id}`))).toEqual([404, 'not-found']);
    expect((await get<{ items: { object: string }[] }>('marc', '/people-acts')).items.map(({ object }) => object)).not.toContain('maud-rolland');
  });
});

describe('C-05: the trace of what was given', () => {
  it('names no address, and is changed by nobody', async () => {
    const { items } = await get<{ items: { act: string; before: unknown; after: unknown }[] }>('supervisor', '/people-acts?object=zoe&limit=200');
    expect(items.map(({ act }) => act)).toEqual(expect.arrayContaining(['person-kept', 'team-joined', 'grant-given']));
    expect(JSON.stringify(items)).not.toMatch(/Petit|zoe@|Renfort/);
    await expect(pool.query('UPDATE people_acts SET actor = $1', ['nobody'])).rejects.toThrow('append-only');
    await expect(pool.query('DELETE FROM people_acts')).rejects.toThrow('append-only');
    expect(await outcomeOf(call('GET', 'coordinator', '/people-acts'))).toEqual([403, 'forbidden']);
  });
});

describe('C-05: the key of a machine', () => {
  const create = async (change: object = {}, who = 'admin') => await call('POST', who, '/api-keys', { name: 'Supervision du client', profiles: [{ profile: 'service-agent', centre: 'lille' }], expiresAt: inAnHour(), ...change });
  const made = async (change: object = {}) => await (await create(change)).json() as { id: string; key: string };

  it('is shown once, kept as a digest, and written nowhere', async () => {
    const response = await create();
    const { id, key } = await response.json() as { id: string; key: string };
    expect([response.status, response.headers.get('cache-control'), key]).toEqual([201, 'no-store', expect.stringMatching(/^jalon_[\w-]{43}$/)]);
    expect(await seen(key)).toEqual(['TCK-2026-000001']);
    expect(await get(key, '/me')).toMatchObject({ subject: `key:${id}`, name: 'Supervision du client', profiles: [{ source: 'key', centres: ['lille'] }] });
    const secret = key.slice(6);
    const { rows: tables } = await pool.query<{ name: string }>("SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'");
    for (const { name } of tables) expect([name, (await pool.query(`SELECT FROM ${name} AS t WHERE t::text LIKE $1`, [`%${secret}%`])).rowCount]).toEqual([name, 0]);
    expect(api.lines.join('\n')).not.toContain(secret);
    expect(JSON.stringify(await get('admin', '/api-keys'))).not.toContain(secret);
    expect(await get('admin', `/people-acts?object=key:${id}`)).toMatchObject({ items: [{ act: 'key-created', actor: 'admin' }] });
  });

  it('may nothing but the permissions that it was narrowed to', async () => {
    const { key } = await made({ permissions: ['people:read'] });
    expect(await outcomeOf(call('GET', key, '/teams'))).toBe(200);
    expect(await outcomeOf(call('GET', key, '/tickets'))).toEqual([403, 'forbidden']);
  });

  it('does no task by a permission to give it, nor gives one in the name of another centre’s supervisor (C-07)', async () => {
    const task = 'TCK-2026-000001.commercial-need.1';
    await pool.query("INSERT INTO tasks (id, journey_id, customer_id, step, owner, status, context, opened_at) VALUES ($1, 'TCK-2026-000001', 'CLI-000001', 'commercial-need', 'sales-manager', 'open', '{}', now())", [task]);
    const claim = async (key: string) => (await (await call('POST', key, '/tasks/bulk', { act: 'claim', ids: [task], dryRun: true })).json() as { items: { code?: string; outcome: string }[] }).items.map(({ code, outcome }) => code ?? outcome);
    const profiles = [{ profile: 'sales-manager', centre: 'lille' }];
    expect(await claim((await made({ profiles, permissions: ['task:assign'] })).key)).toEqual(['not-task-owner']);
    expect(await claim((await made({ profiles })).key)).toEqual(['would-be-done']);
    await call('PUT', 'admin', '/users/noe', { ...entry, name: 'Noé Blanc', profile: 'production-manager', team: 'production', assignments: [{ profile: 'production-manager', centre: 'lille' }, { profile: 'supervisor', centre: 'lyon' }] }, { 'if-match': '"0"' });
    expect(await outcomeOf(call('POST', 'noe', `/tasks/${task}/assign`, { person: 'zoe' }))).toEqual([403, 'C-07.other-team']);
  });

  it('says when it was last used, so that one that nobody uses is taken back', async () => {
    const { id, key } = await made();
    const lastUsed = async () => (await get('admin', '/api-keys?limit=200') as { items: { id: string; lastUsedAt: string | null }[] }).items.find((one) => one.id === id)?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await get(key, '/me');
    const first = await lastUsed();
    expect(Date.now() - Date.parse(first ?? '')).toBeLessThan(60_000);
    // To the minute: another request at once is not written.
    await get(key, '/me');
    expect(await lastUsed()).toBe(first);
  });

  it('is seen and taken back by who reaches as far as it does', async () => {
    await call('PUT', 'admin', '/users/ada', { ...entry, name: 'Ada Renard', profile: 'admin', assignments: [{ profile: 'admin', centre: 'lille' }] }, { 'if-match': '"0"' });
    const [everywhere, lille] = [await made({ profiles: [{ profile: 'service-agent' }] }), await made()];
    expect(await outcomeOf(call('DELETE', 'ada', `/api-keys/${everywhere.id}`))).toEqual([403, 'C-05.beyond-own-access']);
    const listed = async (who: string) => (await get(who, '/api-keys?limit=200') as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(await listed('admin')).toEqual(expect.arrayContaining([everywhere.id, lille.id]));
    expect(await listed('ada')).toContain(lille.id);
    expect(await listed('ada')).not.toContain(everywhere.id);
    const firstOf = async (who: string) => (await get(who, '/api-keys?limit=1') as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(await firstOf('ada')).toEqual([lille.id]);
    expect(await outcomeOf(call('DELETE', 'ada', `/api-keys/${lille.id}`))).toBe(204);
  });

  it('is refused once it is taken back, or over, or another one', async () => {
    const [one, other] = [await made(), await made()];
    const challengeOf = async (key: string) => { const response = await call('GET', key, '/me'); return [response.status, /error_description="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1]]; };
    expect(await challengeOf(one.key)).toEqual([200, undefined]);
    expect(await outcomeOf(call('DELETE', 'admin', `/api-keys/${one.id}`))).toBe(204);
    expect(await challengeOf(one.key)).toEqual([401, 'revoked']);
    expect(await challengeOf(`jalon_${'x'.repeat(43)}`)).toEqual([401, 'unknown-key']);
    now += 3_600_000;
    expect(await challengeOf(other.key)).toEqual([401, 'expired']);
  });

  it('of a customer reaches his own only', async () => {
    const { key } = await made({ profiles: [{ profile: 'customer' }], customerId: 'CLI-000002' });
    expect(await seen(key)).toEqual(['TCK-2026-000002']);
    expect(await outcomeOf(create({ profiles: [{ profile: 'customer' }] }))).toEqual([422, 'C-05.customer-profile']);
    expect(await outcomeOf(create({ customerId: 'CLI-000002' }))).toEqual([422, 'C-05.customer-profile']);
    expect(await outcomeOf(create({ profiles: [{ profile: 'customer' }], customerId: 'CLI-999999' }))).toEqual([422, 'T-02.unknown-customer']);
  });

  it('gives no access, and is made by an administrator only', async () => {
    for (const profile of ['admin', 'supervisor', 'dispatcher']) expect(await outcomeOf(create({ profiles: [{ profile }] }))).toEqual([403, 'C-05.profile-not-given']);
    expect(await outcomeOf(create({}, 'supervisor'))).toEqual([403, 'forbidden']);
    expect(await outcomeOf(create({ team: 'nowhere' }))).toEqual([422, 'C-05.unknown-entry']);
  });

  it('acts at the desk of its team, and at no other (T-11)', async () => {
    const [bound, free] = [await made({ team: 'operator-n1-nord' }), await made()];
    const write = (key: string) => outcomeOf(call('POST', key, '/tickets/TCK-2026-000001/replacements', {}));
    expect(await write(free.key)).toEqual([403, 'T-11.not-of-the-desk']);
    expect(await write(bound.key)).not.toEqual([403, 'T-11.not-of-the-desk']);
  });
});
