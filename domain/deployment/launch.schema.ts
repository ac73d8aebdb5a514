/** The launch file of a deployment (D-01), as the API takes it. */
import { z } from 'zod';
import { dateOfOurTime } from '../calendar/date.schema.ts';
import { mailAddress } from '../people/mail-address.schema.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
/** D-30: below zero in the line of a discount; what is left is never (D-31). */
const cents = z.int().min(-100_000_000_00).max(100_000_000_00);

export const contact = z.strictObject({
  role: z.enum(['administrative', 'technical', 'site']),
  name: text(120),
  email: mailAddress.max(200).optional(),
  phone: z.string().regex(/^\+?[0-9 .()-]{6,25}$/).optional(),
});

/** Contacts have no number: role and name tell them apart (D-25). */
export function isSameContact(one: Pick<z.infer<typeof contact>, 'role' | 'name'>, other: Pick<z.infer<typeof contact>, 'role' | 'name'>): boolean {
  return one.role === other.role && one.name === other.name;
}

const contacts = z.array(contact).refine((all) => all.every((one, index) => all.findIndex((other) => isSameContact(one, other)) === index), {
  error: 'two contacts of the same role and name', params: { code: 'same-contact-twice' },
});

export const launchSite = z.strictObject({
  label: text(120),
  replaces: z.array(text(60)).min(1).max(20).optional().meta({ description: 'RDS des services en place dont ce site prend la suite : changement d’offre ou d’équipement (C-08) ; ils s’arrêtent la veille de sa mise à disposition' }),
  accessType: z.enum(['ftth', 'ftto', 'sdsl', 'adsl', '4g']),
  address: z.strictObject({ street: text(200), postalCode: text(12).min(2), city: text(100), country: z.string().regex(/^[A-Z]{2}$/).default('FR') }),
  contacts: contacts.max(10).default([]),
  eligibility: z.array(z.strictObject({ obl: text(60), evidence: text(200).optional() })).max(20).optional()
    .meta({ description: 'OBL éligibles, par code de la politique « obls », avec la référence de leur preuve (D-08)' }),
  lines: z.array(z.strictObject({
    code: text(50), label: text(200), recurringCents: cents.meta({ description: 'Mensuel HT, en centimes ; négatif pour une remise' }),
    oneOffCents: cents.meta({ description: 'Ponctuel HT, en centimes ; négatif pour une remise' }),
  })).min(1).max(100),
});

/** S-05: how invoices reach the customer; billing is told with the start. */
export const invoiceDelivery = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('electronic'), email: mailAddress.max(200).meta({ description: 'Obligatoire pour une facture électronique (S-05)' }) }),
  z.strictObject({ channel: z.literal('paper') }),
]);
export type InvoiceDelivery = z.output<typeof invoiceDelivery>;

/** D-01: commercial data. Contacts and addresses stay in PostgreSQL and never enter a workflow. */
export const launchFile = z.strictObject({
  customerId: z.string().regex(/^CLI-\d{6}$/),
  orderNumber: text(50),
  market: z.enum(['private', 'public']),
  targetActivationDate: dateOfOurTime,
  signedOn: dateOfOurTime.optional().meta({ description: 'Date de signature de la commande, d’où court le délai de rétractation (C-08) ; absente : le jour du lancement' }),
  engagementMonths: z.int().min(0).max(120),
  purchaseOrderContract: z.boolean().default(false).meta({ description: 'Marché à bon de commande (marché public seulement)' }),
  customOffer: z.boolean().default(false).meta({ description: 'Offre sur mesure (OSM)' }),
  amendedTerms: z.boolean().default(false).meta({ description: 'CGV modifiées à la demande du client' }),
  feasibilityStudy: z.boolean().default(false).meta({ description: 'Étude de faisabilité demandée' }),
  electronicSignature: z.boolean().default(false).meta({ description: 'Commande signée électroniquement, fichier de preuve conservé (S-04)' }),
  electronicMandate: z.boolean().default(false).meta({ description: 'Mandat SEPA électronique (S-04)' }),
  invoice: invoiceDelivery.optional().meta({ description: 'Facture électronique ou papier, telle que le client l’a choisie à la signature (S-05) ; absente : la facturation fait comme elle fait pour lui' }),
  contacts: contacts.min(1).max(20).refine((all) => all.some(({ role, email }) => role === 'administrative' && email !== undefined), {
    error: 'an administrative contact with an e-mail address: the customer is written to', params: { code: 'no-administrative-email' },
  }),
  sites: z.array(launchSite).min(1).max(200),
}).refine(({ market, purchaseOrderContract }) => market === 'public' || !purchaseOrderContract, {
  error: 'a purchase-order contract exists on the public market only', path: ['purchaseOrderContract'], params: { code: 'public-market-only' },
}).meta({ id: 'LaunchFile' });

export type LaunchFile = z.infer<typeof launchFile>;
