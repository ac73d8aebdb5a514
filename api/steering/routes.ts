/** The routes of indicators (C-06): historical and live, as JSON and for a spreadsheet. */
import { readTimeZone } from '../../db/policy/store.ts';
import { readGroups, type GroupRead } from '../../db/steering/groups.ts';
import type { Grouping, Selection } from '../../db/steering/history.ts';
import { dateInZone } from '../../domain/calendar/zone.ts';
import { dateOf, requireDayNumber } from '../../domain/clock/localDate.ts';
import { refuse, type Language, type Text } from '../../domain/errors/codes.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { indicatorKeys, indicatorOf, type Unit } from '../../domain/steering/indicators.ts';
import { liveIndicatorOf, liveKeys } from '../../domain/steering/live.ts';
import { countOf } from '../../domain/steering/periods.ts';
import type { z } from 'zod';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { sheet } from '../http/sheet.ts';
import type { Services } from '../services.ts';
import { readHistory } from './history.ts';
import { limitsOf } from './limits.ts';
import { liveFigures } from './live.ts';
import { historyQuery, historyView, liveQuery, liveView, type HistoryView, type LiveView } from './views.schema.ts';

/** More is no table that anybody reads, and seconds of work. */
const figuresAtMost = 20_000;

interface Reader { readonly principal: Principal; readonly scope: Scope }

export function steeringRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  async function selected({ person, team, centre, region, by }: Omit<z.output<typeof liveQuery>, 'indicators'>, { principal, scope }: Reader): Promise<{ by: Grouping; of: Selection; groups: GroupRead[] }> {
    const of = { person, team, centre, region, ...await limitsOf(pool, principal, scope) };
    return { by: by ?? null, of, groups: by === undefined ? [] : await readGroups(pool, by, of) };
  }

  async function history(query: z.output<typeof historyQuery>, reader: Reader): Promise<HistoryView> {
    const timeZone = await readTimeZone(pool);
    const last = query.until ?? dateInZone(timeZone, nowMs());
    const from = query.from ?? dateOf(requireDayNumber(last) - 29);
    if (from > last || from < '2000-01-01' || last > '2100-01-01') throw problem(refuse('C-06.period', { from, until: last }, '/from'));
    const { by, of, groups } = await selected(query, reader);
    const only = query.indicators ?? indicatorKeys;
    const asked = { from, until: dateOf(requireDayNumber(last) + 1) };
    const count = countOf(asked, query.step) * only.length * (groups.length + 1);
    if (count > figuresAtMost) throw problem(refuse('C-06.too-many-figures', { count, most: figuresAtMost }, '/step'));
    const { period, figures } = await readHistory(pool, { period: asked, step: query.step, by, of, only }, groups.map(({ key }) => key), timeZone, nowMs());
    return {
      from: period.from, until: dateOf(requireDayNumber(period.until) - 1), step: query.step, timeZone, definitions: only.map((key) => definitionOf(key, indicatorOf(key))),
      groups: named(groups, figures.map(({ key }) => key)), items: figures.map(({ key, ...figure }) => ({ ...figure, group: key })),
    };
  }

  async function live(query: z.output<typeof liveQuery>, reader: Reader): Promise<LiveView> {
    const { by, of, groups } = await selected(query, reader);
    const only = query.indicators ?? liveKeys;
    const atMs = nowMs();
    const items = await liveFigures(pool, { by, of, only, keys: groups.map(({ key }) => key), nowMs: atMs });
    return { at: new Date(atMs).toISOString(), definitions: only.map((key) => definitionOf(key, liveIndicatorOf(key))), groups: named(groups, items.map(({ group }) => group)), items };
  }

  const tags = ['steering'] as const;
  const guard = { permission: 'indicators:read' } as const;
  return [
    defineRoute({
      method: 'GET', path: '/indicators', operationId: 'readIndicators', tags, guard, query: historyQuery,
      summary: { fr: 'Lire les indicateurs d’une période, par personne, équipe, centre ou région (C-06)', en: 'Read the indicators of a period, by person, team, centre or region (C-06)' },
      answers: { 200: { description: { fr: 'Les indicateurs, avec leurs définitions', en: 'The indicators, with their definitions' }, schema: historyView } },
      refusals: ['C-06.period', 'C-06.too-many-figures'],
      handle: async ({ query, principal, scope }) => ({ status: 200, body: await history(query, { principal, scope }) }),
    }),
    defineRoute({
      method: 'GET', path: '/indicators.csv', operationId: 'exportIndicators', tags, guard, query: historyQuery,
      summary: { fr: 'Les mêmes, pour un tableur (CSV)', en: 'The same, for a spreadsheet (CSV)' },
      answers: { 200: { description: { fr: 'Une ligne par figure', en: 'A line per figure' }, mediaTypes: ['text/csv'] } },
      refusals: ['C-06.period', 'C-06.too-many-figures'],
      handle: async ({ query, principal, scope, language }) => {
        const { from, until, items, ...answer } = await history(query, { principal, scope });
        return csv(`${from}-${until}`, answer, items.map(({ since, detail, basis, ...item }) => ({ ...item, more: [since, detail ?? '', basis] })), ['since', 'detail', 'basis'], language);
      },
    }),
    defineRoute({
      method: 'GET', path: '/indicators/live', operationId: 'readLiveIndicators', tags, guard, query: liveQuery,
      summary: { fr: 'Lire ce qui est en cours maintenant, avec la liste derrière chaque chiffre (C-06)', en: 'Read what is under way right now, with the list behind each figure (C-06)' },
      answers: { 200: { description: { fr: 'Les indicateurs, avec leurs définitions', en: 'The indicators, with their definitions' }, schema: liveView } },
      refusals: [],
      handle: async ({ query, principal, scope }) => ({ status: 200, body: await live(query, { principal, scope }) }),
    }),
    defineRoute({
      method: 'GET', path: '/indicators/live.csv', operationId: 'exportLiveIndicators', tags, guard, query: liveQuery,
      summary: { fr: 'Les mêmes, pour un tableur (CSV)', en: 'The same, for a spreadsheet (CSV)' },
      answers: { 200: { description: { fr: 'Une ligne par figure', en: 'A line per figure' }, mediaTypes: ['text/csv'] } },
      refusals: [],
      handle: async ({ query, principal, scope, language }) => {
        const { at, items, ...answer } = await live(query, { principal, scope });
        return csv(at.slice(0, 10), answer, items.map(({ list: _list, ...item }) => ({ ...item, more: [at] })), ['at'], language);
      },
    }),
  ];
}

