/** A deployment: its state, the commands it takes and the events it is made of. */
import type { DocumentKind } from '../documents/kinds.ts';
import type { HeldDocument, OrderFacts } from '../documents/matrix.ts';
import type { CallEnd, CallFailure, StuckCallEvent, StuckCalls } from '../journey/stuck-call.ts';
import type { Task, TaskBook, TaskChanged, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { ChangeCommand, ChangeEvent } from './changes.ts';
import type { CollectionCommand, CollectionEvent, CollectionWait } from './collection.ts';
import type { Meeting, MeetingEvent, MeetingPlan, Meetings } from './meetings.ts';
import { noJeopardies, type Jeopardies, type JeopardyCommand, type JeopardyEvent } from './jeopardy.ts';
import type { TaskInputs } from './steps.schema.ts';
import type { DeploymentStep, EndedSteps, TaskStep } from './steps.ts';
import type { AppliedPolicy, DeliveryPolicy } from './policy.ts';
import type { SuccessionOrigin } from './succession.ts';
import type { Withdrawal, WithdrawalCommand, WithdrawalEvent } from './withdrawal.ts';

/** `AFF-2026-000123`. */
export type DeploymentId = string;
/** `S001`… in the order of the launch file. */
export type SiteKey = string;
export type AccessType = 'ftth' | 'ftto' | 'sdsl' | 'adsl' | '4g';
export type Market = 'private' | 'public';

/** The step under way, or what the deployment does beside the steps. */
export type DeploymentPhase = 'new' | DeploymentStep | 'delivering' | 'cancelling' | 'completed' | 'cancelled' | 'withdrawn';
/** How far a site has come, as it told its deployment. */
export type SiteMilestone = 'waiting' | 'started' | 'delivered' | 'in-service' | 'cancelled';

/** What a site tells its deployment of itself. */
export interface SiteReport {
  readonly milestone: SiteMilestone;
  /** D-23: past a point of no return; it is left by a termination. */
  readonly isPastCancelling: boolean;
}

/** The calls to outside systems that a deployment makes, by name, and whom they call: what a stuck-call task is about (D-24). */
export const deploymentCalls = {
  'register-deployment': 'jarvis', 'withdraw-deployment': 'jarvis', 'tell-assignment': 'jarvis', 'send-welcome': 'mail', 'send-project-report': 'mail',
  'send-invitation': 'mail', 'remind-collection': 'mail', 'escalate-collection': 'mail', 'send-jeopardy': 'mail', 'send-withdrawal': 'mail',
} as const;
export type DeploymentCall = keyof typeof deploymentCalls;

/** The mandatory sales collection, Authotune (D-02). */
export type SalesCollection = TaskInputs['sales-collection'];

/** A document as its journey knows it (D-04); file and name stay outside. */
export interface DeploymentDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  /** SHA-256 of the content, hexadecimal. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

export type Documents = Readonly<Record<string, HeldDocument & { readonly digest: string }>>;

/** Why a deployment changes hands (D-03). */
export type ReassignmentReason = 'absence' | 'load' | 'other';

/** The approvals, each of which may be refused (D-02). */
export type Approval = 'techno-commercial-approval' | 'financial-approval';

/** One line of the backward schedule (D-20). */
export interface MilestoneDate {
  readonly milestone: string;
  /** ISO date. */
  readonly latestOn: string;
}

/** The business facts of a launch that the journey decides on; the whole file stays in PostgreSQL. */
export interface Launch {
  readonly deploymentId: DeploymentId;
  readonly customerId: string;
  /** The centre that the customer belongs to at the launch: figures count by it (C-06); absent: none. */
  readonly centre?: string;
  readonly orderNumber: string;
  readonly market: Market;
  /** What decides on the mandatory documents (1.2). */
  readonly order: Omit<OrderFacts, 'market'>;
  /** ISO date. */
  readonly targetActivationDate: string;
  /** When the customer signed the order, ISO; absent: on the day of the launch (C-08). */
  readonly signedOn?: string;
  /** The latest date of each milestone, computed back from the target (D-20). */
  readonly schedule: readonly MilestoneDate[];
  readonly sites: readonly { readonly site: SiteKey; readonly accessType: AccessType; /** D-08. */ readonly eligible: readonly string[]; /** RDS of the services it takes the place of (C-08). */ readonly replaces?: readonly string[] }[];
  /** C-08: what the services that sites replace are left for; `endsOldOn`: the customer’s own choice of their last day, ISO, whatever becomes of the new ones. Absent where nothing is replaced. */
  readonly succession?: { readonly origin: SuccessionOrigin; readonly endsOldOn: string | null };
  /** The policy version this journey runs under, with its values. */
  readonly policy: DeliveryPolicy;
}

export interface DeploymentState {
  readonly phase: DeploymentPhase;
  /** C-06. */
  readonly phaseSinceMs: number | null;
  readonly launch: Launch | null;
  readonly collection: SalesCollection | null;
  /** By id, oldest first. */
  readonly documents: Documents;
  /** Subject of the coordinator who has the deployment (D-03). */
  readonly coordinator: string | null;
  /** How often a coordinator was named, and up to which of these JARVIS has been told, or a person passed it over (D-03). */
  readonly assignments: { readonly made: number; readonly told: number };
  /** The date set for the launch with the customer (D-06), ISO. */
  readonly customerLaunchOn: string | null;
  /** It took place with the welcome call (D-07). */
  readonly isCustomerLaunchHeld: boolean;
  readonly meetings: Meetings;
  /** The wait for the technical collection (D-07); null before the customer was asked for it. */
  readonly collectionWait: CollectionWait | null;
  /** How often each part of the launch file was changed here (D-25). */
  readonly revisions: Readonly<Record<string, number>>;
  /** Every site on its way works towards the target date of now (D-25). */
  readonly isTargetDateTold: boolean;
  /** C-08: the customer went back on the order. */
  readonly withdrawal: Withdrawal | null;
  /** The technical collection has come: configuration may begin (D-07). */
  readonly isTechnicallyCollected: boolean;
  readonly sites: Readonly<Record<SiteKey, SiteMilestone>>;
  /** Sites past a point of no return (D-23), as they told. */
  readonly pastCancelling: readonly SiteKey[];
  readonly endedSteps: EndedSteps;
  readonly jeopardies: Jeopardies;
  readonly tasks: TaskBook<TaskStep>;
  readonly stuck: StuckCalls<DeploymentCall>;
  readonly launchedAtMs: number | null;
  readonly endedAtMs: number | null;
}

export type DeploymentTask = Task<TaskStep>;

export type DeploymentCommand =
  | { readonly type: 'launch'; readonly launch: Launch }
  /** `isAsBefore`: a history of before a held launch was recalled. */
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: TaskInputs[TaskStep]; readonly isAsBefore?: true }
  /** JARVIS pushes the collection of a BC web: twice, late, before or after it was typed in (D-26). */
  | { readonly type: 'collectionPushed'; readonly collection: SalesCollection; readonly isAsBefore?: true }
  | { readonly type: 'addDocument'; readonly document: DeploymentDocument }
  | { readonly type: 'acceptDocument'; readonly documentId: string }
  | { readonly type: 'rejectDocument'; readonly documentId: string; readonly reason: string }
  | { readonly type: 'reassign'; readonly coordinator: string; readonly reason: ReassignmentReason; readonly comment: string | null }
  /** JARVIS knows who has the deployment, or a person passed the call over (D-03). */
  | { readonly type: 'assignmentTold'; readonly ordinal: number; readonly how: 'went-through' | 'skipped' }
  | { readonly type: 'cancel'; readonly reason: string }
  | WithdrawalCommand
  | ({ readonly type: 'planMeeting'; readonly meeting: Meeting } & MeetingPlan)
  /** Those invited have it. */
  | { readonly type: 'invitationSent'; readonly meeting: Meeting; readonly sequence: number }
  | CollectionCommand
  | ChangeCommand
  /** What the step asks of the outside is done. */
  | { readonly type: 'stepDone'; readonly step: DeploymentStep }
  | { readonly type: 'callFailed'; readonly call: DeploymentCall; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: DeploymentCall; readonly how: CallEnd }
  /** The site deliveries run, each as a journey of its own. */
  | { readonly type: 'sitesStarted'; readonly sites: readonly SiteKey[] }
  /** A site tells how far it has come. */
  | ({ readonly type: 'siteReported'; readonly site: SiteKey } & SiteReport)
  /** An administrator moves running journeys to a version of a policy. */
  | { readonly type: 'applyPolicy'; readonly applied: AppliedPolicy }
  | JeopardyCommand
  /** Every site has ended, or none was started: the journey closes. `isLeftInJarvis`: a person passed over its withdrawal (D-23). */
  | { readonly type: 'end'; readonly isLeftInJarvis: boolean };

