/** Opportunities (S-09): written with what happened to them in the customer's own record (C-04), one version after the other; listed, and summed up by period and seller. */
import type { LostReason, OpportunityStage, SalesChannel } from '../../domain/sales/opportunity.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { holdCustomer, recordCustomerEvent, type Edit } from '../customer/record.ts';
import { isRecorded } from '../journey/record.ts';
import { personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

export interface OpportunityRead {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly purpose: string;
  readonly stage: OpportunityStage;
  readonly amountCents: number;
  readonly probability: number;
  readonly period: string;
  /** ISO date. */
  readonly closesOn: string;
  readonly channel: SalesChannel;
  readonly seller: string;
  readonly sellerName: string | null;
  readonly lostReason: LostReason | null;
  readonly comment: string | null;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly closedAt: Date | null;
  /** Of one that its orders have won: what was expected of it before (C-08). */
  readonly wonFrom: Pick<OpportunityRead, 'stage' | 'amountCents' | 'probability'> | null;
}

const columns = `o.id, o.customer_id AS "customerId", c.name AS "customerName", o.description AS purpose, o.stage, o.amount_cents AS "amountCents", o.probability, o.period, o.closes_on AS "closesOn", o.channel, o.seller, ${personName('o.seller')} AS "sellerName",
  o.lost_reason AS "lostReason", o.comment, o.version, o.created_by AS "createdBy", o.created_at AS "createdAt", o.changed_at AS "changedAt", o.closed_at AS "closedAt", o.won_from AS "wonFrom"`;
const source = 'opportunities AS o JOIN customers AS c ON c.id = o.customer_id';

export type NewOpportunity = Pick<OpportunityRead, 'id' | 'customerId' | 'purpose' | 'stage' | 'amountCents' | 'probability' | 'period' | 'closesOn' | 'channel' | 'seller'>;

/** Once per id: a repetition changes nothing. The purpose may name a person and stands where it can be erased, not in the event. */
export async function createOpportunity(pool: Pool, { id, customerId, purpose, stage, amountCents, probability, period, closesOn, channel, seller }: NewOpportunity, edit: Edit): Promise<void> {
  await inTransaction(pool, async (client) => {
    const customer = await holdCustomer(client, customerId);
    if (!customer) return;
    const { rowCount } = await client.query(
      `INSERT INTO opportunities (id, customer_id, description, stage, amount_cents, probability, period, closes_on, channel, seller, created_by, created_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) ON CONFLICT DO NOTHING`,
      [id, customer.id, purpose, stage, amountCents, probability, period, closesOn, channel, seller, edit.meta.actor, new Date(edit.atMs)]);
    if (rowCount === 1) await recordCustomerEvent(client, customer.id, { type: 'opportunityOpened', opportunity: id, amountCents, probability, period, closesOn, channel, seller }, edit);
  });
}

export async function readOpportunity(pool: Pick<Client, 'query'>, id: string): Promise<OpportunityRead | undefined> {
  const { rows: [row] } = await pool.query<OpportunityRead>({ name: 'opportunity-read', text: `SELECT ${columns} FROM ${source} WHERE o.id = $1`, values: [id] });
  return row;
}

/** What changes of it; absent stays. */
export type OpportunityChange = Partial<Pick<OpportunityRead, 'purpose' | 'stage' | 'amountCents' | 'probability' | 'period' | 'closesOn' | 'channel' | 'seller' | 'lostReason' | 'comment' | 'wonFrom'>>;

/** What an act makes of an opportunity; the event is what is told of it in the customer's record. */
export interface OpportunityEdited {
  readonly change: OpportunityChange;
  readonly event: { readonly type: string; readonly [fact: string]: unknown };
}

export type OpportunityChanged = { readonly outcome: 'done'; readonly value: OpportunityRead } | { readonly outcome: 'unknown' } | { readonly outcome: 'stale'; readonly version: number };

/**
 * Reads, decides and writes in one transaction; a version that the editor has not read is not overwritten.
 * @param decide may throw: then nothing is written; null: nothing changes
 */
export async function changeOpportunity(pool: Pool, id: string, isRead: (version: number) => boolean, edit: Edit, decide: (opportunity: OpportunityRead) => OpportunityEdited | null): Promise<OpportunityChanged> {
  return await inTransaction(pool, async (client) => {
    const before = await readOpportunity(client, id);
    // First the customer, whom a merge holds alone (C-09).
    const customer = before && await holdCustomer(client, before.customerId);
    const { rows: [known] } = await client.query<OpportunityRead>(`SELECT ${columns} FROM ${source} WHERE o.id = $1 FOR UPDATE OF o`, [id]);
    if (!known || !customer) return { outcome: 'unknown' };
    // Done by this very command before, whose answer was lost.
    if (await isRecorded(client, edit.meta.commandId, customer.id)) return { outcome: 'done', value: known };
    if (!isRead(known.version)) return { outcome: 'stale', version: known.version };
    const edited = decide(known);
    if (!edited) return { outcome: 'done', value: known };
    const next = { ...known, ...edited.change };
    await client.query(
      `UPDATE opportunities SET description = $2, stage = $3, amount_cents = $4, probability = $5, period = $6, closes_on = $7, channel = $8, seller = $9, lost_reason = $10, comment = $11, won_from = $13, version = version + 1, changed_at = $12,
         closed_at = CASE WHEN $3 IN ('won', 'lost') THEN $12::timestamptz END WHERE id = $1`,
      [id, next.purpose, next.stage, next.amountCents, next.probability, next.period, next.closesOn, next.channel, next.seller, next.lostReason, next.comment, new Date(edit.atMs), next.wonFrom && JSON.stringify(next.wonFrom)]);
    await recordCustomerEvent(client, customer.id, { ...edited.event, opportunity: id }, edit);
    return { outcome: 'done', value: await readOpportunity(client, id) ?? known };
  });
}

export interface Won {
  readonly id: string;
  readonly version: number;
  /** What its signed orders come to before tax. */
  readonly soldCents: number;
}

/** Of an order: signed, and not given up since. */
const sold = "(r.signed_at IS NOT NULL AND r.outcome IS DISTINCT FROM 'withdrawn')";

/** Open, with an order that was signed and none that still waits for its signature. */
export async function wonOpportunities(pool: Pool, limit: number): Promise<Won[]> {
  const { rows } = await pool.query<Won>({
    name: 'opportunities-won',
    text: `SELECT o.id, o.version, coalesce(sum(sold.cents) FILTER (WHERE ${sold}), 0)::bigint AS "soldCents"
           FROM opportunities AS o JOIN proposals AS p ON p.opportunity_id = o.id JOIN orders AS r ON r.id = p.order_id
             CROSS JOIN LATERAL (SELECT sum((part ->> 'htCents')::bigint) AS cents FROM jsonb_array_elements(r.sub_orders) AS part) AS sold
           WHERE o.closed_at IS NULL GROUP BY o.id HAVING bool_or(${sold}) AND NOT bool_or(r.signed_at IS NULL AND r.ended_at IS NULL) ORDER BY o.id LIMIT $1`, values: [limit],
  });
  return rows;
}

/** Won by orders of which none is left: signed, and given up before production (C-08). What a seller has closed stays as he closed it. */
export async function opportunitiesLost(pool: Pool, limit: number): Promise<Pick<Won, 'id' | 'version'>[]> {
  const { rows } = await pool.query<Pick<Won, 'id' | 'version'>>({
    name: 'opportunities-lost',
    text: `SELECT DISTINCT o.id, o.version FROM orders AS gone JOIN proposals AS p ON p.id = gone.proposal_id JOIN opportunities AS o ON o.id = p.opportunity_id
           WHERE gone.outcome = 'withdrawn' AND o.stage = 'won' AND o.won_from IS NOT NULL
             AND NOT EXISTS (SELECT FROM proposals AS q JOIN orders AS r ON r.id = q.order_id WHERE q.opportunity_id = o.id AND ${sold}) ORDER BY o.id LIMIT $1`, values: [limit],
  });
  return rows;
}

export interface OpportunityFilter {
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly stage?: OpportunityStage | undefined;
  readonly isOpen?: boolean | undefined;
  readonly period?: string | undefined;
  readonly seller?: string | undefined;
  readonly channel?: SalesChannel | undefined;
}

const where = `($2::text IS NULL OR o.customer_id = (SELECT survivor_of($2))) AND ($3::text IS NULL OR o.stage = $3) AND ($4::boolean IS NULL OR (o.closed_at IS NULL) = $4)
  AND ($5::text IS NULL OR o.period = $5) AND ($6::text IS NULL OR o.seller = $6) AND ($7::text IS NULL OR o.channel = $7)`;
const valuesOf = ({ customerId, stage, isOpen, period, seller, channel }: OpportunityFilter): unknown[] => [customerId ?? null, stage ?? null, isOpen ?? null, period ?? null, seller ?? null, channel ?? null];

/** Newest first. @param page the last of the page before */
export async function listOpportunities(pool: Pool, filter: OpportunityFilter, page: { readonly after: string | undefined; readonly limit: number }): Promise<OpportunityRead[]> {
  const values: unknown[] = [page.limit, ...valuesOf(filter), page.after ?? null];
  const { rows } = await pool.query<OpportunityRead>(
    `SELECT ${columns} FROM ${source} WHERE ${inScope(filter.scope, 'o.customer_id', values)} AND ${where} AND ($8::text IS NULL OR o.id < $8) ORDER BY o.id DESC LIMIT $1`, values);
  return rows;
}

export interface OpportunityTotal {
  readonly period: string;
  readonly seller: string;
  readonly sellerName: string | null;
  readonly stage: OpportunityStage;
  readonly count: number;
  readonly amountCents: number;
  /** By how likely each is, rounded per opportunity: a won one counts whole, a lost one nothing. */
  readonly weightedCents: number;
}

/** By period, seller and stage. */
export async function sumOpportunities(pool: Pool, filter: OpportunityFilter): Promise<OpportunityTotal[]> {
  const values: unknown[] = [0, ...valuesOf(filter)];
  const { rows } = await pool.query<OpportunityTotal>(
    `SELECT o.period, o.seller, ${personName('o.seller')} AS "sellerName", o.stage, count(*)::int AS count, sum(o.amount_cents)::bigint AS "amountCents", sum(round(o.amount_cents * o.probability / 100.0))::bigint AS "weightedCents"
     FROM opportunities AS o WHERE $1::int IS NOT NULL AND ${inScope(filter.scope, 'o.customer_id', values)} AND ${where} GROUP BY o.period, o.seller, o.stage ORDER BY o.period, o.seller, o.stage LIMIT 1000`, values);
  return rows;
}
