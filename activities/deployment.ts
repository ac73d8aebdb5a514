/** The outside calls of a deployment and its sites: what the workflow asks for by key, turned into calls of the ports. */
import { ApplicationFailure } from '@temporalio/common';
import type { BillingPort } from '../ports/billing.ts';
import type { OblCancelAnswer, OblOrderAnswer, OblOrderState, OblPort } from '../ports/obl.ts';
import { siteKey, type AccessType } from '../domain/deployment/deployment.ts';
import type { LaunchFile } from '../domain/deployment/launch.schema.ts';

export interface SiteReference {
  readonly deploymentId: string;
  readonly site: string;
}

/** On the queue of the OBL. */
export interface OblActivities {
  placeAccessOrder(order: SiteReference & { orderKey: string; accessType: AccessType }): Promise<OblOrderAnswer>;
  readAccessOrder(orderKey: string): Promise<OblOrderState>;
  remindObl(orderKey: string, ordinal: number): Promise<void>;
  cancelAccessOrder(orderKey: string): Promise<OblCancelAnswer>;
}

/** On the queue of billing. */
export interface BillingActivities {
  /** `from`: first day billed, ISO date, included (D-18). */
  startBilling(start: SiteReference & { from: string }): Promise<{ subscriptionReference: string }>;
}

/** Reads the launch file of a deployment; addresses and prices stay in PostgreSQL. */
export type ReadLaunchFile = (deploymentId: string) => Promise<LaunchFile>;

export function oblActivities(obl: OblPort, readLaunchFile: ReadLaunchFile): OblActivities {
  return {
    async placeAccessOrder({ deploymentId, site, orderKey, accessType }) {
      const { address } = siteOf(await fileOf(readLaunchFile, deploymentId), site);
      return await obl.placeOrder({ orderKey, accessType, address });
    },
    readAccessOrder: (orderKey) => obl.orderState(orderKey),
    remindObl: (orderKey, ordinal) => obl.remind(orderKey, ordinal),
    cancelAccessOrder: (orderKey) => obl.cancelOrder(orderKey),
  };
}

export function billingActivities(billing: BillingPort, readLaunchFile: ReadLaunchFile): BillingActivities {
  return {
    async startBilling({ deploymentId, site, from }) {
      const file = await fileOf(readLaunchFile, deploymentId);
      const { lines } = siteOf(file, site);
      const { customerId, engagementMonths } = file;
      const answer = await billing.start({ billingKey: `${deploymentId}.${site}`, customerId, from, engagementMonths, lines });
      // Until the controls of D-31 stand before it, a refusal of billing is for a person to see.
      if (answer.outcome === 'refused') throw ApplicationFailure.nonRetryable(`billing refused: ${answer.reason}`, 'outside.rejected');
      return { subscriptionReference: answer.subscriptionReference };
    },
  };
}

/** A database that is away is not the outside system's fault, and the stuck call says so. */
async function fileOf(readLaunchFile: ReadLaunchFile, deploymentId: string): Promise<LaunchFile> {
  try {
    return await readLaunchFile(deploymentId);
  } catch (error) {
    throw ApplicationFailure.retryable(`the launch file of ${deploymentId} cannot be read`, 'record-away', error instanceof Error ? error.name : undefined);
  }
}

function siteOf(file: LaunchFile, site: string): LaunchFile['sites'][number] {
  const found = file.sites.find((_, index) => siteKey(index) === site);
  if (!found) throw ApplicationFailure.nonRetryable(`the launch file has no site ${site}`, 'outside.rejected');
  return found;
}
