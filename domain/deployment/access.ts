/** What OBL, customer and technician decide of a site's access: refusals and their choices, quotes, slots, outcomes of a visit (D-08 to D-11). */
import type { SiteKey } from './deployment.ts';
import type { DeliveryPolicy } from './policy.ts';
import type { RefusalChoice, VisitChoice, VisitQuestionnaire } from './steps.schema.ts';

/** Why an OBL refuses, as a closed list (D-09). */
const refusalReasons = ['invalid-data', 'ineligible-address', 'saturation', 'works-needed', 'other'] as const;
/** The last two are ours: it cancelled by itself, or never heard of the order. */
export type RefusalReason = (typeof refusalReasons)[number] | 'cancelled-by-obl' | 'unknown-to-obl';

export interface OblRefusal {
  readonly reason: RefusalReason;
  /** The OBL's own words where they are none of the list. */
  readonly detail: string | null;
}

/** D-09: what an OBL gives as its reason, as one of the closed list. */
export function refusalOf(words: string): OblRefusal {
  const reason = refusalReasons.find((known) => known === words.trim());
  return reason === undefined ? { reason: 'other', detail: words } : { reason, detail: null };
}

/** Instants, RFC 3339. */
export interface Slot {
  readonly startsAt: string;
  readonly endsAt: string;
}

export function isSameSlot(one: Slot, other: Slot): boolean {
  return Date.parse(one.startsAt) === Date.parse(other.startsAt) && Date.parse(one.endsAt) === Date.parse(other.endsAt);
}

/** Who may ask for another slot (D-10). */
export const replanners = ['customer', 'technician', 'obl', 'coordinator'] as const;
export type Replanner = (typeof replanners)[number];

export interface PlannedSlot extends Slot {
  /** Counts the slots of the site from 1; a later one replaces it. */
  readonly ordinal: number;
  /** Reopened: the planning is open again, and it holds until another one is proposed. Dropped: nobody comes. */
  readonly status: 'proposed' | 'agreed' | 'reopened' | 'dropped';
  /** Customer and technician know that it is agreed, or that it is off. */
  readonly isTold: boolean;
}

/** The slot at which the customer expects somebody, by its ordinal. */
export interface AnnouncedSlot extends Slot {
  readonly ordinal: number;
  /** Another was proposed in its place, and he is yet to hear that nobody comes. */
  readonly isOff?: true;
}

/** A slot that OBL or customer would rather have (D-10). */
export interface OfferedSlot {
  readonly by: 'obl' | 'customer';
  readonly slot: Slot;
}

/** Works that a line needs: quoted to the customer, who agrees or not (D-09, D-11). */
export interface WorksQuote {
  readonly ordinal: number;
  /** Our reference of the quote, which an order placed after it carries. */
  readonly reference: string;
  readonly amountCents: number;
  readonly description: string;
  readonly isSent: boolean;
  readonly verdict: 'asked' | 'agreed' | 'declined';
}

export type VisitOutcome = 'favourable' | 'works-needed' | 'unfavourable' | 'no-show';
export const absentees = ['customer', 'obl', 'technician'] as const;

/** What the technician reported, until Ref.Tech has it (D-11). */
export interface VisitReport {
  /** Our key of the intervention. */
  readonly key: string;
  readonly outcome: VisitOutcome;
  /** Who did not come, where nothing else was found. */
  readonly absent: (typeof absentees)[number] | null;
  readonly questionnaire: VisitQuestionnaire | null;
}

/** What stands in the way after a visit (D-11). */
export type VisitBlock = Extract<VisitOutcome, 'works-needed' | 'unfavourable'>;

/** D-09: what may follow the refusal, as the policy says for its reason. */
export function refusalChoices({ refusals }: DeliveryPolicy, { reason }: OblRefusal, open: { readonly isQuoteDeclined: boolean; readonly hasOtherObl: boolean }): RefusalChoice[] {
  const choices = (refusals.choicesByReason[reason] ?? refusals.otherwise).filter((choice) =>
    (choice === 'quote-then-reorder' ? !open.isQuoteDeclined : choice === 'other-obl' ? open.hasOtherObl : true));
  // Nobody is left without a way out.
  return choices.length === 0 ? ['abandon'] : choices;
}

