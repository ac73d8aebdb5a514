/** Changes of launch files (D-09, D-25): kept before they are decided, applied in the recorder's transaction with the event that decides them. */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { Client, Pool } from '../pool.ts';

export interface LaunchChange {
  /** UUID. */
  readonly id: string;
  readonly deploymentId: string;
  readonly journeyId: string;
  /** Path in the file: `['sites', '0', 'lines']`. */
  readonly part: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Keeps what is about to be decided. Sent again, it is kept as it is asked for now: another change may have come between, and would be lost with the older one.
 * @returns false when another journey was asked for it before, and may have decided on it.
 */
export async function keepLaunchChange(pool: Pool, { id, deploymentId, journeyId, part, before, after }: LaunchChange): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO launch_changes AS kept (id, deployment_id, journey_id, part, before, after) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET
       before = CASE WHEN kept.applied_at IS NULL THEN excluded.before ELSE kept.before END, after = CASE WHEN kept.applied_at IS NULL THEN excluded.after ELSE kept.after END
     WHERE kept.journey_id = excluded.journey_id`,
    [id, deploymentId, journeyId, part, JSON.stringify(before), JSON.stringify(after)]);
  return rowCount === 1;
}

/** Of a change that was refused: what is personal in it is nobody's any more. */
export async function forgetLaunchChange(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM launch_changes WHERE id = $1 AND applied_at IS NULL', [id]);
}

/** How often that journey has changed that part of the file. */
export async function countLaunchChanges(pool: Pool, journeyId: string, part: readonly string[]): Promise<number> {
  const { rows: [row] } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM launch_changes WHERE journey_id = $1 AND part = $2 AND applied_at IS NOT NULL', [journeyId, part]);
  return row?.count ?? 0;
}

/** Applies what the events changed in the launch file, each once: rebuilt from the events, nothing is applied again. */
export async function projectLaunchChanges(client: Client, deploymentId: string, events: readonly RecordedEvent[]): Promise<void> {
  for (const { event, atMs } of events) {
    if (event.type === 'targetDateChanged') {
      await client.query({
        name: 'launch-file-target-date', text: "UPDATE launch_files SET file = jsonb_set(file, '{targetActivationDate}', to_jsonb($2::text)) WHERE deployment_id = $1",
        values: [deploymentId, (event as unknown as { after: string }).after],
      });
    } else if (event.type === 'contactChanged' || event.type === 'offerChanged' || event.type === 'addressChanged') {
      await client.query({
        name: 'launch-file-change',
        text: `
          WITH applied AS (UPDATE launch_changes SET applied_at = $2 WHERE id = $1 AND applied_at IS NULL RETURNING deployment_id, part, after)
          UPDATE launch_files AS f SET file = jsonb_set(f.file, applied.part, applied.after) FROM applied WHERE f.deployment_id = applied.deployment_id`,
        values: [(event as unknown as { changeId: string }).changeId, new Date(atMs).toISOString()],
      });
    }
  }
}

export interface ChangeRead {
  readonly at: Date;
  readonly actor: string;
  readonly type: 'targetDateChanged' | 'contactChanged' | 'offerChanged' | 'addressChanged';
  readonly site: string | null;
  readonly reason: string;
  /** Null where it was erased. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Every change of a deployment and its sites, oldest first. */
export async function readChanges(pool: Pool, deploymentId: string): Promise<ChangeRead[]> {
  const { rows } = await pool.query<ChangeRead>({
    name: 'changes-read',
    text: `
      SELECT e.at, e.actor, e.type, e.payload ->> 'site' AS site, e.payload ->> 'reason' AS reason,
        CASE WHEN c.id IS NULL THEN e.payload -> 'before' ELSE c.before END AS before, CASE WHEN c.id IS NULL THEN e.payload -> 'after' ELSE c.after END AS after
      FROM timeline t JOIN events e USING (journey_id, number) LEFT JOIN launch_changes c ON c.id = (e.payload ->> 'changeId')::uuid
      WHERE t.deployment_id = $1 AND t.type IN ('targetDateChanged', 'contactChanged', 'offerChanged', 'addressChanged') ORDER BY e.at, e.journey_id, e.number`,
    values: [deploymentId],
  });
  return rows;
}
