/** The port of customers' accounts at billing: what an agent reads of them (C-01). Nothing is changed through it. */
import { z } from 'zod';
import { outsideDate, outsideText } from './parts.ts';

const cents = z.int();
const link = z.url({ protocol: /^https?$/ }).max(500);

/** `GET /v1/accounts/{customerId}` */
export const billingAccount = z.object({
  accountReference: outsideText(100),
  /** What the customer owes now; negative: what we owe him. */
  balanceCents: cents,
  /** Billed before tax in the last twelve months. */
  revenueCents: cents,
  payment: z.object({
    mode: z.enum(['direct-debit', 'transfer', 'card', 'cheque']),
    /** Where payments come through. */
    channel: z.enum(['sepa', 'bank', 'customer-area', 'post']),
    invoiceFormat: z.enum(['electronic', 'paper']),
  }),
  payer: z.object({
    quality: z.enum(['good', 'late', 'bad', 'unknown']),
    overdueCents: cents,
    /** Null: nothing is being collected. */
    debtCollection: z.object({ stage: z.enum(['reminded', 'formal-notice', 'suspended', 'collection']), since: outsideDate, amountCents: cents }).nullable(),
    /** The collection's own applications for this customer: its case, an extension of payment, its letters. */
    links: z.array(z.object({ kind: z.enum(['case', 'extension', 'letters']), url: link })).max(10),
  }),
  deposits: z.array(z.object({ reference: outsideText(100), label: outsideText(200), amountCents: cents, paidOn: outsideDate, returnedOn: outsideDate.nullable() })).max(100),
});

/** `GET /v1/accounts/{customerId}/invoices`: at most 36, latest first. */
export const accountInvoices = z.object({
  next: z.object({ expectedOn: outsideDate, estimatedTtcCents: cents }).nullable(),
  invoices: z.array(z.object({
    number: outsideText(100), issuedOn: outsideDate, dueOn: outsideDate, ttcCents: cents, paidOn: outsideDate.nullable(),
    status: z.enum(['paid', 'open', 'overdue', 'disputed']), url: link.nullable(),
  })).max(36),
});

/** `GET /v1/accounts/{customerId}/consumption`: of the period under way. */
export const accountConsumption = z.object({
  from: outsideDate,
  /** Included. */
  to: outsideDate,
  lines: z.array(z.object({
    label: outsideText(200), rds: outsideText(20).nullable(), unit: z.enum(['minute', 'message', 'megabyte']),
    used: z.number().min(0),
    /** Null: without limit. */
    included: z.number().min(0).nullable(),
    /** Beyond what is included. */
    over: z.number().min(0),
    overCents: cents,
  })).max(200),
});

export type BillingAccount = z.infer<typeof billingAccount>;
export type AccountInvoices = z.infer<typeof accountInvoices>;
export type AccountConsumption = z.infer<typeof accountConsumption>;

/** What an adapter of the accounts can do; a customer whom billing does not know is `outside.rejected` with 404. */
export interface BillingAccountPort {
  account(customerId: string): Promise<BillingAccount>;
  invoices(customerId: string): Promise<AccountInvoices>;
  consumption(customerId: string): Promise<AccountConsumption>;
}
