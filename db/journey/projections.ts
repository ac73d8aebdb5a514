/** The read models that are made from a journey's events in the recorder's transaction, and again by the rebuild. */
import type { AppointmentState } from '../../domain/appointment/appointment.ts';
import type { BackupState } from '../../domain/backup/backup.ts';
import type { ComplaintState } from '../../domain/complaint/complaint.ts';
import type { DeploymentState } from '../../domain/deployment/deployment.ts';
import type { SiteEvent, SiteState } from '../../domain/deployment/site.ts';
import { dateOfInstant } from '../../domain/deployment/policy.ts';
import { deploymentRow, siteRow } from '../../domain/deployment/views.ts';
import type { FollowUpState } from '../../domain/follow-up/follow-up.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import type { TaskChanged, TaskCompleted, TaskOpened, TaskWithdrawn } from '../../domain/journey/task.ts';
import type { OrderState } from '../../domain/order/order.ts';
import type { ReplacementState } from '../../domain/replacement/replacement.ts';
import type { TerminationState } from '../../domain/termination/termination.ts';
import type { TicketState } from '../../domain/ticket/ticket.ts';
import { projectAppointment } from '../appointment/appointments.ts';
import { recordDelivered } from '../customer/delivered.ts';
import { projectBackup } from '../backup/projection.ts';
import { projectFollowUp } from '../follow-up/follow-ups.ts';
import { projectComplaint } from '../complaint/projection.ts';
import { projectOrder } from '../order/projection.ts';
import { projectReplacement } from '../replacement/replacements.ts';
import { projectTermination } from '../termination/projection.ts';
import { projectTicket } from '../ticket/projection.ts';
import { projectSuccessionOfSite, projectSuccessionOfTermination, projectSuccessions } from '../deployment/successions.ts';
import { projectLaunchChanges } from '../deployment/launch-changes.ts';
import { projectDocuments } from '../documents/projection.ts';
import { instant } from '../instant.ts';
import type { Client } from '../pool.ts';
import { factsOf, type Happened } from '../../domain/steering/of-journeys.ts';
import { keepFacts } from '../steering/facts.ts';
import { projectBasket, projectCoordinator } from '../tasks/basket.ts';
import { projectStuckCalls } from './stuck-calls.ts';

/** Whom and what a journey is about. */
export interface Subject {
  readonly customerId: string;
  /** Null of what is no part of one. */
  readonly deploymentId: string | null;
  readonly site: string | null;
}

export function subjectOf(kind: JourneyKind, state: unknown): Subject {
  if (kind === 'deployment') {
    const { id, customerId } = deploymentRow(state as DeploymentState);
    return { customerId, deploymentId: id, site: null };
  }
  if (kind === 'site') {
    const { deploymentId, customerId, site } = siteRow(state as SiteState);
    return { customerId, deploymentId, site };
  }
  return { customerId: (state as TicketState | ReplacementState | BackupState | TerminationState | OrderState | AppointmentState | FollowUpState | ComplaintState).opening?.customerId ?? '', deploymentId: null, site: null };
}

/** Writes the rows that lists are read from: the state's own row, and what the events opened, changed, closed, brought and sent. @param before the state before the events, none for a new journey */
export async function project(client: Client, { journeyId, kind }: { journeyId: string; kind: JourneyKind }, happened: Happened, before?: unknown): Promise<void> {
  const events = happened.map(({ recorded }) => recorded);
  const state = happened.at(-1)?.after;
  if (kind === 'deployment') {
    await projectSuccessions(client, state as DeploymentState, events);
    await projectDeployment(client, state as DeploymentState, before as DeploymentState | undefined);
  }
  else if (kind === 'site') await projectSite(client, state as SiteState, (before as SiteState | undefined)?.rds ?? null, events);
  else if (kind === 'ticket') await projectTicket(client, state as TicketState, events);
  else if (kind === 'termination') {
    await projectTermination(client, state as TerminationState, events);
    await projectSuccessionOfTermination(client, state as TerminationState);
  }
  else if (kind === 'order') await projectOrder(client, state as OrderState, events);
  else if (kind === 'appointment') await projectAppointment(client, state as AppointmentState);
  else if (kind === 'followUp') await projectFollowUp(client, state as FollowUpState);
  else if (kind === 'complaint') await projectComplaint(client, state as ComplaintState);
  else if (kind === 'replacement') await projectReplacement(client, state as ReplacementState);
  else await projectBackup(client, state as BackupState);
  await keepFacts(client, factsOf(kind, happened));
  const subject = subjectOf(kind, state);
  await projectTasks(client, journeyId, subject, events);
  await projectBasket(client, { journeyId, kind, ...subject }, before, state);
  await projectStuckCalls(client, { journeyId, ...subject }, before as { stuck: SiteState['stuck'] } | undefined, state as { stuck: SiteState['stuck'] });
  const { customerId, deploymentId, site } = subject;
  if (deploymentId === null) return;
  await projectDocuments(client, { customerId, deploymentId, site }, events);
  await projectLaunchChanges(client, deploymentId, events);
}

async function projectDeployment(client: Client, state: DeploymentState, before?: DeploymentState): Promise<void> {
  const row = deploymentRow(state);
  await client.query({
    name: 'project-deployment',
    text: `
      INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, coordinator, at_risk, jeopardies, launched_at, ended_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, target_date = excluded.target_date, coordinator = excluded.coordinator,
        at_risk = excluded.at_risk, jeopardies = excluded.jeopardies, ended_at = excluded.ended_at`,
    values: [row.id, row.customerId, row.orderNumber, row.market, row.phase, row.targetDate, row.siteCount, row.coordinator, row.atRisk, JSON.stringify(row.jeopardies), instant(row.launchedAtMs), instant(row.endedAtMs)],
  });
  if (before && before.coordinator !== row.coordinator) await projectCoordinator(client, row.id, row.coordinator, before.coordinator);
}