function definitionOf(key: string, { labels, unit, definition }: { readonly labels: Text; readonly unit: Unit; readonly definition: Text }) {
  return { key, label: { ...labels }, unit, definition: { ...definition } };
}

/** Groups that are there though the directory does not know them, by their key; what is of none too. */
function named(groups: readonly GroupRead[], keys: readonly string[]): HistoryView['groups'] {
  const known = new Set(groups.map(({ key }) => key));
  const others = [...new Set(keys)].filter((key) => !known.has(key)).map((key) => ({ key, label: { fr: key === '' ? '–' : key, en: key === '' ? '–' : key }, region: null }));
  return [...groups.map(({ key, label, region }) => ({ key, label: { ...label }, region })), ...others];
}

interface Line { readonly indicator: string; readonly group: string; readonly value: number | null; readonly more: readonly (string | number)[] }

function csv(name: string, { definitions, groups }: Pick<HistoryView, 'definitions' | 'groups'>, lines: readonly Line[], more: readonly string[], language: Language) {
  const labels = new Map(definitions.map(({ key, label, unit }) => [key, { label: label[language], unit }]));
  const names = new Map(groups.map(({ key, label }) => [key, label[language]]));
  const rows = lines.map(({ indicator, group, value, more: values }) => [indicator, labels.get(indicator)?.label ?? '', group, names.get(group) ?? '', ...values, value ?? '', labels.get(indicator)?.unit ?? '']);
  const bytes = Buffer.from(sheet([['indicator', 'label', 'group', 'name', ...more, 'value', 'unit'], ...rows], language === 'fr' ? ',' : '.'));
  return { status: 200 as const, headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="indicateurs-${name}.csv"` }, bytes };
}
