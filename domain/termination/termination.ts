/** A termination (chapter 3 of the rules): its words, its state, the commands it takes and the events it is made of. */
import type { InvoiceTotals } from '../billing/invoice.ts';
import type { FrozenDelay } from '../clock/delay.ts';
import type { FrozenDays } from '../clock/frozenDays.ts';
import type { IssuedDocument } from '../documents/issued.ts';
import type { Applied } from '../journey/applied-policy.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook, TaskChanged, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { EngagedService, Fee } from './fee.ts';
import type { TerminationPhase } from './steps.ts';
import type { TerminationStep } from './tasks.ts';

/** Who ends the services: the customer by his letter; or a move or a change of offer, which has another service in their place (C-08). */
export const terminationOrigins = ['customer', 'move', 'change'] as const;
export type TerminationOrigin = (typeof terminationOrigins)[number];
export type TerminationOutcome = 'terminated' | 'kept' | 'withdrawn';

/** What of a service is taken down, in this order: no alarm of a line that we cut ourselves, the inventory knows it until its parts are gone. */
export const deproductionParts = ['supervision', 'backbone', 'radius', 'ip', 'service', 'access-line'] as const;
export type DeproductionPart = (typeof deproductionParts)[number];
/** `unknown`: we have no key of it; `too-late`: the outside says that it is not to be had; `skipped`: a supervisor passed over the call (D-24). */
export type PartOutcome = 'ended' | 'unknown' | 'too-late' | 'skipped';

/** The calls of a termination, with the system of each (D-24). */
export const terminationCalls = {
  'send-confirmation': 'mail', 'stop-billing': 'billing', 'undo-stop': 'billing', 'final-invoice': 'billing', 'end-supervision': 'ref-tech', 'end-backbone': 'ref-tech', 'end-radius': 'ref-tech',
  'end-ip': 'ref-tech', 'end-service': 'jarvis', 'end-access-line': 'obl', 'send-labels': 'mail', 'remind-return': 'mail', 'equipment-invoice': 'billing',
} as const;
export type TerminationCall = keyof typeof terminationCalls;

/** The numbers of a termination that are policy and not rule: it keeps those that it was opened under, until an explicit command moves it. */
export interface TerminationPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  /** The operator's calendar, computed outside the workflow. */
  readonly days: FrozenDays;
  readonly winBackWithin: FrozenDelay;
  readonly noticeMonths: number;
  /** Keys of the reasons for which no fee is due. */
  readonly exemptions: readonly string[];
  readonly tasksWithin: { readonly fee: FrozenDelay; readonly entry: FrozenDelay; readonly byHand: FrozenDelay };
  readonly equipmentReturn: {
    readonly withinDays: number;
    readonly remindDaysBefore: readonly number[];
    readonly missingCents: { readonly byModel: Readonly<Record<string, number>>; readonly otherwise: number };
  };
  readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number };
}

export interface LeavingService extends EngagedService {
  /** By which billing, Ref.Tech and JARVIS know it: `AFF-2026-000123.S001`, or its RDS where it is older than the record. */
  readonly serviceKey: string;
  /** Of the line at the OBL; null where there is none that we know. */
  readonly orderKey: string | null;
}

export interface LeavingEquipment {
  readonly serialNumber: string;
  readonly model: string | null;
}

export interface TerminationOpening {
  readonly id: string;
  readonly customerId: string;
  /** The customer's, when it was opened (C-06). */
  readonly centre?: string;
  readonly origin: TerminationOrigin;
  /** Of the registered letter; of a move or a change the day on which it was asked for. ISO date. */
  readonly receivedOn: string;
  /** Of the registered letter; null without one. */
  readonly letterReference: string | null;
  /** The move or the deployment that it belongs to; null of a customer's own. */
  readonly belongsTo: string | null;
  readonly wishedOn: string | null;
  /** Why the customer says that no fee is due: a key of the policy. */
  readonly claimedExemption: string | null;
  readonly services: readonly LeavingService[];
  readonly equipment: readonly LeavingEquipment[];
  readonly policy: TerminationPolicy;
}

/** An invoice that billing made; null where a person has passed over the call. */
export interface MadeInvoice {
  readonly reference: string | null;
  readonly totals: InvoiceTotals | null;
}

