/** Customers' accounts at the simulated billing system: what an old contract and the subscriptions have been billed for a year, and what of it is not paid (C-01). */
import { z } from 'zod';
import { simulateInvoice, type OrderLine } from '../../domain/billing/invoice.ts';
import { dateOf, dayNumber, requireDayNumber } from '../../domain/clock/localDate.ts';
import type { BillingStartRequest } from '../../ports/billing.ts';
import type { AccountConsumption, AccountInvoices, BillingAccount } from '../../ports/billing-account.ts';
import { parsedBody } from '../shared/body.ts';
import { checkKey, pathKey } from '../shared/calls.ts';
import type { Act, Call, Decision, Route } from '../shared/simulator.ts';

export interface AccountFact { type: 'account-set'; subject: string; atMs: number; unpaidInvoices: number }

/** A subscription as far as its account is concerned. */
interface Billed {
  readonly customerId: string;
  readonly from: string;
  /** Last day billed, included; null: it goes on. */
  readonly until: string | null;
  readonly lines: readonly OrderLine[];
  /** Absent: nothing was said of it. */
  readonly invoice?: BillingStartRequest['invoice'];
}

type Invoice = AccountInvoices['invoices'][number];

const customerId = z.string().regex(/^CLI-\d{6}$/);
/** The last so many invoices that fell due were not paid. */
const accountSetting = z.strictObject({ customerId, unpaidInvoices: z.int().min(0).max(12) });
const months = 12;
const paymentDays = 30;
const vatBasisPoints = 2000;
const stages = ['reminded', 'formal-notice', 'collection'] as const;