export type DeploymentEvent =
  | { readonly type: 'deploymentLaunched'; readonly launch: Launch }
  | TaskOpened<TaskStep>
  | TaskChanged
  | TaskCompleted<TaskStep>
  | TaskWithdrawn
  | { readonly type: 'stepDone'; readonly step: DeploymentStep }
  | { readonly type: 'salesCollectionReceived'; readonly collection: SalesCollection; readonly from: 'typed' | 'jarvis' | 'corrected' }
  /** D-02: refused by who should approve; it goes back to the sales engineer. */
  | { readonly type: 'approvalRefused'; readonly step: Approval; readonly reason: string }
  /** D-04: what the coordinator found wrong with it. */
  | { readonly type: 'salesCollectionRefused'; readonly reason: string }
  /** A callback is a fact: one that changes nothing is recorded, with the reason. */
  | { readonly type: 'callbackIgnored'; readonly fact: 'collection-pushed'; readonly reason: string }
  | { readonly type: 'coordinatorAssigned'; readonly coordinator: string }
  | { readonly type: 'coordinatorReassigned'; readonly from: string; readonly to: string; readonly reason: ReassignmentReason; readonly comment: string | null }
  | { readonly type: 'assignmentTold'; readonly ordinal: number; readonly how: 'went-through' | 'skipped' }
  | { readonly type: 'documentAdded'; readonly document: DeploymentDocument }
  | { readonly type: 'documentAccepted'; readonly documentId: string; readonly kind: DocumentKind }
  | { readonly type: 'documentRejected'; readonly documentId: string; readonly kind: DocumentKind; readonly reason: string }
  | StuckCallEvent<DeploymentCall>
  | MeetingEvent
  | CollectionEvent
  | ChangeEvent
  | { readonly type: 'deploymentCancellationRequested'; readonly reason: string }
  | WithdrawalEvent
  | { readonly type: 'siteDeliveriesStarted'; readonly sites: readonly SiteKey[] }
  | { readonly type: 'siteMilestoneReached'; readonly site: SiteKey; readonly milestone: SiteMilestone }
  /** D-23: the site passed a point of no return, or a policy applied since has moved that beyond it again. */
  | { readonly type: 'siteReturnChanged'; readonly site: SiteKey; readonly isPastCancelling: boolean }
  | { readonly type: 'policyApplied'; readonly applied: AppliedPolicy }
  | JeopardyEvent
  | { readonly type: 'deploymentCompleted' }
  | { readonly type: 'deploymentCancelled' }
  /** C-08: cancelled because the customer withdrew. */
  | { readonly type: 'deploymentWithdrawn' };

