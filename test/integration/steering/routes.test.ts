/** Indicators over real HTTP and a real database: whose figures who sees, the lists behind them, and the sheet (C-05, C-06). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import type { HistoryView, LiveView } from '../../../api/steering/views.schema.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { sumUp } from '../../../db/steering/facts.ts';
import { outcomeOf, startApi, verifyByName, type RunningApi } from '../../support/api.ts';
import { freshDatabase } from '../../support/database.ts';

let pool: Pool;
let api: RunningApi;
const nowMs = Date.parse('2026-11-25T10:00:00Z');

/** Whoever is no profile is somebody without one: what he may is said by the directory. */
const verify: Verifier = async (header) => {
  const known = await verifyByName(header);
  return known.outcome === 'signed-in' ? known : { outcome: 'signed-in', identity: { subject: header?.replace('Bearer ', '') ?? '', profiles: [] } };
};

const people = [['anna', 'n1', 'lille'], ['bruno', 'n1', 'lyon'], ['carla', 'production', 'lille'], ['head', 'production', null], ['of-lille', 'n2', 'lille'], ['of-all', 'n2', null]] as const;

beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined);
  await loadDefaultPolicies(pool);
  // A centre may be called whatever somebody types.
  await pool.query(`INSERT INTO centres (key, label, region) VALUES ('lille', '{"fr":"Lille","en":"Lille"}', 'nord'), ('amiens', '{"fr":"=Amiens;1","en":"=Amiens;1"}', 'nord'), ('lyon', '{"fr":"Lyon","en":"Lyon"}', 'sud-est')`);
  await pool.query(`INSERT INTO teams (key, label, desk, level) VALUES ('n1', '{"fr":"Niveau 1","en":"Level 1"}', 'operator', 1), ('n2', '{"fr":"Niveau 2","en":"Level 2"}', 'operator', 2)`);
  for (const [subject, team, centre] of people) await pool.query("INSERT INTO team_members (subject, name, profile, team, centre) VALUES ($1, initcap($1), 'technician-n1', $2, $3)", [subject, team, centre]);
  await pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ('of-lille', 'supervisor', 'lille'), ('of-all', 'supervisor', NULL), ('head', 'production-manager', NULL)");
  await pool.query("INSERT INTO customers (id, name, centre) VALUES ('CLI-000001', 'A', 'lille'), ('CLI-000002', 'B', 'lyon')");
  const tickets = [['anna', 'n1', 1, 'in-progress', false], ['anna', 'n1', 2, 'waiting', true], ['bruno', 'n1', 2, 'in-progress', false], [null, 'n2', 1, 'registered', false], [null, null, 2, 'registered', false]] as const;
  for (const [index, [assignee, team, customer, phase, isBreached]] of tickets.entries()) {
    await pool.query(`INSERT INTO tickets (number, customer_id, desk, contact, phase, priority, contract, impact, team, level, assignee, is_breached, reopenings, created_at)
      VALUES ($1, $2, 'operator', 'phone', $3, 'P3', 'none', 'outage', $4, 1, $5, $6, 0, $7)`, [`TCK-2026-00000${index}`, `CLI-00000${customer}`, phase, team, assignee, isBreached, new Date(nowMs - index * 86_400_000 * 4)]);
  }
  await pool.query(`INSERT INTO indicator_facts (at, measure, detail, person, team, centre, n, total) VALUES
    ('2026-11-01T22:59:59Z', 'closed', '', 'anna', 'n1', 'lille', 1, 0), ('2026-11-02T23:00:00Z', 'closed', '', 'anna', 'n1', 'lyon', 1, 0), ('2026-11-03T10:00:00Z', 'closed', '', 'bruno', 'n1', 'lyon', 1, 0),
    ('2026-11-03T10:00:00Z', 'completed', '', 'carla', NULL, 'lyon', 1, 86400), ('2026-10-03T10:00:00Z', 'backlog', '', NULL, 'n2', 'amiens', 1, 1790000000), ('2026-11-03T10:00:00Z', 'satisfaction', '', 'anna', 'n1', 'lille', 2, 7)`);
  api = await startApi({ routes: allRoutes({ pool, nowMs: () => nowMs } as Services), pool, verify, nowMs: () => nowMs });
});
afterAll(async () => { await api.close(); await pool.end(); });

