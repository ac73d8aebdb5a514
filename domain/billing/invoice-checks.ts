/** The controls of an invoice simulation before it goes to the customer (D-31); one that fails is named and blocks the sending. */
import type { Text } from '../errors/codes.ts';
import { billedPeriod, invoiceLine, partsOf, totalsOf, type BillableOrder, type InvoiceLine, type InvoiceLineKind, type OrderPart, type SimulatedInvoice } from './invoice.ts';

export const simulationFaultLabels = {
  'not-simulated': { fr: 'Aucune simulation : l’appel à la facturation a été passé outre', en: 'No simulation: the call to billing was passed over' },
  'line-missing': { fr: 'Ligne commandée non facturée', en: 'Ordered line not billed' },
  'line-doubled': { fr: 'Ligne facturée plus d’une fois', en: 'Line billed more than once' },
  'line-not-ordered': { fr: 'Ligne facturée sans être commandée', en: 'Line billed that was not ordered' },
  'recurring-total-differs': { fr: 'Total mensuel différent du bon de commande signé', en: 'Recurring total differs from the signed order' },
  'one-off-total-differs': { fr: 'Total ponctuel différent du bon de commande signé', en: 'One-off total differs from the signed order' },
  'bank-details-missing': { fr: 'RIB et mandat SEPA manquants', en: 'Bank details and SEPA mandate missing' },
  'negative-invoice': { fr: 'Facture négative', en: 'Negative invoice' },
  'arithmetic-differs': { fr: 'Montants ou jours mal calculés', en: 'Amounts or days miscalculated' },
  'vat-differs': { fr: 'TVA mal calculée', en: 'VAT miscalculated' },
} as const satisfies Record<string, Text>;

export type SimulationFaultCode = keyof typeof simulationFaultLabels;

/** A control that failed, and on which line or by how much where that can be said. */
export interface SimulationFault {
  readonly code: SimulationFaultCode;
  /** Code of the line at fault; absent when the fault is the invoice's. */
  readonly lineCode?: string;
  readonly kind?: InvoiceLineKind;
  readonly expectedCents?: number;
  readonly actualCents?: number;
}

export interface SignedOrder extends BillableOrder {
  readonly market: 'private' | 'public';
  /** RIB and SEPA mandate accepted, or an electronic mandate. */
  readonly hasBankDetails: boolean;
}

/**
 * Every control of D-31 that fails, in the order of the rule; empty when the simulation may go out.
 * @throws {RangeError} when the order's `from` is no date.
 */
export function checkSimulation(simulation: SimulatedInvoice, order: SignedOrder): SimulationFault[] {
  const ordered = order.lines.flatMap(partsOf);
  const bankDetailsMissing = order.market === 'private' && !order.hasBankDetails;
  const { htCents, ttcCents } = simulation.totals;
  return [
    ...countFaults(simulation.lines, ordered),
    ...totalFault('recurring', simulation.lines, ordered),
    ...totalFault('one-off', simulation.lines, ordered),
    ...(bankDetailsMissing ? [{ code: 'bank-details-missing' as const }] : []),
    ...(htCents < 0 || ttcCents < 0 ? [{ code: 'negative-invoice' as const, actualCents: Math.min(htCents, ttcCents) }] : []),
    ...swapFaults(simulation.lines, ordered),
    ...arithmeticFaults(simulation, order),
  ];
}

/** Lines are told apart by code and kind; an order may hold the same code several times, and is then billed as often. */
function countFaults(billed: readonly OrderPart[], ordered: readonly OrderPart[]): SimulationFault[] {
  return keysOf(billed, ordered).flatMap(({ code: lineCode, kind }): SimulationFault[] => {
    const [times, due] = [same(billed, lineCode, kind).length, same(ordered, lineCode, kind).length];
    if (times === due) return [];
    if (due === 0) return [{ code: 'line-not-ordered', lineCode, kind }];
    return [{ code: times < due ? 'line-missing' : 'line-doubled', lineCode, kind }];
  });
}

function totalFault(kind: InvoiceLineKind, billed: readonly OrderPart[], ordered: readonly OrderPart[]): SimulationFault[] {
  const [actualCents, expectedCents] = [sumOf(billed, kind), sumOf(ordered, kind)];
  return actualCents === expectedCents ? [] : [{ code: kind === 'recurring' ? 'recurring-total-differs' : 'one-off-total-differs', kind, expectedCents, actualCents }];
}

/** Amounts that went to the wrong line: the totals hold, so nothing else would tell. */
function swapFaults(billed: readonly OrderPart[], ordered: readonly OrderPart[]): SimulationFault[] {
  return keysOf(billed, ordered).flatMap(({ code: lineCode, kind }): SimulationFault[] => {
    if (sumOf(billed, kind) !== sumOf(ordered, kind)) return [];
    const [lines, due] = [same(billed, lineCode, kind), same(ordered, lineCode, kind)];
    const [actualCents, expectedCents] = [sumOf(lines, kind), sumOf(due, kind)];
    return lines.length !== due.length || actualCents === expectedCents ? [] : [{ code: 'arithmetic-differs', lineCode, kind, expectedCents, actualCents }];
  });
}

/** D-30 again, over the lines the simulation has: a wrong line is told by the controls above, not twice. */
function arithmeticFaults(simulation: SimulatedInvoice, { from, vatBasisPoints }: SignedOrder): SimulationFault[] {
  const period = billedPeriod(from);
  const lineFaults = simulation.lines.flatMap((line): SimulationFault[] => {
    const right = invoiceLine(line, period);
    if (line.htCents === right.htCents && line.daysBilled === right.daysBilled && line.daysInPeriod === right.daysInPeriod) return [];
    return [{ code: 'arithmetic-differs', lineCode: line.code, kind: line.kind, expectedCents: right.htCents, actualCents: line.htCents }];
  });
  const { totals } = simulation;
  const right = totalsOf(simulation.lines, vatBasisPoints);
  const isAddedUp = simulation.periodEnd === period.periodEnd && totals.htCents === right.htCents && totals.ttcCents === totals.htCents + totals.vatCents;
  return [
    ...lineFaults,
    ...(isAddedUp ? [] : [{ code: 'arithmetic-differs' as const, expectedCents: right.ttcCents, actualCents: totals.ttcCents }]),
    ...(totals.vatCents === right.vatCents ? [] : [{ code: 'vat-differs' as const, expectedCents: right.vatCents, actualCents: totals.vatCents }]),
  ];
}

type Key = Pick<InvoiceLine, 'code' | 'kind'>;

/** Each code and kind that occurs on either side, once. */
function keysOf(billed: readonly Key[], ordered: readonly Key[]): Key[] {
  return [...new Map([...ordered, ...billed].map(({ code, kind }) => [`${kind} ${code}`, { code, kind }])).values()];
}

function same(parts: readonly OrderPart[], code: string, kind: InvoiceLineKind): OrderPart[] {
  return parts.filter((part) => part.code === code && part.kind === kind);
}

function sumOf(parts: readonly OrderPart[], kind: InvoiceLineKind): number {
  return parts.reduce((sum, part) => (part.kind === kind ? sum + part.fullCents : sum), 0);
}
