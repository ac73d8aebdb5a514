/** Periods of historical indicators (C-06): whole days of the operator's zone, in steps of days, weeks from Monday, months, or as one. ISO dates throughout. */
import { dateOf, requireDayNumber, weekdayIndex } from '../clock/localDate.ts';

export const steps = ['total', 'day', 'week', 'month'] as const;
export type Step = (typeof steps)[number];
/** What sums are kept by. */
export const grains = ['day', 'week', 'month'] as const;
export type Grain = (typeof grains)[number];

/** From a day up to the one before `until`. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

/** A stretch of a period that the sums of one grain cover exactly. */
export interface Piece extends Period {
  readonly grain: Grain;
}

/** The first day of the week or month that a day lies in; the day itself of days. */
export function startOf(grain: Grain, date: string): string {
  const day = requireDayNumber(date);
  switch (grain) {
    case 'day': return date;
    case 'week': return dateOf(day - weekdayIndex(day));
    case 'month': return `${date.slice(0, 7)}-01`;
  }
}

/** The first day of the day, week or month after the one that a day lies in. */
export function startAfter(grain: Grain, date: string): string {
  const start = requireDayNumber(startOf(grain, date));
  switch (grain) {
    case 'day': return dateOf(start + 1);
    case 'week': return dateOf(start + 7);
    // The shortest month is longer than 27 days, and none longer than 31.
    case 'month': return startOf('month', dateOf(start + 31));
  }
}

/** The period made longer to whole steps, as it is answered. */
export function widened({ from, until }: Period, step: Step): Period {
  if (step === 'total') return { from, until };
  return { from: startOf(step, from), until: startOf(step, until) === until ? until : startAfter(step, until) };
}

/** The first days of its steps. */
export function startsOf({ from, until }: Period, step: Step): string[] {
  if (step === 'total') return [from];
  const starts: string[] = [];
  for (let start = from; start < until; start = startAfter(step, start)) starts.push(start);
  return starts;
}

/** How many steps a period has, without listing them. */
export function countOf({ from, until }: Period, step: Step): number {
  const days = requireDayNumber(until) - requireDayNumber(from);
  return { total: 1, day: days, week: Math.ceil(days / 7), month: Math.ceil(days / 28) }[step];
}

/** Months where it holds whole ones, days around them. */
export function piecesOf({ from, until }: Period): Piece[] {
  const firstMonth = startOf('month', from) === from ? from : startAfter('month', from);
  const lastMonth = startOf('month', until);
  if (firstMonth >= lastMonth) return from < until ? [{ grain: 'day', from, until }] : [];
  const pieces: Piece[] = [{ grain: 'day', from, until: firstMonth }, { grain: 'month', from: firstMonth, until: lastMonth }, { grain: 'day', from: lastMonth, until }];
  return pieces.filter((piece) => piece.from < piece.until);
}
