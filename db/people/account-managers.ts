/** Each customer's own account manager (T-17, T-18): where none is named, everybody of the profile is. */
import type { Pool } from '../pool.ts';

/** Null: none is named, or there is no such customer. */
export async function readAccountManager(pool: Pool, customerId: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ subject: string | null }>({ name: 'account-manager-read', text: 'SELECT account_manager AS subject FROM customers WHERE id = $1', values: [customerId] });
  return row?.subject ?? null;
}

/** Subjects of everybody of the profile. */
export async function accountManagers(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>("SELECT subject FROM team_members WHERE profile = 'account-manager' ORDER BY subject");
  return rows.map(({ subject }) => subject);
}

/** In place of the one before; null: none. False when there is no such customer. */
export async function nameAccountManager(pool: Pool, customerId: string, subject: string | null): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE customers SET account_manager = $2 WHERE id = $1', [customerId, subject]);
  return rowCount === 1;
}
