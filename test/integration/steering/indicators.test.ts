/** Indicators say what the events say: every one of them against a naive recomputation, by every grouping, over days, weeks and months across changes of the clocks (C-06). */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readHistory, type Asked } from '../../../api/steering/history.ts';
import { recordCustomerEvent } from '../../../db/customer/record.ts';
import { rebuild } from '../../../db/journey/rebuild.ts';
import { record } from '../../../db/journey/record.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { createPool, inTransaction, type Pool } from '../../../db/pool.ts';
import { sumUp } from '../../../db/steering/facts.ts';
import type { Figure } from '../../../domain/steering/figures.ts';
import { indicatorKeys, indicators } from '../../../domain/steering/indicators.ts';
import { freshDatabase } from '../../support/database.ts';
import { readOrder, readRecord } from '../../support/naive-sales.ts';
import { readComplaint } from '../../support/naive-complaints.ts';
import { readTermination } from '../../support/naive-terminations.ts';
import { readDelivery, readTicket, type Belongs, type Occurrence, type Standing } from '../../support/naive-indicators.ts';
import { teams } from '../../unit/ticket/given.ts';
import { centreOf, customerIn } from '../../support/sales-stories.ts';
import { lives, people, type Lived } from '../../support/steering-stories.ts';

vi.setConfig({ testTimeout: 300_000 });

const zone = 'Europe/Paris';
const paris = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
const dateOf = (atMs: number): string => paris.format(atMs);
/** Later than any life ends. */
const nowMs = Date.parse('2027-06-01T00:00:00Z');
const regions: Readonly<Record<string, string>> = { lille: 'nord', amiens: 'nord', lyon: 'sud-est' };

let pool: Pool;
beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined, 5);
  await loadDefaultPolicies(pool);
  for (const [centre, region] of Object.entries(regions)) await pool.query('INSERT INTO centres (key, label, region) VALUES ($1, $2, $3)', [centre, JSON.stringify({ fr: centre, en: centre }), region]);
  for (const centre of [...Object.keys(regions), '']) await pool.query("INSERT INTO customers (id, name, centre) VALUES ($1, 'Client', nullif($2, ''))", [customerIn(centre), centre]);
  for (const { subject, team, centre } of people) await pool.query("INSERT INTO team_members (subject, name, profile, team, centre) VALUES ($1, $1, 'technician-n1', $2, $3)", [subject, team, centre]);
});
afterAll(() => pool.end());

