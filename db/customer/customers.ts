/** Customers' records: created once (C-09), edited with what was there before (C-04), read one by one. */
import type { CustomerEntry, CustomerPatch } from '../../domain/customer/customer.schema.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { addressColumns, changedFields, customerColumns, selected, written } from './columns.ts';
import { likelyDuplicates, type LikelyDuplicate } from './duplicates.ts';
import { addPart } from './parts.ts';
import { holdCustomer, keepChange, recordCustomerEvent, type Edit, type Edited } from './record.ts';

export interface CustomerRead {
  readonly id: string;
  readonly name: string;
  readonly kind: 'company' | 'public' | 'person';
  readonly siren: string | null;
  readonly siret: string | null;
  readonly language: 'fr' | 'en';
  readonly market: 'private' | 'public' | null;
  readonly contract: 'pro' | 'contract' | 'none';
  readonly centre: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly billingEmail: string | null;
  readonly address: { readonly street: string; readonly postalCode: string; readonly city: string; readonly country: string } | null;
  /** Subject of its account manager (T-18). */
  readonly accountManager: string | null;
  readonly createdAt: Date;
  readonly erasedAt: Date | null;
  readonly version: number;
}

const address = `CASE WHEN street IS NOT NULL THEN jsonb_build_object('street', street, 'postalCode', postal_code, 'city', city, 'country', country) END AS address`;
/** Of `customers`. */
export const customerRead = `id, ${selected(customerColumns)}, ${address}, account_manager AS "accountManager", created_at AS "createdAt", erased_at AS "erasedAt", version`;

/** Under whatever id it was known (C-09). */
export async function readCustomer(pool: Pick<Client, 'query'>, id: string): Promise<CustomerRead | undefined> {
  const { rows: [row] } = await pool.query<CustomerRead>({ name: 'customer-read', text: `SELECT ${customerRead} FROM customers WHERE id = survivor_of($1)`, values: [id] });
  return row;
}

/** The id under which a customer is kept now (C-09): his own, or that of the record that his was merged into. */
export async function survivingId(pool: Pick<Client, 'query'>, id: string): Promise<string> {
  const { rows: [row] } = await pool.query<{ id: string }>({ name: 'customer-surviving', text: 'SELECT survivor_of($1) AS id', values: [id] });
  return row?.id ?? id;
}

/** Ids of the records that were merged into it. */
export async function formerIdsOf(pool: Pool, id: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM customers WHERE merged_into = $1 ORDER BY id', [id]);
  return rows.map((row) => row.id);
}

/** Whether there is a centre of that key. */
export async function centreExists(pool: Pool, key: string): Promise<boolean> {
  return (await pool.query('SELECT FROM centres WHERE key = $1', [key])).rowCount === 1;
}

/** Any number: who creates a customer, or gives one a SIREN or SIRET, holds it, so that two do not make the same one at once (C-09). */
const creationLock = 7_252_569;

/** The next `CLI-<number>`; gaps are allowed, repeats are not. Customers that were loaded by hand may be ahead of what was counted. */
export async function nextCustomerId(pool: Pool): Promise<string> {
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [creationLock]);
    const next = async (): Promise<string> => (await client.query<{ id: string }>("SELECT 'CLI-' || lpad(nextval('customer_numbers')::text, 6, '0') AS id")).rows[0]?.id ?? '';
    const id = await next();
    if ((await client.query('SELECT FROM customers WHERE id = $1', [id])).rowCount === 0) return id;
    await client.query("SELECT setval('customer_numbers', max(substr(id, 5)::bigint)) FROM customers");
    return await next();
  });
}

