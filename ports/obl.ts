/** The port of the local-loop operator (OBL): what we ask, what it answers, what it calls back with (domain.md chapter 6, D-08, D-09). */
import { z } from 'zod';
import { outsideDate, outsideInstant, outsideText } from './parts.ts';

/** Our key of one order: `<deployment>.<site>.<attempt>`. It is the idempotency key of the placement and the correlation key of every callback (D-08). */
export const oblOrderKey = z.string().regex(/^AFF-\d{4}-\d{6,}\.S\d{3}\.\d{1,3}$/);

/** A postal address, as the OBL needs it to find the line. */
export const oblAddress = z.strictObject({
  street: z.string().min(1).max(200),
  postalCode: z.string().min(2).max(12),
  city: z.string().min(1).max(100),
  country: z.string().length(2),
});

/** `POST /v1/orders`, with `Idempotency-Key: <orderKey>`: JARVIS's door, which relays our orders (D-08, ports/jarvis.ts). */
export const oblOrderRequest = z.strictObject({
  orderKey: oblOrderKey,
  accessType: z.enum(['ftth', 'ftto', 'sdsl', 'adsl', '4g']),
  address: oblAddress,
  /** Code of the OBL that JARVIS relays it to (D-08). */
  obl: z.string().min(1).max(60),
  /** The customer has agreed to the works that the line needs, by this quote of ours (D-09). */
  worksQuoteReference: z.string().max(60).optional(),
});

/**
 * Why an OBL refuses: `invalid-data`, `ineligible-address`, `saturation`, `works-needed`, `other`, or words of its own, which we take for `other` and keep
 * (`refusalOf` in domain/deployment/access.ts, D-09).
 */
const refusalReason = outsideText(500);

/** The OBL has taken the order in (not yet acknowledged it), or refuses it on the spot. */
export const oblOrderAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('received'), oblReference: outsideText(100) }),
  z.object({ outcome: z.literal('refused'), reason: refusalReason }),
]);

/** `POST /v1/orders/{orderKey}/cancel`: idempotent; an unknown key is remembered, so that an order still on its way is refused when it arrives. */
export const oblCancelAnswer = z.object({
  outcome: z.enum(['cancelled', 'too-late']),
});

/** `POST /v1/orders/{orderKey}/terminate`, with `Idempotency-Key: <orderKey>.terminate`: a delivered line ends with its last day. */
export const oblTermination = z.strictObject({ lastDay: outsideDate });

/** `no-line`: none was ever delivered under this key. */
export const oblTerminationAnswer = z.object({ outcome: z.enum(['terminated', 'no-line']) });

/** When the OBL's technician comes: an interval of instants. */
export const oblSlot = z.object({ startsAt: outsideInstant, endsAt: outsideInstant })
  .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), 'it ends after it starts');

const slotOrdinal = z.int().min(1).max(9999);

/** `POST /v1/orders/{orderKey}/slots`, with `Idempotency-Key: <orderKey>.slot.<ordinal>` (D-10): taken, and confirmed later by callback. The highest ordinal holds. */
export const oblSlotProposal = z.strictObject({ ordinal: slotOrdinal, slot: oblSlot });

/** `POST /v1/orders/{orderKey}/escalations`, with `Idempotency-Key: <orderKey>.escalation.<ordinal>`: to the OBL's support, who keeps silent is awaited for this (D-09). */
export const oblEscalation = z.strictObject({ awaited: z.enum(['acknowledgement', 'slot', 'intervention-report', 'delivery-report']) });

/** What the OBL proposes itself; it counts its offers for an order from 1, the highest holds (D-10). */
const offeredSlot = { offer: slotOrdinal, slot: oblSlot };

const reservations = z.array(outsideText(500)).max(100);

/** `GET /v1/orders/{orderKey}`: how a lost callback is found (D-09). The facts already known come with the state. */
export const oblOrderState = z.object({
  state: z.enum(['unknown', 'received', 'acknowledged', 'refused', 'delivered', 'cancelled', 'terminated']),
  oblReference: outsideText(100).nullable(),
  plannedDeliveryDate: outsideDate.nullable(),
  /** The slot proposed last. */
  slot: z.object({ ordinal: slotOrdinal, slot: oblSlot, confirmed: z.boolean() }).nullable(),
  /** The slot that the OBL offered last, by itself. */
  offer: z.object(offeredSlot).nullable(),
  refusalReason: refusalReason.nullable(),
  deliveryReport: z.object({ reportReference: outsideText(100), deliveredOn: outsideDate, reservations }).nullable(),
});

/** What the OBL calls back with: Standard Webhooks, signed; twice, late, out of order, before our own answer, or never. */
export const oblCallback = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('order.acknowledged'), orderKey: oblOrderKey, oblReference: outsideText(100),
    plannedDeliveryDate: outsideDate,
  }),
  z.object({ type: z.literal('order.slot-confirmed'), orderKey: oblOrderKey, ordinal: slotOrdinal, slot: oblSlot }),
  /** The OBL proposes a slot before we do, or instead of ours; or comes at another time than agreed (D-10). */
  z.object({ type: z.literal('order.slot-proposed'), orderKey: oblOrderKey, ...offeredSlot }),
  z.object({ type: z.literal('order.slot-moved'), orderKey: oblOrderKey, ...offeredSlot }),
  z.object({ type: z.literal('order.refused'), orderKey: oblOrderKey, reason: refusalReason }),
  z.object({
    type: z.literal('order.delivered'), orderKey: oblOrderKey, oblReference: outsideText(100), reportReference: outsideText(100),
    deliveredOn: outsideDate, reservations,
  }),
  z.object({ type: z.literal('order.cancelled'), orderKey: oblOrderKey }),
]);

export type OblOrderRequest = z.infer<typeof oblOrderRequest>;
export type OblOrderAnswer = z.infer<typeof oblOrderAnswer>;
export type OblSlotProposal = z.infer<typeof oblSlotProposal>;
export type OblEscalation = z.infer<typeof oblEscalation>;
export type OblCancelAnswer = z.infer<typeof oblCancelAnswer>;
export type OblTermination = z.infer<typeof oblTermination>;
export type OblTerminationAnswer = z.infer<typeof oblTerminationAnswer>;
export type OblOrderState = z.infer<typeof oblOrderState>;
export type OblCallback = z.infer<typeof oblCallback>;

/** What an adapter of the OBL can do; orders reach it through JARVIS. Every call may be repeated with the same keys without a second effect. */
export interface OblPort {
  orderState(orderKey: string): Promise<OblOrderState>;
  /** `ordinal` counts the reminders of this order from 1 and makes the call's idempotency key. */
  remind(orderKey: string, ordinal: number): Promise<void>;
  /** D-09. `ordinal` makes the call's idempotency key. */
  escalate(escalation: OblEscalation & { orderKey: string; ordinal: number }): Promise<void>;
  /** `ordinal` counts the slots proposed for this order from 1; a new proposal replaces the one before (D-10). */
  proposeSlot(proposal: OblSlotProposal & { orderKey: string }): Promise<void>;
  cancelOrder(orderKey: string): Promise<OblCancelAnswer>;
  /** */
  terminateLine(termination: OblTermination & { orderKey: string }): Promise<OblTerminationAnswer>;
}
