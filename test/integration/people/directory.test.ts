/** Teams, referents, absences and the rota by API on a real database (T-11, T-19): who may enter what, and plans that hold over handovers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { absenceRoutes } from '../../../api/people/absences.ts';
import { directoryRoutes } from '../../../api/people/directory.ts';
import { projectRoutes } from '../../../api/people/projects.ts';
import { rotaRoutes } from '../../../api/people/rota.ts';
import { addSampleDesks } from '../../../db/people/samples.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { addSampleTeam } from '../../../db/prepare.ts';
import { json, problemIn, startApi, type RunningApi, type Sent } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';

// A Wednesday: the running week of the integrator's desk began on Monday the 23rd.
let now = '2026-11-25T10:00:00Z';
let pool: Pool;
let api: RunningApi;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await loadDefaultPolicies(pool);
  await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000001', 'Boulangerie Martin'), ('CLI-000002', 'Clinique des Tilleuls')");
  await addSampleTeam(pool);
  await addSampleDesks(pool);
  await addSampleDesks(pool);
  const services = { pool, nowMs: () => Date.parse(now) };
  api = await startApi({ routes: [...directoryRoutes(services), ...projectRoutes(services), ...absenceRoutes(services), ...rotaRoutes(services)], pool });
});
afterAll(async () => { await api.close(); await pool.end(); });

const call = (method: string, who: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.request(`/api/v1${path}`, { ...(body === undefined ? { headers: { authorization: `Bearer ${who}`, ...headers } } : json(body, { authorization: `Bearer ${who}`, ...headers })), method } as Sent);
const get = async <T>(who: string, path: string): Promise<T> => await (await call('GET', who, path)).json() as T;
const outcome = async (answer: Promise<Response>) => {
  const response = await answer;
  return response.ok ? response.status : [response.status, (await problemIn(response)).code];
};

describe('the desks’ teams', () => {
  it('have two of each level at every desk, with the users of the development sign-in among their people', async () => {
    const { items } = await get<{ items: { key: string; desk: string; level: number; members: { subject: string }[] }[] }>('technician-n1', '/teams');
    for (const desk of ['operator', 'managed-services', 'integrator']) {
      for (const level of [1, 2, 3]) expect(items.filter((team) => team.desk === desk && team.level === level)).toHaveLength(2);
    }
    expect(items.flatMap(({ members }) => members.map(({ subject }) => subject))).toEqual(expect.arrayContaining(['technician-n1', 'technician-n2', 'technician-n3', 'service-agent']));
    expect((await get<{ items: unknown[] }>('supervisor', '/teams?desk=integrator')).items).toHaveLength(6);
    expect(await outcome(call('GET', 'customer', '/teams'))).toEqual([403, 'forbidden']);
  });
});

describe('T-11: a customer’s referent', () => {
  const path = '/referents/operator/CLI-000001';
  it('is named by a dispatcher among the desk’s people, replaced, listed and removed', async () => {
    expect(await outcome(call('PUT', 'technician-n1', path, { subject: 'technician-n1' }))).toEqual([403, 'forbidden']);
    expect(await outcome(call('PUT', 'dispatcher', path, { subject: 'tom-guerin' }))).toEqual([422, 'T-11.unknown-person']);
    expect(await outcome(call('PUT', 'dispatcher', '/referents/operator/CLI-999999', { subject: 'technician-n1' }))).toEqual([404, 'not-found']);
    for (const subject of ['technician-n1', 'maud-rolland']) expect(await outcome(call('PUT', 'dispatcher', path, { subject }))).toBe(200);
    await call('PUT', 'supervisor', '/referents/operator/CLI-000002', { subject: 'technician-n2' });
    const first = await call('GET', 'technician-n1', '/referents?desk=operator&limit=1');
    expect(await first.json()).toMatchObject({ items: [{ customerId: 'CLI-000001', subject: 'maud-rolland', enteredBy: 'dispatcher' }] });
    const next = /<\/api\/v1([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(await get('technician-n1', next)).toMatchObject({ items: [{ customerId: 'CLI-000002' }] });
    expect(await outcome(call('DELETE', 'dispatcher', path))).toBe(204);
    expect(await outcome(call('DELETE', 'dispatcher', path))).toEqual([404, 'not-found']);
    // C-04: who was whose, and by whom.
    const { rows } = await pool.query("SELECT actor, payload FROM events WHERE journey_id = 'CLI-000001' AND type = 'referentNamed' ORDER BY number");
    expect(rows).toEqual([[null, 'technician-n1'], ['technician-n1', 'maud-rolland'], ['maud-rolland', null]].map(([before, after]) => ({ actor: 'dispatcher', payload: { desk: 'operator', before, after } })));
  });
});

describe('T-11: a project', () => {
  it('has the technicians that who plans gives it, and no stranger', async () => {
    const project = { customerId: 'CLI-000001', technicians: ['paul-hamon', 'anouk-perez'] };
    expect(await outcome(call('PUT', 'technician-n1', '/projects/migration', project))).toEqual([403, 'forbidden']);
    expect(await outcome(call('PUT', 'dispatcher', '/projects/migration', { ...project, technicians: ['nobody-known'] }))).toEqual([422, 'T-11.unknown-person']);
    expect(await outcome(call('PUT', 'dispatcher', '/projects/migration', { ...project, customerId: 'CLI-999999' }))).toEqual([404, 'not-found']);
    expect(await outcome(call('PUT', 'dispatcher', '/projects/Migration', project))).toEqual([400, 'malformed-request']);
    for (const technicians of [['tom-guerin'], project.technicians]) expect(await outcome(call('PUT', 'dispatcher', '/projects/migration', { ...project, technicians }))).toBe(200);
    expect(await get('technician-n1', '/projects?customerId=CLI-000001')).toEqual({ items: [{ key: 'migration', ...project }] });
  });
});

describe('T-11: an absence', () => {
  const days = { startsAt: '2026-11-26T08:00:00+01:00', endsAt: '2026-11-28T00:00:00+01:00', reason: 'illness' };
  it('is entered by the person himself, or for him by who plans, and its reason told to nobody else', async () => {
    const entered = await call('POST', 'technician-n1', '/absences', days);
    const own = await entered.json() as { id: string };
    expect([entered.status, own]).toEqual([201, expect.objectContaining({ subject: 'technician-n1', name: 'Lucas Besson', startsAt: '2026-11-26T07:00:00.000Z', reason: 'illness', enteredBy: 'technician-n1' })]);
    expect(await outcome(call('POST', 'technician-n1', '/absences', { ...days, subject: 'technician-n2' }))).toEqual([403, 'forbidden']);
    const other = await (await call('POST', 'dispatcher', '/absences', { ...days, subject: 'technician-n2' })).json() as { id: string };
    const reasons = async (who: string) => (await get<{ items: { reason: string | null }[] }>(who, '/absences?desk=operator')).items.map(({ reason }) => reason);
    expect([await reasons('supervisor'), await reasons('service-agent')]).toEqual([['illness', 'illness'], [null, null]]);
    expect((await reasons('technician-n2')).toSorted()).toEqual(['illness', null]);
    expect(await outcome(call('DELETE', 'technician-n1', `/absences/${other.id}`))).toEqual([403, 'forbidden']);
    expect(await outcome(call('DELETE', 'technician-n2', `/absences/${other.id}`))).toBe(204);
    expect(await outcome(call('DELETE', 'dispatcher', `/absences/${own.id}`))).toBe(204);
    expect(await outcome(call('DELETE', 'dispatcher', `/absences/${own.id}`))).toEqual([404, 'not-found']);
  });

  it('is refused backwards, for a stranger, or without a reason of the list', async () => {
    expect(await outcome(call('POST', 'dispatcher', '/absences', { ...days, endsAt: days.startsAt }))).toEqual([422, 'T-11.absence-ends-before-it-starts']);
    expect(await outcome(call('POST', 'dispatcher', '/absences', { ...days, subject: 'nobody-known' }))).toEqual([422, 'T-11.unknown-person']);
    expect(await outcome(call('POST', 'dispatcher', '/absences', { ...days, reason: 'tired' }))).toEqual([400, 'malformed-request']);
  });

  it('is there once when it is sent again under its key', async () => {
    const send = () => call('POST', 'technician-n3', '/absences', days, { 'idempotency-key': 'away' });
    const [one, other] = [await (await send()).json(), await (await send()).json()];
    expect(other).toEqual(one);
    expect((await get<{ items: unknown[] }>('technician-n3', '/absences?subject=technician-n3')).items).toHaveLength(1);
  });
});

describe('T-19: the rota', () => {
  const plan = (weeks: readonly [string, string][], version: string, who = 'dispatcher') => call('PUT', who, '/rota/integrator', { weeks: weeks.map(([week, subject]) => ({ week, subject })) }, { 'if-match': version });
  interface Seen { readonly onDuty: unknown; readonly weeks: { readonly week: string; readonly subject: string }[] }
  it('gives each week its technician, from handover to handover', async () => {
    expect(await get('technician-n1', '/rota/integrator')).toMatchObject({ handover: { weekday: 'mon', time: '08:30' }, onDuty: null, weeks: [] });
    const planned = await plan([['2026-11-23', 'chloe-marin'], ['2026-11-30', 'basile-rey']], '"0"');
    expect([planned.status, planned.headers.get('etag')]).toEqual([200, '"1"']);
    expect(await planned.json()).toMatchObject({
      onDuty: { subject: 'chloe-marin', from: '2026-11-23T07:30:00.000Z', until: '2026-11-30T07:30:00.000Z', absent: false },
      weeks: [{ week: '2026-11-23', name: 'Chloé Marin' }, { week: '2026-11-30', from: '2026-11-30T07:30:00.000Z' }],
    });
    now = '2026-11-30T07:29:59Z';
    expect((await get<Seen>('technician-n1', '/rota/integrator')).onDuty).toMatchObject({ subject: 'chloe-marin' });
    now = '2026-11-30T07:30:00Z';
    expect((await get<Seen>('technician-n1', '/rota/integrator')).onDuty).toMatchObject({ subject: 'basile-rey' });
    await call('POST', 'dispatcher', '/absences', { subject: 'basile-rey', startsAt: '2026-11-30T00:00:00Z', endsAt: '2026-12-01T00:00:00Z', reason: 'leave' });
    expect((await get<Seen>('technician-n1', '/rota/integrator')).onDuty).toMatchObject({ subject: 'basile-rey', absent: true });
  });

  it('keeps what was, replaces what comes, and overwrites nobody’s plan unread', async () => {
    expect(await outcome(plan([['2026-11-30', 'fanny-leduc']], '"0"'))).toEqual([412, 'stale-version']);
    expect(await outcome(plan([['2026-12-07', 'fanny-leduc']], '"1"'))).toBe(200);
    expect((await get<Seen>('dispatcher', '/rota/integrator')).weeks.map(({ week }) => week)).toEqual(['2026-12-07']);
    expect((await pool.query("SELECT FROM rota_weeks WHERE week = '2026-11-23'")).rowCount).toBe(1);
  });

  it('is refused where it is wrong, wholly', async () => {
    expect(await problemIn(await plan([['2026-12-08', 'fanny-leduc'], ['2026-12-14', 'anouk-perez']], '"2"'))).toMatchObject({
      code: 'T-19.impossible-rota', errors: [{ pointer: '/weeks/0/week', code: 'not-a-handover-day' }, { pointer: '/weeks/1/subject', code: 'not-first-line' }],
    });
    expect(await outcome(plan([['2026-12-07', 'chloe-marin']], '"2"', 'technician-n1'))).toEqual([403, 'forbidden']);
    expect(await outcome(call('PUT', 'dispatcher', '/rota/operator', { weeks: [] }, { 'if-match': '"0"' }))).toEqual([422, 'T-19.no-rota']);
    expect(await outcome(call('GET', 'dispatcher', '/rota/moonlight'))).toEqual([404, 'not-found']);
    expect(await outcome(call('PUT', 'dispatcher', '/rota/integrator', { weeks: [] }))).toEqual([428, 'version-required']);
  });
});
