/** The papers of an order: the unified purchase order (S-02), the evidence of its signature and the SEPA mandate (S-04). */
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import { maskedIban } from '../../domain/order/iban.ts';
import type { OrderParty } from '../../domain/order/party.schema.ts';
import type { Basket } from '../../domain/sales/proposal.ts';
import type { KeptSignature, Signing } from '../../db/order/parties.ts';
import { frenchDate, nbsp } from '../notices/french.ts';
import { createSheet, type Letterhead } from '../notices/pdf/sheet.ts';
import { writeBasket } from '../notices/sale-files.ts';

interface OrderFacts {
  readonly letterhead: Letterhead;
  readonly orderId: string;
  readonly customer: { readonly id: string; readonly company: string | null };
  readonly basket: Basket;
  readonly party: OrderParty;
  /** ISO date. */
  readonly on: string;
}

export async function orderPdf({ letterhead, orderId, customer: { id, company }, basket, party, on }: OrderFacts): Promise<Buffer> {
  const sheet = createSheet({ ...letterhead, title: 'Bon de commande', reference: orderId, dateOn: on });
  const [contact] = party.contacts;
  sheet.addressee([company ?? id, ...(contact ? [`À l’attention de ${contact.name}`] : [])]);
  sheet.title('Bon de commande', `Établi le ${frenchDate(on)}`);
  sheet.facts([
    ['Commande', orderId], ['Client', company === null ? id : `${company} (${id})`], ['Engagement', `${basket.engagementMonths}${nbsp}mois`], ['Mise en service souhaitée', frenchDate(party.targetActivationDate)],
    ...party.contacts.map(({ role, name, email }): [string, string] => [roles[role], email === undefined ? name : `${name}, ${email}`]),
  ]);
  if (party.sites.length > 0) {
    sheet.heading('Sites');
    sheet.table({
      columns: [{ share: 0.3, isRowHeader: true }, { share: 0.7 }], header: ['Site', 'Adresse'],
      rows: party.sites.map(({ label, address: { street, postalCode, city } }) => ({ cells: [label, `${street}, ${postalCode} ${city}`] })),
    });
  }
  writeBasket(sheet, basket);
  sheet.paragraph(`À signer par un code reçu par SMS, ou sur papier. Un bon signé sur papier et numérisé porte le numéro de commande${nbsp}: ${orderId}.`);
  return await sheet.finish();
}

const roles = { administrative: 'Contact administratif', technical: 'Contact technique', site: 'Contact sur site' } as const;

export interface SignatureFacts {
  readonly orderId: string;
  readonly document: IssuedDocument;
  readonly signedAt: string;
  readonly code: { readonly ordinal: number; readonly sentAt: string; readonly proof: string };
  readonly signature: KeptSignature;
  readonly signing: Signing | null;
}

/** S-04: what a program reads; the code itself is in it only as its keyed hash. */
export function evidenceData({ orderId, document, signedAt, code, signature: { signatory, mandate, invoice }, signing }: SignatureFacts): Buffer {
  return Buffer.from(`${JSON.stringify({
    orderId, signedDocument: { id: document.id, sha256: document.digest, sizeBytes: document.sizeBytes }, signatory, signedAt, code, signing, invoice: invoice.channel,
    mandate: mandate && { reference: mandate.reference, holder: mandate.holder, iban: maskedIban(mandate.iban) },
  }, undefined, 2)}\n`);
}

export async function evidencePdf(letterhead: Letterhead, { orderId, document, signedAt, code, signature: { signatory, mandate }, signing }: SignatureFacts, dataDigest: string): Promise<Buffer> {
  const sheet = createSheet({ ...letterhead, title: 'Fichier de preuve', reference: orderId, dateOn: signedAt.slice(0, 10) });
  sheet.title('Fichier de preuve de la signature électronique', `Commande ${orderId}`);
  sheet.facts([
    ['Document signé (SHA-256)', document.digest], ['Signataire', signatory.name], ['Adresse électronique', signatory.email], ['Mobile', signatory.mobile ?? '–'],
    ['Code envoyé (UTC)', code.sentAt], ['Signé le (UTC)', signedAt], ['Code', `n°${nbsp}${code.ordinal}, preuve ${code.proof}`],
    ['Canal', signing?.channel ?? '–'], ['Adresse IP', signing?.address ?? '–'], ['Saisi par', signing?.by ?? '–'], ['Navigateur', signing?.userAgent ?? '–'],
    ...(mandate ? [['Mandat SEPA', mandate.reference] as [string, string]] : []), ['Données de preuve (SHA-256)', dataDigest],
  ]);
  return await sheet.finish();
}

export async function mandatePdf(letterhead: Letterhead, { reference, holder, iban }: NonNullable<KeptSignature['mandate']>, { orderId, signedAt, signature: { signatory } }: SignatureFacts): Promise<Buffer> {
  const sheet = createSheet({ ...letterhead, title: 'Mandat de prélèvement SEPA', reference, dateOn: signedAt.slice(0, 10) });
  sheet.title('Mandat de prélèvement SEPA', `Signé électroniquement le ${frenchDate(signedAt.slice(0, 10))}`);
  sheet.facts([['Référence unique du mandat', reference], ['Créancier', letterhead.operator], ['Débiteur', holder], ['IBAN', iban.replaceAll(/(.{4})(?=.)/g, '$1 ')], ['Type de paiement', 'Récurrent'], ['Commande', orderId], ['Signataire', signatory.name]]);
  sheet.paragraph(`En signant ce mandat, le débiteur autorise ${letterhead.operator} à envoyer des instructions à sa banque pour débiter son compte, et sa banque à le débiter conformément à ces instructions. Il bénéficie du droit d’être remboursé par sa banque selon les conditions de la convention qu’il a passée avec elle.`);
  return await sheet.finish();
}
