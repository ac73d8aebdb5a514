/** Opportunities (S-09): what may be sold to a customer, for how much, how likely and when; open until it is won or lost. Money in integer cents. */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

export const opportunityStages = {
  discovery: { label: { fr: 'Découverte', en: 'Discovery' }, isOpen: true },
  proposal: { label: { fr: 'Proposition', en: 'Proposal' }, isOpen: true },
  negotiation: { label: { fr: 'Négociation', en: 'Negotiation' }, isOpen: true },
  won: { label: { fr: 'Clôturée gagnée', en: 'Closed won' }, isOpen: false },
  lost: { label: { fr: 'Clôturée perdue', en: 'Closed lost' }, isOpen: false },
} as const satisfies Record<string, { readonly label: Text; readonly isOpen: boolean }>;

export type OpportunityStage = keyof typeof opportunityStages;
/** In their order. */
export const stageNames = Object.keys(opportunityStages) as [OpportunityStage, ...OpportunityStage[]];
export const openStages = ['discovery', 'proposal', 'negotiation'] as const satisfies readonly OpportunityStage[];

/** By which it is sold, and to which it may be transferred. */
export const salesChannels = {
  field: { label: { fr: 'Terrain', en: 'Field' } },
  phone: { label: { fr: 'Télévente', en: 'Telephone' } },
  partner: { label: { fr: 'Partenaire', en: 'Partner' } },
  online: { label: { fr: 'En ligne', en: 'Online' } },
} as const satisfies Record<string, { readonly label: Text }>;

export type SalesChannel = keyof typeof salesChannels;
export const channelNames = Object.keys(salesChannels) as [SalesChannel, ...SalesChannel[]];

export const lostReasons = {
  'price': { label: { fr: 'Prix', en: 'Price' } },
  'competitor': { label: { fr: 'Concurrent', en: 'Competitor' } },
  'budget': { label: { fr: 'Pas de budget', en: 'No budget' } },
  'need': { label: { fr: 'Plus de besoin', en: 'No need any more' } },
  'silent': { label: { fr: 'Sans réponse', en: 'No answer' } },
  'other': { label: { fr: 'Autre', en: 'Other' } },
} as const satisfies Record<string, { readonly label: Text }>;

export type LostReason = keyof typeof lostReasons;
export const lostReasonNames = Object.keys(lostReasons) as [LostReason, ...LostReason[]];

/** To whom opportunities, appointments and follow-ups are given. */
export const sellerProfiles = ['sales-engineer', 'account-manager', 'sales-manager'] as const satisfies readonly Profile[];
export type SellerProfile = (typeof sellerProfiles)[number];

export type Closing =
  /** For what was sold; without it, for what was expected. */
  | { readonly outcome: 'won'; readonly amountCents?: number | undefined; readonly comment?: string | undefined }
  | { readonly outcome: 'lost'; readonly reason: LostReason; readonly comment?: string | undefined };

/** A won one counts whole, a lost one nothing. What is told of it is for its seller, whoever closes it. */
export function closed(known: { readonly amountCents: number; readonly seller: string }, closing: Closing) {
  const { outcome, comment = null } = closing;
  const amountCents = closing.outcome === 'won' ? closing.amountCents ?? known.amountCents : known.amountCents;
  const lostReason = closing.outcome === 'lost' ? closing.reason : null;
  return { change: { stage: outcome, probability: outcome === 'won' ? 100 : 0, amountCents, lostReason, comment }, event: { type: 'opportunityClosed', outcome, amountCents, lostReason, seller: known.seller } };
}

interface Expected {
  readonly stage: OpportunityStage;
  readonly amountCents: number;
  readonly probability: number;
}

/** Won by the signature of its orders. What was expected of it is kept: they may be given up yet (C-08). */
export function wonByOrders(known: Expected & { readonly seller: string }, soldCents: number) {
  const { change, event } = closed(known, { outcome: 'won', amountCents: soldCents > 0 ? soldCents : undefined });
  return { change: { ...change, wonFrom: { stage: known.stage, amountCents: known.amountCents, probability: known.probability } }, event };
}

/** C-08: nothing is left of what won it; what was expected of it is to be sold again, or lost. */
export function reopened({ wonFrom, amountCents, seller }: { readonly wonFrom: Expected; readonly amountCents: number; readonly seller: string }) {
  return { change: { ...wonFrom, wonFrom: null }, event: { type: 'opportunityReopened', ...wonFrom, wonCents: amountCents, seller } };
}

/** Its quarter, `2026-Q3`. @param date ISO */
export function periodOf(date: string): string {
  return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}
