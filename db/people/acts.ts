/** Who gave whom what access, and who changed the directory (C-05): written with the change itself, never changed after it. */
import type { Scope } from '../../domain/people/scope.ts';
import type { Client, Pool } from '../pool.ts';

export const peopleActs = ['person-kept', 'team-kept', 'team-joined', 'centre-kept', 'grant-given', 'grant-revoked', 'key-created', 'key-revoked', 'webhook-kept', 'webhook-removed', 'webhook-secret-rotated', 'webhook-rewound', 'webhook-disabled'] as const;

export interface ActDone {
  readonly act: (typeof peopleActs)[number];
  /** A subject; or `team:`, `centre:`, `key:`, `webhook:` and what it goes by. */
  readonly object: string;
  /** Keys and choices, no names and no addresses: they could not be erased here. */
  readonly before: object | null;
  readonly after: object | null;
}

/** Who does it, and how. */
export interface Doer {
  readonly actor: string;
  readonly channel: string;
  readonly requestId: string;
}

export interface ActRead extends ActDone, Doer {
  readonly id: number;
  readonly at: Date;
}

/** In the transaction of the change. */
export async function recordAct(client: Client, { actor, channel, requestId }: Doer, { act, object, before, after }: ActDone): Promise<void> {
  await client.query('INSERT INTO people_acts (actor, act, object, before, after, channel, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7)', [actor, act, object, before, after, channel, requestId]);
}

export interface ActFilter {
  readonly scope: Scope;
  /** Who reads: what he did himself is his to see. */
  readonly reader: string;
  readonly object?: string | undefined;
  readonly actor?: string | undefined;
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

/** Newest first; of a part, what concerns people of its centres. */
export async function listActs(pool: Pool, { scope, reader, object, actor, beforeId, limit }: ActFilter): Promise<ActRead[]> {
  const { rows } = await pool.query<ActRead>(
    `SELECT id, at, actor, act, object, before, after, channel, request_id AS "requestId" FROM people_acts
     WHERE ($1::text IS NULL OR object = $1) AND ($2::text IS NULL OR actor = $2) AND ($3::bigint IS NULL OR id < $3)
       AND ($5::text[] IS NULL OR actor = $6 OR object IN (SELECT subject FROM team_members WHERE centre = ANY ($5)))
     ORDER BY id DESC LIMIT $4`,
    [object ?? null, actor ?? null, beforeId ?? null, limit, centresOf(scope), reader]);
  return rows;
}

/** Null: people of all centres, and of none. */
export function centresOf(scope: Scope): readonly string[] | null {
  return scope.reach === 'all' ? null : scope.reach === 'part' ? scope.centres : [];
}
