/** The inbox: callbacks from outside, stored before anything else, delivered to their journey by the relay until one takes them. */
import type { Pool } from '../pool.ts';

export interface InboxEntry {
  readonly source: string;
  /** The sender's own id of the callback (`webhook-id`): the same one again is the same callback. */
  readonly id: string;
  readonly payload: unknown;
  readonly attempts: number;
  /** Of the trace that brought it. */
  readonly traceparent: string | null;
}

/** How a delivery ended. `unmatched` and `pending` are tried again. */
export type Settlement =
  | { readonly status: 'delivered' | 'ignored'; readonly reason: string | null; readonly journeyId: string | null }
  | { readonly status: 'pending' | 'unmatched'; readonly reason: string; readonly journeyId: string | null; readonly againInMs: number };

/** Keeps a callback; false when it was there already. */
export async function keepCallback(pool: Pool, { source, id, payload, traceparent = null }: Pick<InboxEntry, 'source' | 'id' | 'payload'> & Partial<Pick<InboxEntry, 'traceparent'>>): Promise<boolean> {
  const { rowCount } = await pool.query(
    'INSERT INTO inbox (source, id, payload, traceparent) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [source, id, JSON.stringify(payload), traceparent]);
  return rowCount === 1;
}

/** What is to be delivered now, oldest first. */
export async function waitingCallbacks(pool: Pool, limit: number): Promise<InboxEntry[]> {
  const { rows } = await pool.query<InboxEntry>({
    name: 'inbox-waiting',
    text: `SELECT source, id, payload, attempts, traceparent FROM inbox
           WHERE status IN ('pending', 'unmatched') AND next_attempt_at <= now() ORDER BY received_at, id LIMIT $1`,
    values: [limit],
  });
  return rows;
}

export async function settleCallback(pool: Pool, entry: Pick<InboxEntry, 'source' | 'id'>, settlement: Settlement): Promise<void> {
  const againInMs = 'againInMs' in settlement ? settlement.againInMs : null;
  await pool.query({
    name: 'inbox-settle',
    text: `UPDATE inbox SET status = $3, reason = $4, journey_id = $5, attempts = attempts + 1,
             next_attempt_at = now() + coalesce($6, 0) * interval '1 millisecond', settled_at = CASE WHEN $6 IS NULL THEN now() END
           WHERE source = $1 AND id = $2`,
    values: [entry.source, entry.id, settlement.status, settlement.reason, settlement.journeyId, againInMs],
  });
}

/** Why a collection waits that came before its deployment (D-26). */
export const unknownOrder = 'unknown-order';

/** The deployment that delivers an order: the newest open one, else the newest that was completed. Null: not launched yet, or cancelled and perhaps launched again. */
export async function deploymentOfOrder(pool: Pool, orderNumber: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ id: string }>({
    name: 'deployment-of-order',
    text: `SELECT id FROM deployments WHERE order_number = $1 AND phase NOT IN ('cancelled', 'withdrawn') ORDER BY ended_at IS NOT NULL, launched_at DESC, id DESC LIMIT 1`,
    values: [orderNumber],
  });
  return row?.id ?? null;
}

/** Has the collections delivered at once whose deployment has come meanwhile, instead of at their next attempt; returns how many. */
export async function wakeCollections(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'inbox-wake-collections',
    text: `UPDATE inbox SET next_attempt_at = now()
           WHERE status = 'unmatched' AND reason = $1 AND next_attempt_at > now()
             AND EXISTS (SELECT 1 FROM deployments WHERE order_number = inbox.payload ->> 'orderNumber' AND phase NOT IN ('cancelled', 'withdrawn'))`,
    values: [unknownOrder],
  });
  return rowCount ?? 0;
}

/** What the record says of a command: nothing, or what the journey made of it. */
export async function recordedOutcome(pool: Pool, journeyId: string, commandId: string): Promise<{ known: boolean; command: 'none' | 'applied' | 'ignored'; reason: string | null }> {
  const { rows: [row] } = await pool.query<{ known: boolean; type: string | null; reason: string | null }>({
    name: 'command-outcome',
    text: `SELECT EXISTS (SELECT 1 FROM journeys WHERE id = $1) AS known, e.type, e.payload ->> 'reason' AS reason
           FROM (VALUES (1)) AS one LEFT JOIN events e ON e.command_id = $2 AND e.journey_id = $1 ORDER BY e.number LIMIT 1`,
    values: [journeyId, commandId],
  });
  if (!row?.type) return { known: row?.known ?? false, command: 'none', reason: null };
  return row.type === 'callbackIgnored' ? { known: true, command: 'ignored', reason: row.reason } : { known: true, command: 'applied', reason: null };
}
