/** What is known of a customer when he makes contact (C-02), in one statement; and that he did, in his timeline (C-04). */
import type { ContactChannel } from '../../domain/customer/openings.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { inScope, reachOf } from '../people/scope.ts';
import { inTransaction, type Pool } from '../pool.ts';
import { holdCustomer, recordCustomerEvent, type Edit } from './record.ts';

/** What an agent would choose from; whoever has more says which. */
const shown = 50;

export interface KnownRow {
  readonly id: string;
  /** Value of the policy `contact-reasons`. */
  readonly policy: unknown;
  readonly services: readonly string[];
  /** The named one, else all of his, as far as they are in service and nothing is about to end them (R-01, C-08). */
  readonly endable: readonly string[];
  /** That are not being cancelled. */
  readonly deployments: readonly string[];
  /** Whether the service that was named is one of his that has not ended. */
  readonly hasService: boolean;
  /** The contact that was named; null where he has no such. */
  readonly caller: { readonly name: string; readonly phone: string | null; readonly email: string | null } | null;
}

export interface Named {
  readonly rds?: string | undefined;
  readonly contactId?: string | undefined;
}

/** Under whatever id he was known (C-09). Undefined where there is none, or none that may be seen. */
export async function readKnown(pool: Pool, id: string, scope: Scope, { rds, contactId }: Named): Promise<KnownRow | undefined> {
  const values: unknown[] = [id, rds ?? null, contactId ?? null];
  const { rows: [row] } = await pool.query<KnownRow>({
    name: `customer-known-${reachOf(scope)}`,
    text: `
      SELECT c.id, (SELECT value FROM policies WHERE name = 'contact-reasons' ORDER BY version DESC LIMIT 1) AS policy,
        ARRAY(SELECT rds FROM services WHERE customer_id = c.id AND ended_on IS NULL ORDER BY rds LIMIT ${shown}) AS services,
        ARRAY(SELECT v.rds FROM services AS v LEFT JOIN sites AS s ON s.deployment_id = v.deployment_id AND s.site = v.site
              WHERE v.customer_id = c.id AND v.ended_on IS NULL AND ($2::text IS NULL OR v.rds = $2) AND coalesce(s.phase, 'in-service') = 'in-service'
                AND NOT EXISTS (SELECT FROM journeys WHERE id = v.termination)
                AND NOT EXISTS (SELECT FROM successions AS u WHERE u.services @> ARRAY[v.rds] AND NOT u.is_given_up AND (u.stage IS NULL OR u.stage IN ('held', 'released')))
              ORDER BY v.rds LIMIT ${shown}) AS endable,
        ARRAY(SELECT d.id FROM deployments AS d WHERE customer_id = c.id AND ended_at IS NULL AND phase <> 'cancelling' ORDER BY id DESC LIMIT ${shown}) AS deployments,
        EXISTS (SELECT FROM services WHERE rds = $2 AND customer_id = c.id AND ended_on IS NULL) AS "hasService",
        (SELECT jsonb_build_object('name', name, 'phone', phones[1], 'email', emails[1]) FROM customer_contacts WHERE id = $3 AND customer_id = c.id) AS caller
      FROM customers AS c WHERE c.id = survivor_of($1) AND ${inScope(scope, 'c.id', values)}`,
    values,
  });
  return row;
}

export interface CustomerContact {
  /** Key of the policy `contact-reasons`. */
  readonly reason: string;
  readonly contactChannel: ContactChannel;
  readonly direction: 'in' | 'out';
  readonly rds: string | null;
  /** Which of his contacts it was with. */
  readonly contactId: string | null;
}

/** Once for one command, however often it is repeated (C-04). */
export async function recordContact(pool: Pool, customerId: string, contact: CustomerContact, edit: Edit): Promise<void> {
  await inTransaction(pool, async (client) => {
    const held = await holdCustomer(client, customerId);
    if (!held) return;
    const { rowCount } = await client.query("SELECT FROM events WHERE command_id = $1 AND journey_id = $2 AND type = 'customerContacted'", [edit.meta.commandId, held.id]);
    if (rowCount === 0) await recordCustomerEvent(client, held.id, { type: 'customerContacted', ...contact }, edit);
  });
}
