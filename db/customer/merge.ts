/** C-09: two records of one customer become one. Everything of the one reads under the other from then on, also what its open journeys write later. */
import { openTwice } from '../complaint/complaints.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { addressColumns, customerColumns } from './columns.ts';
import { readCustomer } from './customers.ts';
import { customerLock, keepChange, mergeLock, recordCustomerEvent, type Edit } from './record.ts';

export type Merged =
  | { readonly outcome: 'done' }
  /** One of the two does not exist. */
  | { readonly outcome: 'unknown'; readonly id: string }
  /** One of them was merged into this record already. */
  | { readonly outcome: 'merged-elsewhere'; readonly id: string; readonly survivor: string }
  | { readonly outcome: 'other-company'; readonly siren: string; readonly otherSiren: string }
  /** Each has one open on the same order and subject (S-08). */
  | { readonly outcome: 'complaints-open'; readonly complaint: string; readonly other: string };

interface Row {
  readonly id: string;
  readonly mergedInto: string | null;
  readonly siren: string | null;
}

/**
 * Merges `loser` into `survivor`, wholly or not at all; asked again, it changes nothing. States of journeys keep the id that they were opened with: the trigger
 * `belongs_to_survivor` turns it into the survivor's wherever a row is written, in the recorder as in the rebuild.
 */
export async function mergeCustomers(pool: Pool, survivor: string, loser: string, edit: Edit): Promise<Merged> {
  return await inTransaction(pool, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1)', [mergeLock]);
    // Whoever writes holds it shared, by the id that his journey knows: all of them are waited for.
    await client.query('SELECT pg_advisory_xact_lock($1, slot) FROM (SELECT DISTINCT customer_slot(id) AS slot FROM customers WHERE id = $2 OR merged_into = $2 ORDER BY 1) AS former', [customerLock, loser]);
    const { rows } = await client.query<Row>('SELECT id, merged_into AS "mergedInto", siren FROM customers WHERE id IN ($1, $2) ORDER BY id FOR UPDATE', [survivor, loser]);
    const [kept, gone] = [rows.find(({ id }) => id === survivor), rows.find(({ id }) => id === loser)];
    if (!kept || !gone) return { outcome: 'unknown', id: kept ? loser : survivor };
    if (gone.mergedInto === survivor) return { outcome: 'done' };
    for (const { id, mergedInto } of [kept, gone]) if (mergedInto !== null) return { outcome: 'merged-elsewhere', id, survivor: mergedInto };
    if (kept.siren !== null && gone.siren !== null && kept.siren !== gone.siren) return { outcome: 'other-company', siren: kept.siren, otherSiren: gone.siren };
    const twice = await openTwice(client, survivor, loser);
    if (twice) return { outcome: 'complaints-open', ...twice };
    await merge(client, survivor, loser, edit);
    return { outcome: 'done' };
  });
}

async function merge(client: Client, survivor: string, loser: string, edit: Edit): Promise<void> {
  const [before, lost] = [await readCustomer(client, survivor), await readCustomer(client, loser)];
  await client.query('UPDATE customers SET merged_into = $1, merged_at = $3 WHERE id = $2 OR merged_into = $2', [survivor, loser, new Date(edit.atMs)]);
  // Its address as a whole, or not at all; a customer since the earlier of both (C-01); its account manager with who named him.
  const filled = Object.values(customerColumns).filter((column) => column !== 'name');
  const named = ['account_manager', 'account_manager_named_by', 'account_manager_named_at'];
  await client.query(
    `UPDATE customers AS c SET version = c.version + 1, created_at = least(c.created_at, l.created_at), ${filled.map((column) => `${column} = coalesce(c.${column}, l.${column})`).join(', ')},
       ${Object.values(addressColumns).map((column) => `${column} = CASE WHEN c.street IS NULL THEN l.${column} ELSE c.${column} END`).join(', ')},
       ${named.map((column) => `${column} = CASE WHEN c.account_manager IS NULL THEN l.${column} ELSE c.${column} END`).join(', ')}
     FROM customers AS l WHERE c.id = $1 AND l.id = $2`, [survivor, loser]);
  // A desk has one referent for a customer: the survivor's own stays.
  await client.query('DELETE FROM referents AS r WHERE customer_id = $2 AND EXISTS (SELECT FROM referents AS k WHERE k.desk = r.desk AND k.customer_id = $1)', [survivor, loser]);
  for (const table of await tablesOfCustomers(client)) await client.query(`UPDATE ${table} SET customer_id = $1 WHERE customer_id = $2`, [survivor, loser]);
  const changeId = await keepChange(client, survivor, { partId: null, before: before ?? null, after: lost ?? null });
  await recordCustomerEvent(client, survivor, { type: 'customersMerged', loser, changeId }, edit);
}

/** Whatever the schema says is of a customer: a table that is added later is merged too. */
async function tablesOfCustomers(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT format('%I', c.table_name) AS name FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name) WHERE table_schema = 'public' AND column_name = 'customer_id' AND table_type = 'BASE TABLE' ORDER BY 1");
  return rows.map(({ name }) => name);
}
