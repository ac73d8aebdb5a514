/** A backup in trouble (T-21): from its first failing night until it works again; its words, its state, the commands it takes and the events it is made of. */
import type { Applied } from '../journey/applied-policy.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { TaskBook, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';

/** The day on which a night began, ISO. */
export type Night = string;
/** What a night came to; one that nobody told of counts as such, not as well. */
export type NightOutcome = 'succeeded' | 'failed' | 'missing';

/** The calls that a trouble makes, with the system of each (D-24). */
export const backupCalls = { 'tell-network-admin': 'mail', 'tell-customer': 'mail', 'tell-recovery': 'mail' } as const;
export type BackupCall = keyof typeof backupCalls;
export type BackupStep = 'backup-connect' | 'stuck-call';

/** The numbers of a trouble that are policy and not rule: it keeps those that it was opened under, until an explicit command moves it. */
export interface BackupPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  /** Failing nights after which a ticket is opened. */
  readonly failureNights: number;
  /** How long a call outside is tried before it is shown, and how often after that. */
  readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number };
}

export interface BackupOpening {
  readonly id: string;
  readonly job: string;
  /** Whose it is; null: our own. */
  readonly customerId: string | null;
  /** Checked by connecting to the customer's system. */
  readonly isCritical: boolean;
  readonly policy: BackupPolicy;
}

export interface FailingNight {
  readonly night: Night;
  readonly outcome: Exclude<NightOutcome, 'succeeded'>;
}

export interface BackupState {
  readonly phase: 'new' | 'watched' | 'ticketed' | 'over';
  readonly opening: BackupOpening | null;
  /** In order; a night that went well begins them anew. */
  readonly nights: readonly FailingNight[];
  /** The newest night that was told, well or not: older ones change nothing. */
  readonly lastNight: Night | null;
  readonly ticket: string | null;
  /** The last night that the network administrator was told of, of our own backups. */
  readonly adminToldOf: Night | null;
  readonly isCustomerTold: boolean;
  /** When the backup worked again. */
  readonly recoveredAtMs: number | null;
  readonly tasks: TaskBook<BackupStep>;
  readonly stuck: StuckCalls<BackupCall>;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

export type BackupCommand =
  | { readonly type: 'open'; readonly opening: BackupOpening }
  /** What a night came to, told in the morning, late or corrected. */
  | { readonly type: 'nightTold'; readonly night: Night; readonly outcome: NightOutcome }
  /** `after`: the one that it had, which has ended while the failure goes on. */
  | { readonly type: 'ticketOpened'; readonly ticket: string; readonly after?: string }
  | { readonly type: 'adminTold'; readonly night: Night }
  | { readonly type: 'customerTold' }
  | { readonly type: 'end' }
  /** A later version of a policy that it runs under. */
  | { readonly type: 'applyPolicy'; readonly applied: Applied<BackupPolicy> }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: BackupTaskInput }
  | { readonly type: 'callFailed'; readonly call: BackupCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: BackupCall; readonly how: CallEnd };

export type BackupTaskInput =
  | { readonly choice: 'retry' | 'skip'; readonly comment: string }
  /** What was found on the customer's system. */
  | { readonly isRestorable: boolean; readonly comment: string };

export type BackupEvent =
  | { readonly type: 'backupTroubleOpened'; readonly opening: BackupOpening }
  | { readonly type: 'nightFailed'; readonly night: Night; readonly outcome: FailingNight['outcome'] }
  | { readonly type: 'backupRecovered'; readonly night: Night }
  | { readonly type: 'backupTicketOpened'; readonly ticket: string }
  | { readonly type: 'adminTold'; readonly night: Night }
  | { readonly type: 'customerTold' }
  | { readonly type: 'backupTroubleEnded' }
  | { readonly type: 'policyApplied'; readonly applied: Applied<BackupPolicy> }
  | TaskOpened<BackupStep> | TaskCompleted<BackupStep> | TaskWithdrawn | StuckCallEvent<BackupCall>;

export const newBackupTrouble: BackupState = {
  phase: 'new', opening: null, nights: [], lastNight: null, ticket: null, adminToldOf: null, isCustomerTold: false, recoveredAtMs: null, tasks: { open: {}, occurrences: {} }, stuck: {}, openedAtMs: 0, endedAtMs: null,
};

/** `BKP-2026-11-20-martin-serveur`: one trouble of a job per first failing night, whoever finds it (T-21). */
export function troubleId(job: string, firstNight: Night): string {
  return `BKP-${firstNight}-${job}`;
}

/** T-21: a failure that persists is one ticket of that customer; our own have no customer. */
export function wantsTicket({ opening, nights, ticket, recoveredAtMs }: BackupState): boolean {
  return opening !== null && opening.customerId !== null && ticket === null && recoveredAtMs === null && nights.length >= opening.policy.failureNights;
}

/** The night of ours that the network administrator is still to be told of (T-21). */
export function untoldNight({ opening, nights, adminToldOf }: BackupState): FailingNight | null {
  const last = nights.at(-1);
  return opening?.customerId === null && last && last.night > (adminToldOf ?? '') ? last : null;
}
