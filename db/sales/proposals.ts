/** Proposals (S-01): written with what happened to them in the customer's own record (C-04), one version after the other. */
import type { Basket, Instalment, ProposalLine } from '../../domain/sales/proposal.ts';
import type { HeldLine } from '../../domain/sales/edit.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { holdCustomer, recordCustomerEvent, type Edit } from '../customer/record.ts';
import { isRecorded } from '../journey/record.ts';
import { customerName, personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

export const proposalStatuses = ['draft', 'presented', 'ordered', 'handed-over'] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

export interface ProposalRead extends Basket {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly name: string;
  readonly status: ProposalStatus;
  readonly madeFrom: string | null;
  readonly lines: readonly ProposalLine[];
  readonly instalments: readonly Instalment[];
  readonly catalogueVersion: number;
  readonly version: number;
  readonly presentedVersion: number | null;
  /** What it was made for (S-09). */
  readonly opportunityId: string | null;
  readonly orderId: string | null;
  readonly ticket: string | null;
  readonly createdBy: string;
  readonly createdByName: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

const columns = `id, customer_id AS "customerId", ${customerName('customer_id')} AS "customerName", name, status, made_from AS "madeFrom", engagement_months AS "engagementMonths", vat_basis_points AS "vatBasisPoints", lines, instalments,
  catalogue_version AS "catalogueVersion", version, presented_version AS "presentedVersion", opportunity_id AS "opportunityId", order_id AS "orderId", ticket, created_by AS "createdBy", ${personName('created_by')} AS "createdByName", created_at AS "createdAt", changed_at AS "changedAt"`;

export type NewProposal = Pick<ProposalRead, 'id' | 'customerId' | 'name' | 'madeFrom' | 'opportunityId' | 'engagementMonths' | 'vatBasisPoints' | 'lines' | 'instalments' | 'catalogueVersion'>;

/** Once per id: a repetition changes nothing. */
export async function createProposal(pool: Pool, proposal: NewProposal, edit: Edit): Promise<void> {
  await inTransaction(pool, async (client) => { await insertProposal(client, proposal, edit); });
}

async function insertProposal(client: Client, { id, customerId, name, madeFrom, opportunityId, engagementMonths, vatBasisPoints, lines, instalments, catalogueVersion }: NewProposal, edit: Edit): Promise<void> {
  const customer = await holdCustomer(client, customerId);
  if (!customer) return;
  const { rowCount } = await client.query(
    `INSERT INTO proposals (id, customer_id, name, made_from, engagement_months, vat_basis_points, lines, instalments, catalogue_version, created_by, created_at, changed_at, opportunity_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12) ON CONFLICT DO NOTHING`,
    [id, customer.id, name, madeFrom, engagementMonths, vatBasisPoints, JSON.stringify(lines), JSON.stringify(instalments), catalogueVersion, edit.meta.actor, new Date(edit.atMs), opportunityId]);
  if (rowCount !== 1) return;
  // S-09: what was found out is being proposed.
  await client.query("UPDATE opportunities SET stage = 'proposal', version = version + 1, changed_at = $2 WHERE id = $1 AND stage = 'discovery'", [opportunityId, new Date(edit.atMs)]);
  await recordCustomerEvent(client, customer.id, { type: 'proposalMade', proposal: id, madeFrom, ...(opportunityId === null ? {} : { opportunity: opportunityId }) }, edit);
}

export async function readProposal(pool: Pick<Client, 'query'>, id: string): Promise<ProposalRead | undefined> {
  const { rows: [row] } = await pool.query<ProposalRead>({ name: 'proposal-read', text: `SELECT ${columns} FROM proposals WHERE id = $1`, values: [id] });
  return row;
}

/** What changes of it; absent stays. */
export type ProposalChange = Partial<Pick<ProposalRead, 'name' | 'engagementMonths' | 'lines' | 'instalments' | 'catalogueVersion' | 'status' | 'presentedVersion' | 'orderId' | 'ticket'>>;

export type Changed<T> = { readonly outcome: 'done'; readonly value: T } | { readonly outcome: 'unknown' } | { readonly outcome: 'stale'; readonly version: number };

/** What an edit makes of a proposal. */
export interface Edited {
  readonly change: ProposalChange;
  /** What happened, for the customer's record; absent: nothing that is told. */
  readonly event?: { readonly type: string; readonly [fact: string]: unknown };
  readonly also?: (client: Client) => Promise<void>;
}

/**
 * Reads, decides and writes in one transaction; a version that the editor has not read is not overwritten.
 * @param decide may throw: then nothing is written
 */
export async function changeProposal(pool: Pool, id: string, isRead: (version: number) => boolean, edit: Edit, decide: (proposal: ProposalRead) => Edited | null): Promise<Changed<ProposalRead>> {
  return await inTransaction(pool, async (client) => {
    const known = await readProposal(client, id);
    // First the customer, whom a merge holds alone (C-09).
    const customer = known && await holdCustomer(client, known.customerId);
    const { rows: [proposal] } = await client.query<ProposalRead>(`SELECT ${columns} FROM proposals WHERE id = $1 FOR UPDATE`, [id]);
    if (!proposal || !customer) return { outcome: 'unknown' };
    // Done by this very command before, whose answer was lost.
    if (await isRecorded(client, edit.meta.commandId, customer.id)) return { outcome: 'done', value: proposal };
    if (!isRead(proposal.version)) return { outcome: 'stale', version: proposal.version };
    const edited = decide(proposal);
    if (!edited) return { outcome: 'done', value: proposal };
    const next = { ...proposal, ...edited.change };
    const isOther = edited.change.lines !== undefined || edited.change.engagementMonths !== undefined || edited.change.instalments !== undefined;
    const { rows: [written] } = await client.query<ProposalRead>(
      `UPDATE proposals SET name = $2, engagement_months = $3, lines = $4, instalments = $5, catalogue_version = $6, status = $7, presented_version = $8, order_id = $9, ticket = $10, version = version + 1, changed_at = $11
       WHERE id = $1 RETURNING ${columns}`,
      [id, next.name, next.engagementMonths, JSON.stringify(next.lines), JSON.stringify(next.instalments), next.catalogueVersion, isOther && next.status === 'presented' ? 'draft' : next.status,
        // What was presented is what is read from now on.
        edited.change.status === 'presented' ? proposal.version + 1 : next.presentedVersion, next.orderId, next.ticket, new Date(edit.atMs)]);
    await edited.also?.(client);
    if (edited.event) await recordCustomerEvent(client, customer.id, { ...edited.event, proposal: id }, edit);
    return { outcome: 'done', value: written ?? proposal };
  });
}

/** S-03: the second one, made by a repair; in the transaction of the first's change. */
export async function addSplit(client: Client, proposal: NewProposal, edit: Edit): Promise<void> {
  await insertProposal(client, proposal, edit);
}

export interface ProposalFilter {
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  readonly status?: ProposalStatus | undefined;
  readonly createdBy?: string | undefined;
  readonly opportunityId?: string | undefined;
  /** These only; every one when absent. */
  readonly ids?: readonly string[] | undefined;
  /** The last of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listProposals(pool: Pool, { scope, customerId, status, createdBy, opportunityId, ids, after, limit }: ProposalFilter): Promise<ProposalRead[]> {
  const values: unknown[] = [limit, customerId ?? null, status ?? null, createdBy ?? null, ids ?? null, after ?? null, opportunityId ?? null];
  const { rows } = await pool.query<ProposalRead>(
    `SELECT ${columns} FROM proposals
     WHERE ${inScope(scope, 'customer_id', values)} AND ($2::text IS NULL OR customer_id = survivor_of($2)) AND ($3::text IS NULL OR status = $3) AND ($4::text IS NULL OR created_by = $4)
       AND ($5::text[] IS NULL OR id = ANY ($5)) AND ($6::text IS NULL OR id < $6) AND ($7::text IS NULL OR opportunity_id = $7)
     ORDER BY id DESC LIMIT $1`, values);
  return rows;
}

/** More than any proposal is read of. */
const heldMax = 500;

/** S-01: what the customer has today, line by line as it was ordered; of what is older than the record one line for the service. */
export async function heldByCustomer(pool: Pool, customerId: string): Promise<HeldLine[]> {
  const { rows } = await pool.query<HeldLine>(
    `SELECT v.rds, coalesce(line ->> 'code', v.access_type) AS product, coalesce(line ->> 'label', upper(v.access_type)) AS label, f.site ->> 'label' AS site,
       past.formerly,
       coalesce((line ->> 'recurringCents')::int, v.monthly_cents, 0)::int AS "monthlyCents"
     FROM services AS v
       CROSS JOIN LATERAL (SELECT ARRAY(WITH RECURSIVE before AS (
         SELECT unnest(s.services) AS rds FROM successions AS s WHERE s.deployment_id = v.deployment_id AND s.site = v.site
         UNION SELECT unnest(s.services) FROM before JOIN services AS old USING (rds) JOIN successions AS s ON s.deployment_id = old.deployment_id AND s.site = old.site) SELECT rds FROM before) AS formerly) AS past
       LEFT JOIN LATERAL (SELECT file #> ARRAY['sites', (substr(v.site, 2)::int - 1)::text] AS site FROM launch_files WHERE deployment_id = v.deployment_id) AS f ON true
       LEFT JOIN LATERAL jsonb_array_elements(f.site -> 'lines') WITH ORDINALITY AS lines (line, place) ON (line ->> 'recurringCents')::int <> 0
     WHERE v.customer_id = $1 AND v.ended_on IS NULL ORDER BY v.rds, place LIMIT ${heldMax}`, [customerId]);
  return rows;
}
