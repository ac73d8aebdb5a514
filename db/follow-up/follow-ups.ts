/** Follow-ups (S-09): the rows made from their events, what is noted for each, and their lists. */
import type { FollowUpKind, FollowUpPhase, FollowUpState } from '../../domain/follow-up/follow-up.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { customerName, personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import { instant } from '../instant.ts';
import type { Client, Pool } from '../pool.ts';

export async function projectFollowUp(client: Client, { phase, opening, doer, dueAtMs, openedAtMs, endedAtMs }: FollowUpState): Promise<void> {
  if (!opening || !doer) return;
  await client.query({
    name: 'project-follow-up',
    text: `INSERT INTO follow_ups (id, customer_id, opportunity_id, what, seller, phase, due_at, opened_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           ON CONFLICT (id) DO UPDATE SET seller = excluded.seller, phase = excluded.phase, due_at = excluded.due_at, ended_at = excluded.ended_at`,
    values: [opening.id, opening.customerId, opening.opportunityId, opening.what, doer.person, phase, instant(dueAtMs), instant(openedAtMs), instant(endedAtMs)],
  });
}

/** The first one stays. */
export async function keepFollowUpNote(pool: Pool, id: string, note: string): Promise<void> {
  await pool.query('INSERT INTO follow_up_notes (journey_id, note) VALUES ($1, $2) ON CONFLICT DO NOTHING', [id, note]);
}

export interface FollowUpRead {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly opportunityId: string | null;
  readonly what: FollowUpKind;
  readonly note: string | null;
  readonly seller: string;
  readonly sellerName: string | null;
  readonly phase: FollowUpPhase;
  readonly dueAt: Date;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

const columns = `f.id, f.customer_id AS "customerId", ${customerName('f.customer_id')} AS "customerName", f.opportunity_id AS "opportunityId", f.what, n.note, f.seller, ${personName('f.seller')} AS "sellerName", f.phase, f.due_at AS "dueAt", f.opened_at AS "openedAt", f.ended_at AS "endedAt"`;
const source = 'follow_ups AS f LEFT JOIN follow_up_notes AS n ON n.journey_id = f.id';

export async function readFollowUp(pool: Pick<Client, 'query'>, id: string): Promise<FollowUpRead | undefined> {
  const { rows: [row] } = await pool.query<FollowUpRead>({ name: 'follow-up-read', text: `SELECT ${columns} FROM ${source} WHERE f.id = $1`, values: [id] });
  return row;
}

export interface FollowUpFilter {
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly seller?: string | undefined;
  readonly isOpen?: boolean | undefined;
  readonly after?: readonly [dueAt: string, id: string] | undefined;
  readonly limit: number;
}

/** The first to be due first. */
export async function listFollowUps(pool: Pool, { scope, customerId, opportunityId, seller, isOpen, after, limit }: FollowUpFilter): Promise<FollowUpRead[]> {
  const values: unknown[] = [limit, customerId ?? null, opportunityId ?? null, seller ?? null, isOpen ?? null, after?.[0] ?? null, after?.[1] ?? null];
  const { rows } = await pool.query<FollowUpRead>(
    `SELECT ${columns} FROM ${source}
     WHERE ${inScope(scope, 'f.customer_id', values)} AND ($2::text IS NULL OR f.customer_id = (SELECT survivor_of($2))) AND ($3::text IS NULL OR f.opportunity_id = $3) AND ($4::text IS NULL OR f.seller = $4)
       AND ($5::boolean IS NULL OR (f.ended_at IS NULL) = $5) AND ($6::timestamptz IS NULL OR (f.due_at, f.id) > ($6, $7))
     ORDER BY f.due_at, f.id LIMIT $1`, values);
  return rows;
}
