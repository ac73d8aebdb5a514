/** Orders: what is read of them, and what relays have to do. */
import type { Scope } from '../../domain/people/scope.ts';
import type { OrderState } from '../../domain/order/order.ts';
import type { Range } from '../../domain/sales/ranges.ts';
import { readJourneyState } from '../journey/states.ts';
import { customerName, personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import type { Client, Pool } from '../pool.ts';

export interface OrderRead {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly proposalId: string;
  /** Of its proposal (S-09). */
  readonly opportunityId: string | null;
  readonly emitter: string;
  readonly emitterName: string | null;
  readonly phase: string;
  readonly outcome: string | null;
  readonly ttcCents: number;
  readonly subOrders: readonly { readonly range: Range; readonly htCents: number; readonly ttcCents: number }[];
  readonly signedHow: string | null;
  readonly signedAt: Date | null;
  readonly deploymentId: string | null;
  readonly terminationId: string | null;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

const columns = `id, customer_id AS "customerId", ${customerName('customer_id')} AS "customerName", proposal_id AS "proposalId", (SELECT opportunity_id FROM proposals AS p WHERE p.id = proposal_id) AS "opportunityId", emitter, ${personName('emitter')} AS "emitterName", phase, outcome, ttc_cents AS "ttcCents", sub_orders AS "subOrders", signed_how AS "signedHow", signed_at AS "signedAt",
  deployment_id AS "deploymentId", termination_id AS "terminationId", opened_at AS "openedAt", ended_at AS "endedAt"`;

export async function readOrder(pool: Pick<Client, 'query'>, id: string): Promise<OrderRead | undefined> {
  const { rows: [row] } = await pool.query<OrderRead>({ name: 'order-read', text: `SELECT ${columns} FROM orders WHERE id = $1`, values: [id] });
  return row;
}

export async function readOrderState(pool: Pick<Client, 'query'>, id: string): Promise<OrderState | undefined> {
  return await readJourneyState<OrderState>(pool, id);
}

export interface OrderFilter {
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly phase?: string | undefined;
  readonly emitter?: string | undefined;
  readonly isOpen?: boolean | undefined;
  /** The last of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listOrders(pool: Pool, { scope, customerId, phase, emitter, isOpen, after, limit }: OrderFilter): Promise<OrderRead[]> {
  const values: unknown[] = [limit, customerId ?? null, phase ?? null, emitter ?? null, isOpen ?? null, after ?? null];
  const { rows } = await pool.query<OrderRead>(
    `SELECT ${columns} FROM orders WHERE ${inScope(scope, 'customer_id', values)} AND ($2::text IS NULL OR customer_id = (SELECT survivor_of($2))) AND ($3::text IS NULL OR phase = $3) AND ($4::text IS NULL OR emitter = $4)
       AND ($5::boolean IS NULL OR (ended_at IS NULL) = $5) AND ($6::text IS NULL OR id < $6) ORDER BY id DESC LIMIT $1`, values);
  return rows;
}

export interface OrderDocumentRead {
  readonly id: string;
  readonly kind: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Null once it was erased. */
  readonly fileName: string | null;
  readonly at: Date;
}

/** Oldest first. */
export async function documentsOfOrder(pool: Pool, id: string): Promise<OrderDocumentRead[]> {
  const { rows } = await pool.query<OrderDocumentRead>({
    name: 'order-documents',
    text: `SELECT d.id, d.kind, d.media_type AS "mediaType", d.size_bytes AS "sizeBytes", d.sha256, f.file_name AS "fileName", d.at
           FROM order_documents AS d LEFT JOIN document_files AS f ON f.document_id = d.id WHERE d.order_id = $1 ORDER BY d.at, d.id`, values: [id],
  });
  return rows;
}

export interface RejectRead {
  readonly orderId: string;
  readonly number: number;
  readonly customerId: string;
  readonly customerName: string;
  readonly side: 'production' | 'billing';
  readonly rejectedBy: string;
  readonly rejectedByName: string | null;
  readonly emitter: string;
  readonly emitterName: string | null;
  readonly comment: string;
  readonly status: 'to-answer' | 'to-review' | 'settled';
  readonly rejectedAt: Date;
  readonly changedAt: Date;
}

export interface RejectFilter {
  readonly scope: Scope;
  /** Of the emitters of this person's team (S-06); everybody's when null. */
  readonly group: string | null;
  readonly isOpen: boolean | null;
  readonly orderId?: string | undefined;
  /** The last of the page before. */
  readonly after?: readonly [rejectedAt: string, orderId: string, number: number] | undefined;
  readonly limit: number;
}

/** Oldest first. */
export async function listRejects(pool: Pool, { scope, group, isOpen, orderId, after, limit }: RejectFilter): Promise<RejectRead[]> {
  const values: unknown[] = [limit, group, isOpen, orderId ?? null, ...(after ?? [null, null, null])];
  const { rows } = await pool.query<RejectRead>(
    `SELECT order_id AS "orderId", number, customer_id AS "customerId", ${customerName('customer_id')} AS "customerName", side, rejected_by AS "rejectedBy", ${personName('rejected_by')} AS "rejectedByName",
       emitter, ${personName('emitter')} AS "emitterName", comment, status, rejected_at AS "rejectedAt", changed_at AS "changedAt" FROM order_rejects
     WHERE ${inScope(scope, 'customer_id', values)} AND ($3::boolean IS NULL OR (status <> 'settled' AND NOT EXISTS (SELECT FROM orders WHERE orders.id = order_id AND orders.ended_at IS NOT NULL)) = $3) AND ($4::text IS NULL OR order_id = $4)
       AND ($2::text IS NULL OR emitter = $2 OR emitter IN (SELECT mate.subject FROM team_members AS mate JOIN team_members AS manager ON manager.team = mate.team WHERE manager.subject = $2))
       AND ($5::timestamptz IS NULL OR (rejected_at, order_id, number) > ($5, $6::text, $7::int)) ORDER BY rejected_at, order_id, number LIMIT $1`, values);
  return rows;
}

/** The deployment that a hand-over of this order has begun, be the rest of it refused since (S-05); null: there is none, or it was given up as well. */
export async function begunDeployment(pool: Pool, orderId: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ id: string }>("SELECT d.id FROM order_hand_overs AS h JOIN deployments AS d ON d.id = h.made WHERE h.order_id = $1 AND h.what = 'deployment' AND d.phase NOT IN ('cancelled', 'withdrawn')", [orderId]);
  return row?.id ?? null;
}

export interface CallingOrder {
  readonly id: string;
  readonly state: OrderState;
  /** Its deployment did not come to its end. */
  readonly isCancelled: boolean;
}

/** To be handed over, or whose deployment and termination have both ended (S-05). @param except that did not answer a moment ago */
export async function callingOrders(pool: Pool, limit: number, except: readonly string[]): Promise<CallingOrder[]> {
  const { rows } = await pool.query<CallingOrder>({
    name: 'orders-calling',
    text: `SELECT o.id, j.state, EXISTS (SELECT FROM deployments AS d WHERE d.id = o.deployment_id AND d.phase IN ('cancelled', 'withdrawn')) AS "isCancelled" FROM orders AS o JOIN journeys AS j USING (id)
           WHERE o.calls_relay AND NOT o.id = ANY ($2) AND (o.phase = 'handing-over' OR (
             NOT EXISTS (SELECT FROM deployments AS d WHERE d.id = o.deployment_id AND d.ended_at IS NULL) AND (o.deployment_id IS NULL OR EXISTS (SELECT FROM deployments AS d WHERE d.id = o.deployment_id))
             AND NOT EXISTS (SELECT FROM terminations AS t WHERE t.id = o.termination_id AND t.ended_at IS NULL) AND (o.termination_id IS NULL OR EXISTS (SELECT FROM terminations AS t WHERE t.id = o.termination_id))))
           ORDER BY o.id LIMIT $1`, values: [limit, except],
  });
  return rows;
}

/** What an order was handed over to: `make` is asked once, and its answer remembered. */
export async function handedOverTo(pool: Pool, orderId: string, what: 'deployment' | 'termination', make: () => Promise<string>): Promise<string> {
  const read = async (): Promise<string | undefined> => (await pool.query<{ made: string }>('SELECT made FROM order_hand_overs WHERE order_id = $1 AND what = $2', [orderId, what])).rows[0]?.made;
  const known = await read();
  if (known !== undefined) return known;
  const made = await make();
  await pool.query('INSERT INTO order_hand_overs (order_id, what, made) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [orderId, what, made]);
  return (await read()) ?? made;
}
