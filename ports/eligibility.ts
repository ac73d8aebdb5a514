/** The port of the eligibility service: which accesses and offers an address can have (C-01, D-08). */
import { z } from 'zod';
import { outsideInstant, outsideText } from './parts.ts';

/** As it stands in an order. */
export interface EligibilityAddress {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
}

/** `GET /v1/eligibility?street=&postalCode=&city=&country=` */
export const eligibility = z.object({
  evidenceReference: outsideText(100),
  testedAt: outsideInstant,
  /** What the place can have. */
  accesses: z.array(z.object({
    accessType: outsideText(20), isEligible: z.boolean(), obl: outsideText(100).nullable(),
    downMbps: z.number().min(0).nullable(), upMbps: z.number().min(0).nullable(), deliveryDays: z.int().min(0).max(1000).nullable(),
    /** Why not. */
    reason: outsideText(200).nullable(),
  })).max(50),
  /** What may be sold there. */
  offers: z.array(z.object({ code: outsideText(50), label: outsideText(200), accessType: outsideText(20), recurringCents: z.int() })).max(100),
});

export type Eligibility = z.infer<typeof eligibility>;

/** What an adapter of the eligibility service can do; an address that it cannot place is `outside.rejected` with 404. */
export interface EligibilityPort {
  of(address: EligibilityAddress): Promise<Eligibility>;
}
