/** A deployment: its state, the commands it takes and the events it is made of. */
import type { Task, TaskBook, TaskCompleted, TaskOpened, TaskWithdrawn } from '../journey/task.ts';
import type { TaskInputs } from './steps.schema.ts';
import type { TaskStep } from './steps.ts';
import type { AppliedPolicy, DeliveryPolicy } from './policy.ts';

/** `AFF-2026-000123`. */
export type DeploymentId = string;
/** `S001`… in the order of the launch file. */
export type SiteKey = string;
export type AccessType = 'ftth' | 'ftto' | 'sdsl' | 'adsl' | '4g';
export type Market = 'private' | 'public';

export type DeploymentPhase = 'new' | 'validating' | 'delivering' | 'cancelling' | 'completed' | 'cancelled';
/** How far a site has come, as it told its deployment. */
export type SiteMilestone = 'waiting' | 'started' | 'delivered' | 'in-service' | 'cancelled';

/** The business facts of a launch that the journey decides on; the whole file stays in PostgreSQL. */
export interface Launch {
  readonly deploymentId: DeploymentId;
  readonly customerId: string;
  readonly orderNumber: string;
  readonly market: Market;
  /** ISO date. */
  readonly targetActivationDate: string;
  readonly sites: readonly { readonly site: SiteKey; readonly accessType: AccessType }[];
  /** The policy version this journey runs under, with its values. */
  readonly policy: DeliveryPolicy;
}

export interface DeploymentState {
  readonly phase: DeploymentPhase;
  readonly launch: Launch | null;
  readonly sites: Readonly<Record<SiteKey, SiteMilestone>>;
  readonly tasks: TaskBook<TaskStep>;
  readonly launchedAtMs: number | null;
  readonly endedAtMs: number | null;
}

export type DeploymentTask = Task<TaskStep>;

export type DeploymentCommand =
  | { readonly type: 'launch'; readonly launch: Launch }
  | { readonly type: 'completeTask'; readonly taskId: string; readonly input: TaskInputs[TaskStep] }
  | { readonly type: 'cancel'; readonly reason: string }
  /** The site deliveries run, each as a journey of its own. */
  | { readonly type: 'sitesStarted'; readonly sites: readonly SiteKey[] }
  /** A site tells how far it has come. */
  | { readonly type: 'siteReported'; readonly site: SiteKey; readonly milestone: SiteMilestone }
  /** An administrator moves running journeys to a version of a policy. */
  | { readonly type: 'applyPolicy'; readonly applied: AppliedPolicy }
  /** Every site has ended, or none was started: the journey closes. */
  | { readonly type: 'end' };

export type DeploymentEvent =
  | { readonly type: 'deploymentLaunched'; readonly launch: Launch }
  | TaskOpened<TaskStep>
  | TaskCompleted<TaskStep>
  | TaskWithdrawn
  | { readonly type: 'deploymentCancellationRequested'; readonly reason: string }
  | { readonly type: 'siteDeliveriesStarted'; readonly sites: readonly SiteKey[] }
  | { readonly type: 'siteMilestoneReached'; readonly site: SiteKey; readonly milestone: SiteMilestone }
  | { readonly type: 'policyApplied'; readonly applied: AppliedPolicy }
  | { readonly type: 'deploymentCompleted' }
  | { readonly type: 'deploymentCancelled' };

export const newDeployment: DeploymentState = {
  phase: 'new', launch: null, sites: {}, tasks: { open: {}, occurrences: {} }, launchedAtMs: null, endedAtMs: null,
};

/** `S001` for the first site of the launch file. */
export function siteKey(index: number): SiteKey {
  return `S${String(index + 1).padStart(3, '0')}`;
}

/** The journey id of a site: `AFF-2026-000123/S001`. */
export function siteJourneyId(deploymentId: DeploymentId, site: SiteKey): string {
  return `${deploymentId}/${site}`;
}

/** Sites beyond the point of no return of D-23: the OBL's delivery report has come. */
export function deliveredSites(state: DeploymentState): SiteKey[] {
  return Object.entries(state.sites).filter(([, milestone]) => milestone === 'delivered' || milestone === 'in-service').map(([site]) => site);
}

/** True too when none was started. */
export function everyStartedSiteHasEnded(state: DeploymentState): boolean {
  return Object.values(state.sites).every((milestone) => milestone === 'waiting' || milestone === 'in-service' || milestone === 'cancelled');
}

export function everySiteHasEnded(state: DeploymentState): boolean {
  return Object.values(state.sites).every((milestone) => milestone === 'in-service' || milestone === 'cancelled');
}
