/** The port of the billing system (domain.md chapter 6, D-18). */
import { z } from 'zod';
import { outsideText } from './parts.ts';

/** Our key of one start of billing, `<deployment>.<site>`: a site is billed once, whatever is retried (D-18). */
export const billingKey = z.string().regex(/^AFF-\d{4}-\d{6,}\.S\d{3}$/);

export const billingLine = z.strictObject({
  code: z.string().min(1).max(50),
  label: z.string().min(1).max(200),
  recurringCents: z.int(),
  oneOffCents: z.int(),
});

/** `POST /v1/subscriptions`, with `Idempotency-Key: <billingKey>`. */
export const billingStartRequest = z.strictObject({
  billingKey,
  customerId: z.string().min(1),
  /** First day billed, included. */
  from: z.iso.date(),
  engagementMonths: z.int().min(0),
  lines: z.array(billingLine),
});

export const billingStartAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('started'), subscriptionReference: outsideText(100) }),
  z.object({ outcome: z.literal('refused'), reason: outsideText(500) }),
]);

export type BillingStartRequest = z.infer<typeof billingStartRequest>;
export type BillingStartAnswer = z.infer<typeof billingStartAnswer>;

/** What an adapter of the billing system can do. Repeating a call with the same key starts nothing twice. */
export interface BillingPort {
  start(request: BillingStartRequest): Promise<BillingStartAnswer>;
}
