/** How every document to a customer begins: who writes, whom he writes to, about which order. */
import { frenchDate } from '../french.ts';
import { createSheet, type Sheet } from './sheet.ts';
import type { Letterhead } from './sheet.ts';

export interface Letter extends Letterhead {
  readonly deploymentId: string;
  readonly orderNumber: string;
  readonly customer: {
    readonly id: string;
    /** Null while its name is not known here. */
    readonly company: string | null;
    /** Names of the persons it is written to. */
    readonly attention: readonly string[];
    /** Lines, without the company. */
    readonly address: readonly string[];
  };
}

interface Opening {
  readonly title: string;
  /** «Établi», «Établie». */
  readonly made: string;
  /** ISO date. */
  readonly on: string;
  readonly reference: string;
  /** What the document is about, before the order and the customer. */
  readonly facts: readonly (readonly [label: string, value: string])[];
}

export function openLetter({ operator, legalLine, deploymentId, orderNumber, customer }: Letter, { title, made, on, reference, facts }: Opening): Sheet {
  const sheet = createSheet({ operator, legalLine, title, reference, dateOn: on });
  sheet.addressee([
    customer.company ?? customer.id, ...(customer.attention.length > 0 ? [`À l’attention de ${customer.attention.join(', ')}`] : []), ...customer.address,
  ]);
  sheet.title(title, `${made} le ${frenchDate(on)}`);
  sheet.facts([
    ...facts, ['Affaire', deploymentId], ['Commande', orderNumber], ['Client', customer.company === null ? customer.id : `${customer.company} (${customer.id})`],
  ]);
  return sheet;
}
