/** The first line's rota of a desk, week by week (T-19). */
import type { RotaWeek } from '../../domain/people/rota.ts';
import { inTransaction, type Pool } from '../pool.ts';

export interface RotaRead {
  /** 0 before the first plan. */
  readonly version: number;
  readonly weeks: readonly (RotaWeek & { readonly name: string })[];
}

/** The weeks that begin on `from` (ISO date) or later. */
export async function readRota(pool: Pool, desk: string, from: string): Promise<RotaRead> {
  const { rows: [row] } = await pool.query<RotaRead>(
    `SELECT coalesce((SELECT version FROM rotas WHERE desk = $1), 0) AS version, coalesce((
       SELECT jsonb_agg(jsonb_build_object('week', week, 'subject', w.subject, 'name', name) ORDER BY week)
       FROM rota_weeks AS w JOIN team_members AS m ON m.subject = w.subject WHERE desk = $1 AND week >= $2), '[]') AS weeks`, [desk, from]);
  return row ?? { version: 0, weeks: [] };
}

/**
 * Puts a plan in the place of all weeks from `from` on; those before stay as they were.
 * @returns the plan's version, or the one that `hasRead` did not know.
 */
export async function planRota(
  pool: Pool, { desk, from, weeks, enteredBy, hasRead }: { desk: string; from: string; weeks: readonly RotaWeek[]; enteredBy: string; hasRead: (version: number) => boolean },
): Promise<{ readonly outcome: 'planned' | 'stale'; readonly version: number }> {
  return await inTransaction(pool, async (client) => {
    await client.query('INSERT INTO rotas (desk, version, entered_by) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING', [desk, enteredBy]);
    const { rows: [{ version } = { version: 0 }] } = await client.query<{ version: number }>('SELECT version FROM rotas WHERE desk = $1 FOR UPDATE', [desk]);
    if (!hasRead(version)) return { outcome: 'stale', version };
    await client.query('UPDATE rotas SET version = version + 1, entered_by = $2, entered_at = now() WHERE desk = $1', [desk, enteredBy]);
    await client.query('DELETE FROM rota_weeks WHERE desk = $1 AND week >= $2', [desk, from]);
    await client.query('INSERT INTO rota_weeks (desk, week, subject) SELECT $1, * FROM unnest($2::date[], $3::text[])', [desk, weeks.map(({ week }) => week), weeks.map(({ subject }) => subject)]);
    return { outcome: 'planned', version: version + 1 };
  });
}
