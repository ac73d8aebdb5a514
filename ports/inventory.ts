/** The port of the inventory of customers' equipment (Nestor): what is known of a serial number, and the creation of what is not (T-12, T-20). */
import { z } from 'zod';
import { outsideText } from './parts.ts';

/** Of a piece of equipment, in capitals, as it stands on its label. */
export const serialNumber = z.string().regex(/^[A-Z0-9][A-Z0-9-]{3,39}$/);

/** Our key of one creation: of the ticket or replacement that asks, `TCK-2026-000123.item.1`; the correlation key of the callbacks. */
export const itemKey = z.string().regex(/^[A-Z]{3}-\d{4}-\d{6,}\.item\.\d{1,3}$/);

export const inventoryItem = z.object({
  serialNumber: outsideText(40),
  model: outsideText(100),
  customerId: outsideText(20),
  /** The service that it carries; null where it carries none. */
  rds: outsideText(20).nullable(),
});

/** `GET /v1/items/{serialNumber}`: also how a lost callback is found. */
export const inventoryAnswer = z.object({
  state: z.enum(['unknown', 'requested', 'refused', 'known']),
  item: inventoryItem.nullable(),
  /** Where the creation asked for last was refused. */
  refusalReason: outsideText(500).nullable(),
});

/** `GET /v1/items?customerId=`: at most a hundred. */
export const inventoryList = z.object({ items: z.array(inventoryItem).max(100) });

/** `POST /v1/items`, with `Idempotency-Key: <itemKey>`: taken, and validated later by callback. */
export const itemCreation = z.strictObject({ itemKey, serialNumber, model: z.string().min(1).max(100), customerId: z.string().min(1).max(20) });

export const itemCreationAnswer = z.object({ requestReference: outsideText(100) });

/** What the inventory calls back with: Standard Webhooks, signed. */
export const inventoryCallback = z.discriminatedUnion('type', [
  z.object({ type: z.literal('item.created'), itemKey, serialNumber: outsideText(40) }),
  z.object({ type: z.literal('item.refused'), itemKey, reason: outsideText(500) }),
]);

export type InventoryItem = z.infer<typeof inventoryItem>;
export type InventoryAnswer = z.infer<typeof inventoryAnswer>;
export type ItemCreation = z.infer<typeof itemCreation>;
export type InventoryCallback = z.infer<typeof inventoryCallback>;

/** What an adapter of the inventory can do. A creation repeated under its key is one creation. */
export interface InventoryPort {
  lookUp(serialNumber: string): Promise<InventoryAnswer>;
  itemsOf(customerId: string): Promise<InventoryItem[]>;
  /** `item.created` or `item.refused` follows. */
  requestCreation(creation: ItemCreation): Promise<z.infer<typeof itemCreationAnswer>>;
}
