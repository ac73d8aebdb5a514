/** A proposal (S-01): what the customer has today and what he would have, line by line, and what that comes to. Money in integer cents. */
import { rangeNames, type Range } from './ranges.ts';

/** What becomes of what he has today, or comes to it. */
export const lineActions = ['keep', 'change', 'remove', 'add'] as const;
export type LineAction = (typeof lineActions)[number];

export interface ProposalLine {
  /** `L1`, stable within a proposal and its copies. */
  readonly id: string;
  readonly range: Range;
  /** Code of the catalogue; of what he has today, as it was ordered. */
  readonly product: string;
  readonly label: string;
  readonly action: LineAction;
  /** The service that it is a part of today; null of what comes new. */
  readonly rds: string | null;
  /** Where it is, or will be, in the customer's own words. */
  readonly site: string | null;
  /** As he has it today; null of what comes new. */
  readonly held: { readonly product: string; readonly label: string } | null;
  /** A month of it today, before tax; 0 of what comes new. */
  readonly heldMonthlyCents: number;
  readonly quantity: number;
  /** Of one, by the catalogue, before tax and discount; of what stays or goes 0. */
  readonly recurringCents: number;
  readonly oneOffCents: number;
  /** Off the recurring and the one-off price: 1000 is 10 %. */
  readonly discountBasisPoints: number;
}

export interface Amounts {
  /** A month, before tax: what it will cost, and how much that is more than today. */
  readonly monthlyCents: number;
  readonly monthlyChangeCents: number;
  readonly oneOffCents: number;
  /** What is ordered: the change of the monthly price over the engagement, and what is paid once. Negative where less is ordered than before. */
  readonly htCents: number;
  readonly vatCents: number;
  readonly ttcCents: number;
}

/** What the amounts of a proposal depend on beside its lines. */
export interface Terms {
  readonly engagementMonths: number;
  /** 2000 is 20 %. */
  readonly vatBasisPoints: number;
}

export interface Instalment {
  /** ISO date. */
  readonly dueOn: string;
  readonly ttcCents: number;
}

/** What is checked, split and ordered. */
export interface Basket extends Terms {
  readonly lines: readonly ProposalLine[];
  readonly instalments: readonly Instalment[];
}

/** The lines of one range (S-02). */
export interface SubOrder {
  readonly range: Range;
  readonly lines: readonly ProposalLine[];
  readonly amounts: Amounts;
  /** Something in it is new, changed or cancelled. */
  readonly hasChange: boolean;
}

const whole = 10_000;

/** Half away from zero: what is taken back is rounded as what was asked. */
function share(cents: number, basisPoints: number): number {
  return Math.sign(cents) * Math.floor((Math.abs(cents) * basisPoints * 2 + whole) / (2 * whole));
}

/** Rounded per line, so that however lines are grouped they come to the same (S-03). */
export function amountsOfLine(line: ProposalLine, { engagementMonths, vatBasisPoints }: Terms): Amounts {
  const { action, heldMonthlyCents, quantity, recurringCents, oneOffCents, discountBasisPoints } = line;
  const isPriced = action === 'add' || action === 'change';
  const left = whole - discountBasisPoints;
  const monthlyCents = action === 'keep' ? heldMonthlyCents : isPriced ? share(recurringCents * quantity, left) : 0;
  const onceCents = isPriced ? share(oneOffCents * quantity, left) : 0;
  const monthlyChangeCents = monthlyCents - heldMonthlyCents;
  const htCents = monthlyChangeCents * Math.max(1, engagementMonths) + onceCents;
  const vatCents = share(htCents, vatBasisPoints);
  return { monthlyCents, monthlyChangeCents, oneOffCents: onceCents, htCents, vatCents, ttcCents: htCents + vatCents };
}

export function totalOf(all: readonly Amounts[]): Amounts {
  const sum = (of: (amounts: Amounts) => number): number => all.reduce((total, amounts) => total + of(amounts), 0);
  return {
    monthlyCents: sum((one) => one.monthlyCents), monthlyChangeCents: sum((one) => one.monthlyChangeCents), oneOffCents: sum((one) => one.oneOffCents),
    htCents: sum((one) => one.htCents), vatCents: sum((one) => one.vatCents), ttcCents: sum((one) => one.ttcCents),
  };
}

export function amountsOf(basket: Omit<Basket, 'instalments'>): Amounts {
  return totalOf(basket.lines.map((line) => amountsOfLine(line, basket)));
}

/** S-02: the lines by range, in the order of the ranges; a range without a line has no sub-order. */
export function subOrdersOf(basket: Omit<Basket, 'instalments'>): SubOrder[] {
  return rangeNames.flatMap((range) => {
    const lines = basket.lines.filter((line) => line.range === range);
    return lines.length === 0 ? [] : [{ range, lines, amounts: amountsOf({ ...basket, lines }), hasChange: lines.some(({ action }) => action !== 'keep') }];
  });
}

/** The largest discount of what is priced anew: what limits are held against (S-01). */
export function largestDiscount(lines: readonly ProposalLine[]): number {
  return Math.max(0, ...lines.filter(({ action }) => action === 'add' || action === 'change').map(({ discountBasisPoints }) => discountBasisPoints));
}

/** S-03: equal instalments a month apart that come to the total to the cent, the first ones a cent larger where it does not divide; none where nothing is to pay. */
export function scheduleOf(ttcCents: number, instalments: number, dueOn: (index: number) => string): Instalment[] {
  if (ttcCents <= 0) return [];
  const count = Math.min(instalments, ttcCents);
  const [each, rest] = [Math.floor(ttcCents / count), ttcCents % count];
  return Array.from({ length: count }, (_, index) => ({ dueOn: dueOn(index), ttcCents: each + (index < rest ? 1 : 0) }));
}

export function scheduledCents(instalments: readonly Instalment[]): number {
  return instalments.reduce((sum, { ttcCents }) => sum + ttcCents, 0);
}
