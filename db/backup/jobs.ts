/** The backup jobs that are watched, with last night of each (T-21). */
import type { Scope } from '../../domain/people/scope.ts';
import { inScope, inScopeOrNobodys } from '../people/scope.ts';
import type { Pool } from '../pool.ts';

export interface BackupJob {
  readonly job: string;
  readonly label: string;
  readonly customerId: string | null;
  readonly isCritical: boolean;
  readonly contactEmail: string | null;
}

export interface BackupJobRead extends Omit<BackupJob, 'contactEmail'> {
  /** The night asked for; null while nothing is known of it. */
  readonly outcome: string | null;
  readonly detail: string | null;
  readonly heard: string | null;
  readonly isChecked: boolean;
  readonly troubleId: string | null;
  readonly failingNights: number;
  readonly ticket: string | null;
}

/** Every watched job by name, with what one night came to and the trouble that it is in. */
export async function listBackups(pool: Pool, { scope, night, after, limit }: { readonly scope: Scope; readonly night: string; readonly after?: string | undefined; readonly limit: number }): Promise<BackupJobRead[]> {
  const values: unknown[] = [night, after ?? null, limit];
  const { rows } = await pool.query<BackupJobRead>(
    `SELECT j.job, j.label, j.customer_id AS "customerId", j.is_critical AS "isCritical", n.outcome, n.detail, n.heard, n.checked_at IS NOT NULL AS "isChecked",
       t.id AS "troubleId", coalesce(t.nights, 0) AS "failingNights", t.ticket
     FROM backup_jobs AS j LEFT JOIN backup_nights AS n ON n.job = j.job AND n.night = $1
       LEFT JOIN LATERAL (SELECT id, nights, ticket FROM backup_troubles WHERE job = j.job AND ended_at IS NULL ORDER BY id LIMIT 1) AS t ON true
     WHERE j.ended_on IS NULL AND ($2::text IS NULL OR j.job > $2) AND ${inScopeOrNobodys(scope, 'j.customer_id', values)} ORDER BY j.job LIMIT $3`, values);
  return rows;
}

/** Watches a job from now on, or as said from now on. False where the customer does not exist, or is beyond the scope; so where the job is of one who is. */
export async function keepJob(pool: Pool, { job, label, customerId, isCritical, contactEmail }: BackupJob, scope: Scope): Promise<boolean> {
  const values: unknown[] = [job, label, customerId, isCritical, contactEmail];
  const { rowCount } = await pool.query(
    `INSERT INTO backup_jobs (job, label, customer_id, is_critical, contact_email)
     SELECT $1, $2, $3, $4, $5 WHERE $3::text IS NULL OR (EXISTS (SELECT 1 FROM customers WHERE id = $3) AND ${inScope(scope, '$3::text', values)})
     ON CONFLICT (job) DO UPDATE SET label = excluded.label, customer_id = excluded.customer_id, is_critical = excluded.is_critical, contact_email = excluded.contact_email, ended_on = NULL
       WHERE ${inScopeOrNobodys(scope, 'backup_jobs.customer_id', values)}`, values);
  return rowCount === 1;
}

/** Watched no more; its nights stay. False when it was not. */
export async function endJob(pool: Pool, job: string, on: string, scope: Scope): Promise<boolean> {
  const values: unknown[] = [job, on];
  const { rowCount } = await pool.query(`UPDATE backup_jobs SET ended_on = $2 WHERE job = $1 AND ended_on IS NULL AND ${inScopeOrNobodys(scope, 'customer_id', values)}`, values);
  return rowCount === 1;
}

/** Whom to tell of a job, and how it is called; null for a stranger. */
export async function readJobNotice(pool: Pool, job: string): Promise<{ readonly label: string; readonly contactEmail: string | null } | null> {
  const { rows: [row] } = await pool.query<{ label: string; contactEmail: string | null }>('SELECT label, contact_email AS "contactEmail" FROM backup_jobs WHERE job = $1', [job]);
  return row ?? null;
}
