/** The kinds of documents of a deployment (D-04 and the table of its mandatory documents), and what a file of each may be. */
import type { Text } from '../errors/codes.ts';
import type { Scope } from '../people/scope.ts';
import type { Profile } from '../people/profiles.ts';

const pdf = 'application/pdf';
const images = ['image/jpeg', 'image/png'] as const;
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Everything we take, told from the content of a file and never from its name. */
export const documentMediaTypes = [pdf, ...images, spreadsheet] as const;
export type DocumentMediaType = (typeof documentMediaTypes)[number];

interface KindEntry {
  readonly label: Text;
  readonly mediaTypes: readonly DocumentMediaType[];
  /** What the customer signed or was sent is his to read as well (C-05); how the deal was calculated and supplied is the house's business. */
  readonly isForCustomer?: true;
  /** Of the house, nobody else reads it; everybody who sees the deployment when not given. */
  readonly readers?: readonly Profile[];
}

/** A customer's account is known to who asks for it, who checks it and who bills by it. */
const bank: readonly Profile[] = ['coordinator', 'billing-admin', 'sales-engineer'];

/** What is signed is a PDF or the picture of one; what is computed may be a spreadsheet. */
export const documentKinds = {
  'purchase-order': { label: { fr: 'Bon de commande signé', en: 'Signed purchase order' }, mediaTypes: [pdf], isForCustomer: true },
  'signature-evidence': { label: { fr: 'Fichier de preuve de la signature électronique', en: 'Evidence file of the electronic signature' }, mediaTypes: [pdf], isForCustomer: true },
  'notification-letter': { label: { fr: 'Lettre de notification', en: 'Notification letter' }, mediaTypes: [pdf, ...images], isForCustomer: true },
  'deal-simulator': { label: { fr: 'Simulateur d’affaire', en: 'Deal simulator' }, mediaTypes: [pdf, spreadsheet] },
  'eligibility-evidence': { label: { fr: 'Preuve d’éligibilité', en: 'Eligibility evidence' }, mediaTypes: documentMediaTypes },
  'bank-details': { label: { fr: 'RIB', en: 'Bank details' }, mediaTypes: [pdf, ...images], readers: bank },
  'sepa-mandate': { label: { fr: 'Mandat SEPA signé', en: 'Signed SEPA mandate' }, mediaTypes: [pdf, ...images], readers: bank },
  'feasibility-answer': { label: { fr: 'Réponse du fournisseur à l’étude de faisabilité', en: 'Supplier’s feasibility answer' }, mediaTypes: documentMediaTypes },
  'custom-offer-validation': { label: { fr: 'Demande d’offre sur mesure validée par le marketing', en: 'Custom offer request validated by marketing' }, mediaTypes: [pdf, ...images] },
  'terms-amendment': { label: { fr: 'Avenant aux CGV signé', en: 'Signed amendment of the terms' }, mediaTypes: [pdf, ...images], isForCustomer: true },
  'other': { label: { fr: 'Autre document', en: 'Other document' }, mediaTypes: documentMediaTypes },
} as const satisfies Record<string, KindEntry>;

export type DocumentKind = keyof typeof documentKinds;

/** In the order of the table, `other` last. */
export const documentKindNames = Object.keys(documentKinds) as readonly DocumentKind[];

/** Whether who sees a deployment as far as `reach` sees its documents of this kind (C-05). */
export function maySee(kind: DocumentKind, reach: Scope['reach'], profiles: readonly Profile[]): boolean {
  const { isForCustomer, readers }: KindEntry = documentKinds[kind];
  if (reach === 'own') return isForCustomer === true;
  return readers === undefined || profiles.some((profile) => readers.includes(profile));
}

/** Whether a file of this type may stand for a document of this kind. */
export function mayBe(kind: DocumentKind, mediaType: DocumentMediaType): boolean {
  const allowed: readonly DocumentMediaType[] = documentKinds[kind].mediaTypes;
  return allowed.includes(mediaType);
}
