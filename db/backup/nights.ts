/** What the nights of backups came to (T-21): reports kept as facts, nights that nobody told of, and what troubles are still to hear. */
import type { NightOutcome } from '../../domain/backup/backup.ts';
import type { Pool } from '../pool.ts';

export interface KeptReport {
  readonly job: string;
  readonly night: string;
  readonly outcome: 'succeeded' | 'failed';
  readonly detail: string | null;
  readonly endedAt: string;
}

/**
 * Keeps a report. It takes the place of «missing», and of one that ended earlier: a backup may be made again in the same night. False for a job that is not ours to watch.
 * What has changed is carried to the job's trouble again.
 */
export async function keepReport(pool: Pool, { job, night, outcome, detail, endedAt }: KeptReport, heard: 'callback' | 'asked'): Promise<boolean> {
  const { rows: [row] } = await pool.query<{ known: boolean }>({
    name: 'backup-keep-report',
    text: `WITH kept AS (
             INSERT INTO backup_nights AS n (job, night, outcome, detail, ended_at, heard)
             SELECT job, $2, $3, $4, $5, $6 FROM backup_jobs WHERE job = $1
             ON CONFLICT (job, night) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail, ended_at = excluded.ended_at, heard = excluded.heard, recorded_at = now(),
               carried_at = CASE WHEN n.outcome = excluded.outcome THEN n.carried_at END
             WHERE n.ended_at IS NULL OR n.ended_at < excluded.ended_at
           )
           SELECT EXISTS (SELECT 1 FROM backup_jobs WHERE job = $1) AS known`,
    values: [job, night, outcome, detail, endedAt, heard],
  });
  return row?.known ?? false;
}

/** The jobs of whose night nothing was told yet. */
export async function silentJobs(pool: Pool, night: string): Promise<string[]> {
  const { rows } = await pool.query<{ job: string }>(
    `SELECT job FROM backup_jobs AS j WHERE (ended_on IS NULL OR ended_on > $1)
       AND NOT EXISTS (SELECT 1 FROM backup_nights AS n WHERE n.job = j.job AND n.night = $1 AND n.outcome <> 'missing') ORDER BY job`, [night]);
  return rows.map(({ job }) => job);
}

/** Ends the check of a night: what nobody told of is missing, and from now on the troubles hear of it. Again changes nothing. */
export async function closeNight(pool: Pool, night: string): Promise<{ readonly missing: number; readonly failed: number }> {
  const { rows: [row] } = await pool.query<{ missing: number; failed: number }>(
    `WITH absent AS (
       INSERT INTO backup_nights (job, night, outcome, heard, checked_at)
       SELECT job, $1, 'missing', 'nothing', now() FROM backup_jobs WHERE ended_on IS NULL OR ended_on > $1 ON CONFLICT DO NOTHING
       RETURNING outcome
     ), checked AS (
       UPDATE backup_nights SET checked_at = now() WHERE night <= $1 AND checked_at IS NULL RETURNING night, outcome
     )
     SELECT (SELECT count(*) FROM absent) AS missing, (SELECT count(*) FROM checked WHERE outcome = 'failed' AND night = $1) AS failed`, [night]);
  return { missing: row?.missing ?? 0, failed: row?.failed ?? 0 };
}

export interface NightToCarry {
  readonly job: string;
  readonly night: string;
  readonly outcome: NightOutcome;
  readonly customerId: string | null;
  readonly isCritical: boolean;
  /** The trouble that the job is in; null: none that is open. */
  readonly troubleId: string | null;
  readonly recordedAtMs: number;
}

/** Nights that troubles have not heard of, oldest first, one per job: those that the morning has checked, our own at once (T-21). */
export async function nightsToCarry(pool: Pool, limit: number): Promise<NightToCarry[]> {
  const { rows } = await pool.query<Omit<NightToCarry, 'recordedAtMs'> & { readonly recordedAt: Date }>({
    name: 'backup-nights-to-carry',
    text: `SELECT * FROM (
             SELECT DISTINCT ON (n.job) n.job, n.night, n.outcome, j.customer_id AS "customerId", j.is_critical AS "isCritical", n.recorded_at AS "recordedAt",
               (SELECT id FROM backup_troubles AS t WHERE t.job = n.job AND t.ended_at IS NULL ORDER BY id LIMIT 1) AS "troubleId"
             FROM backup_nights AS n JOIN backup_jobs AS j USING (job)
             WHERE n.carried_at IS NULL AND (n.checked_at IS NOT NULL OR j.customer_id IS NULL) ORDER BY n.job, n.night
           ) AS next ORDER BY night, job LIMIT $1`,
    values: [limit],
  });
  return rows.map(({ recordedAt, ...night }) => ({ ...night, recordedAtMs: recordedAt.getTime() }));
}

/** The trouble knows of it; unless it was corrected meanwhile, which is another thing to know. */
export async function settleNight(pool: Pool, { job, night, outcome }: Pick<NightToCarry, 'job' | 'night' | 'outcome'>): Promise<void> {
  await pool.query({
    name: 'backup-settle-night', text: 'UPDATE backup_nights SET carried_at = now() WHERE job = $1 AND night = $2 AND outcome = $3', values: [job, night, outcome],
  });
}
