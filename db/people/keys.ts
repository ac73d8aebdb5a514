/** Keys of machines (C-05): of each only its digest, so that nobody reads one out of the database. */
import type { Bound } from '../../domain/people/giving.ts';
import type { DeskTeam, Holding } from '../../domain/people/principal.ts';
import type { Permission } from '../../domain/people/permissions.ts';
import { inTransaction, type Pool } from '../pool.ts';
import { recordAct, type Doer } from './acts.ts';
import { boundColumns, holdingOf, type BoundRow } from './holdings.ts';
import { personName } from './names.ts';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly profiles: readonly Bound[];
  /** Null: whatever the profiles allow. */
  readonly permissions: readonly Permission[] | null;
  readonly customerId: string | null;
  readonly team: string | null;
  readonly expiresAt: Date;
}

export interface ApiKeyRead extends ApiKey {
  readonly createdBy: string;
  /** As the directory has it now. */
  readonly createdByName: string | null;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  /** To the minute; null: never, or not since that is kept. */
  readonly lastUsedAt: Date | null;
}

const columns = `id, name, profiles, permissions, customer_id AS "customerId", team, created_by AS "createdBy", ${personName('api_keys.created_by')} AS "createdByName", created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt", revoked_by AS "revokedBy", last_used_at AS "lastUsedAt"`;

/** Not each of a hundred requests a second is worth a write. */
const usedAgainAfter = "interval '1 minute'";

export async function keepKey(pool: Pool, { id, name, profiles, permissions, customerId, team, expiresAt }: ApiKey, digest: Uint8Array, doer: Doer): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      'INSERT INTO api_keys (id, name, digest, profiles, permissions, customer_id, team, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [id, name, digest, JSON.stringify(profiles), permissions, customerId, team, doer.actor, expiresAt]);
    await recordAct(client, doer, { act: 'key-created', object: `key:${id}`, before: null, after: { profiles, permissions, customerId, team, expiresAt: expiresAt.toISOString() } });
  });
}

/** Newest first. */
export async function listKeys(pool: Pool, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): Promise<ApiKeyRead[]> {
  const { rows } = await pool.query<ApiKeyRead>(`SELECT ${columns} FROM api_keys WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`, [after ?? null, limit]);
  return rows;
}

export async function readKey(pool: Pool, id: string): Promise<ApiKeyRead | undefined> {
  const { rows: [row] } = await pool.query<ApiKeyRead>(`SELECT ${columns} FROM api_keys WHERE id = $1`, [id]);
  return row;
}

/** Again changes nothing. */
export async function revokeKey(pool: Pool, id: string, at: Date, doer: Doer): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query('UPDATE api_keys SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL', [id, at, doer.actor]);
    if (rowCount === 1) await recordAct(client, doer, { act: 'key-revoked', object: `key:${id}`, before: null, after: null });
  });
}

/** A key as whoever brings it is known by. */
export interface KnownKey extends Pick<ApiKeyRead, 'id' | 'name' | 'permissions' | 'customerId' | 'expiresAt' | 'revokedAt'> {
  readonly holdings: readonly Holding[];
  readonly desk: DeskTeam | null;
}

/** Undefined for a digest of no key. */
export async function readKeyByDigest(pool: Pool, digest: Uint8Array): Promise<KnownKey | undefined> {
  const { rows: [row] } = await pool.query<Omit<KnownKey, 'holdings'> & { readonly bounds: readonly BoundRow[] }>({
    name: 'key-by-digest',
    text: `WITH used AS (UPDATE api_keys SET last_used_at = now() WHERE digest = $1 AND revoked_at IS NULL AND expires_at > now() AND (last_used_at IS NULL OR last_used_at < now() - ${usedAgainAfter}))
           SELECT k.id, k.name, k.permissions, k.customer_id AS "customerId", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
             CASE WHEN t.key IS NOT NULL THEN jsonb_build_object('team', t.key, 'desk', t.desk, 'level', t.level) END AS desk,
             (SELECT jsonb_agg(to_jsonb(bounds)) FROM (
               SELECT ${boundColumns} FROM (SELECT profile, centre, region, "ownCustomers" AS own_customers FROM jsonb_to_recordset(k.profiles) AS p (profile text, centre text, region text, "ownCustomers" boolean)) AS held) AS bounds) AS bounds
           FROM api_keys AS k LEFT JOIN teams AS t ON t.key = k.team WHERE k.digest = $1`,
    values: [digest],
  });
  if (!row) return undefined;
  const { bounds, ...known } = row;
  return { ...known, holdings: bounds.flatMap((bound) => holdingOf(bound, `key:${known.id}`, 'key', known.expiresAt)) };
}