/** @param billedTo the subscriptions of a customer, as they stand */
export function createAccounts(billedTo: (customerId: string) => readonly Billed[]) {
  const unpaid = new Map<string, number>();

  function invoicesOf(id: string, nowMs: number): Invoice[] {
    const today = todayOf(nowMs);
    const issued = billedMonths(today).flatMap((from) => invoice(id, from, today) ?? []);
    const due = issued.filter(({ dueOn }) => dueOn < today).slice(0, unpaid.get(id) ?? 0);
    return issued.map((each) => (due.includes(each) ? { ...each, paidOn: null, status: 'overdue' as const } : each));
  }

  function invoice(id: string, from: string, today: string): Invoice | null {
    const { ttcCents } = totalsOf(id, from);
    if (ttcCents === 0) return null;
    const dueOn = dateOf(requireDayNumber(from) + paymentDays);
    const isPaid = dueOn < today;
    const number = `F-${from.slice(0, 7)}-${id.slice(4)}`;
    return { number, issuedOn: from, dueOn, ttcCents, paidOn: isPaid ? dueOn : null, status: isPaid ? 'paid' : 'open', url: `https://facturation.jalon.invalid/${number}` };
  }

  /** One month, the old contract included. */
  function totalsOf(id: string, from: string): { htCents: number; ttcCents: number } {
    const end = dateOf(requireDayNumber(monthStart(from, 1)) - 1);
    const parts = billedTo(id).flatMap(({ from: since, until, lines }) => {
      const [first, last] = [since > from ? since : from, until === null || until > end ? end : until];
      if (first > last) return [];
      // Of the month in which it was stopped, the days until then: what its final invoice asks for.
      const share = (dayAfter(last) - requireDayNumber(first)) / (dayAfter(end) - requireDayNumber(first));
      return [{ from: first, lines: lines.map((line) => ({ ...line, recurringCents: Math.round(line.recurringCents * share), oneOffCents: since >= from ? line.oneOffCents : 0 })) }];
    });
    const all = [{ from, lines: [oldContract(id)] }, ...parts].map((part) => simulateInvoice({ ...part, vatBasisPoints }).totals);
    return { htCents: sum(all.map(({ htCents }) => htCents)), ttcCents: sum(all.map(({ ttcCents }) => ttcCents)) };
  }

  function account(id: string, nowMs: number): BillingAccount {
    const invoices = invoicesOf(id, nowMs);
    const overdue = invoices.filter(({ status }) => status === 'overdue');
    const overdueCents = sum(overdue.map(({ ttcCents }) => ttcCents));
    const oldest = overdue.at(-1);
    const stage = stages[Math.min(overdue.length, stages.length) - 1];
    const links = (['case', 'extension', 'letters'] as const).map((kind) => ({ kind, url: `https://recouvrement.jalon.invalid/${id}/${kind}` }));
    return {
      accountReference: `CPT-${id.slice(4)}`, balanceCents: sum(invoices.filter(({ paidOn }) => paidOn === null).map(({ ttcCents }) => ttcCents)), revenueCents: sum(billedMonths(todayOf(nowMs)).map((from) => totalsOf(id, from).htCents)),
      payment: { mode: 'direct-debit', channel: 'sepa', invoiceFormat: billedTo(id).findLast(({ invoice }) => invoice)?.invoice?.channel ?? 'electronic' },
      payer: {
        quality: overdue.length === 0 ? 'good' : overdue.length === 1 ? 'late' : 'bad', overdueCents,
        debtCollection: oldest && stage ? { stage, since: oldest.dueOn, amountCents: overdueCents } : null, links: oldest ? links : [],
      },
      deposits: [{ reference: `DEP-${id.slice(4)}`, label: 'Dépôt de garantie du routeur', amountCents: 49_00, paidOn: monthStart(todayOf(nowMs), -months), returnedOn: null }],
    };
  }

  function invoices(id: string, nowMs: number): AccountInvoices {
    const expectedOn = monthStart(todayOf(nowMs), 1);
    return { next: { expectedOn, estimatedTtcCents: totalsOf(id, expectedOn).ttcCents }, invoices: invoicesOf(id, nowMs) };
  }

  function consumption(id: string, nowMs: number): AccountConsumption {
    const today = todayOf(nowMs);
    const used = Number(today.slice(8)) * (10 + Number(id.slice(4)) % 30);
    const [included, overMinuteCents] = [600, 12];
    const over = Math.max(0, used - included);
    return { from: monthStart(today, 0), to: today, lines: [{ label: 'Appels vers les mobiles', rds: null, unit: 'minute', used, included, over, overCents: over * overMinuteCents }] };
  }

  const idIn = pathKey('customerId');
  const read = (operation: string, path: string, answer: (id: string, nowMs: number) => unknown) => ({
    operation, method: 'get' as const, path: `/v1/accounts/:customerId${path}`, subjectOf: idIn,
    decide(call: Call): Decision<never> {
      checkKey(customerId, idIn(call));
      return { status: 200, body: answer(idIn(call), call.nowMs) };
    },
  });
  return {
    routes: [read('account', '', account), read('invoices', '/invoices', invoices), read('consumption', '/consumption', consumption)] satisfies Route<never>[],
    acts: [{
      path: '/sim/accounts',
      decide(body, nowMs) {
        const { customerId: subject, unpaidInvoices } = parsedBody(accountSetting, body);
        return { fact: { type: 'account-set', subject, atMs: nowMs, unpaidInvoices }, callbacks: [] };
      },
    }] satisfies Act<AccountFact>[],
    apply: ({ subject, unpaidInvoices }: AccountFact) => void unpaid.set(subject, unpaidInvoices),
    reset: () => unpaid.clear(),
  };
}

/** What each customer had before us. */
function oldContract(id: string): OrderLine {
  return { code: 'ANCIEN', label: 'Ancien contrat', recurringCents: 29_00 + Number(id.slice(4)) % 7 * 10_00, oneOffCents: 0 };
}

function todayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** The first day of each, the latest first. */
function billedMonths(today: string): string[] {
  return Array.from({ length: months }, (_, index) => monthStart(today, -index));
}

function dayAfter(date: string): number {
  return requireDayNumber(date) + 1;
}

/** The first of the month so many months from a date's. */
function monthStart(date: string, later: number): string {
  return dateOf(dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)) + later, 1));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
