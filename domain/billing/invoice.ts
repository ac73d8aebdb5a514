/** The first invoice of a delivered site, in integer cents (D-30): what billing must say, and what its simulation is checked against. */
import { dateOf, dayNumber, requireDayNumber } from '../clock/localDate.ts';

/** A line of the signed order; amounts before tax, negative for a discount. */
export interface OrderLine {
  readonly code: string;
  readonly label: string;
  /** Per calendar month. */
  readonly recurringCents: number;
  readonly oneOffCents: number;
}

/** What an invoice is made from. */
export interface BillableOrder {
  /** The MAD date: first day billed, included (D-18). ISO date. */
  readonly from: string;
  readonly lines: readonly OrderLine[];
  /** 2000 is 20 %. */
  readonly vatBasisPoints: number;
}

export type InvoiceLineKind = 'one-off' | 'recurring';

export interface InvoiceLine {
  readonly code: string;
  readonly label: string;
  readonly kind: InvoiceLineKind;
  /** As ordered: the one-off amount, or a whole month. */
  readonly fullCents: number;
  /** Calendar days billed of the period; null for a one-off line. */
  readonly daysBilled: number | null;
  readonly daysInPeriod: number | null;
  /** What this invoice asks for the line, before tax. */
  readonly htCents: number;
}

export interface InvoiceTotals {
  readonly htCents: number;
  readonly vatCents: number;
  readonly ttcCents: number;
}

export interface SimulatedInvoice {
  /** Last day billed, included: the end of the calendar month of the MAD date. ISO date. */
  readonly periodEnd: string;
  readonly lines: readonly InvoiceLine[];
  readonly totals: InvoiceTotals;
}

/** Days of the billing period, a calendar month, and those of them from the MAD date on, that day included. */
export interface BilledPeriod {
  readonly periodEnd: string;
  readonly daysBilled: number;
  readonly daysInPeriod: number;
}

/**
 * The invoice of an order from its MAD date to the end of that month (D-30).
 * A part of a line that costs nothing is left out; a line that costs nothing at all is shown once, as recurring, so that it is seen to be included.
 * @throws {RangeError} when `from` is no date.
 */
export function simulateInvoice({ from, lines, vatBasisPoints }: BillableOrder): SimulatedInvoice {
  const period = billedPeriod(from);
  const billed = lines.flatMap(partsOf).map((part) => invoiceLine(part, period));
  return { periodEnd: period.periodEnd, lines: billed, totals: totalsOf(billed, vatBasisPoints) };
}

/** @throws {RangeError} when `from` is no date. */
export function billedPeriod(from: string): BilledPeriod {
  const firstDay = requireDayNumber(from);
  const [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  const [periodStart, nextPeriod] = [dayNumber(year, month, 1), dayNumber(year, month + 1, 1)];
  return { periodEnd: dateOf(nextPeriod - 1), daysBilled: nextPeriod - firstDay, daysInPeriod: nextPeriod - periodStart };
}

export type OrderPart = Pick<InvoiceLine, 'code' | 'label' | 'kind' | 'fullCents'>;

/** The parts of an order line that an invoice shows: one-off, recurring, or both. */
export function partsOf({ code, label, recurringCents, oneOffCents }: OrderLine): OrderPart[] {
  const parts: OrderPart[] = [];
  if (oneOffCents !== 0) parts.push({ code, label, kind: 'one-off', fullCents: oneOffCents });
  if (recurringCents !== 0 || oneOffCents === 0) parts.push({ code, label, kind: 'recurring', fullCents: recurringCents });
  return parts;
}

/** A part as billed over a period: recurring amounts by calendar days, one-off amounts whole. */
export function invoiceLine({ code, label, kind, fullCents }: OrderPart, { daysBilled, daysInPeriod }: BilledPeriod): InvoiceLine {
  if (kind === 'one-off') return { code, label, kind, fullCents, daysBilled: null, daysInPeriod: null, htCents: fullCents };
  return { code, label, kind, fullCents, daysBilled, daysInPeriod, htCents: shareOf(fullCents, daysBilled, daysInPeriod) };
}

/**
 * Totals of rounded lines. VAT is taken once on the total before tax, as EN 16931 (BR-CO-17) asks for one rate: taken per line,
 * its roundings would add up to something that is not the rate of the total.
 */
export function totalsOf(lines: readonly Pick<InvoiceLine, 'htCents'>[], vatBasisPoints: number): InvoiceTotals {
  const htCents = lines.reduce((sum, line) => sum + line.htCents, 0);
  const vatCents = shareOf(htCents, vatBasisPoints, 10_000);
  return { htCents, vatCents, ttcCents: htCents + vatCents };
}

/**
 * `cents × numerator ÷ denominator`, to the nearest cent. Half a cent goes away from zero: 0.5 → 1 and −0.5 → −1,
 * so that a discount takes back exactly what the same charge asks.
 * @param numerator not negative, like `denominator`, which is not zero either.
 */
function shareOf(cents: number, numerator: number, denominator: number): number {
  // Exact: an amount of a large order times basis points is beyond what a double can count.
  const [dividend, divisor] = [BigInt(Math.abs(cents)) * BigInt(numerator), BigInt(denominator)];
  const rounded = Number((2n * dividend + divisor) / (2n * divisor));
  return cents < 0 && rounded !== 0 ? -rounded : rounded;
}
