/** Figures as they are read: by their unit, and as the one table from which a chart and its equivalent are both made. */
import { currentLanguage, inLanguage } from '../../texts/texts.ts';
import { formatCents } from '../../time/time.ts';
import type { Definition, History } from './queries.ts';

export type Unit = Definition['unit'];

const units = [['day', 172_800, 86_400], ['hour', 7_200, 3_600], ['minute', 60, 60], ['second', 0, 1]] as const;

function locale(): string {
  return currentLanguage() === 'fr' ? 'fr-FR' : 'en-GB';
}

export function formatFigure(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  switch (unit) {
    case 'count': return new Intl.NumberFormat(locale()).format(value);
    case 'share': return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(value);
    case 'score': return new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
    case 'cents': return formatCents(value);
    case 'seconds': {
      const [name, , size] = units.find(([, from]) => Math.abs(value) >= from) ?? units[3];
      return new Intl.NumberFormat(locale(), { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value / size);
    }
  }
}

/** By what a chart divides seconds and cents, so that its marks are round ones. */
export function scaleOf(values: readonly (number | null)[], unit: Unit): number {
  if (unit === 'cents') return 100;
  if (unit !== 'seconds') return 1;
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  return (units.find(([, from]) => most >= from) ?? units[3])[2];
}

export interface Series { readonly key: string; readonly name: string; readonly values: readonly (number | null)[] }

/** Rows by their name (a step of time, a centre, a channel), a column for each series. */
export interface Matrix {
  readonly rows: readonly { readonly key: string; readonly name: string }[];
  readonly series: readonly Series[];
  readonly isOverTime: boolean;
}

export interface Words {
  /** Of what is of no group. */
  readonly none: string;
  /** Of a channel, a step, a kind of transfer. */
  readonly detail: (detail: string) => string;
  /** Of all as one. */
  readonly whole: string;
}

export interface FiguresRead { readonly items: readonly History['items'][number][]; readonly groups: readonly History['groups'][number][]; readonly definitions: readonly Definition[]; readonly step: History['step'] }

/** Where an indicator is given by details as well as as a whole, the whole is in the headline: here are its details. */
export function matrixOf({ items, groups, step, definitions }: FiguresRead, indicator: string, isGrouped: boolean, words: Words): Matrix {
  const all = items.filter((item) => item.indicator === indicator);
  const hasDetails = all.some(({ detail }) => detail !== null);
  const own = hasDetails ? all.filter(({ detail }) => detail !== null) : all;
  const groupName = (key: string): string => {
    const found = groups.find((group) => group.key === key);
    return key === '' ? words.none : found ? inLanguage(found.label) : key;
  };
  const isOverTime = step !== 'total';
  // What is not along the rows is side by side.
  const rowOf = (item: History['items'][number]): string => (isOverTime ? item.since : isGrouped ? item.group : item.detail ?? '');
  const seriesOf = ({ group, detail }: History['items'][number]): string => JSON.stringify([isGrouped && isOverTime ? group : null, isGrouped || isOverTime ? detail : null]);
  const rowName = (key: string): string => (isOverTime ? formatStep(key, step) : isGrouped ? groupName(key) : key === '' && !hasDetails ? words.whole : words.detail(key));
  const seriesName = (key: string): string => {
    const [group, detail] = JSON.parse(key) as [string | null, string | null];
    return [...(group === null ? [] : [groupName(group)]), ...(detail === null ? [] : [words.detail(detail)])].join(' · ') || words.whole;
  };
  // A channel by which nothing came on a day is in no line of that day.
  const keys = [...new Set((isOverTime ? items : own).map((item) => rowOf(item)))].toSorted();
  const values = new Map(own.map((item) => [`${rowOf(item)}\n${seriesOf(item)}`, item.value]));
  const unit = definitions.find(({ key }) => key === indicator)?.unit;
  const missing = unit === 'count' || unit === 'cents' ? 0 : null;
  const series = [...new Set(own.map(seriesOf))].map((key) => ({ key, name: seriesName(key), values: keys.map((row) => values.get(`${row}\n${key}`) ?? missing) }));
  const rows = keys.map((key) => ({ key, name: rowName(key) }));
  return isOverTime ? { rows, series: bySize(series), isOverTime } : { ...sorted(rows, series), isOverTime };
}

const sum = (values: readonly (number | null)[]): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);

function bySize(series: readonly Series[]): Series[] {
  return series.toSorted((one, other) => sum(other.values) - sum(one.values));
}

/** Compared things stand by size, the largest first. */
function sorted(rows: Matrix['rows'], series: readonly Series[]): Pick<Matrix, 'rows' | 'series'> {
  const sizes = rows.map((_, index) => sum(series.map(({ values }) => values[index] ?? null)));
  const order = rows.map((_, index) => index).toSorted((one, other) => (sizes[other] ?? 0) - (sizes[one] ?? 0));
  const at = <Item>(list: readonly Item[]): Item[] => order.flatMap((index) => { const item = list[index]; return item === undefined ? [] : [item]; });
  return { rows: at(rows), series: bySize(series.map((one) => ({ ...one, values: order.map((index) => one.values[index] ?? null) }))) };
}

function formatStep(since: string, step: History['step']): string {
  const style = step === 'month' ? { month: 'short', year: 'numeric' } as const : { day: 'numeric', month: 'short' } as const;
  return new Intl.DateTimeFormat(locale(), { ...style, timeZone: 'UTC' }).format(Date.parse(`${since}T00:00:00Z`));
}

/** What a chart can hold and still be read; the table has all. */
export function drawnOf({ rows, series, isOverTime }: Matrix): Matrix {
  const shownRows = isOverTime ? rows.length : 16;
  return { rows: rows.slice(0, shownRows), series: series.slice(0, 8).map((one) => ({ ...one, values: one.values.slice(0, shownRows) })), isOverTime };
}

export function isEmpty({ series }: Matrix): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value === 0));
}
