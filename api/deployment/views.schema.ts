/** What the API shows of deployments. */
import { z } from 'zod';
import { dateOfOurTime } from '../../domain/calendar/date.schema.ts';
import { meetings } from '../../domain/deployment/meetings.ts';
import { deploymentSteps, siteSteps } from '../../domain/deployment/steps.ts';
import { successionOrigins, successionStages } from '../../domain/deployment/succession.ts';
import { actorName, personName } from '../people/views.schema.ts';
import { jeopardyView } from './schedule-views.schema.ts';

const instant = z.iso.datetime();
const jeopardies = z.array(jeopardyView).optional().meta({ description: 'Milestones at risk (D-21); for the house only' });

export const reassignment = z.strictObject({
  coordinator: z.string().trim().min(1).max(100).meta({ description: 'Subject of a coordinator of one’s own team' }),
  reason: z.enum(['absence', 'load', 'other']),
  comment: z.string().trim().min(1).max(2000).optional(),
});

export const withdrawal = z.strictObject({
  reason: z.string().trim().min(1).max(2000).optional().meta({ description: 'A customer need not give one' }),
  declaredOn: dateOfOurTime.optional().meta({ description: 'The day of the letter or mail by which the customer declared it, for who registers it; absent: today' }),
});

export const siteView = z.object({
  site: z.string(),
  label: z.string().nullable().meta({ description: 'What the order calls it' }),
  city: z.string().nullable(),
  accessType: z.string(),
  phase: z.string().meta({ description: `The step under way (${siteSteps.join(', ')}), or obl-choice, order-refused, visit-blocked, reordering, in-service, undoing, cancelled; for a customer the next that concerns him (D-22)` }),
  obl: z.string().nullable().meta({ description: 'Code of the OBL that has the order (D-08); for the house only, as its name, the order and the reminders are' }),
  oblName: z.string().nullable().meta({ description: 'What the policy `obls` calls it' }),
  orderKey: z.string().nullable(),
  oblReference: z.string().nullable(),
  plannedDeliveryDate: z.iso.date().nullable(),
  slotStartsAt: instant.nullable().meta({ description: 'The slot proposed or agreed (D-10)' }),
  deliveredOn: z.iso.date().nullable().meta({ description: 'The MAD date: line and equipment in place; the first day billed (D-18)' }),
  rds: z.string().nullable().meta({ description: 'Service reference (D-16)' }),
  subscriptionReference: z.string().nullable(),
  nextReminderAt: instant.nullable(),
  risk: z.object({ cause: z.enum(['equipment-late']), availableOn: z.iso.date().nullable(), plannedDeliveryDate: z.iso.date() }).nullable()
    .meta({ description: 'Why the delivery may not happen when it is planned (D-12)' }),
  jeopardies,
  endedAt: instant.nullable(),
}).meta({ id: 'Site' });

export const successionView = z.object({
  site: z.string(),
  origin: z.enum(successionOrigins).meta({ description: 'A change of offer or equipment, or a move (C-08)' }),
  services: z.array(z.string()).meta({ description: 'RDS of the services that it takes the place of' }),
  endsOldOn: z.iso.date().nullable().meta({ description: 'Their last day by the customer’s own choice' }),
  acceptedOn: z.iso.date().nullable().meta({ description: 'First day of the new service, as its notice says' }),
  isGivenUp: z.boolean().meta({ description: 'The new service does not come' }),
  termination: z.string().nullable().meta({ description: 'Of the old services; null until it is opened' }),
  stage: z.enum(successionStages).nullable().meta({ description: 'held: waits for the new service; released: on its way; ended; kept: the old services stay' }),
  oldEndsOn: z.iso.date().nullable().meta({ description: 'Last day of the old services, billed; null before it is known' }),
}).meta({ id: 'Succession' });

export const deploymentSummary = z.object({
  id: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  orderNumber: z.string(),
  market: z.string(),
  phase: z.string().meta({ description: `The step under way (${deploymentSteps.join(', ')}), or delivering, cancelling, completed, cancelled, withdrawn; for a customer the next that concerns him (D-22)` }),
  targetActivationDate: z.iso.date(),
  siteCount: z.int(),
  coordinator: z.string().nullable().meta({ description: 'Subject of the coordinator who has it (D-03); for the house only' }),
  coordinatorName: personName,
  atRisk: z.boolean().optional().meta({ description: 'A milestone of it or of one of its sites is at risk (D-21); for the house only' }),
  launchedAt: instant,
  endedAt: instant.nullable(),
}).meta({ id: 'DeploymentSummary' });

export const deploymentView = deploymentSummary.extend({
  schedule: z.array(z.object({ milestone: z.string(), latestOn: z.iso.date() })).meta({ description: 'The latest date of each milestone (D-20); for a customer, of those that concern him (D-22)' }),
  jeopardies,
  sites: z.array(siteView),
  successions: z.array(successionView).meta({ description: 'Sites that take the place of services in place (C-08)' }),
  meetings: z.array(z.object({ meeting: z.enum(meetings), startsAt: instant, endsAt: instant, place: z.string().nullable(), isCancelled: z.boolean() }))
    .meta({ description: 'The meetings of the kick-off that were planned (D-05 to D-07)' }),
  openTasks: z.array(z.object({ id: z.string(), step: z.string(), owner: z.string(), site: z.string().nullable() })),
}).meta({ id: 'Deployment' });

export const timelineEntry = z.object({
  journeyId: z.string(),
  number: z.int(),
  at: instant,
  type: z.string(),
  actor: z.string(),
  actorName,
  channel: z.string(),
  requestId: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
}).meta({ id: 'TimelineEntry' });
