/** A backup in trouble (T-21): from its first failing night until it works again, with those who are told of it. */
import { proxyActivities, setHandler } from '@temporalio/workflow';
import type { BackupNoticeActivities } from '../../activities/backup/backups.ts';
import { backupCalls, untoldNight, type BackupCall, type BackupCommand, type BackupOpening, type BackupState } from '../../domain/backup/backup.ts';
import { backupModel } from '../../domain/backup/decide.ts';
import { callOutside } from '../journey/call-outside.ts';
import { openJourney, shelter, type Journey } from '../journey/journey.ts';
import { taskQueues } from '../journey/messages.ts';
import { backupDetails } from './details.ts';
import { applyBackupPolicyUpdate, backupStateQuery, backupTicketOpenedUpdate, completeBackupTaskUpdate, nightToldUpdate, type BackupStart } from './messages.ts';

type Trouble = Journey<BackupState, BackupCommand>;

export async function backupTrouble(start: BackupStart): Promise<BackupState['phase']> {
  const trouble = open(start);
  return await shelter(() => story(trouble), () => undefined);
}

async function story(trouble: Trouble): Promise<BackupState['phase']> {
  while (trouble.state().endedAtMs === null) {
    // Whoever is still to be told of the failure is told first.
    await trouble.until((state) => state.recoveredAtMs !== null && untoldNight(state) === null && (state.ticket === null || state.isCustomerTold));
    await tellRecovery(trouble);
    // It may have failed again while the customer was told.
    if (trouble.state().recoveredAtMs !== null) trouble.act({ type: 'end' });
  }
  await trouble.settle();
  return trouble.state().phase;
}

function open(start: BackupStart): Trouble {
  const journey = openJourney(start, { kind: 'backup', model: backupModel, describe: backupDetails });
  journey.receive(nightToldUpdate, ({ night, outcome }) => ({ type: 'nightTold', night, outcome }));
  journey.receive(backupTicketOpenedUpdate, ({ ticket, after }) => ({ type: 'ticketOpened', ticket, ...(after === undefined ? {} : { after }) }));
  journey.receive(completeBackupTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(applyBackupPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(backupStateQuery, () => journey.state());
  journey.beside(tellAdmin);
  journey.beside(tellCustomer);
  return journey;
}

/** Of our own, each night at once. */
async function tellAdmin(trouble: Trouble): Promise<void> {
  for (;;) {
    await trouble.until((state) => state.endedAtMs !== null || untoldNight(state) !== null);
    const night = untoldNight(trouble.state());
    if (trouble.state().endedAtMs !== null || !night) return;
    const { id, job } = openingOf(trouble);
    await call(trouble, 'tell-network-admin', (state) => state.endedAtMs === null, (notices) => notices('Échec de notre sauvegarde').tellNetworkAdmin({ id, job, ...night }));
    trouble.act({ type: 'adminTold', night: night.night });
  }
}

/** Once, when the ticket is open. */
async function tellCustomer(trouble: Trouble): Promise<void> {
  await trouble.until(({ ticket, endedAtMs, isCustomerTold }) => endedAtMs !== null || (ticket !== null && !isCustomerTold));
  const { ticket, nights, endedAtMs } = trouble.state();
  if (endedAtMs !== null || ticket === null) return;
  const { id, job } = openingOf(trouble);
  await call(trouble, 'tell-customer', (state) => state.endedAtMs === null, (notices) =>
    notices('Client informé de l’échec').tellBackupCustomer({ id, job, ticket, sinceNight: nights[0]?.night ?? '' }));
  trouble.act({ type: 'customerTold' });
}

async function tellRecovery(trouble: Trouble): Promise<void> {
  const { ticket, isCustomerTold } = trouble.state();
  if (ticket === null || !isCustomerTold) return;
  const { id, job } = openingOf(trouble);
  await call(trouble, 'tell-recovery', ({ recoveredAtMs }) => recoveredAtMs !== null, (notices) => notices('Client informé du retour').tellBackupRecovery({ id, job, ticket }));
}

function call(trouble: Trouble, name: BackupCall, wanted: (state: BackupState) => boolean, run: (notices: (summary: string) => BackupNotices) => Promise<void>) {
  const { tellAfterMs, againEveryMs } = openingOf(trouble).policy.outsideCalls;
  const notices = (summary: string) => proxyActivities<BackupNoticeActivities>({
    taskQueue: taskQueues.mail, summary, startToCloseTimeout: '20 seconds', scheduleToCloseTimeout: tellAfterMs,
    // A mail server that limps is not hammered.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });
  return callOutside<BackupState, BackupCall, void>(trouble, { name, system: backupCalls[name], againEveryMs, wanted, run: () => run(notices) });
}
type BackupNotices = ReturnType<typeof proxyActivities<BackupNoticeActivities>>;

function openingOf({ state }: Pick<Trouble, 'state'>): BackupOpening {
  const { opening } = state();
  if (!opening) throw new Error('a backup is followed before it was opened');
  return opening;
}
