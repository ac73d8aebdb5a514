/** The kinds of documents of a deployment (D-04 and the table of its mandatory documents), and what a file of each may be. */
import type { Text } from '../errors/codes.ts';

const pdf = 'application/pdf';
const images = ['image/jpeg', 'image/png'] as const;
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Everything we take, told from the content of a file and never from its name. */
export const documentMediaTypes = [pdf, ...images, spreadsheet] as const;
export type DocumentMediaType = (typeof documentMediaTypes)[number];

interface KindEntry {
  readonly label: Text;
  readonly mediaTypes: readonly DocumentMediaType[];
}

/** What is signed is a PDF or the picture of one; what is computed may be a spreadsheet. */
export const documentKinds = {
  'purchase-order': { label: { fr: 'Bon de commande signé', en: 'Signed purchase order' }, mediaTypes: [pdf] },
  'notification-letter': { label: { fr: 'Lettre de notification', en: 'Notification letter' }, mediaTypes: [pdf, ...images] },
  'deal-simulator': { label: { fr: 'Simulateur d’affaire', en: 'Deal simulator' }, mediaTypes: [pdf, spreadsheet] },
  'eligibility-evidence': { label: { fr: 'Preuve d’éligibilité', en: 'Eligibility evidence' }, mediaTypes: documentMediaTypes },
  'bank-details': { label: { fr: 'RIB', en: 'Bank details' }, mediaTypes: [pdf, ...images] },
  'sepa-mandate': { label: { fr: 'Mandat SEPA signé', en: 'Signed SEPA mandate' }, mediaTypes: [pdf, ...images] },
  'feasibility-answer': { label: { fr: 'Réponse du fournisseur à l’étude de faisabilité', en: 'Supplier’s feasibility answer' }, mediaTypes: documentMediaTypes },
  'custom-offer-validation': { label: { fr: 'Demande d’offre sur mesure validée par le marketing', en: 'Custom offer request validated by marketing' }, mediaTypes: [pdf, ...images] },
  'terms-amendment': { label: { fr: 'Avenant aux CGV signé', en: 'Signed amendment of the terms' }, mediaTypes: [pdf, ...images] },
  'other': { label: { fr: 'Autre document', en: 'Other document' }, mediaTypes: documentMediaTypes },
} as const satisfies Record<string, KindEntry>;

export type DocumentKind = keyof typeof documentKinds;

/** In the order of the table, `other` last. */
export const documentKindNames = Object.keys(documentKinds) as readonly DocumentKind[];

/** Kinds a customer never sees: how the deal was calculated is the house's business. */
export function isForCustomer(kind: DocumentKind): boolean {
  return kind !== 'deal-simulator';
}

/** Whether a file of this type may stand for a document of this kind. */
export function mayBe(kind: DocumentKind, mediaType: DocumentMediaType): boolean {
  const allowed: readonly DocumentMediaType[] = documentKinds[kind].mediaTypes;
  return allowed.includes(mediaType);
}