/** The first instant of a date in Paris, searched for. */
function beginsMs(date: string): number {
  let [low, high] = [Date.parse(date) - 86_400_000, Date.parse(date) + 86_400_000];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (dateOf(middle) >= date) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** By indicator. */
interface Read { readonly occurrences: ReadonlyMap<string, readonly Occurrence[]>; readonly standings: ReadonlyMap<string, readonly Standing[]> }

function byIndicator<One extends { readonly indicator: string }>(all: readonly One[]): Map<string, One[]> {
  const found = new Map<string, One[]>();
  for (const one of all) found.set(one.indicator, [...(found.get(one.indicator) ?? []), one]);
  return found;
}

/** What a naive reader of the events says of one figure; undefined: it is not listed. */
function naively({ occurrences, standings }: Read, { by, of }: Asked, { indicator, detail, key }: Figure, fromMs: number, untilMs: number): { value: number | null; basis: number } {
  const isOfTickets = !['deployment', 'site', 'step', 'jeopard', 'journeys', 'terminat', 'win-back', 'services', 'complaint', 'gestures', 'proposals', 'orders', 'signature', 'drops', 'opportunit'].some((word) => indicator.startsWith(word));
  const placeOf = ({ person, team, centre }: Belongs): Readonly<Record<string, string>> | null => {
    const known = people.find(({ subject }) => subject === person);
    const isByPerson = by === 'person' || of.person !== undefined || (!isOfTickets && (by === 'team' || of.team !== undefined));
    if (isByPerson) return known ? { person: known.subject, team: known.team, centre: known.centre ?? '', region: regions[known.centre ?? ''] ?? '' } : null;
    return { person: '', team: team ?? '', centre: centre ?? '', region: regions[centre ?? ''] ?? '' };
  };
  const isMeant = (one: Belongs): boolean => {
    const place = placeOf(one);
    return place !== null && (by === null || place[by] === key) && (['person', 'team', 'centre', 'region'] as const).every((field) => of[field] === undefined || place[field] === of[field]);
  };
  const { as } = indicators[indicator];
  if (as === 'stock' || as === 'stock-age') {
    const standing = (standings.get(indicator === 'backlog-age' ? 'backlog' : indicator) ?? []).filter((one) => one.fromMs < untilMs && one.untilMs >= untilMs && isMeant(one));
    const ages = standing.map(({ sinceMs }) => untilMs / 1_000 - Math.round(sinceMs / 1_000));
    return { basis: standing.length, value: as === 'stock' ? standing.length : ages.length === 0 ? null : Math.round(ages.reduce((sum, age) => sum + age, 0) / ages.length) };
  }
  const found = (occurrences.get(indicator) ?? []).filter((one) => (detail === null || one.detail === detail) && one.atMs >= fromMs && one.atMs < untilMs && isMeant(one));
  const basis = found.reduce((sum, { n = 1 }) => sum + n, 0);
  if (as === 'count') return { basis, value: basis };
  const all = found.reduce((sum, { value }) => sum + (value ?? 0), 0);
  if (as === 'sum') return { basis, value: all };
  const mean = all / basis;
  return { basis, value: basis <= 0 || all < 0 ? null : indicators[indicator].unit === 'seconds' ? Math.round(mean) : Math.round(mean * 10_000) / 10_000 };
}

async function write({ journeyId, kind, events }: Lived): Promise<void> {
  if (kind !== 'customer') {
    await record(pool, { journeyId, kind, events });
    return;
  }
  for (const { event, meta, atMs } of events) await inTransaction(pool, async (client) => { await recordCustomerEvent(client, journeyId, { ...event }, { meta, atMs }); });
}

/** Every figure is right, of every group that there could be, and no detail is missing. @returns how many say something */
async function expectRight(read: Read, asked: Asked, seed: number): Promise<number> {
  const keys = asked.by === null ? [] : ['', ...new Set([...people.map(({ subject, team, centre }) => ({ person: subject, team, centre: centre ?? '' })), ...teams.map(({ team }) => ({ person: '', team, centre: 'lyon' }))].map((one) => (asked.by === 'region' ? regions[one.centre] ?? '' : one[asked.by ?? 'team'])))];
  const { period, figures } = await readHistory(pool, asked, keys, zone, nowMs);
  const edges = [...new Set(figures.map(({ since }) => since))].toSorted();
  const listed = new Set(figures.map(({ indicator, detail, key, since }) => `${indicator} ${detail} ${key} ${since}`));
  const detailed = indicatorKeys.filter((indicator) => 'details' in indicators[indicator]).flatMap((indicator) => {
    const details = new Set((read.occurrences.get(indicator) ?? []).map(({ detail }) => detail));
    return [...details].flatMap((detail) => (asked.by === null ? [''] : keys).flatMap((key) => edges.map((since): Figure => ({ indicator, detail, key, since, value: 0, basis: 0 }))));
  }).filter(({ indicator, detail, key, since }) => !listed.has(`${indicator} ${detail} ${key} ${since}`));
  for (const figure of [...figures, ...detailed]) {
    const untilMs = beginsMs(asked.step === 'total' ? period.until : edges[edges.indexOf(figure.since) + 1] ?? period.until);
    const { value, basis } = naively(read, asked, figure, beginsMs(figure.since), untilMs);
    expect([figure.basis, basis === 0 && figure.detail !== null ? figure.value : value], `seed ${seed} ${JSON.stringify({ ...asked, only: [] })} ${JSON.stringify(figure)}`).toEqual([basis, figure.value]);
  }
  return figures.filter(({ basis }) => basis > 0).length;
}

const everybody = { centres: null, teams: null } as const;
const askings: readonly Omit<Asked, 'only'>[] = [
  { period: { from: '2026-01-01', until: '2027-02-01' }, step: 'total', by: null, of: everybody },
  { period: { from: '2026-03-27', until: '2026-04-03' }, step: 'day', by: null, of: everybody },
  { period: { from: '2026-10-24', until: '2026-11-02' }, step: 'day', by: 'centre', of: everybody },
  { period: { from: '2026-03-20', until: '2026-04-08' }, step: 'week', by: 'region', of: everybody },
  { period: { from: '2026-02-20', until: '2026-11-15' }, step: 'month', by: 'team', of: everybody },
  { period: { from: '2026-02-20', until: '2026-11-15' }, step: 'total', by: 'person', of: everybody },
  { period: { from: '2026-03-29', until: '2026-10-26' }, step: 'total', by: 'team', of: { ...everybody, centre: 'lyon' } },
  { period: { from: '2026-10-01', until: '2027-01-01' }, step: 'month', by: 'person', of: { ...everybody, region: 'nord' } },
  { period: { from: '2026-12-28', until: '2027-01-05' }, step: 'week', by: null, of: { ...everybody, person: 'technician-n2' } },
  { period: { from: '2026-03-01', until: '2026-12-31' }, step: 'total', by: 'centre', of: { ...everybody, team: 'production' } },
];

it('are what a naive recomputation from the recorded events gives, by person, team, centre and region, over days, weeks and months, summed up or not, and after a rebuild (C-06)', async () => {
  let ordinal = 0;
  const lived: Lived[] = [];
  const seen = new Set<string>();
  // Everything is in the first; the second is another each time.
  for (const seed of [1, Date.now() % 1_000_000_007]) {
    const [drawn = []] = fc.sample(lives, { numRuns: 1, seed });
    for (const live of drawn) {
      ordinal += 1;
      const life = live(ordinal);
      if (life.events.length === 0) continue;
      lived.push(life);
      const cut = Math.ceil((life.events.length * (ordinal % 4)) / 4);
      for (const events of [life.events.slice(0, cut), life.events.slice(cut)]) if (events.length > 0) await write({ ...life, events });
      if (ordinal % 37 === 0) await sumUp(pool);
    }
    const parts = lived.map((life) => (life.kind === 'ticket' ? readTicket(life) : life.kind === 'termination' ? readTermination(life) : life.kind === 'complaint' ? readComplaint(life) : life.kind === 'order' ? readOrder(life) : life.kind === 'customer' ? readRecord(life, centreOf(life.journeyId)) : readDelivery(life, dateOf)));
    const read = { occurrences: byIndicator(parts.flatMap(({ occurrences }) => occurrences)), standings: byIndicator(parts.flatMap(({ standings }) => standings)) };
    for (const indicator of [...read.occurrences.keys(), ...read.standings.keys()]) seen.add(indicator);
    for (const asking of askings) expect(await expectRight(read, { ...asking, only: indicatorKeys }, seed)).toBeGreaterThan(0);
    while (await sumUp(pool) > 0);
    for (const asking of askings.slice(0, 4)) await expectRight(read, { ...asking, only: indicatorKeys }, seed);
    await rebuild(pool);
    for (const asking of askings.slice(4, 8)) await expectRight(read, { ...asking, only: indicatorKeys }, seed);
  }
  // Otherwise the figures were compared of nothing.
  expect(indicatorKeys.filter((key) => !seen.has(key) && key !== 'backlog-age')).toEqual([]);
});
