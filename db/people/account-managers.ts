/** Each customer's own account manager (T-17, T-18): where none is named, everybody of the profile is. */
import { holdCustomer, recordCustomerEvent, type Edit } from '../customer/record.ts';
import { inTransaction, type Pool } from '../pool.ts';

export interface AccountManagerRead {
  /** Null: none is named. */
  readonly subject: string | null;
  /** Null where nobody ever said. */
  readonly namedBy: string | null;
  readonly namedAt: Date | null;
}

const columns = 'account_manager AS subject, account_manager_named_by AS "namedBy", account_manager_named_at AS "namedAt"';

/** Undefined where there is no such customer. */
export async function readAccountManager(pool: Pool, customerId: string): Promise<AccountManagerRead | undefined> {
  const { rows: [row] } = await pool.query<AccountManagerRead>(`SELECT ${columns} FROM customers WHERE id = survivor_of($1)`, [customerId]);
  return row;
}

/** Who alone decides for the customer at an instant, milliseconds since the epoch; null: everybody of the profile, also while his own is away or is none any more. */
export async function decidingAccountManager(pool: Pool, customerId: string, atMs: number): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ subject: string }>({
    name: 'account-manager-deciding',
    text: `SELECT m.subject FROM customers AS c JOIN team_members AS m ON m.subject = c.account_manager AND m.profile = 'account-manager'
           WHERE c.id = survivor_of($1) AND NOT EXISTS (SELECT FROM absences AS a WHERE a.subject = m.subject AND starts_at <= $2 AND ends_at > $2)`, values: [customerId, new Date(atMs)],
  });
  return row?.subject ?? null;
}

/** Subjects of everybody of the profile. */
export async function accountManagers(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>("SELECT subject FROM team_members WHERE profile = 'account-manager' ORDER BY subject");
  return rows.map(({ subject }) => subject);
}

/** In place of the one before, in the customer's timeline (C-04); null: none. Undefined where there is no such customer. */
export async function nameAccountManager(pool: Pool, customerId: string, subject: string | null, edit: Edit): Promise<AccountManagerRead | undefined> {
  return await inTransaction(pool, async (client) => {
    const held = await holdCustomer(client, customerId);
    if (!held) return undefined;
    const { rows: [before] } = await client.query<AccountManagerRead>(`SELECT ${columns} FROM customers WHERE id = $1`, [held.id]);
    const { rows: [row] } = await client.query<AccountManagerRead>(
      `UPDATE customers SET account_manager = $2, account_manager_named_by = $3, account_manager_named_at = $4 WHERE id = $1 RETURNING ${columns}`, [held.id, subject, edit.meta.actor, new Date(edit.atMs)]);
    await recordCustomerEvent(client, held.id, { type: 'accountManagerNamed', before: before?.subject ?? null, after: subject }, edit);
    return row;
  });
}
