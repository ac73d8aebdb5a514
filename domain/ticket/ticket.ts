/** A support ticket (chapter 2 of the rules): its words, its state, the commands it takes and the events it is made of. */
import type { FrozenCalendar, Pause } from '../clock/frozen.ts';
import type { EscalationAct, Priority } from '../policy/support.schema.ts';
import type { Policies } from '../policy/policies.schema.ts';

/** `TCK-2026-000123` (T-02). */
export type TicketNumber = string;
export type Level = 1 | 2 | 3;
export const highestLevel = 3 satisfies Level;
/** From the least to the worst (T-05). */
export const impacts = ['administrative-change', 'degradation', 'outage'] as const;
export type Impact = (typeof impacts)[number];
/** T-06. */
export type ContractClass = 'pro' | 'contract' | 'none';
/** How somebody was reached, or reached us (T-01, T-14). */
export type Contact = 'phone' | 'mail' | 'extranet' | 'api' | 'monitoring' | 'backup-check';
/** Who answers for the fault (T-15). */
export const responsibilities = ['operator', 'obl', 'customer', 'supplier', 'force-majeure', 'unknown'] as const;
export type Responsibility = (typeof responsibilities)[number];
/** Why a ticket goes straight to a higher level (T-09). */
export const escalationReasons = ['difficulty', 'urgency', 'dissatisfaction', 'time-lost', 'complexity'] as const;
export type EscalationReason = (typeof escalationReasons)[number];

export type TicketPhase = 'new' | 'registered' | 'in-progress' | 'waiting' | 'agreement' | 'resolved' | 'closed' | 'merged';

/** A team that may have a ticket, as the directory knows it when it is asked. */
export interface Team {
  readonly team: string;
  readonly level: Level;
}

/** What the clock of a contract class promises (T-06). */
export interface ClockTerms {
  /** Null: no promised time. */
  readonly resolutionMs: number | null;
  readonly takingChargeMs: number | null;
  /** Name among the frozen calendars; null: elapsed time round the clock. */
  readonly calendar: string | null;
}

export interface WaitingTerms {
  readonly stopsClock: boolean;
  readonly awaits: 'customer' | 'third-party' | 'ourselves';
  /** After this many reminders without an answer, closing is proposed; null: never. */
  readonly proposeClosingAfterReminders: number | null;
}

/** The numbers of a ticket that are policy and not rule, as it keeps them from its creation on. */
export interface TicketPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  readonly priorities: Policies['service-levels']['priorities'];
  readonly contracts: Readonly<Record<ContractClass, ClockTerms>>;
  /** Open time of the calendars that clocks count in, computed outside the workflow. */
  readonly calendars: Readonly<Record<string, FrozenCalendar>>;
  readonly escalation: Policies['escalation'];
  readonly waiting: Readonly<Record<string, WaitingTerms>>;
  /** T-09: an unsolved ticket leaves the first level after so long; null: no limit. */
  readonly firstLineLimitMs: number | null;
  /** C-03: an offer that is not acknowledged in this time goes to the dispatcher's queue. */
  readonly acknowledgeWithinMs: number;
}

