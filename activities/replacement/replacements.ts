/** The outside calls of a replacement (T-20): what the workflow asks for by key, turned into calls of the ports. */
import type { Fault, WarrantyFacts } from '../../domain/replacement/replacement.ts';
import type { HardwarePort, PartOrderAnswer, PartOrderState } from '../../ports/hardware.ts';
import type { InventoryPort } from '../../ports/inventory.ts';
import type { MailPort } from '../../ports/mail.ts';
import { fromRecord } from '../launch-file.ts';
import { nbsp } from '../notices/french.ts';

/** On the queue of hardware. */
export interface HardwareActivities {
  checkWarranty(serialNumber: string): Promise<WarrantyFacts>;
  /** The likeliest part; null where there is none. */
  findPart(request: { serialNumber: string; fault: Fault }): Promise<string | null>;
  /** `on`: today, of the operator's zone. */
  orderPart(order: { orderKey: string; serialNumber: string; partNumber: string; isBilled: boolean }): Promise<PartOrderAnswer & { on: string }>;
  readPartOrder(orderKey: string): Promise<PartOrderState>;
  announceReturn(announced: { orderKey: string; trackingReference: string }): Promise<void>;
}

/** On the queue of the inventory. */
export interface InventoryActivities {
  lookUpItem(serialNumber: string): Promise<{ state: 'unknown' | 'requested' | 'refused' | 'known'; model: string | null; reason: string | null }>;
  requestCreation(creation: { itemKey: string; serialNumber: string; model: string; customerId: string }): Promise<{ requestReference: string }>;
}

/** On the queue of mail. */
export interface ReplacementNoticeActivities {
  /** To the caller of the ticket, if he has a mail address; else the technician tells him. */
  confirmHandling(notice: { id: string; ticket: string; serialNumber: string; orderReference: string | null }): Promise<void>;
}

/** Today in the operator's zone, ISO. */
export type ReadToday = () => Promise<string>;

export function hardwareActivities(hardware: HardwarePort, readToday: ReadToday): HardwareActivities {
  const today = () => fromRecord('the operator’s time zone', readToday);
  return {
    async checkWarranty(serialNumber) {
      const on = await today();
      const { isKnown, model, coveredUntil, interventions } = await hardware.warranty(serialNumber);
      const lastTreatedOn = interventions.map((intervention) => intervention.on).toSorted().at(-1) ?? null;
      return { isKnown, model, coveredUntil, lastTreatedOn, on };
    },
    async findPart(request) {
      return (await hardware.findParts(request))[0]?.partNumber ?? null;
    },
    async orderPart(order) {
      const on = await today();
      return { ...await hardware.order(order), on };
    },
    readPartOrder: (orderKey) => hardware.orderState(orderKey),
    announceReturn: (announced) => hardware.announceReturn(announced),
  };
}

export function inventoryActivities(inventory: InventoryPort): InventoryActivities {
  return {
    async lookUpItem(serialNumber) {
      const { state, item, refusalReason } = await inventory.lookUp(serialNumber);
      return { state, model: item?.model ?? null, reason: refusalReason };
    },
    requestCreation: (creation) => inventory.requestCreation(creation),
  };
}

export interface ReplacementNoticeParts {
  readonly mail: MailPort;
  readonly operator: string;
  /** The mail address of who called about a ticket; null where he gave none. */
  readonly readCallerMail: (ticket: string) => Promise<string | null>;
}

export function replacementNoticeActivities({ mail, operator, readCallerMail }: ReplacementNoticeParts): ReplacementNoticeActivities {
  return {
    async confirmHandling({ id, ticket, serialNumber, orderReference }) {
      const to = await fromRecord(`who called about ${ticket}`, () => readCallerMail(ticket));
      if (to === null) return;
      const ordered = orderReference === null ? '' : ` La pièce est commandée (référence ${orderReference})${nbsp}; nous vous recontactons dès sa réception.`;
      await mail.send({
        messageKey: `${id}.handling`, to: [to], subject: `Votre matériel ${serialNumber} [${ticket}]`, attachments: [], toCustomer: { kind: 'equipment-handling', journeyId: id },
        text: `Bonjour,\n\nNous traitons la panne de votre matériel ${serialNumber}, suivie par le ticket ${ticket}.${ordered}\n\n${operator}\n`,
      });
    },
  };
}