/** Once under its id. @returns the likely duplicates, when there are some and nobody said that it is another (C-09); then nothing was created. */
export async function createCustomer(pool: Pool, id: string, { contacts = [], ...entry }: CustomerEntry, confirmedNew: boolean, edit: Edit): Promise<readonly LikelyDuplicate[]> {
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [creationLock]);
    // C-09: the same command again; another customer's id is no answer to it.
    if (await readCustomer(client, id)) {
      const { rowCount } = await client.query("SELECT FROM events WHERE journey_id = $1 AND type = 'customerCreated' AND command_id = $2", [id, edit.meta.commandId]);
      if (rowCount === 0) throw new Error(`${id} is another customer`);
      return [];
    }
    const duplicates = confirmedNew ? [] : await likelyDuplicates(client, { contacts, ...entry });
    if (duplicates.length > 0) return duplicates;
    const { names, values } = columnsOf(entry);
    await client.query(`INSERT INTO customers (id, created_at, ${names.join(', ')}) VALUES ($1, $2, ${names.map((_name, index) => `$${index + 3}`).join(', ')})`, [id, new Date(edit.atMs), ...values]);
    const changeId = await keepChange(client, id, { partId: null, before: null, after: entry });
    await recordCustomerEvent(client, id, { type: 'customerCreated', changeId, confirmedNew }, edit);
    for (const contact of contacts) await addPart(client, 'contacts', id, null, contact, edit);
    return [];
  });
}

export interface RecordEdit extends Edit {
  /** Whether the version is the one that was read before the edit. */
  readonly isExpected: (version: number) => boolean;
  /** That it is another customer, whoever has its SIREN or SIRET. */
  readonly confirmedNew: boolean;
}

/** Where another record has the SIREN or SIRET, and nobody said that it is another customer, they are answered and nothing is changed (C-09). */
export async function changeCustomer(pool: Pool, id: string, patch: CustomerPatch, { isExpected, confirmedNew, ...edit }: RecordEdit): Promise<Edited | { readonly outcome: 'duplicates'; readonly duplicates: readonly LikelyDuplicate[] }> {
  return await inTransaction(pool, async (client) => {
    // Before the customer, as who creates one takes them.
    if (patch.siren != null || patch.siret != null) await client.query('SELECT pg_advisory_xact_lock($1)', [creationLock]);
    const held = await holdCustomer(client, id);
    if (!held) return { outcome: 'unknown' };
    if (!isExpected(held.version)) return { outcome: 'stale', version: held.version };
    const duplicates = confirmedNew ? [] : await sameCompany(client, held.id, patch);
    if (duplicates.length > 0) return { outcome: 'duplicates', duplicates };
    await writeCustomer(client, held.id, patch, edit);
    return { outcome: 'done' };
  });
}

/** Other records with the SIREN or SIRET that is news to this one: two records become one customer's by an edit too. */
async function sameCompany(client: Client, id: string, { siren, siret }: CustomerPatch): Promise<readonly LikelyDuplicate[]> {
  const known = await readCustomer(client, id);
  const news = { siren: siren === known?.siren ? null : siren, siret: siret === known?.siret ? null : siret };
  if (!known || (news.siren == null && news.siret == null)) return [];
  return (await likelyDuplicates(client, { name: known.name, ...news })).filter((one) => one.id !== id && (one.reasons.includes('siren') || one.reasons.includes('siret')));
}

/** Writes the fields that were said of a record that is held; where none is another than before, nothing happens. */
async function writeCustomer(client: Client, id: string, patch: CustomerPatch, edit: Edit): Promise<void> {
  const before = await readCustomer(client, id);
  const change = before && changedFields({ ...before }, patch);
  if (!change) return;
  const { names, values } = columnsOf(patch);
  await client.query(`UPDATE customers SET version = version + 1, ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`, [id, ...values]);
  const changeId = await keepChange(client, id, { partId: null, ...change });
  await recordCustomerEvent(client, id, { type: 'customerChanged', changeId, fields: Object.keys(change.after) }, edit);
}

function columnsOf({ address: place, ...fields }: CustomerPatch): ReturnType<typeof written> {
  const own = written(customerColumns, fields);
  if (place === undefined) return own;
  const of = written(addressColumns, place ?? { street: null, postalCode: null, city: null, country: null });
  return { names: [...own.names, ...of.names], values: [...own.values, ...of.values] };
}
