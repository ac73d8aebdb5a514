/** Which documents a deployment cannot do without (D-04): the table of mandatory documents, as a function of the order. */
import { documentKindNames, type DocumentKind } from './kinds.ts';

/** What of an order decides on its documents. */
export interface OrderFacts {
  readonly market: 'private' | 'public';
  /** `marché à bon de commande`; counts on the public market only. */
  readonly purchaseOrderContract: boolean;
  /** OSM. */
  readonly customOffer: boolean;
  /** The CGV were modified. */
  readonly amendedTerms: boolean;
  readonly feasibilityStudy: boolean;
  /** The order was signed electronically (S-04): its evidence file replaces the signed paper. */
  readonly electronicSignature: boolean;
  /** The SEPA mandate was given electronically (S-04). */
  readonly electronicMandate: boolean;
}

export type DocumentStatus = 'added' | 'accepted' | 'rejected';

/** The mandatory documents of an order, in the order of the table. */
export function requiredDocuments(facts: OrderFacts): DocumentKind[] {
  return documentKindNames.filter((kind) => isRequired(kind, facts));
}

function isRequired(kind: DocumentKind, facts: OrderFacts): boolean {
  const isPrivate = facts.market === 'private';
  switch (kind) {
    case 'purchase-order': return isPrivate ? !facts.electronicSignature : facts.purchaseOrderContract;
    case 'signature-evidence': return isPrivate && facts.electronicSignature;
    case 'notification-letter': return !isPrivate;
    case 'deal-simulator':
    case 'eligibility-evidence': return true;
    case 'bank-details':
    case 'sepa-mandate': return isPrivate && !facts.electronicMandate;
    case 'feasibility-answer': return facts.feasibilityStudy;
    case 'custom-offer-validation': return isPrivate && facts.customOffer;
    case 'terms-amendment': return isPrivate && facts.amendedTerms;
    case 'other': return false;
  }
}

/** A document as far as the completeness of a deployment's documents goes. */
export interface HeldDocument {
  readonly kind: DocumentKind;
  readonly status: DocumentStatus;
  /** Why the coordinator refused it. */
  readonly reason: string | null;
}

/** Whether a customer can be debited (D-31): his bank details and mandate are accepted, or the mandate was given electronically, as the accepted evidence of the signature proves (S-04). */
export function hasBankDetails(electronicMandate: boolean, held: readonly { readonly kind: string; readonly status: string }[]): boolean {
  const isAccepted = (meant: DocumentKind): boolean => held.some(({ kind, status }) => kind === meant && status === 'accepted');
  return (electronicMandate && isAccepted('signature-evidence')) || (isAccepted('bank-details') && isAccepted('sepa-mandate'));
}

/** The required kinds without an accepted document: one that was added and not accepted is still missing (D-04). */
export function missingDocuments(required: readonly DocumentKind[], held: readonly Pick<HeldDocument, 'kind' | 'status'>[]): DocumentKind[] {
  const accepted = new Set(held.filter(({ status }) => status === 'accepted').map(({ kind }) => kind));
  return required.filter((kind) => !accepted.has(kind));
}

/** The best that is held of a kind; of several that were refused, the last one's reason. `held` oldest first. */
export function stateOfKind(kind: DocumentKind, held: readonly HeldDocument[]): { readonly status: DocumentStatus | 'missing'; readonly reason: string | null } {
  const ofKind = held.filter((document) => document.kind === kind);
  const status = (['accepted', 'added', 'rejected'] as const).find((wanted) => ofKind.some((document) => document.status === wanted)) ?? 'missing';
  return { status, reason: status === 'rejected' ? ofKind.at(-1)?.reason ?? null : null };
}
