/** The launch file of an order (S-05): what was sold, where, for whom; as a deployment takes it (D-01). */
import type { InvoiceDelivery } from '../deployment/launch.schema.ts';
import type { Delivery } from './delivery.ts';
import type { OrderOpening, SignatureTerms } from './order.ts';
import type { OrderParty } from './party.schema.ts';

interface Sold extends Pick<OrderOpening, 'id' | 'customerId' | 'market' | 'facts'> {
  readonly engagementMonths: number;
  readonly party: OrderParty;
  readonly delivery: Delivery;
  /** ISO date. */
  readonly signedOn: string | null;
  readonly terms: SignatureTerms | null;
  /** As the signatory chose it, with where it goes; null: nobody has yet. */
  readonly invoice: InvoiceDelivery | null;
}

/** The label of each site of a delivery, in the customer's data: where lines name none, the first. */
export function siteFor({ sites }: Pick<OrderParty, 'sites'>, label: string): OrderParty['sites'][number] | undefined {
  return label === '' ? sites[0] : sites.find((site) => site.label === label);
}

/** Not parsed yet. */
export function launchOf({ id, customerId, market, facts, engagementMonths, party, delivery, signedOn, terms, invoice }: Sold): object {
  const used = new Map<OrderParty['sites'][number], { lines: object[]; replaces: string[] }>();
  for (const { label, lines, replaces } of delivery.sites) {
    const site = siteFor(party, label);
    if (!site) continue;
    const known = used.get(site) ?? { lines: [], replaces: [] };
    used.set(site, { lines: [...known.lines, ...lines], replaces: [...known.replaces, ...replaces] });
  }
  const isElectronic = terms?.mode === 'electronic';
  return {
    customerId, orderNumber: id, market, targetActivationDate: party.targetActivationDate, ...(signedOn === null ? {} : { signedOn }), engagementMonths, ...facts,
    electronicSignature: isElectronic, electronicMandate: isElectronic && terms.mandate === 'electronic', ...(invoice ? { invoice } : {}), contacts: party.contacts,
    sites: [...used].map(([site, { lines, replaces }]) => ({ ...site, lines, ...(replaces.length > 0 ? { replaces } : {}) })),
  };
}
