/** Complaints: what is read of them, and what is kept beside the record before they start (S-08). */
import type { Scope } from '../../domain/people/scope.ts';
import { holdCustomer } from '../customer/record.ts';
import { customerName, personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

export interface ComplaintRead {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string | null;
  readonly subject: string;
  readonly orderNumber: string;
  readonly edition: number;
  readonly channel: string;
  readonly enteredBy: string;
  /** As the directory has it now. */
  readonly enteredByName: string | null;
  readonly phase: string;
  readonly outcome: string | null;
  readonly verdict: string | null;
  readonly dueAt: Date | null;
  readonly isDueSoon: boolean;
  readonly isLate: boolean;
  readonly gestureCents: number;
  readonly acknowledgedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

const columns = `o.id, o.customer_id AS "customerId", ${customerName('o.customer_id')} AS "customerName", o.subject, o.order_number AS "orderNumber", o.edition, o.channel, o.entered_by AS "enteredBy", ${personName('o.entered_by')} AS "enteredByName", o.phase, o.outcome, o.verdict,
  o.due_at AS "dueAt", o.is_due_soon AS "isDueSoon", o.is_late AS "isLate", o.gesture_cents AS "gestureCents", o.acknowledged_at AS "acknowledgedAt", o.answered_at AS "answeredAt", o.opened_at AS "openedAt", o.ended_at AS "endedAt"`;

export async function readComplaint(pool: Pick<Client, 'query'>, id: string): Promise<ComplaintRead | undefined> {
  const { rows: [row] } = await pool.query<ComplaintRead>({ name: 'complaint-read', text: `SELECT ${columns} FROM complaints AS o WHERE o.id = $1`, values: [id] });
  return row;
}

export const complaintSorts = ['newest', 'due'] as const;

export interface ComplaintFilter {
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly subject?: string | undefined;
  readonly orderNumber?: string | undefined;
  readonly phase?: string | undefined;
  readonly isOpen?: boolean | undefined;
  readonly isLate?: boolean | undefined;
  /** `due`: what has no date comes last. */
  readonly sort: (typeof complaintSorts)[number];
  /** The last of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export async function listComplaints(pool: Pool, { scope, customerId, subject, orderNumber, phase, isOpen, isLate, sort, after, limit }: ComplaintFilter): Promise<ComplaintRead[]> {
  const values: unknown[] = [limit, customerId ?? null, subject ?? null, orderNumber ?? null, phase ?? null, isLate ?? null, after ?? null];
  const due = "coalesce(o.due_at, 'infinity')";
  const page = sort === 'due' ? `($7::text IS NULL OR (${due}, o.id) > (SELECT ${due}, o.id FROM complaints AS o WHERE o.id = $7)) ORDER BY ${due}, o.id` : '($7::text IS NULL OR o.id < $7) ORDER BY o.id DESC';
  const { rows } = await pool.query<ComplaintRead>(
    `SELECT ${columns} FROM complaints AS o WHERE ${inScope(scope, 'o.customer_id', values)} AND ($2::text IS NULL OR o.customer_id = (SELECT survivor_of($2))) AND ($3::text IS NULL OR o.subject = $3) AND ($4::text IS NULL OR o.order_number = $4)
       AND ($5::text IS NULL OR o.phase = $5) AND ($6::boolean IS NULL OR o.is_late = $6) ${isOpen === undefined ? '' : `AND o.ended_at IS ${isOpen ? '' : 'NOT '}NULL`} AND ${page} LIMIT $1`, values);
  return rows;
}

/** An order as a complaint names it. */
export interface KnownOrder {
  readonly orderNumber: string;
  /** The year it was ordered in. */
  readonly year: number;
}

/** Newest first: those that were signed with us, and those that deployments were launched by. */
export async function ordersOf(pool: Pick<Client, 'query'>, customerId: string): Promise<KnownOrder[]> {
  const { rows } = await pool.query<KnownOrder>({
    name: 'complaint-orders',
    text: `SELECT number AS "orderNumber", extract(year FROM min(at))::integer AS year FROM (
             SELECT id AS number, opened_at AS at FROM orders WHERE customer_id = (SELECT survivor_of($1))
             UNION ALL SELECT order_number, launched_at FROM deployments WHERE customer_id = (SELECT survivor_of($1))) AS every_one
           GROUP BY number ORDER BY min(at) DESC, number LIMIT 200`, values: [customerId],
  });
  return rows;
}

export async function isOrderOf(pool: Pick<Client, 'query'>, customerId: string, orderNumber: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'complaint-order',
    text: 'SELECT FROM orders WHERE id = $2 AND customer_id = survivor_of($1) UNION ALL SELECT FROM deployments WHERE order_number = $2 AND customer_id = survivor_of($1) LIMIT 1', values: [customerId, orderNumber],
  });
  return rowCount === 1;
}

/** What every gesture to a customer comes to, in all his complaints. */
export async function gestureCentsOf(pool: Pick<Client, 'query'>, customerId: string): Promise<number> {
  const { rows: [row] } = await pool.query<{ cents: number }>({ name: 'complaint-gestures', text: 'SELECT coalesce(sum(gesture_cents), 0)::bigint AS cents FROM complaints WHERE customer_id = $1', values: [customerId] });
  return row?.cents ?? 0;
}

export interface Subject {
  readonly customerId: string;
  readonly orderNumber: string;
  readonly subject: string;
}

/** A journey that never started holds nothing for longer. */
const staleAfter = "interval '5 minutes'";
const holds = (take: string, journey: string): string => `${journey}.is_open OR ${journey}.id IS NULL AND ${take}.since > now() - ${staleAfter}`;

/**
 * Takes a subject for a complaint, whichever of the customer's former records it was known by (C-09).
 * @returns the complaint that has it; null when it is taken.
 */
export async function takeSubject(pool: Pool, complaint: string, { customerId, orderNumber, subject }: Subject): Promise<string | null> {
  return await inTransaction(pool, async (client) => {
    // One at a time, and none while his record is merged (C-09).
    await holdCustomer(client, customerId);
    const { rows: [held] } = await client.query<{ complaint: string }>(
      `SELECT t.complaint FROM complaint_takes AS t LEFT JOIN journeys AS j ON j.id = t.complaint
       WHERE t.customer_id = survivor_of($1) AND t.order_number = $2 AND t.subject = $3 AND t.complaint <> $4 AND (${holds('t', 'j')}) ORDER BY 1 LIMIT 1`, [customerId, orderNumber, subject, complaint]);
    if (held) return held.complaint;
    await client.query('INSERT INTO complaint_takes (complaint, customer_id, order_number, subject) VALUES ($1, $2, $3, $4) ON CONFLICT (complaint) DO UPDATE SET since = now()', [complaint, customerId, orderNumber, subject]);
    return null;
  });
}

/** Complaints of two records on one order and subject: once these were one customer's, two would be open (S-08). Nobody takes a subject of either while both are held. */
export async function openTwice(client: Pick<Client, 'query'>, customerId: string, otherId: string): Promise<{ complaint: string; other: string } | undefined> {
  const { rows: [row] } = await client.query<{ complaint: string; other: string }>(
    `SELECT one.complaint, other.complaint AS other FROM complaint_takes AS one JOIN complaint_takes AS other USING (order_number, subject)
       LEFT JOIN journeys AS j ON j.id = one.complaint LEFT JOIN journeys AS k ON k.id = other.complaint
     WHERE one.customer_id = $1 AND other.customer_id = $2 AND (${holds('one', 'j')}) AND (${holds('other', 'k')}) ORDER BY 1, 2 LIMIT 1`, [customerId, otherId]);
  return row;
}
