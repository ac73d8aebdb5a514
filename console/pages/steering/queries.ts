/** What is asked of the indicators for a view. What is compared is not narrowed as well: the one that is chosen stands among the others. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { present } from '../../data/search.ts';
import { dayOf } from '../../time/time.ts';
import type { SteeringSearch } from './route.ts';
import { themes } from './themes.ts';

export type History = Schema<'Indicators'>;
export type Live = Schema<'LiveIndicators'>;
export type Definition = Schema<'IndicatorDefinition'>;

const dayMs = 86_400_000;
const daysOf = { week: 7, month: 30, quarter: 91, year: 365 } as const;
export const defaultPeriod = 'month';

export function selectionOf({ by, centre, region, team, person }: SteeringSearch) {
  const narrowed = { centre, region, team, person };
  return present({ ...narrowed, ...(by === undefined ? {} : { [by]: undefined }), by });
}

/** First and last day; with no last one, until today. */
export function periodOf({ period, from, until }: SteeringSearch, nowMs: number): { readonly from?: string; readonly until?: string } {
  if (period === undefined && (from !== undefined || until !== undefined)) return present({ from, until });
  return { from: dayOf(nowMs - (daysOf[period ?? defaultPeriod] - 1) * dayMs) };
}

/** Steps that a curve needs; one figure for each where things are compared. */
export function stepOf({ step, by, period }: SteeringSearch): 'total' | 'day' | 'week' | 'month' {
  if (step !== undefined) return step;
  return by !== undefined ? 'total' : period === 'year' ? 'month' : period === 'quarter' ? 'week' : 'day';
}

export function historyAsked(search: SteeringSearch, nowMs: number) {
  return { ...selectionOf(search), ...periodOf(search, nowMs), step: stepOf(search), indicators: themes[search.theme ?? 'tickets'].join(',') };
}

type HistoryQuery = Partial<ReturnType<typeof historyAsked>>;

export function historyQuery(query: HistoryQuery) {
  return queryOptions({ queryKey: listKey('indicators', { of: 'history', ...query }), queryFn: () => dataOf(api.GET('/api/v1/indicators', { params: { query } })), placeholderData: keepPreviousData });
}

export function liveQuery(query: ReturnType<typeof selectionOf>) {
  return queryOptions({ queryKey: listKey('indicators', { of: 'live', ...query }), queryFn: () => dataOf(api.GET('/api/v1/indicators/live', { params: { query } })), placeholderData: keepPreviousData });
}
