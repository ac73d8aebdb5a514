/** The inbox as a supervisor sees it: what came, what became of it. */
import type { Scope } from '../../domain/people/scope.ts';
import { inScopeOrNobodys } from '../people/scope.ts';
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

/** The last entry of the page before. */
export interface InboxCursor {
  readonly receivedAt: string;
  readonly source: string;
  readonly id: string;
}

/** Newest first. */
export async function listCallbacks(
  pool: Pool, { scope, status, before, limit }: { scope: Scope; status?: string | undefined; before?: InboxCursor | undefined; limit: number },
): Promise<InboxRead[]> {
  const values: unknown[] = [status ?? null, before?.receivedAt ?? null, before?.source ?? '', before?.id ?? '', limit];
  const { rows } = await pool.query<InboxRead>(
    `SELECT source, id, status, reason, journey_id AS "journeyId", attempts, received_at AS "receivedAt", settled_at AS "settledAt"
     FROM inbox
     WHERE ($1::text IS NULL OR status = $1)
       AND ($2::timestamptz IS NULL OR received_at < $2 OR (received_at = $2 AND (source, id) > ($3, $4)))
       AND ${inScopeOrNobodys(scope, '(SELECT customer_id FROM timeline AS t WHERE t.journey_id = inbox.journey_id AND t.number = 1)', values)}
     ORDER BY received_at DESC, source, id LIMIT $5`, values);
  return rows;
}
