/** Lists of customers: a filter and an order each, every pair answered from an index of its own. */
import type { CustomerSort } from '../../domain/customer/lists.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { inScope } from '../people/scope.ts';
import type { Pool } from '../pool.ts';
import { customerRead, type CustomerRead } from './customers.ts';

export interface CustomerFilter {
  readonly scope: Scope;
  readonly centre?: string | undefined;
  readonly accountManager?: string | undefined;
  /** Part of a name; or a whole id, SIREN, SIRET, phone number or mail address. */
  readonly search?: string | undefined;
  readonly sort: CustomerSort;
  readonly after?: readonly [key: string, id: string] | undefined;
  readonly limit: number;
}

const keys = { name: ['name_key', 'id'], created: ['id', 'id'] } as const satisfies Record<CustomerSort, readonly [string, string]>;

/** Records that were merged into another are in none. */
export async function listCustomers(pool: Pool, { scope, centre, accountManager, search, sort, after, limit }: CustomerFilter): Promise<(CustomerRead & { readonly sortKey: string })[]> {
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const [key, id] = keys[sort];
  const conditions = [
    'merged_into IS NULL',
    // As `inScope` says it, of the row itself: read in the order of its index, without a join.
    scope.reach === 'part' ? `(centre = ANY (${value(scope.centres)}) OR account_manager = ${value(scope.accountManager)})` : inScope(scope, 'customers.id', values),
    ...(centre === undefined ? [] : [`centre = ${value(centre)}`]),
    ...(accountManager === undefined ? [] : [`account_manager = ${value(accountManager)}`]),
    ...(search === undefined ? [] : [searched(search, value)]),
    ...(after === undefined ? [] : [key === id ? `id > ${value(after[1])}` : `(${key}, id) > (${value(after[0])}, ${value(after[1])})`]),
  ];
  const { rows } = await pool.query<CustomerRead & { readonly sortKey: string }>(
    `SELECT ${customerRead}, ${key} AS "sortKey" FROM customers WHERE ${conditions.join(' AND ')} ORDER BY ${key === id ? 'id' : `${key}, id`} LIMIT ${value(limit)}`, values);
  return rows;
}

/** Everything that is looked for is looked up: ids first, so that each way has its own index. */
function searched(search: string, value: (given: unknown) => string): string {
  const text = value(search);
  const like = value(search);
  return `id IN (
    SELECT id FROM customers WHERE merged_into IS NULL AND name_key LIKE '%' || nullif(normal_name(${like}), '') || '%'
    UNION ALL SELECT survivor_of(id) FROM customers WHERE id = upper(${text}) OR siren = replace(${text}, ' ', '') OR siret = replace(${text}, ' ', '')
      OR lower(email) = lower(${text}) OR lower(billing_email) = lower(${text}) OR phone_key = nullif((phone_keys(ARRAY[${text}]))[1], '')
    UNION ALL SELECT customer_id FROM customer_contacts WHERE mail_keys @> ARRAY[lower(${text})] OR phone_keys @> ARRAY[nullif((phone_keys(ARRAY[${text}]))[1], '')])`;
}
