/** Backups (T-21): reports kept, the morning's schedule held to its policy, and each night carried to the trouble of its job. */
import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy, WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { InboxEntry, Settlement } from '../db/callbacks/inbox.ts';
import { keepReport, nightsToCarry, settleNight, type NightToCarry } from '../db/backup/nights.ts';
import { numberFor, wantedTickets, type WantedTicket } from '../db/backup/tickets.ts';
import { currentPolicies } from '../db/policy/store.ts';
import type { Pool } from '../db/pool.ts';
import { troubleId } from '../domain/backup/backup.ts';
import { freezeBackupPolicy, backupPolicies } from '../domain/backup/freeze-policy.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import { filedByUs } from '../domain/ticket/filed-by-us.ts';
import type { TicketRegistration } from '../domain/ticket/registration.schema.ts';
import { backupCallback } from '../ports/backups.ts';
import { backupRoundSchedule, backupRoundType, backupTroubleType, backupTicketOpenedUpdate, nightToldUpdate, type BackupStart } from '../workflows/backup/messages.ts';
import { taskQueues, workflowIdOf } from '../workflows/journey/messages.ts';
import { backoffMs, type RelayParts } from './inbox.ts';

const atOnce = 20;
/** A trouble whose worker is away hears of its night later. */
const answerWithinMs = 15_000;
const by = 'system:backups';

/** Keeps one report of the inbox; nobody else waits for it. */
export function createReportCarrier(pool: Pool): (entry: InboxEntry) => Promise<Settlement> {
  return async ({ payload, attempts }) => {
    const { success, data } = backupCallback.safeParse(payload);
    if (!success) return { status: 'unmatched', reason: 'contract-mismatch', journeyId: null, againInMs: backoffMs(attempts) };
    // A job may be entered after its first report.
    if (!(await keepReport(pool, data, 'callback'))) return { status: 'unmatched', reason: 'unknown-job', journeyId: null, againInMs: backoffMs(attempts) };
    return { status: 'delivered', reason: null, journeyId: null };
  };
}

/** Tells the troubles of what their nights came to; returns how many were tried. */
export async function carryNights({ pool, client, logger }: RelayParts): Promise<number> {
  const nights = await nightsToCarry(pool, atOnce);
  await Promise.all(nights.map(async (night) => {
    try {
      await carry({ pool, client }, night);
      await settleNight(pool, night);
    } catch (error) {
      // Again in a moment, under the same Update id.
      logger.warn({ job: night.job, night: night.night, reason: (error as Error).message }, 'night of a backup not carried');
    }
  }));
  return nights.length;
}

async function carry({ pool, client }: { readonly pool: Pool; readonly client: Client }, { job, night, outcome, customerId, isCritical, troubleId: open, recordedAtMs }: NightToCarry): Promise<void> {
  if (open === null && outcome === 'succeeded') return;
  const id = open ?? troubleId(job, night);
  const { values, versions } = await currentPolicies(pool, backupPolicies);
  // A night that is corrected is another thing to hear; one that is carried again after a crash is not.
  const meta: ActMeta = { actor: by, channel: 'system', commandId: `${id}:${night}:${outcome}:${recordedAtMs}` };
  const start: BackupStart = {
    journeyId: id,
    opening: { command: { type: 'open', opening: { id, job, customerId, isCritical, policy: freezeBackupPolicy(values, versions) } }, meta: { ...meta, commandId: `${id}:open` } },
  };
  try {
    await client.connection.withDeadline(Date.now() + answerWithinMs, () => client.workflow.executeUpdateWithStart(nightToldUpdate, {
      updateId: meta.commandId, args: [{ night, outcome, meta }],
      startWorkflowOperation: new WithStartWorkflowOperation(backupTroubleType, {
        workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: `Sauvegarde ${job} en échec depuis la nuit du ${night}`,
      }),
    }));
  } catch (error) {
    // It ended by a later night that went well: this one is past.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Holds the schedule to the policy: made once, moved when the policy is edited. Any process may do it, any number of times. */
export async function holdSchedule({ pool, client }: { readonly pool: Pool; readonly client: Client }): Promise<void> {
  const { values: { 'field-service': { backupCheck: { at, timeZone } } } } = await currentPolicies(pool, ['field-service']);
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const spec = { calendars: [{ hour, minute, comment: `${at} ${timeZone}` }], timezone: timeZone };
  const action = { type: 'startWorkflow', workflowType: backupRoundType, workflowId: backupRoundType, taskQueue: taskQueues.journeys, args: [] } as const;
  // After an outage of the morning the round is made up for; one that still runs is not overtaken.
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' } as const;
  try {
    await client.schedule.create({ scheduleId: backupRoundSchedule, spec, action, policies });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(backupRoundSchedule);
    const known = (await handle.describe()).spec.calendars?.[0]?.comment;
    if (known !== `${at} ${timeZone}`) await handle.update((schedule) => ({ ...schedule, spec, action: { ...schedule.action, ...action } }));
  }
}

/** Registers a ticket as the API does. `allocate`: remembers the number. @throws where its rules say no. */
export type RegisterTicket = (registration: TicketRegistration, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>) => Promise<string>;

/** Opens the tickets of failures that persist, one for each trouble, and another where that has ended and the backup fails still (T-21); returns how many were tried. */
export async function openTickets({ pool, client, logger }: RelayParts, register: RegisterTicket): Promise<number> {
  const wanted = await wantedTickets(pool, atOnce);
  for (const trouble of wanted) {
    try {
      await openTicket({ pool, client }, trouble, register);
    } catch (error) {
      logger.warn({ trouble: trouble.id, reason: (error as Error).message }, 'ticket of a backup not opened');
    }
  }
  return wanted.length;
}

async function openTicket({ pool, client }: { readonly pool: Pool; readonly client: Client }, { id, job, label, customerId, nights, sinceNight, openTicket: open, after }: WantedTicket, register: RegisterTicket): Promise<void> {
  const asked = after === null ? id : `${id}:${after}`;
  const meta: ActMeta = { actor: by, channel: 'system', commandId: `${asked}:ticket` };
  const ticket = open ?? await register({
    customerId, desk: await deskOfBackups(pool), contact: 'backup-check', backupJob: job, impact: 'degradation', despiteDuplicates: false, agreementOf: 'caller',
    classification: filedByUs.backup,
    caller: { name: 'Contrôle des sauvegardes', relation: 'self' },
    description: `La sauvegarde «${label}» (${job}) échoue depuis la nuit du ${sinceNight} : ${nights} nuits.`,
  }, meta, (make) => numberFor(pool, asked, make));
  await client.connection.withDeadline(Date.now() + answerWithinMs, () =>
    client.workflow.getHandle(workflowIdOf(id)).executeUpdate(backupTicketOpenedUpdate, { updateId: `${id}:${ticket}`, args: [{ ticket, ...(after === null ? {} : { after }), meta: { ...meta, commandId: `${id}:${ticket}` } }] }));
}

/** The desk that takes a backup job in place of a service reference (T-03). */
async function deskOfBackups(pool: Pool): Promise<string> {
  const { values: { desks: { desks } } } = await currentPolicies(pool, ['desks']);
  const found = Object.entries(desks).find(([, { identifiedBy }]) => identifiedBy.includes('backup-job'));
  if (!found) throw new Error('no desk takes backup jobs');
  return found[0];
}
