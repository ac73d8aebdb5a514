/** Policies by API on a real database: read, edit with If-Match, versions, impact; nobody's edit is lost and no set contradicts itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyRoutes } from '../../../api/policy/routes.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { policyNames } from '../../../domain/policy/catalogue.ts';
import type { Policies } from '../../../domain/policy/policies.schema.ts';
import { json, problemIn, startApi, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';

let pool: Pool;
let api: RunningApi;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await loadDefaultPolicies(pool);
  api = await startApi({ routes: policyRoutes({ pool }), pool });
});
afterAll(async () => { await api.close(); await pool.end(); });

const asAdmin = { authorization: 'Bearer admin' };

interface Seen<Value = Record<string, unknown>> { readonly version: number; readonly author: string; readonly current: boolean; readonly value: Value; readonly valueSchema: unknown }

async function get<T>(path: string): Promise<T> {
  const response = await api.request(`/api/v1${path}`, { headers: asAdmin });
  expect(response.status).toBe(200);
  return await response.json() as T;
}

function put(name: string, value: unknown, ifMatch?: string): Promise<Response> {
  return api.request(`/api/v1/policies/${name}`, { ...json({ value }, { ...asAdmin, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) }), method: 'PUT' });
}

async function vat(basisPoints: number): Promise<{ value: Policies['billing'] }> {
  return { value: { ...(await get<Seen<Policies['billing']>>('/policies/billing')).value, vatBasisPoints: basisPoints } };
}

describe('policies', () => {
  it('are listed with label, rules, version and author', async () => {
    const { items } = await get<{ items: readonly { name: string; version: number; author: string }[] }>('/policies');
    expect(items.map(({ name }) => name).sort()).toEqual([...policyNames].sort());
    expect(items).toContainEqual(expect.objectContaining({ name: 'calendars', version: 1, author: 'system:defaults', rules: ['T-06', 'D-20'], label: { fr: expect.any(String), en: expect.any(String) } }));
  });

  it('are read with their value, its schema and an ETag; another name or version is not found', async () => {
    const response = await api.request('/api/v1/policies/outside-calls', { headers: asAdmin });
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await response.json()).toMatchObject({ version: 1, current: true, value: { tellAfter: 'PT5M', againEvery: 'PT15M' }, valueSchema: { type: 'object', required: ['tellAfter', 'againEvery'] } });
    expect((await api.request('/api/v1/policies/outside-calls?version=2', { headers: asAdmin })).status).toBe(404);
    expect((await api.request('/api/v1/policies/moonlight', { headers: asAdmin })).status).toBe(400);
  });
});

describe('an edit', () => {
  it('makes a further version with author and time; the older one stays to be read', async () => {
    const response = await put('billing', (await vat(2100)).value, '"1"');
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('"2"');
    expect(await response.json()).toMatchObject({ version: 2, current: true, author: 'admin', createdAt: expect.stringMatching(/Z$/), value: { vatBasisPoints: 2100 } });
    expect(await get('/policies/billing?version=1')).toMatchObject({ version: 1, current: false, value: { vatBasisPoints: 2000 } });
    expect(await get('/policies/billing/versions')).toMatchObject({ items: [{ version: 2, author: 'admin' }, { version: 1, author: 'system:defaults' }] });
  });

  it('that changes nothing keeps the version', async () => {
    const { version, value } = await get<Seen>('/policies/billing');
    const response = await put('billing', value, `"${version}"`);
    expect(await response.json()).toMatchObject({ version });
  });

  it('without If-Match is refused with 428, a stale one with 412 and the current ETag, no ETag with 400', async () => {
    const { value } = await vat(1900);
    expect(await problemIn(await put('billing', value))).toMatchObject({ status: 428, code: 'version-required' });
    const stale = await put('billing', value, '"1"');
    expect(stale.headers.get('etag')).toBe('"2"');
    expect(await problemIn(stale)).toMatchObject({ status: 412, code: 'stale-version' });
    expect(await problemIn(await put('billing', value, '2'))).toMatchObject({ status: 400, errors: [{ in: 'header', pointer: '/If-Match' }] });
    expect(await get('/policies/billing')).toMatchObject({ version: 2 });
  });

  it('of several that have read the same version wins once, and no version is lost or skipped', async () => {
    const { version } = await get<Seen>('/policies/outside-calls');
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => put('outside-calls', { tellAfter: `PT${index + 6}M`, againEvery: 'PT15M' }, `"${version}"`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
    expect(await get('/policies/outside-calls')).toMatchObject({ version: version + 1 });
  });

  it('of another shape is malformed, with a pointer into the value', async () => {
    expect(await problemIn(await put('outside-calls', { tellAfter: 'soon', againEvery: 'PT15M' }, '*'))).toMatchObject({ status: 400, errors: [{ in: 'body', pointer: '/value/tellAfter' }] });
    expect(await problemIn(await put('outside-calls', { tellAfter: 'PT5M' }, '*'))).toMatchObject({ status: 400, errors: [{ in: 'body', pointer: '/value/againEvery', code: 'required' }] });
  });

  it('that makes a calendar impossible is refused where it does', async () => {
    const { value } = await get<Seen<Policies['calendars']>>('/policies/calendars');
    const night = { timeZone: 'Europe/Paris', weekly: { mon: [['22:00', '06:00']] } };
    expect(await problemIn(await put('calendars', { ...value, calendars: { ...value.calendars, night } }, '*'))).toMatchObject({
      status: 422, code: 'impossible-policy', errors: [{ in: 'body', pointer: '/value/calendars/night/weekly/mon/0', code: 'end-before-start' }],
    });
  });

  it('that takes away what another policy names is refused, and says which', async () => {
    const { value } = await get<Seen<Policies['calendars']>>('/policies/calendars');
    const { ['waking-hours']: _, ...others } = value.calendars;
    const problem = await problemIn(await put('calendars', { ...value, calendars: others }, '*'));
    expect(problem).toMatchObject({ status: 422, code: 'impossible-policy' });
    expect(problem.errors).toContainEqual(expect.objectContaining({ pointer: '/value', code: 'contradicts-policy', message: expect.stringContaining('notices') }));
  });

  it('of two policies at once leaves a set that does not contradict itself: one of the two is refused', async () => {
    const calendars = await get<Seen<Policies['calendars']>>('/policies/calendars');
    const notices = await get<Seen<Policies['notices']>>('/policies/notices');
    const brief = { timeZone: 'Europe/Paris', weekly: { mon: [['10:00', '11:00']] } };
    const added = await put('calendars', { ...calendars.value, calendars: { ...calendars.value.calendars, brief } }, `"${calendars.version}"`);
    expect(added.status).toBe(200);
    const answers = await Promise.all([
      put('calendars', calendars.value, `"${calendars.version + 1}"`),
      put('notices', { ...notices.value, goOutDuring: 'brief' }, `"${notices.version}"`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });
});

describe('the impact preview', () => {
  it('names each value that would change, and stores nothing', async () => {
    const before = await get<Seen<Policies['billing']>>('/policies/billing');
    const response = await api.request('/api/v1/policies/billing/impact', json({ value: { ...before.value, vatBasisPoints: 550 } }, { authorization: 'Bearer supervisor' }));
    expect(await response.json()).toEqual({
      currentVersion: before.version, changes: [{ pointer: '/vatBasisPoints', change: 'changed', before: before.value.vatBasisPoints, after: 550 }], running: [],
    });
    expect(await get('/policies/billing')).toMatchObject({ version: before.version });
  });

  it('refuses what an edit would refuse', async () => {
    const { value } = await get<Seen<Policies['calendars']>>('/policies/calendars');
    const response = await api.request('/api/v1/policies/calendars/impact', json({ value: { ...value, operatorCalendar: 'moonlight' } }, asAdmin));
    expect(await problemIn(response)).toMatchObject({ status: 422, errors: [{ pointer: '/value/operatorCalendar', code: 'unknown-calendar' }] });
  });
});

describe('applying', () => {
  it('a policy that no journey keeps is noted and done at once, however often it is asked', async () => {
    const { version } = await get<Seen>('/policies/sales');
    for (const _ of [1, 2]) {
      const response = await api.request('/api/v1/policies/sales/apply', { method: 'POST', headers: asAdmin });
      expect(response.status).toBe(202);
      expect(await response.json()).toMatchObject({ policy: 'sales', version, requestedBy: 'admin', journeys: 0, waiting: 0, finishedAt: expect.any(String) });
    }
    expect(await get('/policies/sales/applications')).toMatchObject({ items: [{ version, journeys: 0 }] });
  });
});

it.each([
  ['read', 'GET', '/policies', 403], ['edited', 'PUT', '/policies/billing', 403], ['applied', 'POST', '/policies/billing/apply', 403],
])('a policy is not %s by a coordinator', async (_verb, method, path, status) => {
  expect((await api.request(`/api/v1${path}`, { method })).status).toBe(status);
});