/** What a ticket is opened with (T-02, T-03); who called, and what he said, stay in PostgreSQL. */
export interface TicketOpening {
  readonly number: TicketNumber;
  readonly customerId: string;
  readonly desk: string;
  readonly from: Contact;
  /** The service that the ticket is about; null where the desk's policy takes something else (T-03). */
  readonly rds: string | null;
  readonly contract: ContractClass;
  readonly impact: Impact;
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
  readonly classification: { readonly type: string; readonly symptom: string; readonly category: string } | null;
  /** Null: in the dispatcher's queue, which is no team (T-10). */
  readonly team: Team | null;
  readonly level: Level;
  readonly assignee: string | null;
  /** Every team that had it, the present one too, in order (T-10). */
  readonly teams: readonly string[];
  readonly offer: Offer | null;
  readonly offers: number;
  /** When which level had it, from T0 on. */
  readonly levels: readonly { readonly level: Level; readonly fromMs: number }[];
  readonly pauses: readonly Pause[];
  readonly waiting: { readonly reason: string; readonly sinceMs: number; readonly reminders: number } | null;
  readonly isClosingProposed: boolean;
  readonly takenAtMs: number | null;
  readonly solution: { readonly text: string; readonly proposals: number } | null;
  readonly reopenings: number;
  readonly cause: { readonly cause: string; readonly responsibility: Responsibility; readonly isConfirmed: boolean } | null;
  readonly fired: readonly Fired[];
  readonly agreedAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** Who said yes or no, when, and how (T-14). */
export interface Agreement {
  readonly by: string;
  readonly channel: Contact;
}

export type TicketCommand =
  | { readonly type: 'open'; readonly opening: TicketOpening }
  | { readonly type: 'classify'; readonly classification: NonNullable<TicketState['classification']> }
  | { readonly type: 'prioritise'; readonly impact: Impact; readonly contract: ContractClass; readonly reason: string }
  | { readonly type: 'take'; readonly by: string }
  | { readonly type: 'wait'; readonly reason: string }
  | { readonly type: 'answer' }
  /** Who is awaited was reminded (T-08). */
  | { readonly type: 'reminded' }
  /** T-09, C-03: to a team that never had it. Cold: without script and acknowledgement, and marked so. */
  | { readonly type: 'transfer'; readonly to: Team; readonly mode: 'warm' | 'cold'; readonly reason: EscalationReason | null }
  | { readonly type: 'acknowledgeTransfer'; readonly ordinal: number; readonly by: string }
  | { readonly type: 'declineTransfer'; readonly ordinal: number; readonly reason: string }
  | { readonly type: 'transferExpired'; readonly ordinal: number }
  | { readonly type: 'resolve'; readonly solution: string }
  | { readonly type: 'agree'; readonly agreement: Agreement }
  | { readonly type: 'disagree'; readonly agreement: Agreement; readonly reason: string }
  | { readonly type: 'cause'; readonly cause: string; readonly responsibility: Responsibility; readonly isConfirmed: boolean }
  /** `satisfaction` 1 to 5; null: the requester would not say (T-16). */
  | { readonly type: 'close'; readonly worksheet: string; readonly satisfaction: number | null }
  /** T-08: a supervisor closes a ticket whose requester keeps silent. */
  | { readonly type: 'closeWithoutAgreement'; readonly reason: string; readonly worksheet: string }
  /** One incident is one ticket: the other goes on (T-02). */
  | { readonly type: 'merge'; readonly into: TicketNumber }
  /** A threshold's instant has come; `teams`: those of the directory, for the levels that may be raised to (T-07). */
  | { readonly type: 'thresholdReached'; readonly clock: ClockName; readonly ratio: number; readonly teams: readonly Team[] }
  | { readonly type: 'firstLineLimitReached'; readonly teams: readonly Team[] }
  /** More open time of a calendar was computed. */
  | { readonly type: 'calendarExtended'; readonly calendar: string; readonly frozen: FrozenCalendar };

export type TicketEvent =
  | { readonly type: 'ticketOpened'; readonly opening: TicketOpening }
  | { readonly type: 'ticketClassified'; readonly classification: NonNullable<TicketState['classification']> }
  | { readonly type: 'ticketPrioritised'; readonly impact: Impact; readonly contract: ContractClass; readonly priority: Priority; readonly reason: string }
  | { readonly type: 'ticketTaken'; readonly by: string }
  | { readonly type: 'waitBegun'; readonly reason: string; readonly stopsClock: boolean }
  | { readonly type: 'waitReminded'; readonly ordinal: number }
  | { readonly type: 'closingProposed' }
  | { readonly type: 'waitEnded'; readonly reason: string }
  | { readonly type: 'transferOffered'; readonly offer: Offer; readonly reason: EscalationReason | null }
  | { readonly type: 'transferAcknowledged'; readonly ordinal: number; readonly by: string }
  | { readonly type: 'transferDeclined'; readonly ordinal: number; readonly reason: string }
  | { readonly type: 'transferExpired'; readonly ordinal: number }
  /** It has moved: by an acknowledged offer, cold, by a threshold or by the first line's limit. */
  | { readonly type: 'teamChanged'; readonly to: Team; readonly how: 'acknowledged' | 'cold' | 'escalated' | 'first-line-limit' }
  /** T-10: no team of that level is left that never had it; the manager is told. */
  | { readonly type: 'noTeamLeft'; readonly level: Level }
  | { readonly type: 'solutionProposed'; readonly solution: string; readonly ordinal: number }
  | { readonly type: 'agreementGiven'; readonly agreement: Agreement }
  | { readonly type: 'agreementRefused'; readonly agreement: Agreement; readonly reason: string }
  | { readonly type: 'causeProposed'; readonly cause: string; readonly responsibility: Responsibility }
  | { readonly type: 'causeConfirmed'; readonly cause: string; readonly responsibility: Responsibility }
  | { readonly type: 'thresholdPassed'; readonly clock: ClockName; readonly ratio: number; readonly dueAtMs: number; readonly isLate: boolean; readonly acts: readonly EscalationAct[] }
  | { readonly type: 'calendarExtended'; readonly calendar: string; readonly frozen: FrozenCalendar }
  | { readonly type: 'ticketClosed'; readonly worksheet: string; readonly satisfaction: number | null; readonly withAgreement: boolean; readonly reason: string | null }
  | { readonly type: 'ticketMerged'; readonly into: TicketNumber };

export const newTicket: TicketState = {
  phase: 'new', opening: null, createdAtMs: 0, contract: 'none', impact: 'administrative-change', priority: 'P5', classification: null, team: null, level: 1, assignee: null,
  teams: [], offer: null, offers: 0, levels: [], pauses: [], waiting: null, isClosingProposed: false, takenAtMs: null, solution: null, reopenings: 0, cause: null, fired: [],
  agreedAtMs: null, endedAtMs: null,
};
