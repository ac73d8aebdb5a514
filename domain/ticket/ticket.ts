/** A support ticket (chapter 2 of the rules): its words, its state, the commands it takes and the events it is made of. */
import type { FrozenCalendar, Pause } from '../clock/frozen.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook, TaskChanged, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { EscalationAct, Priority } from '../policy/support.schema.ts';
import type { Attributed } from './attributed.ts';
import type { Cause, LinkKind, Parent, Tidings, TicketLink } from './links.ts';
import type { TicketMessage } from './messages.ts';
import type { AppliedTicketPolicy, TicketPolicy } from './ticket-policy.ts';
import type { ThirdParty } from './waiting.ts';
import type { Work, Worksheet } from './worksheets.ts';
import type { Diagnosis, ProductUpdate } from './diagnosis.ts';
import type { Documentation } from './documentation.ts';
import type { AccountFacts, PaymentAnswer } from './payment.ts';
import type { SalesAnswer, TicketStep, TicketTaskInputs } from './tasks.ts';

/** `TCK-2026-000123` (T-02). */
export type TicketNumber = string;
export type Level = 1 | 2 | 3;
export const highestLevel = 3 satisfies Level;
/** From the least to the worst (T-05). */
export const impacts = ['administrative-change', 'degradation', 'outage'] as const;
export type Impact = (typeof impacts)[number];
/** T-06. */
export const contractClasses = ['pro', 'contract', 'none'] as const;
export type ContractClass = (typeof contractClasses)[number];
/** What the fault costs whom it hits, from the least to the worst (T-05). */
export const importances = ['inconvenience', 'work-slowed', 'work-stopped', 'revenue-lost'] as const;
export type Importance = (typeof importances)[number];
/** How somebody was reached, or reached us (T-01, T-14). */
export const contacts = ['phone', 'mail', 'extranet', 'api', 'monitoring', 'backup-check'] as const;
export type Contact = (typeof contacts)[number];
/** Who answers for the fault (T-15). */
export const responsibilities = ['operator', 'obl', 'customer', 'supplier', 'force-majeure', 'unknown'] as const;
export type Responsibility = (typeof responsibilities)[number];
/** Why a ticket goes straight to a higher level (T-09). */
export const escalationReasons = ['difficulty', 'urgency', 'dissatisfaction', 'time-lost', 'complexity'] as const;
export type EscalationReason = (typeof escalationReasons)[number];

/** Whose agreement counts, as the registration says; of what nobody called about, the service's owner (T-02, T-08). */
export const agreementsOf = ['caller', 'affected-user', 'service-owner'] as const;
export type AgreementOf = (typeof agreementsOf)[number];

/** Calls to outside systems, with the system as people know it. */
export const ticketCalls = { 'send-notice': 'mail', 'add-documentation': 'knowledge' } as const;
export type TicketCall = keyof typeof ticketCalls;

export type TicketPhase = 'new' | 'registered' | 'in-progress' | 'waiting' | 'agreement' | 'resolved' | 'closed' | 'merged';

/** A team that may have a ticket, as the directory knows it when it is asked. */
export interface Team {
  readonly team: string;
  readonly level: Level;
}