export const newDeployment: DeploymentState = {
  phase: 'new', phaseSinceMs: null, launch: null, collection: null, documents: {}, coordinator: null, assignments: { made: 0, told: 0 }, customerLaunchOn: null, isCustomerLaunchHeld: false,
  meetings: {}, collectionWait: null, revisions: {}, isTargetDateTold: true, withdrawal: null, isTechnicallyCollected: false,
  sites: {}, pastCancelling: [], endedSteps: {}, jeopardies: noJeopardies, tasks: { open: {}, occurrences: {} }, stuck: {}, launchedAtMs: null, endedAtMs: null,
};

/** `S001` for the first site of the launch file. */
export function siteKey(index: number): SiteKey {
  return `S${String(index + 1).padStart(3, '0')}`;
}

/** The journey id of a site: `AFF-2026-000123/S001`. */
export function siteJourneyId(deploymentId: DeploymentId, site: SiteKey): string {
  return `${deploymentId}/${site}`;
}

export function noneStarted(state: DeploymentState): boolean {
  return Object.values(state.sites).every((milestone) => milestone === 'waiting');
}

/** True too when none was started. */
export function everyStartedSiteHasEnded(state: DeploymentState): boolean {
  return Object.values(state.sites).every((milestone) => milestone === 'waiting' || milestone === 'in-service' || milestone === 'cancelled');
}

export function everySiteHasEnded(state: DeploymentState): boolean {
  return Object.values(state.sites).every((milestone) => milestone === 'in-service' || milestone === 'cancelled');
}
