/** Historical indicators as they are asked for and answered (C-06). */
import { readCounts, type Grouping, type Selection } from '../../db/steering/history.ts';
import type { Pool } from '../../db/pool.ts';
import { instantOfDate } from '../../domain/calendar/zone.ts';
import { figuresOf, type Figure } from '../../domain/steering/figures.ts';
import { indicatorOf, type IndicatorKey } from '../../domain/steering/indicators.ts';
import { startAfter, startsOf, widened, type Period, type Step } from '../../domain/steering/periods.ts';

export interface Asked {
  /** `until` is the day after the last. */
  readonly period: Period;
  readonly step: Step;
  readonly by: Grouping;
  readonly of: Selection;
  readonly only: readonly IndicatorKey[];
}

/** The figures of a period, and the period made longer to whole steps. @param keys groups that are listed whatever was counted of them. @param timeZone of the operator */
export async function readHistory(pool: Pool, { step, by, of, only, ...asked }: Asked, keys: readonly string[], timeZone: string, nowMs: number): Promise<{ readonly period: Period; readonly figures: Figure[] }> {
  const period = widened(asked.period, step);
  const counts = await readCounts(pool, { period, step, by, of, only: [...new Set(only.map((key) => indicatorOf(key).measure))], timeZone });
  const slices = startsOf(period, step).map((since) => ({ since, untilMs: Math.min(nowMs, instantOfDate(timeZone, step === 'total' ? period.until : startAfter(step, since))) }));
  const groups = by === null ? [''] : [...new Set([...keys, ...counts.map(({ key }) => key)])].toSorted();
  return { period, figures: figuresOf(counts, { only, slices, keys: groups }) };
}
