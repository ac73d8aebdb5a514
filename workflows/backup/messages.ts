/** The messages of backups (T-21): the morning's round, and a backup in trouble. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Applied } from '../../domain/journey/applied-policy.ts';
import type { BackupCommand, BackupPolicy, BackupState, BackupTaskInput, Night, NightOutcome } from '../../domain/backup/backup.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

/** Started every morning by the schedule of the same name. */
export const backupRoundType = 'backupRound';
export const backupRoundSchedule = 'backup-round';

export const backupTroubleType = 'backupTrouble';
export type BackupStart = JourneyStart<BackupState, BackupCommand>;

/** Sent with the start: who finds a trouble may not know whether it is open. */
export const nightToldUpdate = defineUpdate<Recorded, [Act<{ night: Night; outcome: NightOutcome }>]>('nightTold');
export const backupTicketOpenedUpdate = defineUpdate<Recorded, [Act<{ ticket: string; after?: string }>]>('ticketOpened');
export const completeBackupTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: BackupTaskInput }>]>('completeTask');
/** Moves a trouble to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyBackupPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: Applied<BackupPolicy> }>]>('applyPolicy');
export const backupStateQuery = defineQuery<BackupState>('state');
