/** A unified purchase order (chapter 5): its words, its state, the commands it takes and the events it is made of. Names, numbers and codes are kept beside the record, where they can be erased. */
import type { Declared, WithdrawalEvent } from '../deployment/withdrawal.ts';
import type { DocumentKind, DocumentMediaType } from '../documents/kinds.ts';
import type { IssuedDocument } from '../documents/issued.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook, TaskChanged, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { Profile } from '../people/profiles.ts';
import type { SellerProfile } from '../sales/opportunity.ts';
import type { Range } from '../sales/ranges.ts';
import type { OrderPhase } from './steps.ts';
import type { OrderStep } from './tasks.ts';

/** `withdrawn`: given up after its signature, before production; `cancelled`: what it was produced by was. */
export const orderOutcomes = ['produced', 'cancelled', 'withdrawn', 'expired', 'abandoned', 'refused'] as const;
export type OrderOutcome = (typeof orderOutcomes)[number];
/** Nothing came of these, and nothing will: what was ordered may be ordered again (S-03). */
export const outcomesUnsold: readonly OrderOutcome[] = ['withdrawn', 'expired', 'abandoned', 'refused'];

/** The calls of an order, with the system of each (D-24). */
export const orderCalls = { 'issue-order': 'mail', 'send-invitation': 'mail', 'send-code': 'sms', 'seal-signature': 'mail', 'send-signed': 'mail', 'send-withdrawn': 'mail' } as const;
export type OrderCall = keyof typeof orderCalls;

/** The numbers of an order that are policy and not rule. */
export interface OrderPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  readonly code: {
    readonly validMs: number;
    /** Tries of one code; codes of one order; and how long to wait for another. */
    readonly attempts: number;
    readonly sends: number;
    readonly resendAfterMs: number;
  };
  /** For how long an order waits for its signature. */
  readonly signatureWithinMs: number;
  readonly answerWithinMs: number;
  readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number };
}

export interface OrderOpening {
  readonly id: string;
  readonly customerId: string;
  /** The customer's, then; absent: in none. */
  readonly centre?: string;
  readonly proposalId: string;
  /** Who ordered it for the customer: rejects come back to him (S-06). */
  readonly emitter: string;
  /** In which profile he sells: what comes back is asked of it; absent: a sales engineer. */
  readonly emitterAs?: SellerProfile;
  readonly market: 'private' | 'public';
  readonly subOrders: readonly { readonly range: Range; readonly htCents: number; readonly ttcCents: number }[];
  readonly ttcCents: number;
  readonly scheduledCents: number;
  /** Beyond what the emitter gives by himself (S-01); null: within. */
  readonly discount: { readonly basisPoints: number; readonly limitBasisPoints: number } | null;
  /** D-04, as far as it is known before the signature; `electronicSignature` and `electronicMandate` follow from it. */
  readonly facts: { readonly purchaseOrderContract: boolean; readonly customOffer: boolean; readonly amendedTerms: boolean; readonly feasibilityStudy: boolean };
  /** Something of it is to be delivered; and services that end with it. */
  readonly delivers: boolean;
  readonly ends: readonly string[];
  readonly policy: OrderPolicy;
}

/** A file that came with the order: a scan, an evidence, a calculation. */
export interface OrderFile {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly mediaType: DocumentMediaType;
}

/** How it is to be signed (S-04), and how it is invoiced (S-05). */
export interface SignatureTerms {
  readonly mode: 'electronic' | 'paper';
  readonly mandate: 'electronic' | 'paper';
  readonly invoice: 'electronic' | 'paper';
  /** Under which who signs is kept beside the record; absent: as it was kept before. */
  readonly termsId?: string;
}

/** S-04: the link by which the customer signs by himself. One that is sent anew takes the place of the one before. */
export interface Invitation {
  readonly ordinal: number;
  readonly preparedAtMs: number;
  /** Null until it was mailed. */
  readonly sentAtMs: number | null;
}

/** A code that was asked for. What it is stands nowhere: how it is checked, in a table beside the record. */
export interface AskedCode {
  readonly ordinal: number;
  readonly askedAtMs: number;
  /** Null until it was sent: from then on it is good for a while. */
  readonly sentAtMs: number | null;
  /** Wrong tries. */
  readonly attempts: number;
}

