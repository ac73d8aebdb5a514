/** What sellers found out about a customer (S-09): facts that he may read himself, for the right to see what is kept of him is his. */
import type { Scope } from '../../domain/people/scope.ts';
import { holdCustomer, recordCustomerEvent, type Edit } from '../customer/record.ts';
import { personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import { inTransaction, type Pool } from '../pool.ts';

export interface DiscoveryNote {
  readonly id: string;
  readonly customerId: string;
  readonly opportunityId: string | null;
  readonly facts: readonly string[];
  readonly writtenBy: string;
  /** As the directory has it now. */
  readonly writtenByName: string | null;
  readonly writtenAt: Date;
}

/** Once per id. The facts stand where they can be erased, not in the event. */
export async function keepDiscoveryNote(pool: Pool, { id, customerId, opportunityId, facts }: Pick<DiscoveryNote, 'id' | 'customerId' | 'opportunityId' | 'facts'>, edit: Edit): Promise<void> {
  await inTransaction(pool, async (client) => {
    const customer = await holdCustomer(client, customerId);
    if (!customer) return;
    const { rowCount } = await client.query(
      'INSERT INTO discovery_notes (id, customer_id, opportunity_id, facts, written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
      [id, customer.id, opportunityId, JSON.stringify(facts), edit.meta.actor, new Date(edit.atMs)]);
    if (rowCount === 1) await recordCustomerEvent(client, customer.id, { type: 'discoveryNoted', note: id, opportunity: opportunityId, facts: facts.length }, edit);
  });
}

/** Newest first. */
export async function listDiscoveryNotes(pool: Pool, { scope, customerId, after, limit }: { readonly scope: Scope; readonly customerId: string; readonly after: string | undefined; readonly limit: number }): Promise<DiscoveryNote[]> {
  const values: unknown[] = [limit, customerId, after ?? null];
  const { rows } = await pool.query<DiscoveryNote>(
    `SELECT id, customer_id AS "customerId", opportunity_id AS "opportunityId", facts, written_by AS "writtenBy", ${personName('written_by')} AS "writtenByName", written_at AS "writtenAt" FROM discovery_notes
     WHERE ${inScope(scope, 'customer_id', values)} AND customer_id = (SELECT survivor_of($2)) AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $1`, values);
  return rows;
}