/** D-11: what may follow a visit that found no way. The order can be left only before its delivery report (D-23). */
export function visitChoices(block: VisitBlock, open: { readonly isQuoteDeclined: boolean; readonly hasOtherObl: boolean; readonly canLeave: boolean; readonly canAbandon: boolean }): VisitChoice[] {
  const all: readonly VisitChoice[] = block === 'works-needed' ? ['quote', 'other-obl', 'abandon'] : ['other-obl', 'new-visit', 'abandon'];
  const choices = all.filter((choice) =>
    (choice === 'quote' ? !open.isQuoteDeclined : choice === 'other-obl' ? open.hasOtherObl && open.canLeave : choice === 'abandon' ? open.canAbandon : true));
  return choices.length === 0 ? ['new-visit'] : choices;
}

/** What happens to the access beside the straight path. */
export type AccessEvent =
  | { readonly type: 'oblChosen'; readonly obl: string; readonly by: 'eligibility' | 'default' | 'coordinator' }
  | { readonly type: 'accessOrderRefused'; readonly orderKey: string; readonly reason: RefusalReason; readonly detail: string | null }
  | { readonly type: 'accessOrderCorrected'; readonly attempt: number; readonly obl: string; readonly worksQuoteReference: string | null }
  /** D-09: the address of the site was corrected with it; PostgreSQL keeps what it was and is, under the id of the change. */
  | { readonly type: 'addressChanged'; readonly site: SiteKey; readonly changeId: string; readonly reason: string }
  /** The order is left for another OBL; it is cancelled first. */
  | { readonly type: 'accessOrderGivenUp'; readonly orderKey: string; readonly obl: string }
  | { readonly type: 'worksQuoted'; readonly ordinal: number; readonly reference: string; readonly amountCents: number; readonly description: string }
  | { readonly type: 'worksQuoteSent'; readonly ordinal: number }
  | { readonly type: 'slotOffered'; readonly offer: number; readonly slot: Slot }
  | { readonly type: 'planningReopened'; readonly why: 'slot-offered' | 'customer-wish' | 'works-agreed' | 'new-visit' | 'no-show' | 'slot-missed'; readonly offered: OfferedSlot | null; readonly reason: string | null }
  | { readonly type: 'slotMoved'; readonly ordinal: number; readonly before: Slot; readonly after: Slot; readonly by: Replanner; readonly reason: string | null }
  /** `takesPlaceOf`: the ordinal of the announced slot that is off with it. */
  | { readonly type: 'slotProposed'; readonly ordinal: number; readonly slot: Slot; readonly takesPlaceOf?: number }
  /** The customer would rather have this one; what was agreed holds until another is proposed. */
  | { readonly type: 'slotWished'; readonly slot: Slot; readonly reason: string }
  | { readonly type: 'slotOffTold'; readonly ordinal: number }
  | { readonly type: 'slotTold'; readonly ordinal: number }
  /** D-23: the site is cancelled, and nobody comes at the slot that was announced. */
  | { readonly type: 'slotRecalled'; readonly ordinal: number }
  | ({ readonly type: 'visitReported' } & VisitReport)
  | { readonly type: 'visitBlocked'; readonly block: VisitBlock }
  | { readonly type: 'abandonmentRequested'; readonly reason: string }
  | { readonly type: 'abandonmentDeclined'; readonly comment: string };

/** The commands about the access that come beside the tasks. */
export type AccessCommand =
  /** D-10: another slot, before the visit is reported. */
  | { readonly type: 'replan'; readonly slot: Slot; readonly askedBy: Replanner; readonly reason: string }
  /** D-10: the customer would rather have this slot; the coordinator plans. */
  | { readonly type: 'wishSlot'; readonly slot: Slot; readonly reason: string }
  | { readonly type: 'slotTold'; readonly ordinal: number }
  /** D-10: who counted on the slot knows that it is off. */
  | { readonly type: 'slotOffTold'; readonly ordinal: number }
  | { readonly type: 'slotRecalled'; readonly ordinal: number }
  | { readonly type: 'worksQuoteSent'; readonly ordinal: number }
  /** The order that was left is cancelled: another OBL is asked. */
  | { readonly type: 'orderAgain' }
  /** A coordinator asks; a production manager approves. */
  | { readonly type: 'askAbandon'; readonly reason: string }
  /** Who may approve it decides it at once. */
  | { readonly type: 'abandon'; readonly reason: string };
