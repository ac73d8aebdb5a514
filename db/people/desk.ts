/** A desk by the policies as they are now. */
import { deskOf, deskPolicyNames, type Desk } from '../../domain/people/desk.ts';
import { currentPolicies } from '../policy/store.ts';
import type { Pool } from '../pool.ts';

/** Undefined for a desk that the policy does not know. */
export async function readDesk(pool: Pool, desk: string): Promise<Desk | undefined> {
  return deskOf((await currentPolicies(pool, deskPolicyNames)).values, desk);
}
