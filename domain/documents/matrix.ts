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
  /** The order was signed electronically and its evidence file is held (S-04). */
  readonly electronicSignature: boolean;
  /** The SEPA mandate was given electronically (S-04). */
  readonly electronicMandate: boolean;
}

export type DocumentStatus = 'added' | 'accepted';

/** The mandatory documents of an order, in the order of the table. */
export function requiredDocuments(facts: OrderFacts): DocumentKind[] {
  return documentKindNames.filter((kind) => isRequired(kind, facts));
}

function isRequired(kind: DocumentKind, facts: OrderFacts): boolean {
  const isPrivate = facts.market === 'private';
  switch (kind) {
    case 'purchase-order': return isPrivate ? !facts.electronicSignature : facts.purchaseOrderContract;
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

/** The required kinds without an accepted document: one that was added and not accepted is still missing (D-04). */
export function missingDocuments(required: readonly DocumentKind[], held: readonly { readonly kind: DocumentKind; readonly status: DocumentStatus }[]): DocumentKind[] {
  const accepted = new Set(held.filter(({ status }) => status === 'accepted').map(({ kind }) => kind));
  return required.filter((kind) => !accepted.has(kind));
}
