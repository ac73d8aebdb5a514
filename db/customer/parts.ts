/** The parts of a customer's record: contacts, sites, equipment, measures, interests; each with a version, and every edit with what was there before (C-04). */
import type { PartName } from '../../domain/customer/customer.schema.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';
import { changedFields, partTables, selected, written } from './columns.ts';
import { holdCustomer, keepChange, recordCustomerEvent, type Edit, type Edited } from './record.ts';

/** With the fields of its kind. */
export interface PartRead {
  readonly id: string;
  readonly version: number;
  readonly since: Date;
  readonly [field: string]: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** More of a kind nobody reads; a customer of thousands of devices has them in the inventory. */
export const partsMax = 500;

/** Oldest first. @param customerId of the surviving record */
export async function listParts(pool: Pool, part: PartName, customerId: string): Promise<PartRead[]> {
  const { table, columns } = partTables[part];
  const { rows } = await pool.query<PartRead>({ name: `customer-${part}`, text: `SELECT id, version, since, ${selected(columns)} FROM ${table} WHERE customer_id = $1 ORDER BY since, id LIMIT ${partsMax}`, values: [customerId] });
  return rows;
}

export async function readPart(pool: Pick<Client, 'query'>, part: PartName, customerId: string, id: string): Promise<PartRead | undefined> {
  const { table, columns } = partTables[part];
  const { rows: [row] } = await pool.query<PartRead>(`SELECT id, version, since, ${selected(columns)} FROM ${table} WHERE customer_id = $1 AND id = $2`, [customerId, id]);
  return row;
}

/** Once under its id, or under a new one; within a transaction that holds the customer. */
export async function addPart(client: Client, part: PartName, customerId: string, id: string | null, fields: Fields, edit: Edit): Promise<void> {
  const { table, columns } = partTables[part];
  const { names, values } = written(columns, fields);
  const { rows: [added] } = await client.query<{ id: string }>(
    `INSERT INTO ${table} (id, customer_id, since, ${names.join(', ')}) VALUES (coalesce($1, gen_random_uuid()), $2, $3, ${names.map((_name, index) => `$${index + 4}`).join(', ')}) ON CONFLICT (id) DO NOTHING RETURNING id`,
    [id, customerId, new Date(edit.atMs), ...values]);
  if (!added) return;
  const changeId = await keepChange(client, customerId, { partId: added.id, before: null, after: fields });
  await recordCustomerEvent(client, customerId, { type: 'customerPartAdded', part, partId: added.id, changeId }, edit);
}

export async function createPart(pool: Pool, part: PartName, customerId: string, id: string, fields: Fields, edit: Edit): Promise<void> {
  await inTransaction(pool, async (client) => {
    const held = await holdCustomer(client, customerId);
    if (held) await addPart(client, part, held.id, id, fields, edit);
  });
}

/** @param patch null: it is removed. @param isExpected whether the version is the one that was read before the edit */
export async function changePart(pool: Pool, part: PartName, customerId: string, id: string, patch: Fields | null, isExpected: (version: number) => boolean, edit: Edit): Promise<Edited> {
  return await inTransaction(pool, async (client) => {
    const held = await holdCustomer(client, customerId);
    const before = held && await readPart(client, part, held.id, id);
    if (!before) return { outcome: 'unknown' };
    if (!isExpected(before.version)) return { outcome: 'stale', version: before.version };
    const { table, columns } = partTables[part];
    const { id: _id, version: _version, since: _since, ...fields } = before;
    const change = patch === null ? { before: fields, after: null } : changedFields(before, patch);
    if (!change) return { outcome: 'done' };
    if (patch === null) await client.query(`DELETE FROM ${table} WHERE id = $1`, [id]);
    else {
      const { names, values } = written(columns, patch);
      await client.query(`UPDATE ${table} SET version = version + 1, ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`, [id, ...values]);
    }
    const changeId = await keepChange(client, held.id, { partId: id, ...change });
    await recordCustomerEvent(client, held.id, { type: patch === null ? 'customerPartRemoved' : 'customerPartChanged', part, partId: id, changeId, ...(change.after ? { fields: Object.keys(change.after) } : {}) }, edit);
    return { outcome: 'done' };
  });
}
