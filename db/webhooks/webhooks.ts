/** Subscriptions of webhooks: kept by an administrator, with their secrets. */
import type { Subscription } from '../../domain/live/webhook.ts';
import { lastPosition } from '../outbox/changes.ts';
import { recordAct, type ActDone, type Doer } from '../people/acts.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

export interface WebhookEntry extends Subscription {
  readonly url: string;
  readonly description: string;
  /** Where it is written to when it is disabled. */
  readonly contact: string | null;
  readonly status: 'active' | 'paused';
}

export interface WebhookRead extends Subscription {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly contact: string | null;
  readonly status: 'active' | 'paused' | 'disabled';
  readonly reason: string | null;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly position: number;
  readonly attempts: number;
  readonly failingSince: Date | null;
  readonly nextAt: Date | null;
}

export const webhookColumns = `id, url, description, types, centres, customer_id AS "customerId", contact, status, reason, version, created_by AS "createdBy", created_at AS "createdAt",
  position, attempts, failing_since AS "failingSince", next_at AS "nextAt"`;

/** By age. */
export async function listWebhooks(pool: Pool): Promise<WebhookRead[]> {
  return (await pool.query<WebhookRead>(`SELECT ${webhookColumns} FROM webhooks ORDER BY id`)).rows;
}

export async function readWebhook(pool: Pick<Pool | Client, 'query'>, id: string): Promise<WebhookRead | undefined> {
  return (await pool.query<WebhookRead>(`SELECT ${webhookColumns} FROM webhooks WHERE id = $1`, [id])).rows[0];
}

/** Tells of what is recorded from now on. */
export async function createWebhook(pool: Pool, id: string, entry: WebhookEntry, secret: string, doer: Doer): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      'INSERT INTO webhooks (id, url, description, types, centres, customer_id, contact, status, created_by, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      [id, entry.url, entry.description, entry.types, entry.centres, entry.customerId, entry.contact, entry.status, doer.actor, await lastPosition(client)]);
    await client.query('INSERT INTO webhook_secrets (webhook_id, secret) VALUES ($1, $2)', [id, secret]);
    await recordAct(client, doer, actOn(id, 'webhook-kept', null, entry));
  });
}

export type WebhookEdited = { readonly outcome: 'done' } | { readonly outcome: 'unknown' } | { readonly outcome: 'stale'; readonly version: number };

/** One that is made active again is tried at once; who delivers it as it was stops with the message that is under way. */
export async function editWebhook(pool: Pool, id: string, entry: WebhookEntry, hasRead: (version: number) => boolean, doer: Doer): Promise<WebhookEdited> {
  return await inTransaction(pool, async (client) => {
    const { rows: [before] } = await client.query<WebhookRead>(`SELECT ${webhookColumns} FROM webhooks WHERE id = $1 FOR UPDATE`, [id]);
    if (!before) return { outcome: 'unknown' };
    if (!hasRead(before.version)) return { outcome: 'stale', version: before.version };
    await client.query(
      `UPDATE webhooks SET url = $2, description = $3, types = $4, centres = $5, customer_id = $6, contact = $7, status = $8, version = version + 1,
         reason = NULL, attempts = 0, failing_since = NULL, next_at = NULL, lease = NULL, lease_until = NULL WHERE id = $1`,
      [id, entry.url, entry.description, entry.types, entry.centres, entry.customerId, entry.contact, entry.status]);
    await recordAct(client, doer, actOn(id, 'webhook-kept', before, entry));
    return { outcome: 'done' };
  });
}

/** With its secrets and deliveries. */
export async function removeWebhook(pool: Pool, id: string, doer: Doer): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query('DELETE FROM webhooks WHERE id = $1', [id]);
    if (rowCount === 1) await recordAct(client, doer, { act: 'webhook-removed', object: `webhook:${id}`, before: null, after: null });
    return rowCount === 1;
  });
}

/** The secrets that there were sign beside the new one until `endsAt`. */
export async function rotateSecret(pool: Pool, id: string, secret: string, endsAt: Date, doer: Doer): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query('SELECT FROM webhooks WHERE id = $1 FOR UPDATE', [id]);
    if (rowCount === 0) return false;
    await client.query('DELETE FROM webhook_secrets WHERE webhook_id = $1 AND ends_at <= now()', [id]);
    await client.query('UPDATE webhook_secrets SET ends_at = least(ends_at, $2) WHERE webhook_id = $1', [id, endsAt]);
    await client.query('INSERT INTO webhook_secrets (webhook_id, secret) VALUES ($1, $2)', [id, secret]);
    await recordAct(client, doer, { act: 'webhook-secret-rotated', object: `webhook:${id}`, before: null, after: { endsAt: endsAt.toISOString() } });
    return true;
  });
}

/** Everything after a position is told again, in order. */
export async function rewindWebhook(pool: Pool, id: string, position: number, doer: Doer): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    // Who delivers it now has no lease any more: else he would write his own position over this one.
    const { rows: [before] } = await client.query<{ position: number }>('SELECT position FROM webhooks WHERE id = $1 FOR UPDATE', [id]);
    if (!before) return false;
    await client.query('UPDATE webhooks SET position = $2, attempts = 0, failing_since = NULL, next_at = NULL, lease = NULL, lease_until = NULL WHERE id = $1', [id, position]);
    await recordAct(client, doer, { act: 'webhook-rewound', object: `webhook:${id}`, before: { position: before.position }, after: { position } });
    return true;
  });
}

function actOn(id: string, act: ActDone['act'], before: WebhookRead | null, after: WebhookEntry): ActDone {
  const shown = ({ types, centres, customerId, status, url }: Pick<WebhookEntry, 'types' | 'centres' | 'customerId' | 'url'> & { readonly status: string }) => ({ types, centres, customerId, status, host: new URL(url).host });
  return { act, object: `webhook:${id}`, before: before && shown(before), after: shown(after) };
}