/** What a ticket is opened with (T-02, T-03); who called, and what he said, stay in PostgreSQL. */
export interface TicketOpening {
  readonly number: TicketNumber;
  readonly customerId: string;
  /** The centre that the customer belongs to when it is opened: figures count by it (C-06); absent: none. */
  readonly centre?: string;
  readonly desk: string;
  readonly from: Contact;
  /** The service that the ticket is about; null where the desk's policy takes something else (T-03). */
  readonly rds: string | null;
  /** What else it is about, where the desk takes that (T-03). */
  readonly item: { readonly kind: 'inventory-item' | 'backup-job'; readonly reference: string } | null;
  readonly contract: ContractClass;
  readonly impact: Impact;
  /** T-05: by when it is urgent, and what it costs; absent: not said. */
  readonly urgentByMs?: number | null;
  readonly importance?: Importance | null;
  /** T-04, as far as it was classified when it was registered. */
  readonly classification: TicketState['classification'];
  /** C-08: what billing knows of the customer; null while it was away, absent where nobody asked it. */
  readonly account?: AccountFacts | null;
  /** Under which PostgreSQL keeps who called, and what he said (T-02). */
  readonly requestId: string;
  /** The technician that the customer asks for (T-11). */
  readonly wish?: string;
  readonly agreementOf: AgreementOf;
  /** When it was handled without a ticket: recorded afterwards, on no clock (T-25); absent otherwise. */
  readonly handledAtMs?: number | undefined;
  /** The ticket of the common cause, where it is known from the beginning to be one of many (T-02). */
  readonly cause?: Cause;
  /** The closed ticket that it reopens (T-16). */
  readonly predecessor?: TicketNumber;
  /** The team whose queue it begins in; null: the dispatcher's. */
  readonly team: Team | null;
  readonly policy: TicketPolicy;
}

export type ClockName = 'taking-charge' | 'resolution';

/** A threshold that has fired: never again, whatever is recomputed (T-07). */
export interface Fired {
  readonly clock: ClockName;
  readonly ratio: number;
}

/** An offered transfer that waits for its receiver (C-03). */
export interface Offer {
  readonly ordinal: number;
  readonly to: Team;
  readonly from: Team | null;
  readonly expiresAtMs: number;
}

