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
  const order = key === id ? 'id' : `${key}, id`;
  const conditions = [
    'merged_into IS NULL',
    ...(centre === undefined ? [] : [`centre = ${value(centre)}`]),
    ...(accountManager === undefined ? [] : [`account_manager = ${value(accountManager)}`]),
    ...(search === undefined ? [] : [searched(search, value)]),
    ...(after === undefined ? [] : [key === id ? `id > ${value(after[1])}` : `(${key}, id) > (${value(after[0])}, ${value(after[1])})`]),
  ];
  const count = value(limit);
  const parts = partsOf(scope, values, value).map((part) => `(SELECT id AS shown, ${key} AS place FROM customers WHERE ${[...conditions, part].join(' AND ')} ORDER BY ${order} LIMIT ${count})`);
  const { rows } = await pool.query<CustomerRead & { readonly sortKey: string }>(
    // The page by its index alone, of each part of what he sees by its own: rows of the table are read of no more than are shown.
    `SELECT ${customerRead}, ${key} AS "sortKey" FROM (SELECT shown FROM (${parts.join(' UNION ')}) AS found ORDER BY place, shown LIMIT ${count}) AS page JOIN customers ON id = shown ORDER BY ${order}`, values);
  return rows;
}

/** As `inScope` says it, of the row itself: each centre and his own charge, read in the order of their index. */
function partsOf(scope: Scope, values: unknown[], value: (given: unknown) => string): string[] {
  if (scope.reach !== 'part') return [inScope(scope, 'customers.id', values)];
  const { centres, accountManager } = scope;
  // Null is nobody's: a scope of nothing has one part, which is empty.
  return [...centres.map((one) => `centre = ${value(one)}`), ...(accountManager === null && centres.length > 0 ? [] : [`account_manager = ${value(accountManager)}`])];
}

/**
 * By name, as far as the statistics tell, either those with a rare word, put in order; or, where one in twenty has it, all in their order until a page is full:
 * both are open to the planner, for the word is a value of this statement. Everything else is looked up first, each way by its own index.
 */
function searched(search: string, value: (given: unknown) => string): string {
  const text = value(search);
  const like = value(search);
  return `(name_key LIKE '%' || nullif(normal_name(${like}), '') || '%' OR id = ANY (ARRAY(
    SELECT survivor_of(id) FROM customers WHERE id = upper(${text}) OR siren = replace(${text}, ' ', '') OR siret = replace(${text}, ' ', '')
      OR lower(email) = lower(${text}) OR lower(billing_email) = lower(${text}) OR phone_key = nullif((phone_keys(ARRAY[${text}]))[1], '')
    UNION ALL SELECT customer_id FROM customer_contacts WHERE mail_keys @> ARRAY[lower(${text})] OR phone_keys @> ARRAY[nullif((phone_keys(ARRAY[${text}]))[1], '')])))`;
}
