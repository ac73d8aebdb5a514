/** How subscriptions of the simulated billing system end: stopped, the stop withdrawn, the final invoice, that of equipment. */
import type { InvoiceTotals } from '../../domain/billing/invoice.ts';
import { billingStop, billingStopWithdrawal, equipmentInvoiceRequest, finalInvoiceRequest } from '../../ports/billing.ts';
import { serviceReference } from '../../ports/parts.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { checkKey, pathKey } from '../shared/calls.ts';
import { Problem } from '../shared/problem.ts';
import type { Call, Decision, Route } from '../shared/simulator.ts';

export type TerminationFact = { subject: string; atMs: number } & (
  | { type: 'stopped'; termination: string; lastDay: string }
  /** Before its stop came, too: one still on its way is to be refused. */
  | { type: 'stop-withdrawn'; termination: string }
  | { type: 'final-invoice'; invoiceReference: string; totals: InvoiceTotals; feeCents: number; services: string[] }
  | { type: 'equipment-invoice'; invoiceReference: string; totals: InvoiceTotals; serialNumbers: string[] }
);

interface Terms {
  readonly vatBasisPoints: number;
  /** Before tax; 0 of a subscription that is not ours. */
  readonly monthlyCentsOf: (service: string) => number;
}

export interface Ending {
  readonly routes: Route<TerminationFact>[];
  /** Billed, included; null of what is not stopped. ISO date. */
  readonly lastDayOf: (service: string) => string | null;
  readonly apply: (fact: { readonly type: string; readonly subject: string }) => void;
  readonly reset: () => void;
}

export function createEnding({ vatBasisPoints, monthlyCentsOf }: Terms): Ending {
  /** The termination that each service was stopped by, and its last day. */
  const stopped = new Map<string, { readonly by: string; readonly lastDay: string }>();
  /** Stops that are to be refused, `<termination> <service>`. */
  const barred = new Set<string>();
  let invoices = 0;

  function stop(call: Call): Decision<TerminationFact> {
    const subject = serviceIn(call);
    const { termination, lastDay } = parsedBody(billingStop, call.body);
    demandKey(call, `${termination}.${subject}.stop`);
    if (barred.has(`${termination} ${subject}`)) throw new Problem(409, 'stop-withdrawn', 'this stop was withdrawn before it came');
    const before = stopped.get(subject);
    if (before) throw new Problem(409, 'subscription-stopped', `this subscription is stopped by ${before.by}`);
    return { status: 204, facts: [{ subject, atMs: call.nowMs, type: 'stopped', termination, lastDay }] };
  }

  function withdraw(call: Call): Decision<TerminationFact> {
    const subject = serviceIn(call);
    const { termination } = parsedBody(billingStopWithdrawal, call.body);
    demandKey(call, `${termination}.${subject}.stop-withdrawn`);
    return { status: 204, facts: barred.has(`${termination} ${subject}`) ? [] : [{ subject, atMs: call.nowMs, type: 'stop-withdrawn', termination }] };
  }

  function finalInvoice(call: Call): Decision<TerminationFact> {
    const { termination: subject, services, feeCents, lastDay } = parsedBody(finalInvoiceRequest, call.body);
    demandKey(call, `${subject}.final`);
    const running = services.filter((service) => stopped.get(service)?.by !== subject);
    if (running.length > 0) throw new Problem(409, 'subscription-running', `not stopped by this termination: ${running.join(', ')}`);
    const day = Number(lastDay.slice(8));
    const daysInMonth = new Date(Date.UTC(Number(lastDay.slice(0, 4)), Number(lastDay.slice(5, 7)), 0)).getUTCDate();
    const prorated = services.reduce((sum, service) => sum + Math.round(monthlyCentsOf(service) * day / daysInMonth), 0);
    const [totals, reference] = [totalsOf(prorated + feeCents), invoiceReference()];
    return made(reference, totals, { subject, atMs: call.nowMs, type: 'final-invoice', invoiceReference: reference, totals, feeCents, services });
  }

  function equipmentInvoice(call: Call): Decision<TerminationFact> {
    const { termination: subject, lines } = parsedBody(equipmentInvoiceRequest, call.body);
    demandKey(call, `${subject}.equipment`);
    const [totals, reference] = [totalsOf(lines.reduce((sum, { cents }) => sum + cents, 0)), invoiceReference()];
    return made(reference, totals, { subject, atMs: call.nowMs, type: 'equipment-invoice', invoiceReference: reference, totals, serialNumbers: lines.map(({ serialNumber }) => serialNumber) });
  }

  function totalsOf(htCents: number): InvoiceTotals {
    const vatCents = Math.round(htCents * vatBasisPoints / 10_000);
    return { htCents, vatCents, ttcCents: htCents + vatCents };
  }

  function invoiceReference(): string {
    return `FAC-${String(invoices + 1).padStart(6, '0')}`;
  }

  const terminationIn = (call: Call) => fieldOf(call.body, 'termination');
  return {
    routes: [
      { operation: 'stop', method: 'post', path: '/v1/subscriptions/:service/stop', decide: stop, subjectOf: pathKey('service') },
      { operation: 'withdraw-stop', method: 'post', path: '/v1/subscriptions/:service/stop/withdraw', decide: withdraw, subjectOf: pathKey('service') },
      { operation: 'final-invoice', method: 'post', path: '/v1/final-invoices', decide: finalInvoice, subjectOf: terminationIn },
      { operation: 'equipment-invoice', method: 'post', path: '/v1/equipment-invoices', decide: equipmentInvoice, subjectOf: terminationIn },
    ],
    lastDayOf: (service) => stopped.get(service)?.lastDay ?? null,
    apply(any) {
      const fact = any as TerminationFact;
      if (fact.type === 'stopped') stopped.set(fact.subject, { by: fact.termination, lastDay: fact.lastDay });
      else if (fact.type === 'stop-withdrawn') {
        barred.add(`${fact.termination} ${fact.subject}`);
        if (stopped.get(fact.subject)?.by === fact.termination) stopped.delete(fact.subject);
      } else if (fact.type === 'final-invoice' || fact.type === 'equipment-invoice') invoices += 1;
    },
    reset() {
      stopped.clear();
      barred.clear();
      invoices = 0;
    },
  };
}

function made(reference: string, totals: InvoiceTotals, fact: TerminationFact): Decision<TerminationFact> {
  return { status: 201, body: { invoiceReference: reference, totals }, facts: [fact] };
}

/** @throws {Problem} 400 `bad-key` */
function serviceIn(call: Call): string {
  const service = pathKey('service')(call);
  checkKey(serviceReference, service);
  return service;
}

/** @throws {Problem} 400 `idempotency-key-mismatch` */
function demandKey({ idempotencyKey }: Call, expected: string): void {
  if (idempotencyKey !== expected) throw new Problem(400, 'idempotency-key-mismatch', `Idempotency-Key must be ${expected}`);
}