export const equipmentConditions = ['returned', 'damaged', 'missing'] as const;
export interface CheckedEquipment {
  readonly serialNumber: string;
  readonly condition: (typeof equipmentConditions)[number];
}

/** What the ticket is to be told, in order; the relay carries it. */
export interface News {
  readonly kind: 'confirmed' | 'kept' | 'leaving' | 'fee-decided' | 'entered' | 'invoiced' | 'service-ended' | 'labels-sent' | 'equipment-checked' | 'withdrawn';
  readonly facts: Readonly<Record<string, string | number | null>>;
}

export interface TerminationState {
  readonly phase: TerminationPhase;
  readonly phaseSinceMs: number;
  readonly opening: TerminationOpening | null;
  readonly ticket: string | null;
  readonly isTicketClosed: boolean;
  /** it does not end before the customer has heard the rest, also where the desk ended the ticket; absent of those that were told of it before this was minded. */
  readonly tellsRest?: true;
  readonly isConfirmed: boolean;
  readonly winBack: 'kept' | 'leaving' | 'lapsed' | null;
  readonly fee: Fee | null;
  /** What is invoiced of the fee, once billing has decided on it. */
  readonly feeCents: number | null;
  /** Why none is due; null where one is, or was for another reason made less. */
  readonly exemption: string | null;
  /** Last day of service, billed, ISO; null until it was entered, or released. */
  readonly effectiveOn: string | null;
  /** Services whose billing is to stop, by RDS, and those of them that were undone. */
  readonly stops: readonly string[];
  readonly undone: readonly string[];
  readonly isEffective: boolean;
  readonly finalInvoice: MadeInvoice | null;
  readonly parts: readonly { readonly rds: string; readonly part: DeproductionPart; readonly outcome: PartOutcome }[];
  readonly isDoneByHand: boolean;
  readonly labels: { readonly deadlineOn: string } | null;
  /** Reminders of the return that were sent. */
  readonly reminders: number;
  readonly returned: readonly CheckedEquipment[] | null;
  readonly equipmentInvoice: MadeInvoice | null;
  readonly outcome: TerminationOutcome | null;
  readonly news: readonly News[];
  /** How many of them the ticket has heard. */
  readonly newsTold: number;
  readonly tasks: TaskBook<TerminationStep>;
  readonly stuck: StuckCalls<TerminationCall>;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

/** What a person answers to the form of each task. */
export interface TerminationInputs {
  readonly 'win-back': { readonly outcome: 'kept'; readonly comment: string } | { readonly outcome: 'leaving'; readonly comment: string };
  readonly 'termination-fee':
    | { readonly choice: 'confirm'; readonly comment?: string | undefined }
    | { readonly choice: 'exempt'; readonly exemption: string; readonly comment: string }
    | { readonly choice: 'amend'; readonly totalCents: number; readonly comment: string };
  readonly 'termination-entry': { readonly effectiveOn: string; readonly comment?: string | undefined };
  readonly 'deproduction-by-hand': { readonly comment: string };
  readonly 'equipment-return': { readonly equipment: readonly CheckedEquipment[]; readonly comment?: string | undefined };
  readonly 'letter-by-post': { readonly comment?: string | undefined };
  readonly 'stuck-call': { readonly choice: 'retry' | 'skip'; readonly comment: string };
}

export type TerminationCommand =
  | { readonly type: 'open'; readonly opening: TerminationOpening }
  | { readonly type: 'ticketOpened'; readonly ticket: string }
  /** The relay has told the ticket what there was up to this number. */
  | { readonly type: 'ticketTold'; readonly upTo: number }
  | { readonly type: 'ticketClosed'; readonly tellsRest?: true }
  /** Null: a supervisor passed over the call; `isByPost`: written, and for a person to post. */
  | { readonly type: 'confirmationSent'; readonly document: IssuedDocument | null; readonly isByPost?: true }
  | { readonly type: 'winBackLapsed' }
  /** C-08: the new service is there; `effectiveOn`: the last day of the old one. */
  | { readonly type: 'release'; readonly effectiveOn: string }
  | { readonly type: 'withdraw'; readonly reason: string }
  | { readonly type: 'billingStopped'; readonly rds: string; readonly how: 'asked' | 'skipped' }
  | { readonly type: 'stopUndone'; readonly rds: string; readonly how: 'undone' | 'skipped' }
  | { readonly type: 'effectiveDateReached' }
  | { readonly type: 'finalInvoiceIssued'; readonly invoice: MadeInvoice }
  | { readonly type: 'partEnded'; readonly rds: string; readonly part: DeproductionPart; readonly outcome: PartOutcome }
  | { readonly type: 'labelsSent'; readonly document: IssuedDocument | null; readonly sentOn: string; readonly isByPost?: true }
  | { readonly type: 'returnReminded'; readonly ordinal: number }
  | { readonly type: 'equipmentInvoiceIssued'; readonly invoice: MadeInvoice }
  | { readonly type: 'applyPolicy'; readonly applied: Applied<TerminationPolicy> }
  /** `missesEarly`: as terminations took it before R-06 was minded, which their histories hold. */
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: TerminationInputs[TerminationStep]; readonly missesEarly?: true }
  | { readonly type: 'callFailed'; readonly call: TerminationCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: TerminationCall; readonly how: CallEnd };

