/** What we write to customers as documents and keep as it was sent (D-16, D-17): nobody adds, judges or changes it. */
import type { Text } from '../errors/codes.ts';

export const issuedKinds = {
  'delivery-notice': { label: { fr: 'Avis de mise à disposition', en: 'Delivery notice' } },
  'invoice-simulation': { label: { fr: 'Simulation de facture', en: 'Invoice simulation' } },
} as const satisfies Record<string, { readonly label: Text }>;

export type IssuedKind = keyof typeof issuedKinds;

/** A PDF that was sent, as events know it: what it is read under, and by what it is told from any other. */
export interface IssuedDocument {
  readonly id: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly digest: string;
  readonly sizeBytes: number;
}

export function isIssued(kind: string): kind is IssuedKind {
  return Object.hasOwn(issuedKinds, kind);
}
