/** The addresses that customers write to: each desk has its own, as the policy says now (T-01). */
import { currentPolicies } from '../policy/store.ts';
import type { Pool } from '../pool.ts';

/** Mailbox by desk. @throws {Error} when no policy is loaded. */
export async function readMailboxes(pool: Pool): Promise<Readonly<Record<string, string>>> {
  const { values } = await currentPolicies(pool, ['desks']);
  return Object.fromEntries(Object.entries(values.desks.desks).map(([desk, { mailbox }]) => [desk, mailbox]));
}
