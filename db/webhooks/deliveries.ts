/** Deliveries of webhooks: what is due, who delivers it, and what became of each. */
import { randomUUID } from 'node:crypto';
import { recordAct } from '../people/acts.ts';
import { inTransaction, type Pool } from '../pool.ts';
import { webhookColumns, type WebhookRead } from './webhooks.ts';

/** As it is delivered. */
export interface DueWebhook extends WebhookRead {
  /** Deliveries that were asked for by hand wait. */
  readonly hasWaiting: boolean;
}

const waiting = "EXISTS (SELECT FROM webhook_deliveries AS d WHERE d.webhook_id = w.id AND d.status = 'waiting')";

/** What may be delivered now, and is by nobody. */
export async function dueWebhooks(pool: Pool): Promise<DueWebhook[]> {
  const { rows } = await pool.query<DueWebhook>({
    name: 'webhooks-due',
    text: `SELECT * FROM (SELECT ${webhookColumns}, lease_until AS until, ${waiting} AS "hasWaiting" FROM webhooks AS w) AS w
           WHERE (w.until IS NULL OR w.until < now()) AND (w."hasWaiting" OR (w.status = 'active' AND (w."nextAt" IS NULL OR w."nextAt" <= now())))`,
  });
  return rows;
}

export interface Taken {
  readonly lease: string;
  readonly webhook: WebhookRead;
  readonly secrets: readonly string[];
}

/** Undefined where another was faster. */
export async function takeWebhook(pool: Pool, id: string, leaseMs: number): Promise<Taken | undefined> {
  const lease = randomUUID();
  const { rows: [row] } = await pool.query<WebhookRead & { readonly secrets: string[] }>({
    name: 'webhook-take',
    text: `UPDATE webhooks SET lease = $2, lease_until = now() + make_interval(secs => $3 / 1000.0) WHERE id = $1 AND (lease_until IS NULL OR lease_until < now())
           RETURNING ${webhookColumns}, ARRAY(SELECT secret FROM webhook_secrets AS s WHERE s.webhook_id = webhooks.id AND (s.ends_at IS NULL OR s.ends_at > now()) ORDER BY made_at DESC) AS secrets`,
    values: [id, lease, leaseMs],
  });
  if (!row) return undefined;
  const { secrets, ...webhook } = row;
  return { lease, webhook, secrets };
}

export async function giveBack(pool: Pool, id: string, lease: string): Promise<void> {
  await pool.query({ name: 'webhook-give-back', text: 'UPDATE webhooks SET lease = NULL, lease_until = NULL WHERE id = $1 AND lease = $2', values: [id, lease] });
}

/** What lies between does not concern it; where somebody moved it meanwhile, nothing. */
export async function moveOn(pool: Pool, id: string, from: number, to: number): Promise<void> {
  await pool.query({ name: 'webhook-move-on', text: 'UPDATE webhooks SET position = $3 WHERE id = $1 AND position = $2 AND lease IS NULL', values: [id, from, to] });
}

export interface Attempted {
  readonly position: number;
  readonly messageId: string;
  readonly type: string;
  readonly subject: string;
  readonly isDelivered: boolean;
  readonly answer: number | null;
  readonly fault: string | null;
  readonly tookMs: number;
  /** When it is tried again; null: it is not. */
  readonly nextAt: Date | null;
  /** Why the subscription ends here. */
  readonly disabledFor: string | null;
}

/** Notes an attempt, and how the subscription goes on. @returns whether the lease still held: else another delivers it now, or it was rewound */
export async function noteAttempt(pool: Pool, id: string, lease: string, done: Attempted): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query({
      name: 'webhook-attempted',
      text: `UPDATE webhooks SET position = CASE WHEN $3 THEN $4 ELSE position END, attempts = CASE WHEN $3 THEN 0 ELSE attempts + 1 END,
               failing_since = CASE WHEN $3 THEN NULL ELSE coalesce(failing_since, date_trunc('milliseconds', now())) END, next_at = $5,
               status = CASE WHEN $6::text IS NULL THEN status ELSE 'disabled' END, reason = coalesce($6, reason), is_told = is_told AND $6::text IS NULL
             WHERE id = $1 AND lease = $2`,
      values: [id, lease, done.isDelivered, done.position, done.nextAt, done.disabledFor],
    });
    if (rowCount === 0) return false;
    await client.query({
      name: 'webhook-delivery',
      text: `INSERT INTO webhook_deliveries AS d (id, webhook_id, position, message_id, type, subject, status, attempts, answer, fault, took_ms, last_at)
             VALUES (uuidv7(), $1, $2, $3, $4, $5, $6, 1, $7, $8, $9, date_trunc('milliseconds', clock_timestamp()))
             ON CONFLICT (webhook_id, position) DO UPDATE SET status = excluded.status, attempts = d.attempts + 1, answer = excluded.answer, fault = excluded.fault, took_ms = excluded.took_ms, last_at = excluded.last_at`,
      values: [id, done.position, done.messageId, done.type, done.subject, done.isDelivered ? 'delivered' : 'failing', done.answer, done.fault, done.tookMs],
    });
    if (done.disabledFor !== null) await recordAct(client, { actor: 'system:webhooks', channel: 'system', requestId: done.messageId }, { act: 'webhook-disabled', object: `webhook:${id}`, before: null, after: { reason: done.disabledFor } });
    return true;
  });
}

