/** The outbox as it is read onward, by position. */
import { changeKindOf, type Change } from '../../domain/live/change.ts';
import type { PlacedCustomer } from '../../domain/people/scope.ts';
import type { Pool } from '../pool.ts';

interface Row {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly customerId: string | null;
  readonly deploymentId: string | null;
  readonly formerIds: readonly string[];
  readonly centre: string | null;
  readonly accountManager: string | null;
}

/** What came after a position, event by event; of whom it is and where he belongs as of now. */
export async function readChanges(pool: Pick<Pool, 'query'>, after: number, limit: number): Promise<Change[]> {
  const { rows } = await pool.query<Row>({
    name: 'outbox-changes',
    text: `SELECT o.position, o.journey_id AS id, t.type, t.at, t.customer_id AS "customerId", t.deployment_id AS "deploymentId", c.centre, c.account_manager AS "accountManager",
             ARRAY(SELECT former.id FROM customers AS former WHERE former.merged_into = t.customer_id) AS "formerIds"
           FROM outbox AS o JOIN timeline AS t USING (journey_id, number) LEFT JOIN customers AS c ON c.id = t.customer_id
           WHERE o.position > $1 ORDER BY o.position LIMIT $2`,
    values: [after, limit],
  });
  return rows.map(({ position, id, type, at, deploymentId, ...customer }) => ({ position, kind: changeKindOf(id), id, customer: placed(customer), deploymentId, types: [type], at }));
}

function placed({ customerId, formerIds, centre, accountManager }: Pick<Row, 'customerId' | 'formerIds' | 'centre' | 'accountManager'>): PlacedCustomer | null {
  // A backup of our own is nobody's.
  return customerId === null || customerId === '' ? null : { id: customerId, formerIds, centre, accountManager };
}

/** The last position that was given; 0 before the first. */
export async function lastPosition(pool: Pick<Pool, 'query'>): Promise<number> {
  const { rows: [row] } = await pool.query<{ position: number | null }>({ name: 'outbox-last', text: 'SELECT max(position) AS position FROM outbox' });
  return row?.position ?? 0;
}
