/** The port of the billing system (domain.md chapter 6, D-17, D-18, D-30). */
import { z } from 'zod';
import { invoiceDelivery } from '../domain/deployment/launch.schema.ts';
import { outsideDate, outsideText, serviceReference, terminationKey } from './parts.ts';

/** Our key of one start of billing, `<deployment>.<site>`: a site is billed once, whatever is retried (D-18). */
export const billingKey = z.string().regex(/^AFF-\d{4}-\d{6,}\.S\d{3}$/);

export const billingLine = z.strictObject({
  code: z.string().min(1).max(50),
  label: z.string().min(1).max(200),
  recurringCents: z.int(),
  oneOffCents: z.int(),
});

/** `POST /v1/subscriptions`, with `Idempotency-Key: <billingKey>`, `<billingKey>.<n>` for the n-th that is sent: one that was refused is corrected and sent again. Whatever is sent, a billing key starts once. */
export const billingStartRequest = z.strictObject({
  billingKey,
  customerId: z.string().min(1),
  /** First day billed, included. */
  from: z.iso.date(),
  engagementMonths: z.int().min(0),
  lines: z.array(billingLine),
  /** S-05: as the customer chose it; absent where nobody asked him: as billing has it for him. */
  invoice: invoiceDelivery.optional(),
});

export const billingStartAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('started'), subscriptionReference: outsideText(100) }),
  z.object({ outcome: z.literal('refused'), reason: outsideText(500) }),
]);

/** Our key of one simulation, `<deployment>.<site>.<n>`: a corrected one is another (D-17). */
export const simulationKey = z.string().regex(/^AFF-\d{4}-\d{6,}\.S\d{3}\.\d{1,4}$/);

/** `POST /v1/simulations`, with `Idempotency-Key: <simulationKey>`. */
export const billingSimulationRequest = z.strictObject({
  simulationKey,
  customerId: z.string().min(1),
  market: z.enum(['private', 'public']),
  /** The MAD date: first day billed, included. */
  from: z.iso.date(),
  lines: z.array(billingLine).min(1),
});

const cents = z.int();

/** The first invoice as billing would make it (D-30); what we check it against is domain/billing. */
export const billingSimulationAnswer = z.object({
  simulationReference: outsideText(100),
  /** Last day billed, included. */
  periodEnd: outsideDate,
  lines: z.array(z.object({
    code: outsideText(50),
    label: outsideText(200),
    kind: z.enum(['one-off', 'recurring']),
    /** As ordered: the one-off amount, or a whole month. */
    fullCents: cents,
    /** Null for a one-off line, both. */
    daysBilled: z.int().min(0).max(31).nullable(),
    daysInPeriod: z.int().min(1).max(31).nullable(),
    htCents: cents,
  })).max(400),
  totals: z.object({ htCents: cents, vatCents: cents, ttcCents: cents }),
});

/**
 * `POST /v1/subscriptions/{serviceReference}/stop`, with `Idempotency-Key: <termination>.<service>.stop`. One that never started is stopped all the same:
 * a start still on its way is refused when it arrives.
 */
export const billingStop = z.strictObject({
  termination: terminationKey,
  /** Last day billed, included. */
  lastDay: z.iso.date(),
});

/** `POST /v1/subscriptions/{serviceReference}/stop/withdraw`, with `Idempotency-Key: <termination>.<service>.stop-withdrawn`: as if this termination had never asked, before its stop too. */
export const billingStopWithdrawal = z.strictObject({ termination: terminationKey });

/** `POST /v1/final-invoices`, with `Idempotency-Key: <termination>.final`: what is left to pay of the stopped services, and the early-termination fee. */
export const finalInvoiceRequest = z.strictObject({
  termination: terminationKey,
  customerId: z.string().min(1),
  lastDay: z.iso.date(),
  services: z.array(serviceReference).min(1).max(200),
  /** Before tax. */
  feeCents: z.int().min(0),
});

/** `POST /v1/equipment-invoices`, with `Idempotency-Key: <termination>.equipment`: what did not come back, or came back damaged. */
export const equipmentInvoiceRequest = z.strictObject({
  termination: terminationKey,
  customerId: z.string().min(1),
  lines: z.array(z.strictObject({ serialNumber: z.string().min(1).max(60), label: z.string().min(1).max(200), cents: z.int().min(0) })).min(1).max(500),
});

export const madeInvoiceAnswer = z.object({ invoiceReference: outsideText(100), totals: z.object({ htCents: cents, vatCents: cents, ttcCents: cents }) });

export type BillingStop = z.infer<typeof billingStop>;
export type FinalInvoiceRequest = z.infer<typeof finalInvoiceRequest>;
export type EquipmentInvoiceRequest = z.infer<typeof equipmentInvoiceRequest>;
export type MadeInvoiceAnswer = z.infer<typeof madeInvoiceAnswer>;
export type BillingSimulationRequest = z.infer<typeof billingSimulationRequest>;
export type BillingSimulation = z.infer<typeof billingSimulationAnswer>;
export type BillingStartRequest = z.infer<typeof billingStartRequest>;
export type BillingStartAnswer = z.infer<typeof billingStartAnswer>;

/** What an adapter of the billing system can do. Repeating a call with the same key gives the same simulation, and starts nothing twice. */
export interface BillingPort {
  simulate(request: BillingSimulationRequest): Promise<BillingSimulation>;
  /** @param attempt counts what is sent under the billing key, from 1: another after a refusal (D-24). What has started is answered again, and refused with other lines. */
  start(request: BillingStartRequest, attempt?: number): Promise<BillingStartAnswer>;
  /**
   * As if it had never started (D-23): `POST /v1/subscriptions/{billingKey}/cancel`, idempotent. One that never started is barred: a start still on its way is
   * refused when it arrives.
   */
  cancel(billingKey: string): Promise<void>;
  /** */
  stop(stop: BillingStop & { service: string }): Promise<void>;
  /** the subscription goes on. */
  withdrawStop(stop: { service: string; termination: string }): Promise<void>;
  /** A service that was not stopped is refused. */
  issueFinalInvoice(request: FinalInvoiceRequest): Promise<MadeInvoiceAnswer>;
  /** */
  issueEquipmentInvoice(request: EquipmentInvoiceRequest): Promise<MadeInvoiceAnswer>;
}