export interface WaitingDelivery {
  readonly id: string;
  readonly position: number | null;
  readonly messageId: string;
}

/** Oldest first. */
export async function waitingDeliveries(pool: Pool, webhookId: string): Promise<WaitingDelivery[]> {
  return (await pool.query<WaitingDelivery>({
    name: 'webhook-waiting', text: `SELECT id, position, message_id AS "messageId" FROM webhook_deliveries WHERE webhook_id = $1 AND status = 'waiting' ORDER BY id LIMIT 100`, values: [webhookId],
  })).rows;
}

export async function settleWaiting(pool: Pool, id: string, { isDelivered, answer, fault, tookMs }: Pick<Attempted, 'isDelivered' | 'answer' | 'fault' | 'tookMs'>): Promise<void> {
  await pool.query({
    name: 'webhook-settle', text: "UPDATE webhook_deliveries SET status = $2, attempts = attempts + 1, answer = $3, fault = $4, took_ms = $5, last_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1 AND status = 'waiting'",
    values: [id, isDelivered ? 'delivered' : 'failed', answer, fault, tookMs],
  });
}

export interface DeliveryRead extends WaitingDelivery {
  readonly type: string;
  readonly subject: string | null;
  readonly status: 'waiting' | 'delivered' | 'failing' | 'failed';
  readonly attempts: number;
  readonly answer: number | null;
  readonly fault: string | null;
  readonly tookMs: number | null;
  readonly firstAt: Date;
  readonly lastAt: Date | null;
}

const deliveryColumns = 'id, position, message_id AS "messageId", type, subject, status, attempts, answer, fault, took_ms AS "tookMs", first_at AS "firstAt", last_at AS "lastAt"';

/** Newest first. */
export async function listDeliveries(pool: Pool, webhookId: string, { after, status, limit }: { readonly after: string | undefined; readonly status: DeliveryRead['status'] | undefined; readonly limit: number }): Promise<DeliveryRead[]> {
  return (await pool.query<DeliveryRead>(
    `SELECT ${deliveryColumns} FROM webhook_deliveries WHERE webhook_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::text IS NULL OR status = $3) ORDER BY id DESC LIMIT $4`, [webhookId, after ?? null, status ?? null, limit])).rows;
}

/** A message that says nothing but that it arrives. */
export async function askForTest(pool: Pool, webhookId: string): Promise<DeliveryRead | undefined> {
  const { rows: [row] } = await pool.query<DeliveryRead>(
    `INSERT INTO webhook_deliveries (id, webhook_id, message_id, type, status) SELECT made.id, w.id, 'msg_' || replace(made.id::text, '-', ''), 'webhook.test', 'waiting' FROM webhooks AS w, (SELECT uuidv7() AS id) AS made WHERE w.id = $1
     RETURNING ${deliveryColumns}`, [webhookId]);
  return row;
}

/** Once more, out of turn, under the same message id. */
export async function askAgain(pool: Pool, webhookId: string, id: string): Promise<DeliveryRead | undefined> {
  return (await pool.query<DeliveryRead>(`UPDATE webhook_deliveries SET status = 'waiting' WHERE webhook_id = $1 AND id = $2 RETURNING ${deliveryColumns}`, [webhookId, id])).rows[0];
}

/** Those that were disabled and whose contact does not know. */
export async function untoldWebhooks(pool: Pool): Promise<WebhookRead[]> {
  return (await pool.query<WebhookRead>({ name: 'webhooks-untold', text: `SELECT ${webhookColumns} FROM webhooks WHERE NOT is_told` })).rows;
}

export async function noteTold(pool: Pool, id: string): Promise<void> {
  await pool.query('UPDATE webhooks SET is_told = true WHERE id = $1', [id]);
}

/** @returns how many were forgotten */
export async function forgetOldDeliveries(pool: Pool, before: Date): Promise<number> {
  const { rowCount } = await pool.query("DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE last_at < $1 AND status IN ('delivered', 'failed') LIMIT 5000)", [before]);
  return rowCount ?? 0;
}
