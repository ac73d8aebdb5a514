/** Policies of billing, termination and sales (D-30 and chapters 3 to 5 of the rules). */
import { z } from 'zod';
import { rangeNames, type Range } from '../sales/ranges.ts';
import { delay, duration, entriesOf, key, text } from './parts.schema.ts';

export const billing = z.strictObject({
  /** 2000 is 20 %. */
  vatBasisPoints: z.int().min(0).max(10_000),
});

const price = z.int().min(0).max(100_000_00);

export const termination = z.strictObject({
  winBackWithin: delay,
  noticeMonths: z.int().min(0).max(24),
  /** Reasons for which no early-termination fee is due. */
  exemptions: entriesOf(z.strictObject({ label: text })),
  equipmentReturn: z.strictObject({
    withinDays: z.int().min(1).max(365),
    /** Reminders this many days before the deadline. */
    remindDaysBefore: z.array(z.int().min(0).max(365)).max(10),
    /** What a piece that is missing or damaged is invoiced, before tax: by model, and for any other. */
    missingCents: z.strictObject({ byModel: z.record(z.string().min(1).max(100), price), otherwise: price }),
  }),
  /** By when billing decides on the fee and enters the termination, and a coordinator does by hand what a system would not. */
  tasksWithin: z.strictObject({ fee: delay, entry: delay, byHand: delay }),
  /** C-08: a customer may withdraw for this many days from the order, before activation. */
  withdrawalDays: z.int().min(0).max(90),
});

const basisPoints = z.int().min(0).max(10_000);

/** S-01: what is sold, by code, with its list prices before tax. */
export const salesCatalogue = z.strictObject({
  products: entriesOf(z.strictObject({
    range: z.enum(rangeNames as [Range, ...Range[]]), label: text, recurringCents: price, oneOffCents: price,
    /** Of a product that is delivered to a site by a line of its own; null of what comes with one. */
    accessType: z.enum(['ftth', 'ftto', 'sdsl', 'adsl', '4g']).nullable(),
  })),
  engagementMonths: z.int().min(0).max(120),
  discounts: z.strictObject({
    /** Largest discount that a profile gives by himself: 1000 is 10 %; none for a profile that is not listed. */
    limitBasisPoints: z.record(key, basisPoints),
  }),
  /** Instalments of a payment schedule at most (S-03). */
  instalmentsAtMost: z.int().min(1).max(120),
});

export const sales = z.strictObject({
  /** Tries of one code, codes of one order, and how long to wait for another (S-04). */
  smsCode: z.strictObject({ validFor: duration, attempts: z.int().min(1).max(10), sends: z.int().min(1).max(10), resendAfter: duration }),
  /** An order that is not signed by then expires (S-04). */
  signWithin: duration,
  /** By when a reject is answered, an answer checked, a signed order handed over (S-05, S-06). */
  answerRejectsWithin: duration,
  complaints: z.strictObject({
    answerWithin: delay,
    /** From then on it is at risk. */
    warnAfter: delay,
    /** An answer to which the customer says nothing ends the complaint. */
    closeAnsweredAfter: delay,
    /** By when billing credits a gesture. */
    creditWithin: delay,
    /** Largest goodwill gestures of one complaint together, by profile; none for a profile that is not listed. */
    gestureLimitCents: z.record(key, z.int().min(0).max(100_000_00)),
    /** What complaints are about. */
    subjects: entriesOf(z.strictObject({ label: text })),
    /** Words of judgement, whatever their accents and capitals, `*` for any ending: who uses one has to stand by it. */
    comment: z.strictObject({ minLength: z.int().min(1).max(1_000), maxLength: z.int().min(1).max(10_000), judgementWords: z.array(z.string().trim().min(2).max(60)).max(500) }),
  }),
  appointmentConfirmationBefore: duration,
  discoveryFactsAtLeast: z.int().min(0).max(20),
});