export type TerminationEvent =
  | { readonly type: 'terminationOpened'; readonly opening: TerminationOpening }
  | { readonly type: 'phaseEntered'; readonly phase: TerminationPhase }
  | { readonly type: 'ticketOpened'; readonly ticket: string }
  | { readonly type: 'ticketTold'; readonly upTo: number }
  | { readonly type: 'ticketClosed'; readonly tellsRest?: true }
  | { readonly type: 'confirmationSent'; readonly document: IssuedDocument | null; readonly isByPost?: true }
  /** */
  | { readonly type: 'winBackEnded'; readonly how: 'kept' | 'leaving' | 'lapsed' }
  | { readonly type: 'feeComputed'; readonly fee: Fee }
  /** R-03; `cents`: what is invoiced. */
  | { readonly type: 'feeDecided'; readonly choice: 'confirm' | 'exempt' | 'amend'; readonly cents: number; readonly exemption: string | null }
  /** */
  | { readonly type: 'terminationEntered'; readonly effectiveOn: string }
  | { readonly type: 'terminationReleased'; readonly effectiveOn: string }
  | { readonly type: 'terminationWithdrawn'; readonly reason: string }
  | { readonly type: 'billingStopped'; readonly rds: string; readonly how: 'asked' | 'skipped' }
  | { readonly type: 'stopUndone'; readonly rds: string; readonly how: 'undone' | 'skipped' }
  | { readonly type: 'effectiveDateReached' }
  | { readonly type: 'finalInvoiceIssued'; readonly invoice: MadeInvoice }
  | { readonly type: 'partEnded'; readonly rds: string; readonly part: DeproductionPart; readonly outcome: PartOutcome }
  | { readonly type: 'deproductionDoneByHand' }
  | { readonly type: 'servicesEnded'; readonly endedOn: string; readonly services: readonly string[] }
  | { readonly type: 'labelsSent'; readonly document: IssuedDocument | null; readonly deadlineOn: string; readonly isByPost?: true }
  | { readonly type: 'returnReminded'; readonly ordinal: number }
  | { readonly type: 'equipmentChecked'; readonly equipment: readonly CheckedEquipment[] }
  | { readonly type: 'equipmentInvoiceIssued'; readonly invoice: MadeInvoice }
  | { readonly type: 'terminationEnded'; readonly outcome: TerminationOutcome }
  | { readonly type: 'policyApplied'; readonly applied: Applied<TerminationPolicy> }
  | TaskOpened<TerminationStep> | TaskChanged | TaskCompleted<TerminationStep> | TaskWithdrawn | StuckCallEvent<TerminationCall>;

export const newTermination: TerminationState = {
  phase: 'new', phaseSinceMs: 0, opening: null, ticket: null, isTicketClosed: false, isConfirmed: false, winBack: null, fee: null, feeCents: null, exemption: null, effectiveOn: null, stops: [], undone: [],
  isEffective: false, finalInvoice: null, parts: [], isDoneByHand: false, labels: null, reminders: 0, returned: null, equipmentInvoice: null, outcome: null, news: [], newsTold: 0,
  tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: 0, endedAtMs: null,
};

/** @throws {Error} before it was opened. */
export function openingOf({ opening }: Pick<TerminationState, 'opening'>): TerminationOpening {
  if (!opening) throw new Error('a termination goes on before it was opened');
  return opening;
}
