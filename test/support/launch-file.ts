/** Launch files of orders without anything special. */
import { randomUUID } from 'node:crypto';
import type { Launch } from '../../domain/deployment/deployment.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';

/** What decides on the documents of an order without anything special. */
export const plainOrder: Launch['order'] = {
  purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false, electronicSignature: false, electronicMandate: false,
};

export type Lines = LaunchFile['sites'][number]['lines'];

const plainLines: Lines = [{ code: 'FTTH-1G', label: 'Accès fibre 1 Gb/s', recurringCents: 4_900, oneOffCents: 15_000 }];

/** Of an order of its own: one that is launched has its deployment (D-01). */
export function launchFileOf(cities: readonly string[], lines: Lines = plainLines): LaunchFile {
  return {
    customerId: 'CLI-000001', orderNumber: `BC-2026-${randomUUID().slice(0, 8)}`, market: 'private', targetActivationDate: '2030-03-01', engagementMonths: 36, ...plainOrder,
    contacts: [{ role: 'administrative', name: 'Jeanne Martin', email: 'jeanne.martin@client.invalid' }],
    sites: cities.map((city) => ({
      label: `Agence de ${city}`, accessType: 'ftth' as const, contacts: [], address: { street: '1 rue de la Gare', postalCode: '69001', city, country: 'FR' },
      lines,
    })),
  };
}
