/** Where an order stands, by the facts there are: the step under way, what is missing, when a code and the whole wait are over. */
import { missingDocuments, requiredDocuments, type OrderFacts } from '../documents/matrix.ts';
import type { DocumentKind } from '../documents/kinds.ts';
import { openingOf, type OrderState } from './order.ts';
import type { OrderPhase } from './steps.ts';

export function nextPhase(state: OrderState): OrderPhase {
  const { opening, outcome, isApproved, document, signed, isSealed, handOver, isHandedOver } = state;
  if (!opening) return 'new';
  if (outcome !== null) return 'ended';
  if (!isApproved) return 'discount-approval';
  if (signed === null) return document === null ? 'issuing' : 'signature';
  if (!isSealed) return 'sealing';
  if (isHandedOver) return 'in-production';
  return handOver === null ? 'signed' : 'handing-over';
}

/** What decides on the mandatory documents (D-04, S-04). */
export function orderFactsOf(state: OrderState): OrderFacts {
  const { market, facts } = openingOf(state);
  const { signed, signature } = state;
  const isElectronic = signed === null ? signature?.mode === 'electronic' : signed.how === 'code';
  return { ...facts, market, electronicSignature: isElectronic, electronicMandate: isElectronic && signature?.mandate === 'electronic' };
}

/** S-05: what production would miss; nothing is delivered without it, and what only ends services needs the signed order alone. */
export function missingForProduction(state: OrderState): DocumentKind[] {
  const { files, evidence } = state;
  const held = [...files.map(({ kind }) => kind), ...(evidence ? ['purchase-order' as const, 'signature-evidence' as const, ...(evidence.mandate ? ['sepa-mandate' as const] : [])] : [])];
  const missing = missingDocuments(requiredDocuments(orderFactsOf(state)), held.map((kind) => ({ kind, status: 'accepted' as const })));
  return openingOf(state).delivers ? missing : missing.filter((kind) => kind === 'purchase-order' || kind === 'signature-evidence');
}

/** What the customer signs by hand: a scan of it carries the number of the order (S-04). */
const signedByHand: readonly DocumentKind[] = ['purchase-order', 'sepa-mandate', 'terms-amendment'];

/** @param written on the document, as whoever adds it reads it; null: nothing was read */
export function isOfThisOrder(id: string, kind: DocumentKind, written: string | null): boolean {
  return written === id || (written === null && !signedByHand.includes(kind));
}

/** S-03: what it comes to is what is paid in instalments; nothing is, where nothing is to pay. */
export function isBalanced(state: OrderState): boolean {
  const { ttcCents, scheduledCents, subOrders } = openingOf(state);
  const sum = subOrders.reduce((total, one) => total + one.ttcCents, 0);
  const signs = new Set(subOrders.map((one) => one.ttcCents < 0));
  return sum === ttcCents && signs.size <= 1 && scheduledCents === Math.max(0, ttcCents);
}

/** Epoch milliseconds; null once it is signed. */
export function signatureUntilMs({ opening, openedAtMs, approvedAtMs, signed, outcome }: OrderState): number | null {
  return opening && signed === null && outcome === null ? (approvedAtMs ?? openedAtMs) + opening.policy.signatureWithinMs : null;
}

export function codeUntilMs({ opening, code }: OrderState): number | null {
  return opening && code?.sentAtMs != null ? code.sentAtMs + opening.policy.code.validMs : null;
}

/** S-04: the link that is to be mailed now. */
export function invitationToSend({ phase, signature, invitation }: OrderState): number | null {
  return phase === 'signature' && signature?.mode === 'electronic' && invitation !== null && invitation.sentAtMs === null ? invitation.ordinal : null;
}

/** S-04: the code that is to be sent now. */
export function codeToSend({ phase, signature, code }: OrderState): number | null {
  return phase === 'signature' && signature?.mode === 'electronic' && code !== null && code.sentAtMs === null ? code.ordinal : null;
}