/** What a signature is proven by (S-04); null each where a person passed over the call. */
export interface Evidence {
  readonly pdf: IssuedDocument;
  readonly json: IssuedDocument;
  readonly mandate: IssuedDocument | null;
}

export type RejectingSide = 'production' | 'billing';
/** S-06. */
export interface Reject {
  readonly number: number;
  readonly side: RejectingSide;
  readonly by: string;
  /** Whose profile he rejected in: the review comes back to it. */
  readonly as: Profile;
  readonly status: 'to-answer' | 'to-review' | 'settled';
}

export interface OrderState {
  readonly phase: OrderPhase;
  readonly phaseSinceMs: number;
  readonly opening: OrderOpening | null;
  readonly isApproved: boolean;
  /** S-01: since when a discount that had to be is; absent: it had not to be. */
  readonly approvedAtMs?: number;
  /** Of the customer's data: an order that was issued before is issued anew (S-02). */
  readonly partyVersion: number;
  readonly document: IssuedDocument | null;
  readonly signature: SignatureTerms | null;
  readonly invitation: Invitation | null;
  readonly code: AskedCode | null;
  readonly signed: { readonly how: 'code' | 'paper'; readonly atMs: number } | null;
  readonly isSealed: boolean;
  readonly evidence: Evidence | null;
  readonly files: readonly OrderFile[];
  readonly handOver: { readonly atMs: number } | null;
  readonly deploymentId: string | null;
  readonly terminationId: string | null;
  readonly isHandedOver: boolean;
  /** Why it could not be handed over the last time: a code of the launch. */
  readonly handOverFailure: string | null;
  readonly rejects: readonly Reject[];
  readonly outcome: OrderOutcome | null;
  /** C-08: the customer has it in writing that what he signed was given up, or a person passed over that. */
  readonly isWithdrawalTold?: true;
  readonly tasks: TaskBook<OrderStep>;
  readonly stuck: StuckCalls<OrderCall>;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface OrderInputs {
  readonly 'discount-approval': { readonly approved: boolean; readonly comment: string };
  readonly 'order-hand-over': { readonly comment?: string | undefined };
  readonly 'order-reject': { readonly comment: string };
  readonly 'order-reject-review': { readonly settled: boolean; readonly comment: string };
  readonly 'stuck-call': { readonly choice: 'retry' | 'skip'; readonly comment: string };
}

/** What is edited of an order, as it was read: of two who edit it at once the second is told (S-02, S-04). */
export type OrderVersion = string;

export function versionOf({ partyVersion, signature }: Pick<OrderState, 'partyVersion' | 'signature'>): OrderVersion {
  return `${partyVersion}.${signature?.termsId ?? (signature ? 1 : 0)}`;
}

/** `isAsBefore`: as histories of before have it; nobody says so now, see workflows/journey/patches.ts. */
export type OrderCommand =
  | { readonly type: 'open'; readonly opening: OrderOpening }
  /** `isSameOrder`: nothing of it changes that was signed, only when and by which access it can be delivered. */
  | { readonly type: 'changeParty'; readonly version: number; readonly isSameOrder?: boolean; readonly read?: OrderVersion }
  | { readonly type: 'documentIssued'; readonly document: IssuedDocument; readonly version: number }
  | { readonly type: 'prepareSignature'; readonly terms: SignatureTerms; readonly read?: OrderVersion }
  /** Mails a link anew to who is to sign. */
  | { readonly type: 'invite' }
  | { readonly type: 'invitationSent'; readonly ordinal: number }
  /** The customer has given the mandate himself; it is kept beside the record. */
  | { readonly type: 'giveMandate'; readonly termsId?: string; readonly read?: OrderVersion; readonly isAsBefore?: true }
  | { readonly type: 'askCode' }
  | { readonly type: 'codeSent'; readonly ordinal: number }
  /** Whether it is right was found out beside the record: no code comes in here. */
  | { readonly type: 'enterCode'; readonly ordinal: number; readonly isRight: boolean }
  | { readonly type: 'addFile'; readonly file: OrderFile; readonly orderNumber: string | null; readonly isAsBefore?: true }
  | { readonly type: 'sealed'; readonly evidence: Evidence | null }
  | { readonly type: 'signatureExpired' }
  /** `alsoSigned`: its seller gives it up after the signature too; neither the customer's link nor the engine does. */
  | { readonly type: 'abandon'; readonly reason: string; readonly alsoSigned?: true }
  /** C-08: the customer goes back on what he signed, before it is in production; when he could was read beside the record. */
  | { readonly type: 'withdraw'; readonly reason: string | null; readonly declared: Declared }
  | { readonly type: 'withdrawalTold' }
  | { readonly type: 'handOver' }
  | { readonly type: 'handedOver'; readonly deploymentId: string | null; readonly terminationId: string | null }
  | { readonly type: 'handOverFailed'; readonly code: string }
  | { readonly type: 'reject'; readonly side: RejectingSide; readonly by: string; readonly as: Profile; readonly comment: string }
  | { readonly type: 'productionEnded'; readonly how?: 'cancelled' }
  | { readonly type: 'applyPolicy'; readonly applied: Applied<OrderPolicy> }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: OrderInputs[OrderStep] }
  | { readonly type: 'callFailed'; readonly call: OrderCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: OrderCall; readonly how: CallEnd };