const get = (who: string, path: string, language = 'en') => api.request(`/api/v1${path}`, { headers: { 'authorization': `Bearer ${who}`, 'accept-language': language } });
async function read<View>(who: string, path: string): Promise<View> {
  const response = await get(who, path);
  expect([path, response.status]).toEqual([path, 200]);
  return await response.json() as View;
}
/** Values by group, of one indicator. */
async function figures(who: string, query: string): Promise<Record<string, number | null>> {
  const { items } = await read<HistoryView>(who, `/indicators?from=2026-11-01&until=2026-11-25&${query}`);
  return Object.fromEntries(items.filter(({ value }) => value !== 0).map(({ group, value }) => [group, value]));
}

describe('historical indicators', () => {
  it('count the days of the operator’s own time zone, and are as right before they are summed up as after (C-06)', async () => {
    const days = async () => (await read<HistoryView>('of-all', '/indicators?from=2026-11-01&until=2026-11-03&step=day&indicators=tickets-closed,backlog,backlog-age,satisfaction')).items.map(({ indicator, since, value }) => [indicator, since, value]);
    const before = await days();
    expect(before.filter(([indicator]) => indicator === 'tickets-closed')).toEqual([['tickets-closed', '2026-11-01', 1], ['tickets-closed', '2026-11-02', 0], ['tickets-closed', '2026-11-03', 2]]);
    expect(before.filter(([indicator]) => indicator === 'backlog').map(([, , value]) => value)).toEqual([1, 1, 1]);
    expect(before.filter(([indicator]) => indicator === 'backlog-age').map(([, , value]) => value)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => Date.parse(`${day}T23:00:00Z`) / 1_000 - 1_790_000_000));
    expect(before.filter(([indicator]) => indicator === 'satisfaction').map(([, , value]) => value)).toEqual([null, null, 3.5]);
    expect(await sumUp(pool)).toBe(6);
    expect(await days()).toEqual(before);
  });

  it('compare centres for whoever sees any, and show persons and teams of his own centre only (C-05, C-06)', async () => {
    expect(await figures('of-all', 'by=centre&indicators=tickets-closed')).toEqual({ lille: 1, lyon: 2 });
    expect(await figures('of-lille', 'by=centre&indicators=tickets-closed')).toEqual({ lille: 1, lyon: 2 });
    expect(await figures('of-lille', 'by=region&indicators=tickets-closed')).toEqual({ 'nord': 1, 'sud-est': 2 });
    expect(await figures('of-all', 'by=person&indicators=tickets-closed')).toEqual({ anna: 2, bruno: 1 });
    expect(await figures('of-lille', 'by=person&indicators=tickets-closed')).toEqual({ anna: 2 });
    expect(await figures('of-lille', 'by=team&indicators=tickets-closed')).toEqual({ n1: 1 });
    expect(await figures('of-lille', 'person=bruno&indicators=tickets-closed')).toEqual({});
    expect((await read<HistoryView>('of-lille', '/indicators?by=person')).groups.map(({ key }) => key)).toEqual(['anna', 'carla', 'of-lille']);
  });

  it('show a manager the persons of his own team, and count what has no team by that of its people (C-05, C-06)', async () => {
    expect(await figures('head', 'by=person&indicators=tickets-closed,deployments-completed')).toEqual({ carla: 1 });
    expect(await figures('of-all', 'by=team&indicators=deployments-completed')).toEqual({ production: 1 });
    expect(await figures('head', 'team=n1&indicators=tickets-closed')).toEqual({});
  });

  it('are refused where the period is none, or too many figures are asked for; and to who has no profile for them (C-05, C-06)', async () => {
    expect(await outcomeOf(get('of-all', '/indicators?from=2026-11-02&until=2026-11-01'))).toEqual([422, 'C-06.period']);
    expect(await outcomeOf(get('of-all', '/indicators?from=2020-01-01&until=2026-11-01&step=day&by=person'))).toEqual([422, 'C-06.too-many-figures']);
    expect(await outcomeOf(get('of-all', '/indicators?indicators=none'))).toEqual([400, 'malformed-request']);
    for (const who of ['customer', 'technician-n1', 'admin', 'anna']) expect([who, await outcomeOf(get(who, '/indicators'))]).toEqual([who, [403, 'forbidden']]);
    expect(await outcomeOf(get('customer', '/indicators/live.csv'))).toEqual([403, 'forbidden']);
  });

  it('go to a spreadsheet without any formula, and with the reader’s decimal sign (C-06)', async () => {
    const response = await get('of-all', '/indicators.csv?from=2026-11-01&until=2026-11-25&by=centre&indicators=satisfaction', 'fr');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines).toContain('satisfaction;Satisfaction;lille;Lille;2026-11-01;;2;3,5;score');
    expect(lines).toContain('satisfaction;Satisfaction;amiens;"\'=Amiens;1";2026-11-01;;0;;score');
  });
});

