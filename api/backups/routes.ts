/** The routes of backups (T-21): the watched jobs with last night of each; which are watched. */
import { z } from 'zod';
import { endJob, keepJob, listBackups } from '../../db/backup/jobs.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { lastNight, today } from '../../domain/calendar/today.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { mailAddress } from '../../domain/people/mail-address.schema.ts';
import { backupJobKey } from '../../ports/backups.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';

const byJob = z.object({ job: backupJobKey });

const backupJob = z.strictObject({
  label: z.string().trim().min(1).max(200),
  customerId: z.string().regex(/^CLI-\d{6}$/).nullable().meta({ description: 'Null: one of our own' }),
  isCritical: z.boolean().default(false).meta({ description: 'A failure is checked by connecting to the customer’s system' }),
  contactEmail: mailAddress.max(254).nullable().default(null).meta({ description: 'Whom the customer has informed' }),
}).meta({ id: 'BackupJobInput' });

const backupView = z.object({
  job: z.string(), label: z.string(), customerId: z.string().nullable(), isCritical: z.boolean(),
  outcome: z.enum(['succeeded', 'failed', 'missing']).nullable().meta({ description: 'Of the night asked for; null while nothing is known of it' }),
  detail: z.string().nullable(),
  heard: z.enum(['callback', 'asked', 'nothing']).nullable().meta({ description: 'How its report came' }),
  isChecked: z.boolean().meta({ description: 'The morning’s round has closed that night' }),
  troubleId: z.string().nullable(), failingNights: z.int(), ticket: z.string().nullable(),
}).meta({ id: 'Backup' });

export function backupRoutes({ pool, nowMs }: Services): Route[] {
  const zone = async (): Promise<string> => (await currentPolicies(pool, ['field-service'])).values['field-service'].backupCheck.timeZone;
  return [
    defineRoute({
      method: 'GET', path: '/backups', operationId: 'listBackups', tags: ['backups'],
      summary: { fr: 'Lire les sauvegardes surveillées et leur nuit (T-21)', en: 'Read the watched backups and their night (T-21)' },
      guard: { permission: 'backup:read' },
      query: pageQuery.extend({ night: z.iso.date().optional().meta({ description: 'The day on which it began; last night when not given' }) }),
      answers: { 200: { description: { fr: 'Une page, par nom', en: 'A page, by name' }, schema: z.object({ night: z.iso.date(), items: z.array(backupView) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const night = query.night ?? lastNight(nowMs(), await zone());
        const page = await listBackups(pool, { scope, night, after: readCursor(query.cursor, z.string()), limit: query.limit });
        return {
          status: 200, headers: nextLink('/backups', query, page, query.limit, () => page.at(-1)?.job),
          body: { night, items: page.map((row) => ({ ...row, outcome: row.outcome as 'failed' | null, heard: row.heard as 'asked' | null })) },
        };
      },
    }),
    defineRoute({
      method: 'PUT', path: '/backups/{job}', operationId: 'watchBackup', tags: ['backups'],
      summary: { fr: 'Surveiller une sauvegarde (T-21)', en: 'Watch a backup (T-21)' },
      guard: { permission: 'backup:manage' }, params: byJob, body: backupJob,
      answers: { 204: { description: { fr: 'Surveillée', en: 'Watched' } } },
      refusals: ['T-02.unknown-customer'],
      handle: async ({ params: { job }, body, scope }) => {
        if (!(await keepJob(pool, { job, ...body }, scope))) throw problem(refuse('T-02.unknown-customer', { customerId: body.customerId ?? '' }, '/customerId'));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/backups/{job}', operationId: 'unwatchBackup', tags: ['backups'],
      summary: { fr: 'Ne plus surveiller une sauvegarde', en: 'Watch a backup no more' },
      guard: { permission: 'backup:manage' }, params: byJob,
      answers: { 204: { description: { fr: 'Plus surveillée', en: 'Watched no more' } } },
      refusals: ['not-found'],
      handle: async ({ params: { job }, scope }) => {
        if (!(await endJob(pool, job, today(nowMs(), await zone()), scope))) throw problem(refuse('not-found', { id: job }));
        return { status: 204 };
      },
    }),
  ];
}
