/** What the API shows of deployments. */
import { z } from 'zod';

const instant = z.iso.datetime();

export const siteView = z.object({
  site: z.string(),
  accessType: z.string(),
  phase: z.string().meta({ description: 'new, ordering, order-refused, awaiting-acknowledgement, awaiting-delivery-report, starting-billing, in-service, undoing, cancelled' }),
  orderKey: z.string().nullable(),
  oblReference: z.string().nullable(),
  plannedDeliveryDate: z.iso.date().nullable(),
  deliveredOn: z.iso.date().nullable(),
  subscriptionReference: z.string().nullable(),
  nextReminderAt: instant.nullable(),
  endedAt: instant.nullable(),
}).meta({ id: 'Site' });

export const deploymentSummary = z.object({
  id: z.string(),
  customerId: z.string(),
  orderNumber: z.string(),
  market: z.string(),
  phase: z.string().meta({ description: 'validating, delivering, cancelling, completed, cancelled' }),
  targetActivationDate: z.iso.date(),
  siteCount: z.int(),
  launchedAt: instant,
  endedAt: instant.nullable(),
}).meta({ id: 'DeploymentSummary' });

export const deploymentView = deploymentSummary.extend({
  sites: z.array(siteView),
  openTasks: z.array(z.object({ id: z.string(), step: z.string(), owner: z.string(), site: z.string().nullable() })),
}).meta({ id: 'Deployment' });

export const timelineEntry = z.object({
  journeyId: z.string(),
  number: z.int(),
  at: instant,
  type: z.string(),
  actor: z.string(),
  channel: z.string(),
  requestId: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
}).meta({ id: 'TimelineEntry' });
