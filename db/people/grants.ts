/** Temporary access (C-05): given in one call, ended by its instant or earlier by hand. */
import type { Bound } from '../../domain/people/giving.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { inTransaction, type Pool } from '../pool.ts';
import { centresOf, recordAct, type Doer } from './acts.ts';

export interface Grant extends Bound {
  readonly id: string;
  readonly subject: string;
  readonly reason: string;
  readonly expiresAt: Date;
}

export interface GrantRead extends Grant {
  readonly name: string;
  readonly personCentre: string | null;
  readonly grantedBy: string;
  readonly grantedAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

const select = `
  SELECT g.id, g.subject, m.name, m.centre AS "personCentre", g.profile, g.centre, g.region, g.own_customers AS "ownCustomers", g.reason, g.granted_by AS "grantedBy", g.granted_at AS "grantedAt",
    g.expires_at AS "expiresAt", g.revoked_at AS "revokedAt", g.revoked_by AS "revokedBy"
  FROM grants AS g JOIN team_members AS m USING (subject)`;

/** Once, however often it is sent under its id. */
export async function giveGrant(pool: Pool, { id, subject, profile, centre, region, ownCustomers, reason, expiresAt }: Grant, doer: Doer): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      'INSERT INTO grants (id, subject, profile, centre, region, own_customers, reason, granted_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING',
      [id, subject, profile, centre, region, ownCustomers, reason, doer.actor, expiresAt]);
    if (rowCount === 1) await recordAct(client, doer, { act: 'grant-given', object: subject, before: null, after: { grant: id, profile, centre, region, ownCustomers, expiresAt: expiresAt.toISOString() } });
  });
}

export async function readGrant(pool: Pool, id: string): Promise<GrantRead | undefined> {
  const { rows: [row] } = await pool.query<GrantRead>(`${select} WHERE g.id = $1`, [id]);
  return row;
}

/** False where it had ended. */
export async function revokeGrant(pool: Pool, id: string, at: Date, doer: Doer): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    const { rows: [row] } = await client.query<{ subject: string; profile: string }>(
      'UPDATE grants SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2 RETURNING subject, profile', [id, at, doer.actor]);
    if (row) await recordAct(client, doer, { act: 'grant-revoked', object: row.subject, before: { grant: id, profile: row.profile }, after: null });
    return row !== undefined;
  });
}

export interface GrantFilter {
  readonly scope: Scope;
  /** Who reads: what he gave himself is his to see. */
  readonly reader: string;
  readonly subject?: string | undefined;
  /** Only those that give something at this instant. */
  readonly liveAt?: Date | undefined;
  readonly after?: { readonly grantedAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Newest first; of a part, those of people of its centres. */
export async function listGrants(pool: Pool, { scope, reader, subject, liveAt, after, limit }: GrantFilter): Promise<GrantRead[]> {
  const { rows } = await pool.query<GrantRead>(
    `${select} WHERE ($1::text IS NULL OR g.subject = $1) AND ($2::timestamptz IS NULL OR (g.expires_at > $2 AND g.revoked_at IS NULL)) AND ($3::timestamptz IS NULL OR (g.granted_at, g.id) < ($3, $4::uuid))
       AND ($6::text[] IS NULL OR g.granted_by = $7 OR m.centre = ANY ($6))
     ORDER BY g.granted_at DESC, g.id DESC LIMIT $5`,
    [subject ?? null, liveAt ?? null, after?.grantedAt ?? null, after?.id ?? null, limit, centresOf(scope), reader]);
  return rows;
}