export interface TicketState {
  readonly phase: TicketPhase;
  readonly opening: TicketOpening | null;
  /** T0: from here everything is counted (T-02). */
  readonly createdAtMs: number;
  readonly contract: ContractClass;
  readonly impact: Impact;
  readonly priority: Priority;
  /** T-05: by when it is urgent; null: not said. */
  readonly urgentByMs: number | null;
  readonly importance: Importance | null;
  readonly classification: { readonly type: string; readonly symptom: string; readonly category: string } | null;
  /** Null: in the dispatcher's queue, which is no team (T-10). */
  readonly team: Team | null;
  readonly level: Level;
  readonly assignee: string | null;
  /** Whom it was given to, and who has not taken it yet (T-11). */
  readonly attributedTo: string | null;
  /** Since when the present holder has it, be it only given to him; null: nobody. */
  readonly heldSinceMs: number | null;
  /** How it was last given to somebody, or why to nobody. */
  readonly attribution: (Attributed & { readonly atMs: number }) | null;
  /** T-10: levels at which no team is left that never had it, once the manager was told. */
  readonly exhaustedLevels: readonly Level[];
  /** Every team that had it, the present one too, in order (T-10). */
  readonly teams: readonly string[];
  readonly offer: Offer | null;
  readonly offers: number;
  /** When which level had it, from T0 on. */
  readonly levels: readonly { readonly level: Level; readonly fromMs: number }[];
  readonly pauses: readonly Pause[];
  readonly waiting: { readonly reason: string; readonly sinceMs: number; readonly reminders: number; readonly remindedAtMs: number | null } | null;
  readonly isClosingProposed: boolean;
  /** Everything that was asked and tried so far, oldest first (T-12). */
  readonly diagnoses: readonly Diagnosis[];
  /** T-17, oldest first. */
  readonly worksheets: readonly Worksheet[];
  /** What sales answered last (T-24), and to which need; null: nothing, or nothing was asked. */
  readonly sales: (SalesAnswer & { readonly category: string }) | null;
  /** What billing answered last (C-08), likewise. */
  readonly payment: (PaymentAnswer & { readonly category: string }) | null;
  /** T-23; null until it is closed, and where nothing is to be added. */
  readonly documentation: Documentation | null;
  readonly takenAtMs: number | null;
  readonly solution: { readonly text: string; readonly proposals: number; readonly isRefused: boolean } | null;
  readonly reopenings: number;
  readonly cause: { readonly cause: string; readonly responsibility: Responsibility; readonly isConfirmed: boolean } | null;
  readonly fired: readonly Fired[];
  /** By when the resolution was last said to be due; null: no promised time (T-22). */
  readonly promisedDueMs: number | null;
  readonly tasks: TaskBook<TicketStep>;
  readonly stuck: StuckCalls<TicketCall>;
  /** Every link that it has or had, as its newest turn says (T-02, T-16). */
  readonly links: readonly TicketLink[];
  /** The ticket of the common cause, of which it is one of many. */
  readonly parent: Parent | null;
  /** How many messages it sent to all its children. */
  readonly broadcasts: number;
  /** What the requester answered when he agreed (T-16); null: nothing. */
  readonly satisfaction: number | null;
  /** Since when the requester's agreement is there; the clocks ended then. */
  readonly agreedAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** Who said yes or no, when, and how (T-14). */
export interface Agreement {
  readonly by: string;
  /** In which part he says so: the one whose agreement counts. */
  readonly as?: AgreementOf | undefined;
  readonly channel: Contact;
  /** 1 to 5, where he was asked and said so (T-16). */
  readonly satisfaction?: number;
}

/** What ends a ticket. */
export interface Ending {
  /** As it ended in histories of before: what was due and had its turn to come was not told (T-07). Nobody says so now; see workflows/journey/patches.ts. */
  readonly forgetsDue?: true;
}

export type TicketCommand =
  /** `attributed`: its first technician, or why it has none (T-11); absent where the dispatcher looks after it. */
  | { readonly type: 'open'; readonly opening: TicketOpening; readonly attributed?: Attributed }
  /** `account`: what billing knows of the customer, where its category asks billing (C-08). */
  | { readonly type: 'classify'; readonly classification: NonNullable<TicketState['classification']>; readonly account?: AccountFacts | null }
  /** `urgentByMs`, `importance`: absent leaves them as they are. */
  | { readonly type: 'prioritise'; readonly impact: Impact; readonly contract: ContractClass; readonly urgentByMs?: number | null; readonly importance?: Importance | null; readonly reason: string }
  /** `own`: his team, which has it from now on (T-10); absent of who is bound to none. `team`: the same in histories of before, where it stayed in the name of the other; nobody says so now. */
  | { readonly type: 'take'; readonly by: string; readonly own?: Team; readonly team?: string }
  /** T-11, on facts that were read before: `seen` is what the ticket was like then, and anything else overtakes the choice; null: the choice of a person, who knows. */
  | { readonly type: 'attribute'; readonly attributed: Attributed; readonly seen: { readonly team: string | null; readonly holder: string | null } | null }
  | { readonly type: 'diagnose'; readonly diagnosis: Diagnosis }
  | { readonly type: 'recordWork'; readonly work: Work }
  | { readonly type: 'wait'; readonly reason: string; readonly thirdParty?: ThirdParty | undefined }
  | { readonly type: 'answer' }
  /** Who is awaited was reminded (T-08). */
  | { readonly type: 'reminded' }
  /** T-09, C-03: to a team that never had it. Cold: without script and acknowledgement, and marked so. */
  | { readonly type: 'transfer'; readonly to: Team; readonly mode: 'warm' | 'cold'; readonly reason: EscalationReason | null }
  | { readonly type: 'acknowledgeTransfer'; readonly ordinal: number; readonly by: string }
  | { readonly type: 'declineTransfer'; readonly ordinal: number; readonly reason: string }
  | { readonly type: 'transferExpired'; readonly ordinal: number }
  | { readonly type: 'resolve'; readonly solution: string; readonly productUpdate?: ProductUpdate | undefined }
  | { readonly type: 'agree'; readonly agreement: Agreement }
  | { readonly type: 'disagree'; readonly agreement: Agreement; readonly reason: string }
  | { readonly type: 'cause'; readonly cause: string; readonly responsibility: Responsibility; readonly isConfirmed: boolean }
  /** `satisfaction` 1 to 5; null: the requester would not say (T-16). */
  | Ending & { readonly type: 'close'; readonly worksheet: string; readonly satisfaction: number | null }
  /** T-08: a supervisor closes a ticket whose requester keeps silent. */
  | Ending & { readonly type: 'closeWithoutAgreement'; readonly reason: string; readonly worksheet: string }
  /** One incident is one ticket: the other goes on (T-02); `category`: of the other. */
  | Ending & { readonly type: 'merge'; readonly into: TicketNumber; readonly category?: string | null }
  /** `cause`: to the common cause of many, as one of them; absent: they have to do with each other. `children`: of how many it is the cause itself. */
  | { readonly type: 'link'; readonly to: TicketNumber; readonly cause?: Cause; readonly children?: number }
  | { readonly type: 'unlink'; readonly from: TicketNumber }
  /** One message to all (T-02); its text is in PostgreSQL. */
  | { readonly type: 'broadcast'; readonly messageId: string; readonly children: number }
  /** Told by another ticket, through the record. */
  | { readonly type: 'hear'; readonly tidings: Tidings }
  /** A threshold's instant has come; `teams`: those of the directory, for the levels that may be raised to (T-07). */
  | { readonly type: 'thresholdReached'; readonly clock: ClockName; readonly ratio: number; readonly teams: readonly Team[] }
  | { readonly type: 'firstLineLimitReached'; readonly teams: readonly Team[] }
  /** D-24. */
  | { readonly type: 'callFailed'; readonly call: TicketCall; readonly failure: CallFailure }
  /** `taskId`: it is this trouble that has ended, and not one that began since. */
  | { readonly type: 'callEnded'; readonly call: TicketCall; readonly how: CallEnd; readonly taskId?: string }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: TicketTaskInputs[TicketStep] }
  /** T-23: null where a person has passed over the call. */
  | { readonly type: 'documentationAdded'; readonly reference: string | null }
  | { readonly type: 'documentationLapsed' }
  /** T-01. `isUnheard`: as histories of before have it, the requester was reminded as if he had not written. Nobody says so now; see workflows/journey/patches.ts. */
  | { readonly type: 'addMessage'; readonly message: TicketMessage; readonly isUnheard?: true }
  /** A later version of a policy that the ticket runs under. */
  | { readonly type: 'applyPolicy'; readonly applied: AppliedTicketPolicy }
  /** More open time of a calendar was computed, by this version of the policy `calendars`. */
  | { readonly type: 'calendarExtended'; readonly calendar: string; readonly version: number; readonly frozen: FrozenCalendar };

