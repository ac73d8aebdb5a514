/** The port of the backup reports: what the backups of customers and our own tell of their nights (T-21). */
import { z } from 'zod';
import { outsideDate, outsideInstant, outsideText } from './parts.ts';

/** How a backup job is called, for ever: `martin-serveur`. */
export const backupJobKey = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(60);

/** The report of one job on one night. */
export const backupReport = z.object({
  job: backupJobKey,
  /** The day on which the night began. */
  night: outsideDate,
  outcome: z.enum(['succeeded', 'failed']),
  /** Why it failed, as the backup software has it. */
  detail: outsideText(500).nullable(),
  endedAt: outsideInstant,
});

/** `GET /v1/jobs/{job}/reports/last`: null for a job that never told of a night. */
export const lastReport = z.object({ report: backupReport.nullable() });

/** What comes every night, as a callback: Standard Webhooks, signed; twice, late, or never. */
export const backupCallback = z.discriminatedUnion('type', [backupReport.extend({ type: z.literal('backup.reported') })]);

export type BackupReport = z.infer<typeof backupReport>;
export type BackupCallback = z.infer<typeof backupCallback>;

/** What an adapter of the backup reports can do. */
export interface BackupsPort {
  lastReport(job: string): Promise<BackupReport | null>;
}
