/** What the morning's round and a backup in trouble ask of the world (T-21): the reports that did not come, the night as PostgreSQL knows it, and who is told. */
import { ApplicationFailure } from '@temporalio/common';
import type { NightOutcome } from '../../domain/backup/backup.ts';
import type { ToCustomer } from '../../domain/customer/sent.ts';
import type { BackupsPort } from '../../ports/backups.ts';
import type { MailPort } from '../../ports/mail.ts';
import { fromRecord } from '../launch-file.ts';
import { frenchDay, nbsp } from '../notices/french.ts';

/** On the journeys' own queue. */
export interface BackupRoundActivities {
  /** The night that this morning checks, and how patient it is. */
  beginRound(atMs: number): Promise<{ night: string; askAgainEveryMs: number; askAgainTimes: number }>;
  silentJobs(night: string): Promise<string[]>;
  closeNight(night: string): Promise<{ missing: number; failed: number }>;
}

/** On the queue of backups. */
export interface BackupAskActivities {
  /** Asks a job for its last report, and keeps it. */
  askLastReport(job: string): Promise<void>;
}

/** On the queue of mail. */
export interface BackupNoticeActivities {
  tellNetworkAdmin(notice: { id: string; job: string; night: string; outcome: NightOutcome }): Promise<void>;
  tellBackupCustomer(notice: { id: string; job: string; ticket: string; sinceNight: string }): Promise<void>;
  tellBackupRecovery(notice: { id: string; job: string; ticket: string }): Promise<void>;
}

export interface BackupParts {
  readonly backups: BackupsPort;
  readonly keepReport: (report: NonNullable<Awaited<ReturnType<BackupsPort['lastReport']>>>) => Promise<unknown>;
}

export function backupAskActivities({ backups, keepReport }: BackupParts): BackupAskActivities {
  return {
    async askLastReport(job) {
      const report = await backups.lastReport(job);
      if (report !== null) await fromRecord(`the nights of ${job}`, () => keepReport(report));
    },
  };
}

export interface BackupNoticeParts {
  readonly mail: MailPort;
  readonly operator: string;
  readonly readNetworkAdmins: () => Promise<readonly { readonly email: string }[]>;
  readonly readJob: (job: string) => Promise<{ readonly label: string; readonly contactEmail: string | null } | null>;
}

/** Failures are those of the port; `record-away` while PostgreSQL is, `outside.rejected` where no network administrator has an address. */
export function backupNoticeActivities({ mail, operator, readNetworkAdmins, readJob }: BackupNoticeParts): BackupNoticeActivities {
  async function labelled(job: string) {
    return (await fromRecord(`the backup ${job}`, () => readJob(job))) ?? { label: job, contactEmail: null };
  }
  /** A customer without an address is told by the technician who has the ticket. */
  async function toCustomer(job: string, of: ToCustomer, messageKey: string, write: (label: string) => { subject: string; text: string }): Promise<void> {
    const { label, contactEmail } = await labelled(job);
    if (contactEmail !== null) await mail.send({ messageKey, to: [contactEmail], ...write(label), attachments: [], toCustomer: of });
  }
  return {
    async tellNetworkAdmin({ id, job, night, outcome }) {
      const admins = await fromRecord('the network administrators', readNetworkAdmins);
      if (admins.length === 0) throw ApplicationFailure.nonRetryable('no network administrator has a mail address', 'outside.rejected');
      const { label } = await labelled(job);
      const what = outcome === 'missing' ? 'n’a rien rapporté' : 'a échoué';
      await mail.send({
        messageKey: `${id}.admin.${night}`, to: admins.map(({ email }) => email), subject: `Sauvegarde interne en échec${nbsp}: ${label}`,
        text: `Notre sauvegarde «${nbsp}${label}${nbsp}» (${job}) ${what} dans la nuit du ${frenchDay(night)}.\n\n${operator}\n`, attachments: [],
      });
    },
    tellBackupCustomer: ({ id, job, ticket, sinceNight }) => toCustomer(job, { kind: 'backup-failing', journeyId: id }, `${id}.customer`, (label) => ({
      subject: `Votre sauvegarde «${nbsp}${label}${nbsp}» [${ticket}]`,
      text: `Bonjour,\n\nVotre sauvegarde «${nbsp}${label}${nbsp}» échoue depuis la nuit du ${frenchDay(sinceNight)}. Nous avons ouvert le ticket ${ticket} et nous en occupons${nbsp}; nous vous tenons au courant.\n\n${operator}\n`,
    })),
    tellBackupRecovery: ({ id, job, ticket }) => toCustomer(job, { kind: 'backup-recovered', journeyId: id }, `${id}.recovered`, (label) => ({
      subject: `Votre sauvegarde «${nbsp}${label}${nbsp}» fonctionne de nouveau [${ticket}]`,
      text: `Bonjour,\n\nVotre sauvegarde «${nbsp}${label}${nbsp}» a réussi la nuit dernière. Nous confirmons la clôture du ticket ${ticket} avec vous.\n\n${operator}\n`,
    })),
  };
}
