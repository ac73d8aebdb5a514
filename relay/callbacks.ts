/** What the callbacks of each outside system say, and to which journey: the one place where their words become ours. */
import type { UpdateDefinition } from '@temporalio/common';
import { refusalOf } from '../domain/deployment/access.ts';
import type { OblFact, RefTechFact } from '../domain/deployment/site.ts';
import type { ItemFact, PartFact } from '../domain/replacement/replacement.ts';
import { hardwareCallback, type HardwareCallback } from '../ports/hardware.ts';
import { inventoryCallback } from '../ports/inventory.ts';
import { jarvisCallback } from '../ports/jarvis.ts';
import { oblCallback, type OblCallback } from '../ports/obl.ts';
import { refTechCallback, type RefTechCallback } from '../ports/ref-tech.ts';
import { collectionPushedUpdate, oblToldUpdate, refTechToldUpdate } from '../workflows/deployment/messages.ts';
import type { Act, Recorded } from '../workflows/journey/messages.ts';
import { itemToldUpdate, partToldUpdate } from '../workflows/replacement/messages.ts';

/** One callback, understood: the Update that brings it, and the act's own fields. */
export interface Told {
  /** Its id, or the order that a deployment delivers, launched or still to come (D-26). */
  readonly journey: { readonly id: string } | { readonly orderNumber: string };
  readonly update: UpdateDefinition<Recorded, [Act<object>]>;
  readonly content: object;
}

const readers = new Map<string, (payload: unknown) => Told | null>([
  ['obl', (payload) => {
    const { success, data } = oblCallback.safeParse(payload);
    return success ? told({ id: siteOf(data.orderKey) }, oblToldUpdate, { orderKey: data.orderKey, fact: oblFactOf(data) }) : null;
  }],
  ['ref-tech', (payload) => {
    const { success, data } = refTechCallback.safeParse(payload);
    return success ? told({ id: siteOf(data.equipmentKey) }, refTechToldUpdate, { fact: refTechFactOf(data) }) : null;
  }],
  ['inventory', (payload) => {
    const { success, data } = inventoryCallback.safeParse(payload);
    if (!success) return null;
    const fact: ItemFact = data.type === 'item.created' ? { type: 'created' } : { type: 'refused', reason: data.reason };
    return told({ id: ownerOf(data.itemKey) }, itemToldUpdate, { itemKey: data.itemKey, fact });
  }],
  ['hardware', (payload) => {
    const { success, data } = hardwareCallback.safeParse(payload);
    return success ? told({ id: ownerOf(data.orderKey) }, partToldUpdate, { orderKey: data.orderKey, fact: partFactOf(data) }) : null;
  }],
  ['jarvis', (payload) => {
    const { success, data } = jarvisCallback.safeParse(payload);
    return success ? told({ orderNumber: data.orderNumber }, collectionPushedUpdate, { collection: data.collection }) : null;
  }],
]);

/** Reads a callback of the inbox; null where it is not what the sender's contract says, or nobody's that we know. */
export function readCallback(source: string, payload: unknown): Told | null {
  return readers.get(source)?.(payload) ?? null;
}

function told<Content extends object>(journey: Told['journey'], update: UpdateDefinition<Recorded, [Act<Content>]>, content: Content): Told {
  return { journey, update, content };
}

/** The site's journey, of any key that begins `<deployment>.<site>`. */
function siteOf(key: string): string {
  return key.split('.').slice(0, 2).join('/');
}

/** The journey of any key that begins with its number. */
function ownerOf(key: string): string {
  return key.slice(0, key.indexOf('.'));
}

function partFactOf(callback: HardwareCallback): PartFact {
  switch (callback.type) {
    case 'part.shipped':
      return { type: 'shipped', trackingReference: callback.trackingReference };
    case 'part.received':
      return { type: 'received', receivedOn: callback.receivedOn };
    case 'part.returned':
      return { type: 'returned', returnedOn: callback.returnedOn };
  }
}

function oblFactOf(callback: OblCallback): OblFact {
  switch (callback.type) {
    case 'order.acknowledged':
      return { type: 'acknowledged', oblReference: callback.oblReference, plannedDeliveryDate: callback.plannedDeliveryDate };
    case 'order.slot-confirmed':
      return { type: 'slot-confirmed', ordinal: callback.ordinal, slot: callback.slot };
    case 'order.slot-proposed':
    case 'order.slot-moved':
      return { type: 'slot-offered', offer: callback.offer, slot: callback.slot };
    case 'order.refused':
      return { type: 'refused', ...refusalOf(callback.reason) };
    case 'order.delivered': {
      const { oblReference, reportReference, deliveredOn, reservations } = callback;
      return { type: 'delivered', oblReference, report: { reportReference, deliveredOn, reservations } };
    }
    case 'order.cancelled':
      return { type: 'cancelled' };
  }
}

function refTechFactOf(callback: RefTechCallback): RefTechFact {
  const { equipmentKey } = callback;
  switch (callback.type) {
    case 'equipment.shipped':
      return { type: 'equipment-shipped', equipmentKey, trackingReference: callback.trackingReference, serialNumbers: callback.serialNumbers };
    case 'equipment.received':
      return { type: 'equipment-received', equipmentKey, receivedOn: callback.receivedOn };
  }
}
