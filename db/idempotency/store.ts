/** The memory of Idempotency-Key: one row per principal, route and key; the row's lock is what lets one request in at a time. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/**
 * The recorder's ten seconds, and five for the calls around it: a caller whose process died waits no longer than that. A handler that a hanging
 * database holds longer may be overtaken: both are the same command with the same id, and both are answered what the first remembered.
 */
const leaseSeconds = 15;
const keptDays = 7;

export interface KeyedRequest {
  /** Subject of the token. */
  readonly principal: string;
  /** Method and template of the path. */
  readonly route: string;
  readonly key: string;
  /** Of parameters and body. */
  readonly digest: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The right to answer a keyed request, until the lease ends. */
export interface Lease {
  readonly holder: string;
  /** The id an earlier attempt took. */
  readonly allocatedId: string | undefined;
}

export type Claim =
  | { readonly outcome: 'claimed'; readonly lease: Lease }
  | { readonly outcome: 'answered'; readonly answer: StoredAnswer }
  | { readonly outcome: 'running' }
  | { readonly outcome: 'other-request' };

/** Takes the request for this process, or tells why not. A lease that ran out is taken over, with the id it had. */
export async function claimKey(pool: Pool, { principal, route, key, digest }: KeyedRequest): Promise<Claim> {
  const holder = randomUUID();
  const claimed = await pool.query<{ allocated_id: string | null }>({
    name: 'idempotency-claim',
    text: `INSERT INTO idempotency_keys AS k (principal, route, key, digest, lease_holder, lease_until)
           VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
           ON CONFLICT (principal, route, key) DO UPDATE SET lease_holder = excluded.lease_holder, lease_until = excluded.lease_until
           WHERE k.digest = excluded.digest AND k.status IS NULL AND (k.lease_until IS NULL OR k.lease_until < now())
           RETURNING allocated_id`,
    values: [principal, route, key, digest, holder, leaseSeconds],
  });
  const [mine] = claimed.rows;
  if (mine !== undefined) return { outcome: 'claimed', lease: { holder, allocatedId: mine.allocated_id ?? undefined } };

  const found = await pool.query<{ digest: string; status: number | null; headers: Record<string, string> | null; body: string | null }>({
    name: 'idempotency-read',
    text: 'SELECT digest, status, headers, body FROM idempotency_keys WHERE principal = $1 AND route = $2 AND key = $3',
    values: [principal, route, key],
  });
  const [row] = found.rows;
  // Released or deleted between the two statements: the caller's next try finds it free.
  if (row === undefined) return { outcome: 'running' };
  if (row.digest !== digest) return { outcome: 'other-request' };
  if (row.status === null) return { outcome: 'running' };
  return { outcome: 'answered', answer: { status: row.status, headers: row.headers ?? {}, body: row.body ?? undefined } };
}

/** Remembers the id taken for a request; returns the one that counts, be it that of another attempt which was first. */
export async function rememberId(pool: Pool, { principal, route, key }: KeyedRequest, id: string): Promise<string> {
  const { rows } = await pool.query<{ allocated_id: string }>({
    name: 'idempotency-allocate',
    text: `UPDATE idempotency_keys SET allocated_id = coalesce(allocated_id, $4)
           WHERE principal = $1 AND route = $2 AND key = $3 RETURNING allocated_id`,
    values: [principal, route, key, id],
  });
  const [row] = rows;
  if (row === undefined) throw new Error('The idempotency key was deleted while its request ran.');
  return row.allocated_id;
}

/** Remembers the answer; returns the one that counts, be it that of another process which was first because a lease ran out. */
export async function rememberAnswer(pool: Pool, { principal, route, key }: KeyedRequest, answer: StoredAnswer): Promise<StoredAnswer> {
  const { rows: [row] } = await pool.query<{ status: number; headers: Record<string, string>; body: string | null }>({
    name: 'idempotency-answer',
    text: `UPDATE idempotency_keys SET status = coalesce(status, $4), headers = CASE WHEN status IS NULL THEN $5 ELSE headers END,
             body = CASE WHEN status IS NULL THEN $6 ELSE body END, lease_holder = NULL, lease_until = NULL
           WHERE principal = $1 AND route = $2 AND key = $3 RETURNING status, headers, body`,
    values: [principal, route, key, answer.status, JSON.stringify(answer.headers), answer.body ?? null],
  });
  if (row === undefined) throw new Error('The idempotency key was deleted while its request ran.');
  return { status: row.status, headers: row.headers, body: row.body ?? undefined };
}

/** Gives the request free without an answer; its id stays, so the next attempt is the same command. */
export async function releaseKey(pool: Pool, { principal, route, key }: KeyedRequest, { holder }: Lease): Promise<void> {
  await pool.query({
    name: 'idempotency-release',
    text: `UPDATE idempotency_keys SET lease_holder = NULL, lease_until = NULL
           WHERE principal = $1 AND route = $2 AND key = $3 AND lease_holder = $4`,
    values: [principal, route, key, holder],
  });
}

/**
 * Forgets keys older than seven days, in batches so that no lock is held long; the relay calls it now and then.
 * @returns how many.
 */
export async function deleteOldKeys(pool: Pool): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { rowCount } = await pool.query(
      `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM idempotency_keys WHERE created_at < now() - make_interval(days => $1) LIMIT 1000))`, [keptDays]);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < 1000) return deleted;
  }
}
