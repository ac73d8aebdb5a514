/** The papers of a sale: made where documents are made, handed out by the API. */
import type { Basket } from '../domain/sales/proposal.ts';

export interface QuoteFacts extends Basket {
  readonly id: string;
  readonly name: string;
  readonly customer: { readonly id: string; readonly name: string; readonly address: readonly string[] };
  /** ISO date of the document. */
  readonly on: string;
}

export interface SaleFiles {
  /** The quote of a proposal (S-01), tagged, in French. */
  quote(facts: QuoteFacts): Promise<Uint8Array>;
}