export type OrderEvent =
  | { readonly type: 'orderOpened'; readonly opening: OrderOpening }
  | { readonly type: 'phaseEntered'; readonly phase: OrderPhase }
  | { readonly type: 'discountDecided'; readonly approved: boolean }
  | { readonly type: 'partyChanged'; readonly version: number }
  | { readonly type: 'orderIssued'; readonly document: IssuedDocument; readonly version: number }
  | { readonly type: 'signaturePrepared'; readonly terms: SignatureTerms }
  | { readonly type: 'invitationSent'; readonly ordinal: number }
  | { readonly type: 'mandateGiven'; readonly voidsCode?: true; readonly termsId?: string }
  | { readonly type: 'codeAsked'; readonly ordinal: number }
  | { readonly type: 'codeSent'; readonly ordinal: number }
  | { readonly type: 'codeRefused'; readonly ordinal: number }
  | { readonly type: 'fileAdded'; readonly file: OrderFile }
  | { readonly type: 'orderSigned'; readonly how: 'code' | 'paper'; readonly ordinal: number | null }
  | { readonly type: 'signatureSealed'; readonly evidence: Evidence | null }
  | { readonly type: 'signatureExpired' }
  | { readonly type: 'orderAbandoned'; readonly reason: string }
  | Extract<WithdrawalEvent, { type: 'orderWithdrawn' | 'withdrawalTold' }>
  | { readonly type: 'handOverAsked' }
  | { readonly type: 'handedOver'; readonly deploymentId: string | null; readonly terminationId: string | null }
  | { readonly type: 'handOverFailed'; readonly code: string }
  | { readonly type: 'orderRejected'; readonly number: number; readonly side: RejectingSide; readonly by: string; readonly as: Profile; readonly comment: string }
  | { readonly type: 'rejectAnswered'; readonly number: number }
  | { readonly type: 'rejectReviewed'; readonly number: number; readonly settled: boolean }
  | { readonly type: 'productionEnded'; readonly how?: 'cancelled' }
  | { readonly type: 'orderEnded'; readonly outcome: OrderOutcome }
  | { readonly type: 'policyApplied'; readonly applied: Applied<OrderPolicy> }
  | TaskOpened<OrderStep> | TaskChanged | TaskCompleted<OrderStep> | TaskWithdrawn | StuckCallEvent<OrderCall>;

export const newOrder: OrderState = {
  phase: 'new', phaseSinceMs: 0, opening: null, isApproved: false, partyVersion: 1, document: null, signature: null, invitation: null, code: null, signed: null, isSealed: false, evidence: null, files: [], handOver: null,
  deploymentId: null, terminationId: null, isHandedOver: false, handOverFailure: null, rejects: [], outcome: null, tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: 0, endedAtMs: null,
};

/** @throws {Error} before it was opened. */
export function openingOf({ opening }: Pick<OrderState, 'opening'>): OrderOpening {
  if (!opening) throw new Error('an order goes on before it was opened');
  return opening;
}
