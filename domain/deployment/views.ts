/** What lists and screens show of a deployment and its sites: pure projections of their states. */
import type { DeploymentState } from './deployment.ts';
import { nextValidationReminderAtMs } from './billing.ts';
import { isAtRisk, type Jeopardies, type Jeopardy } from './jeopardy.ts';
import { nextReminderAtMs } from './obl-wait.ts';
import { deliveredOn, type SiteState } from './site.ts';

/** A milestone at risk (D-21), as people read of it. Dates in ISO. */
export type JeopardyRow = { readonly milestone: string } & Pick<Jeopardy, 'threshold' | 'latestOn' | 'expectedOn' | 'cause'>;

/** One row of the list of deployments. Instants in epoch milliseconds, dates in ISO. */
export interface DeploymentRow {
  readonly id: string;
  readonly customerId: string;
  readonly orderNumber: string;
  readonly market: string;
  readonly phase: DeploymentState['phase'];
  readonly targetDate: string;
  readonly siteCount: number;
  readonly coordinator: string | null;
  /** D-21; of its own, not of its sites. */
  readonly atRisk: boolean;
  readonly jeopardies: readonly JeopardyRow[];
  readonly launchedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface SiteRow {
  readonly deploymentId: string;
  readonly site: string;
  readonly customerId: string;
  readonly accessType: string;
  readonly phase: SiteState['phase'];
  readonly obl: string | null;
  readonly orderKey: string | null;
  readonly oblReference: string | null;
  readonly plannedDeliveryDate: string | null;
  /** The slot agreed or proposed, RFC 3339. */
  readonly slotStartsAt: string | null;
  readonly deliveredOn: string | null;
  readonly rds: string | null;
  readonly subscriptionReference: string | null;
  readonly nextReminderAtMs: number | null;
  /** D-12, D-21. */
  readonly atRisk: boolean;
  readonly jeopardies: readonly JeopardyRow[];
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
}

/** @throws {Error} on a state before its launch: nothing is recorded before it. */
export function deploymentRow({ launch, phase, coordinator, jeopardies, launchedAtMs, endedAtMs }: DeploymentState): DeploymentRow {
  if (!launch || launchedAtMs === null) throw new Error('a deployment without a launch has no row');
  return {
    id: launch.deploymentId, customerId: launch.customerId, orderNumber: launch.orderNumber, market: launch.market, phase,
    targetDate: launch.targetActivationDate, siteCount: launch.sites.length, coordinator, atRisk: isAtRisk({ jeopardies }), jeopardies: jeopardyRows(jeopardies), launchedAtMs, endedAtMs,
  };
}

/** @throws {Error} on a state before its opening. */
export function siteRow(state: SiteState): SiteRow {
  const { opening, order, slot, phase, rds, subscriptionReference, openedAtMs, endedAtMs } = state;
  if (!opening || openedAtMs === null) throw new Error('a site without an opening has no row');
  return {
    deploymentId: opening.deploymentId, site: opening.site, customerId: opening.customerId, accessType: opening.accessType, phase,
    obl: order?.obl ?? null, orderKey: order?.orderKey ?? null, oblReference: order?.oblReference ?? null, plannedDeliveryDate: order?.plannedDeliveryDate ?? null,
    slotStartsAt: slot && slot.status !== 'dropped' ? slot.startsAt : null,
    deliveredOn: deliveredOn(state), rds, subscriptionReference, nextReminderAtMs: nextReminderAtMs(state) ?? nextValidationReminderAtMs(state),
    atRisk: isAtRisk(state), jeopardies: jeopardyRows(state.jeopardies), openedAtMs, endedAtMs,
  };
}

/** By their number: a state that comes back from PostgreSQL has its keys in another order. */
function jeopardyRows({ open }: Jeopardies): JeopardyRow[] {
  return Object.entries(open).toSorted(([, one], [, other]) => one.ordinal - other.ordinal).map(([milestone, { threshold, latestOn, expectedOn, cause }]) => ({ milestone, threshold, latestOn, expectedOn, cause }));
}