describe('live indicators', () => {
  it('count what is under way right now, by who has it, its team, its customer’s centre (C-06)', async () => {
    const by = async (grouping: string, indicator: string, who = 'of-all') => Object.fromEntries((await read<LiveView>(who, `/indicators/live?by=${grouping}&indicators=${indicator}`)).items.filter(({ value }) => value !== 0).map(({ group, value }) => [group, value]));
    expect(await by('person', 'tickets-open')).toEqual({ '': 2, 'anna': 2, 'bruno': 1 });
    expect(await by('team', 'tickets-open')).toEqual({ '': 1, 'n1': 3, 'n2': 1 });
    expect(await by('centre', 'tickets-open')).toEqual({ lille: 2, lyon: 3 });
    expect(await by('centre', 'tickets-overdue')).toEqual({ lyon: 1 });
    expect(await by('team', 'tickets-open', 'of-lille')).toEqual({ n1: 1, n2: 1 });
    expect(await by('person', 'tickets-open', 'of-lille')).toEqual({ anna: 2 });
    const { items } = await read<LiveView>('of-all', '/indicators/live');
    const value = (key: string) => items.find(({ indicator }) => indicator === key)?.value;
    expect(['tickets-open', 'tickets-unheld', 'tickets-under-1-day', 'tickets-3-to-7-days', 'tickets-7-to-30-days', 'tickets-over-30-days', 'tickets-age', 'deployments-open'].map(value)).toEqual([5, 2, 1, 1, 3, 0, 8 * 86_400, 0]);
  });

  it('count the stuck calls of every kind of journey for its customer’s centre (C-06, D-24)', async () => {
    await pool.query("INSERT INTO tasks (id, journey_id, customer_id, step, owner, status, context, opened_at) VALUES ('RES-2026-000001.stuck-call.1', 'RES-2026-000001', 'CLI-000002', 'stuck-call', 'supervisor', 'open', '{}', now())");
    await pool.query("INSERT INTO stuck_calls (journey_id, call, system, since, rounds, next_try_at, code, message, task_id) VALUES ('RES-2026-000001', 'stop-billing', 'billing', now(), 1, now(), 'outside.unavailable', 'away', 'RES-2026-000001.stuck-call.1')");
    const { items } = await read<LiveView>('of-all', '/indicators/live?by=centre&indicators=calls-stuck');
    expect(items.filter(({ value }) => value !== 0).map(({ group, value }) => [group, value])).toEqual([['lyon', 1]]);
  });

  it('lead each figure to the list that it counts (C-06)', async () => {
    let followed = 0;
    for (const [who, grouping] of [['of-all', ''], ['of-all', 'by=team&'], ['of-all', 'by=person&'], ['of-all', 'by=centre&'], ['of-all', 'by=team&centre=lyon&'], ['of-lille', 'centre=lille&'], ['of-lille', 'by=centre&'], ['of-lille', 'by=team&']] as const) {
      const { items } = await read<LiveView>(who, `/indicators/live?${grouping}`);
      for (const { indicator, group, value, list } of items) {
        if (list === null || !list.startsWith('/api/v1/tickets')) continue;
        followed += 1;
        const found = await read<{ items: unknown[] }>(who, list.slice('/api/v1'.length));
        expect([indicator, group, list, value]).toEqual([indicator, group, list, found.items.length]);
      }
    }
    expect(followed).toBeGreaterThan(20);
  });

  it('lead to no list that would show less than was counted: of all centres, or of another, to who sees one (C-05, C-06)', async () => {
    const lists = async (query: string) => (await read<LiveView>('of-lille', `/indicators/live?indicators=tickets-open,deployments-at-risk&${query}`)).items.flatMap(({ group, list }) => (list === null ? [] : [[group, list]]));
    expect(await lists('')).toEqual([]);
    expect(await lists('region=nord')).toEqual([]);
    expect(await lists('centre=lyon')).toEqual([]);
    expect(await lists('by=centre')).toEqual([['lille', '/api/v1/tickets?open=true&centre=lille'], ['lille', '/api/v1/deployments?atRisk=true&centre=lille']]);
  });
});
