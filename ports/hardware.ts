/** The port of warranty and parts (Warranty Check, PartSurfer, CSDP): is it covered, which part is it, the order of one and its return (T-20). */
import { z } from 'zod';
import { serialNumber } from './inventory.ts';
import { outsideDate, outsideText } from './parts.ts';

/** Our key of one order, `<replacement>.part.<attempt>`; the correlation key of the callbacks. */
export const partOrderKey = z.string().regex(/^REP-\d{4}-\d{6,}\.part\.\d{1,3}$/);

/** `GET /v1/warranties/{serialNumber}`: cover and history of a piece of equipment, newest intervention first. */
export const warrantyAnswer = z.object({
  isKnown: z.boolean(),
  model: outsideText(100).nullable(),
  /** Last day of the cover; null where there is none. */
  coveredUntil: outsideDate.nullable(),
  interventions: z.array(z.object({ reference: outsideText(100), on: outsideDate })).max(200),
});

/** `GET /v1/parts?serialNumber=&fault=`: the parts that mend this fault, the likeliest first. */
export const partsAnswer = z.object({ parts: z.array(z.object({ partNumber: outsideText(60), label: outsideText(200) })).max(20) });

/** `POST /v1/orders`, with `Idempotency-Key: <orderKey>`. */
export const partOrder = z.strictObject({
  orderKey: partOrderKey,
  serialNumber,
  partNumber: z.string().min(1).max(60),
  /** Not under warranty: the customer pays for it, and has agreed to. */
  isBilled: z.boolean(),
});

export const partOrderAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('ordered'), orderReference: outsideText(100) }),
  z.object({ outcome: z.literal('refused'), reason: outsideText(500) }),
]);

/** `POST /v1/orders/{orderKey}/cancel`: idempotent; an unknown key is remembered, so that an order still on its way is refused when it arrives. */
export const partCancelAnswer = z.object({ outcome: z.enum(['cancelled', 'too-late']) });

/** `POST /v1/orders/{orderKey}/return`, with `Idempotency-Key: <orderKey>.return`: the faulty part is on its way back. */
export const partReturn = z.strictObject({ trackingReference: z.string().min(1).max(100) });

/** `GET /v1/orders/{orderKey}`: how a lost callback is found. */
export const partOrderState = z.object({
  state: z.enum(['unknown', 'ordered', 'shipped', 'received', 'returned', 'cancelled']),
  trackingReference: outsideText(100).nullable(),
  receivedOn: outsideDate.nullable(),
  returnedOn: outsideDate.nullable(),
});

/** What CSDP calls back with: Standard Webhooks, signed; twice, late, out of order, or never. */
export const hardwareCallback = z.discriminatedUnion('type', [
  z.object({ type: z.literal('part.shipped'), orderKey: partOrderKey, trackingReference: outsideText(100) }),
  z.object({ type: z.literal('part.received'), orderKey: partOrderKey, receivedOn: outsideDate }),
  /** The faulty one has come back to the supplier. */
  z.object({ type: z.literal('part.returned'), orderKey: partOrderKey, returnedOn: outsideDate }),
]);

export type Warranty = z.infer<typeof warrantyAnswer>;
export type Part = z.infer<typeof partsAnswer>['parts'][number];
export type PartOrder = z.infer<typeof partOrder>;
export type PartOrderAnswer = z.infer<typeof partOrderAnswer>;
export type PartOrderState = z.infer<typeof partOrderState>;
export type HardwareCallback = z.infer<typeof hardwareCallback>;

/** What an adapter of warranty and parts can do. Every call may be repeated with the same key without a second effect. */
export interface HardwarePort {
  warranty(serialNumber: string): Promise<Warranty>;
  /** `fault`: one of the codes of domain/ticket/hardware.ts. */
  findParts(request: Readonly<{ serialNumber: string; fault: string }>): Promise<Part[]>;
  /** `part.shipped` and `part.received` follow. */
  order(order: Readonly<PartOrder>): Promise<PartOrderAnswer>;
  orderState(orderKey: string): Promise<PartOrderState>;
  /** `part.returned` follows. */
  announceReturn(announced: Readonly<{ orderKey: string } & z.infer<typeof partReturn>>): Promise<void>;
  /** `too-late` once shipped. */
  cancelOrder(orderKey: string): Promise<z.infer<typeof partCancelAnswer>>;
}
