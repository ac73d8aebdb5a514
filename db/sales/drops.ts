/** What customers did not go on with (S-07): entered with its reason, and counted. */
import type { Scope } from '../../domain/people/scope.ts';
import type { Range } from '../../domain/sales/ranges.ts';
import { recordCustomerEvent, type Edit } from '../customer/record.ts';
import { customerName, personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import type { Client, Pool } from '../pool.ts';

export type DropKind = 'total' | 'partial' | 'product';

export interface Drop {
  readonly id: string;
  readonly customerId: string;
  readonly kind: DropKind;
  readonly proposalId: string | null;
  readonly ranges: readonly Range[];
  readonly lines: readonly { readonly rds: string; readonly product: string; readonly label: string; readonly monthlyCents: number }[];
  readonly monthlyCents: number;
  readonly reason: string;
  /** ISO date. */
  readonly droppedOn: string;
}

/** With the customer's record, in one transaction; once per id. The reason may name a person and stands where it can be erased, not in the event. */
export async function keepDrop(client: Client, { id, customerId, kind, proposalId, ranges, lines, monthlyCents, reason, droppedOn }: Drop, edit: Edit): Promise<void> {
  const { rowCount } = await client.query(
    `INSERT INTO sales_drops (id, customer_id, kind, proposal_id, ranges, lines, monthly_cents, reason, dropped_on, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [id, customerId, kind, proposalId, ranges, JSON.stringify(lines), monthlyCents, reason, droppedOn, edit.meta.actor, new Date(edit.atMs)]);
  if (rowCount === 1) await recordCustomerEvent(client, customerId, { type: 'dropped', drop: id, kind, proposal: proposalId, ranges, monthlyCents }, edit);
}

export interface DropRead extends Drop {
  readonly customerName: string;
  readonly enteredBy: string;
  readonly enteredByName: string | null;
  readonly enteredAt: Date;
}

export interface DropFilter {
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly kind?: DropKind | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly enteredBy?: string | undefined;
  readonly after?: readonly [droppedOn: string, id: string] | undefined;
  readonly limit: number;
}

const where = `($2::text IS NULL OR customer_id = survivor_of($2)) AND ($3::text IS NULL OR kind = $3) AND ($4::date IS NULL OR dropped_on >= $4) AND ($5::date IS NULL OR dropped_on <= $5) AND ($6::text IS NULL OR entered_by = $6)`;
const valuesOf = ({ customerId, kind, from, until, enteredBy }: Omit<DropFilter, 'scope' | 'limit'>): unknown[] => [customerId ?? null, kind ?? null, from ?? null, until ?? null, enteredBy ?? null];

/** Newest first. */
export async function listDrops(pool: Pool, filter: DropFilter): Promise<DropRead[]> {
  const { scope, after, limit } = filter;
  const values: unknown[] = [limit, ...valuesOf(filter), after?.[0] ?? null, after?.[1] ?? null];
  const { rows } = await pool.query<DropRead>(
    `SELECT id, customer_id AS "customerId", ${customerName('customer_id')} AS "customerName", kind, proposal_id AS "proposalId", ranges, lines, monthly_cents AS "monthlyCents", reason, dropped_on AS "droppedOn", entered_by AS "enteredBy", ${personName('entered_by')} AS "enteredByName", entered_at AS "enteredAt"
     FROM sales_drops WHERE ${inScope(scope, 'customer_id', values)} AND ${where} AND ($7::date IS NULL OR (dropped_on, id) < ($7, $8::uuid)) ORDER BY dropped_on DESC, id DESC LIMIT $1`, values);
  return rows;
}

/** How many of each kind, and what they cost a month. */
export async function sumDrops(pool: Pool, filter: Omit<DropFilter, 'limit' | 'after'>): Promise<{ kind: DropKind; count: number; monthlyCents: number }[]> {
  const values: unknown[] = [0, ...valuesOf(filter)];
  const { rows } = await pool.query<{ kind: DropKind; count: number; monthlyCents: number }>(
    `SELECT kind, count(*)::int AS count, coalesce(sum(monthly_cents), 0)::bigint AS "monthlyCents" FROM sales_drops WHERE $1::int IS NOT NULL AND ${inScope(filter.scope, 'customer_id', values)} AND ${where} GROUP BY kind ORDER BY kind`, values);
  return rows;
}
