/** Turns what was counted into figures (C-06): one per group, step and indicator, and one per detail where the indicator has them. */
import { indicatorOf, type IndicatorKey } from './indicators.ts';

/** What was counted in one step, by group (`key`, empty: of none); `since` null: before the period, of what stands. */
export interface Count {
  readonly since: string | null;
  readonly measure: string;
  readonly detail: string;
  readonly key: string;
  readonly n: number;
  readonly total: number;
}

export interface Figure {
  readonly indicator: IndicatorKey;
  /** Null: the whole. */
  readonly detail: string | null;
  readonly key: string;
  /** First day of the step, ISO. */
  readonly since: string;
  /** Null where there is nothing to take the mean of, or more is taken back than was counted. */
  readonly value: number | null;
  /** How many it is made of. */
  readonly basis: number;
}

interface Sum { readonly n: number; readonly total: number }
const nothing: Sum = { n: 0, total: 0 };

/** A step of the period, and until when it counts: its end, or now. Epoch milliseconds. */
export interface Slice {
  readonly since: string;
  readonly untilMs: number;
}

export function figuresOf(counts: readonly Count[], { only, slices, keys }: { readonly only: readonly IndicatorKey[]; readonly slices: readonly Slice[]; readonly keys: readonly string[] }): Figure[] {
  const cells = new Map<string, Sum>();
  const detailsOf = new Map<string, Set<string>>();
  for (const { since, measure, detail, key, n, total } of counts) {
    for (const [whole, part] of [[measure, detail], [measure, null]] as const) {
      const cell = cellOf(whole, part, key, since);
      const before = cells.get(cell) ?? nothing;
      cells.set(cell, { n: before.n + n, total: before.total + total });
    }
    const known = detailsOf.get(`${measure}\n${key}`) ?? new Set();
    detailsOf.set(`${measure}\n${key}`, known.add(detail));
  }
  return keys.flatMap((key) => only.flatMap((indicator) => {
    const { measure, as, unit, details } = indicatorOf(indicator);
    const parts = [...(details === 'only' ? [] : [null]), ...(details === undefined ? [] : [...(detailsOf.get(`${measure}\n${key}`) ?? [])].toSorted())];
    return parts.flatMap((detail) => {
      const isStock = as === 'stock' || as === 'stock-age';
      let standing = isStock ? cells.get(cellOf(measure, detail, key, null)) ?? nothing : nothing;
      return slices.flatMap(({ since, untilMs }): Figure[] => {
        const here = cells.get(cellOf(measure, detail, key, since)) ?? nothing;
        standing = isStock ? { n: standing.n + here.n, total: standing.total + here.total } : here;
        const { n, total } = standing;
        if (detail !== null && n === 0) return [];
        const value = as === 'count' || as === 'stock' ? n : as === 'sum' ? total : n <= 0 || total < 0 ? null : as === 'stock-age' ? untilMs / 1_000 - total / n : total / n;
        return [{ indicator, detail, key, since, value: value === null ? null : rounded(value, unit), basis: n }];
      });
    });
  }));
}

function cellOf(measure: string, detail: string | null, key: string, since: string | null): string {
  return `${measure}\n${detail === null ? '' : `=${detail}`}\n${key}\n${since ?? ''}`;
}

/** Whole seconds; shares and scores to four digits. */
function rounded(value: number, unit: string): number {
  return unit === 'seconds' ? Math.round(value) : Math.round(value * 10_000) / 10_000;
}
