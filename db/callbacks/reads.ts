/** The inbox as a supervisor sees it: what came, what became of it. */
import type { Pool } from '../pool.ts';

export interface InboxRead {
  readonly source: string;
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly journeyId: string | null;
  readonly attempts: number;
  readonly receivedAt: Date;
  readonly settledAt: Date | null;
}

/** Newest first. */
export async function listCallbacks(pool: Pool, { status, limit }: { status?: string | undefined; limit: number }): Promise<InboxRead[]> {
  const { rows } = await pool.query<InboxRead>(
    `SELECT source, id, status, reason, journey_id AS "journeyId", attempts, received_at AS "receivedAt", settled_at AS "settledAt"
     FROM inbox WHERE ($1::text IS NULL OR status = $1) ORDER BY received_at DESC, id LIMIT $2`,
    [status ?? null, limit]);
  return rows;
}
