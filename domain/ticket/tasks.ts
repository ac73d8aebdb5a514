/** What a ticket asks of people beside its own acts: whose it is, and what they answer. */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

export const ticketTasks = {
  'sales-need': {
    rule: 'T-24', owner: 'sales-engineer',
    labels: { fr: 'Répondre au besoin du client', en: 'Answer the customer’s need' },
  },
  'payment-question': {
    rule: 'C-08', owner: 'billing-admin',
    labels: { fr: 'Répondre à la question de paiement', en: 'Answer the payment question' },
  },
  'billing-decision': {
    rule: 'T-18', owner: 'account-manager',
    labels: { fr: 'Décider si le changement est inclus ou facturé en plus', en: 'Decide whether the change is included or extra' },
  },
  // The technician in charge; of another level where the ticket was solved there.
  'documentation': {
    rule: 'T-23', owner: 'technician-n1',
    labels: { fr: 'Compléter la documentation du client', en: 'Add to the customer’s documentation' },
  },
} as const satisfies Record<string, { rule: string; owner: Profile; labels: Text }>;

/** What it asks of others, each task due as the policy says. */
export type AskedStep = keyof typeof ticketTasks;
export type TicketStep = 'stuck-call' | AskedStep;

/** What sales made of a need (T-24). */
export const salesOutcomes = ['quoted', 'ordered', 'declined'] as const;

/** What billing made of a payment question (C-08): explained, put right, or payable by instalments. */
export const paymentOutcomes = ['explained', 'corrected', 'rescheduled'] as const;

export interface SalesAnswer {
  readonly outcome: (typeof salesOutcomes)[number];
  /** Of the quote or the order. */
  readonly reference: string | null;
}

export interface TicketTaskInputs {
  readonly 'stuck-call': { readonly choice: 'retry' | 'skip'; readonly comment: string };
  readonly 'sales-need':
    | { readonly outcome: 'quoted' | 'ordered'; readonly reference: string; readonly comment?: string | undefined }
    | { readonly outcome: 'declined'; readonly comment: string };
  /** `answer`: what the customer reads. */
  readonly 'payment-question': { readonly outcome: 'explained'; readonly answer: string } | { readonly outcome: 'corrected' | 'rescheduled'; readonly reference: string; readonly answer: string };
  readonly 'billing-decision': { readonly decision: 'included' | 'extra'; readonly comment: string };
  readonly 'documentation':
    | { readonly choice: 'accept'; /** Absent: as proposed. */ readonly text?: string | undefined }
    | { readonly choice: 'dismiss'; readonly reason: string };
}