export type TicketEvent =
  | TaskOpened<TicketStep> | TaskChanged | TaskCompleted<TicketStep> | TaskWithdrawn | StuckCallEvent<TicketCall>
  | { readonly type: 'ticketOpened'; readonly opening: TicketOpening }
  | { readonly type: 'ticketClassified'; readonly classification: NonNullable<TicketState['classification']> }
  | { readonly type: 'ticketPrioritised'; readonly impact: Impact; readonly contract: ContractClass; readonly priority: Priority; readonly urgentByMs: number | null; readonly importance: Importance | null; readonly reason: string }
  /** T-22: what happened just before has moved the day and hour by which the resolution is promised; null: none is. */
  | { readonly type: 'dueMoved'; readonly beforeMs: number | null; readonly afterMs: number | null }
  | { readonly type: 'ticketTaken'; readonly by: string }
  | { readonly type: 'ticketAttributed'; readonly attributed: Attributed }
  | { readonly type: 'ticketDiagnosed'; readonly diagnosis: Diagnosis }
  | { readonly type: 'workRecorded'; readonly worksheet: Worksheet }
  /** T-18: by the account manager. */
  | { readonly type: 'billingDecided'; readonly worksheet: string; readonly billing: 'included' | 'extra' }
  /** T-24. */
  | ({ readonly type: 'salesAnswered'; readonly category: string } & SalesAnswer)
  /** C-08. */
  | ({ readonly type: 'paymentAnswered'; readonly category: string } & PaymentAnswer)
  /** T-23: what is to be added; null: nothing. */
  | { readonly type: 'documentationDecided'; readonly text: string | null }
  | { readonly type: 'documentationAdded'; readonly reference: string | null }
  /** T-23: nobody has decided on what was proposed. */
  | { readonly type: 'documentationLapsed' }
  | { readonly type: 'waitBegun'; readonly reason: string; readonly stopsClock: boolean; readonly thirdParty?: ThirdParty | undefined }
  | { readonly type: 'waitReminded'; readonly ordinal: number }
  | { readonly type: 'closingProposed' }
  /** T-08: he has written while he was asked for his agreement: his reminders begin anew. */
  | { readonly type: 'requesterHeard' }
  | { readonly type: 'waitEnded'; readonly reason: string }
  | { readonly type: 'transferOffered'; readonly offer: Offer; readonly reason: EscalationReason | null }
  | { readonly type: 'transferAcknowledged'; readonly ordinal: number; readonly by: string }
  | { readonly type: 'transferDeclined'; readonly ordinal: number; readonly reason: string }
  | { readonly type: 'transferExpired'; readonly ordinal: number }
  /** It has moved: by an acknowledged offer, cold, by a threshold, by the first line's limit or with its technician. */
  | { readonly type: 'teamChanged'; readonly to: Team; readonly how: 'acknowledged' | 'cold' | 'escalated' | 'first-line-limit' | 'attributed' | 'taken'; readonly reason?: EscalationReason }
  /** T-10: no team of that level is left that never had it; the manager is told. */
  | { readonly type: 'noTeamLeft'; readonly level: Level }
  /** `from`: it is the solution of the common cause, by its ordinal there. */
  | { readonly type: 'solutionProposed'; readonly solution: string; readonly ordinal: number; readonly productUpdate?: ProductUpdate | undefined; readonly from?: { readonly number: TicketNumber; readonly ordinal: number } }
  | { readonly type: 'agreementGiven'; readonly agreement: Agreement }
  | { readonly type: 'agreementRefused'; readonly agreement: Agreement; readonly reason: string }
  | { readonly type: 'causeProposed'; readonly cause: string; readonly responsibility: Responsibility }
  | { readonly type: 'causeConfirmed'; readonly cause: string; readonly responsibility: Responsibility }
  | { readonly type: 'thresholdPassed'; readonly clock: ClockName; readonly ratio: number; readonly dueAtMs: number; readonly isLate: boolean; readonly acts: readonly EscalationAct[] }
  | { readonly type: 'messageAdded'; readonly message: TicketMessage }
  | { readonly type: 'policyApplied'; readonly applied: AppliedTicketPolicy }
  | { readonly type: 'calendarExtended'; readonly calendar: string; readonly frozen: FrozenCalendar }
  | { readonly type: 'ticketClosed'; readonly worksheet: string; readonly satisfaction: number | null; readonly withAgreement: boolean; readonly reason: string | null }
  | { readonly type: 'ticketMerged'; readonly into: TicketNumber }
  /** `broadcasts`: of the common cause, how many messages to all are past. */
  | { readonly type: 'ticketLinked'; readonly other: TicketNumber; readonly kind: LinkKind; readonly turn: number; readonly broadcasts?: number }
  | { readonly type: 'ticketUnlinked'; readonly other: TicketNumber; readonly kind: LinkKind; readonly turn: number };

export const newTicket: TicketState = {
  phase: 'new', opening: null, createdAtMs: 0, contract: 'none', impact: 'administrative-change', priority: 'P5', urgentByMs: null, importance: null, classification: null, team: null, level: 1, assignee: null, attributedTo: null, heldSinceMs: null, attribution: null, exhaustedLevels: [],
  teams: [], offer: null, offers: 0, levels: [], pauses: [], waiting: null, isClosingProposed: false, diagnoses: [], worksheets: [], sales: null, payment: null, documentation: null, takenAtMs: null, solution: null, reopenings: 0, cause: null, fired: [], promisedDueMs: null, tasks: { open: {}, occurrences: {} }, stuck: {}, links: [], parent: null, broadcasts: 0, satisfaction: null,
  agreedAtMs: null, endedAtMs: null,
};