async function projectSite(client: Client, state: SiteState, rdsBefore: string | null, events: readonly RecordedEvent[]): Promise<void> {
  const row = siteRow(state);
  await projectSuccessionOfSite(client, state);
  await client.query({
    name: 'project-site',
    text: `
      INSERT INTO sites (deployment_id, site, access_type, phase, order_key, obl_reference, planned_delivery_date, slot_starts_at, delivered_on, rds, subscription_reference, next_reminder_at, at_risk, jeopardies, opened_at, ended_at, obl)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      ON CONFLICT (deployment_id, site) DO UPDATE SET phase = excluded.phase, order_key = excluded.order_key, obl_reference = excluded.obl_reference,
        planned_delivery_date = excluded.planned_delivery_date, slot_starts_at = excluded.slot_starts_at, delivered_on = excluded.delivered_on, rds = excluded.rds,
        subscription_reference = excluded.subscription_reference, next_reminder_at = excluded.next_reminder_at,
        at_risk = excluded.at_risk, jeopardies = excluded.jeopardies, ended_at = excluded.ended_at, obl = excluded.obl`,
    values: [
      row.deploymentId, row.site, row.accessType, row.phase, row.orderKey, row.oblReference, row.plannedDeliveryDate, row.slotStartsAt, row.deliveredOn,
      row.rds, row.subscriptionReference, instant(row.nextReminderAtMs), row.atRisk, JSON.stringify(row.jeopardies), instant(row.openedAtMs), instant(row.endedAtMs), row.obl,
    ],
  });
  if (row.rds !== rdsBefore) await projectService(client, row);
  for (const { event, atMs } of events) {
    // D-16: it is accepted, and has its service.
    if (event.type === 'serviceRegistered') await recordDelivered(client, { ...row, rds: (event as Extract<SiteEvent, { type: 'serviceRegistered' }>).rds, atMs });
    // D-23: it was taken back; nobody reports a fault of it, or ends it.
    if (event.type === 'siteCancelled') await endCancelledService(client, row, dateOfInstant((state.opening as NonNullable<SiteState['opening']>).policy, atMs));
    if (event.type === 'billingStarted') await projectEngagement(client, row, (event as Extract<SiteEvent, { type: 'billingStarted' }>).from);
  }
}

/** T-03: what tickets name. */
async function projectService(client: Client, { rds, customerId, accessType, deploymentId, site }: ReturnType<typeof siteRow>): Promise<void> {
  await client.query({
    name: 'project-service',
    text: 'INSERT INTO services (rds, customer_id, access_type, deployment_id, site) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    values: [rds, customerId, accessType, deploymentId, site],
  });
}

async function endCancelledService(client: Client, { deploymentId, site }: ReturnType<typeof siteRow>, endedOn: string): Promise<void> {
  await client.query({ name: 'project-service-cancelled', text: 'UPDATE services SET ended_on = $3 WHERE deployment_id = $1 AND site = $2 AND ended_on IS NULL', values: [deploymentId, site, endedOn] });
}

/** what it costs and how long it binds, by the offer as it is billed, from the day that counts (D-18). */
async function projectEngagement(client: Client, { rds, deploymentId, site }: ReturnType<typeof siteRow>, from: string): Promise<void> {
  await client.query({
    name: 'project-service-engagement',
    text: `UPDATE services SET in_service_on = $2::date, monthly_cents = offer.monthly, engagement_ends_on = ($2::date + make_interval(months => offer.months) - interval '1 day')::date
           FROM (SELECT (file ->> 'engagementMonths')::int AS months,
                   (SELECT sum((line ->> 'recurringCents')::bigint) FROM jsonb_array_elements(file #> ARRAY['sites', $4, 'lines']) AS line) AS monthly
                 FROM launch_files WHERE deployment_id = $3) AS offer
           WHERE rds = $1`,
    values: [rds, from, deploymentId, String(Number(site.slice(1)) - 1)],
  });
}

async function projectTasks(client: Client, journeyId: string, subject: Subject, events: readonly RecordedEvent[]): Promise<void> {
  for (const { event, atMs, meta } of events) {
    if (event.type === 'taskOpened') {
      const { task } = event as TaskOpened;
      await client.query({
        name: 'project-task-opened',
        text: `
          INSERT INTO tasks (id, journey_id, deployment_id, site, customer_id, step, owner, status, context, opened_at, due_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10)`,
        values: [task.id, journeyId, subject.deploymentId, subject.site, subject.customerId, task.step, task.owner, JSON.stringify(task.context), instant(atMs), instant(task.dueAtMs)],
      });
    } else if (event.type === 'taskChanged') {
      const { taskId, context, dueAtMs } = event as TaskChanged;
      await client.query({ name: 'project-task-changed', text: 'UPDATE tasks SET context = $2, due_at = $3 WHERE id = $1', values: [taskId, JSON.stringify(context), instant(dueAtMs)] });
    } else if (event.type === 'taskCompleted' || event.type === 'taskWithdrawn') {
      const { taskId } = event as TaskCompleted | TaskWithdrawn;
      await client.query({
        name: 'project-task-closed',
        text: 'UPDATE tasks SET status = $2, closed_at = $3, closed_by = $4 WHERE id = $1',
        values: [taskId, event.type === 'taskCompleted' ? 'completed' : 'withdrawn', instant(atMs), meta.actor],
      });
    }
  }
}
