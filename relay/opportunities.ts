/** An opportunity is won with its orders' signatures (S-09): read from the record, so that no signature is forgotten whatever dies. */
import type { Pool } from '../db/pool.ts';
import { changeOpportunity, wonOpportunities } from '../db/sales/opportunities.ts';
import { closed } from '../domain/sales/opportunity.ts';

const atOnce = 50;

/** @returns how many were closed. What a seller has closed meanwhile stays as he closed it. */
export async function closeWonOpportunities(pool: Pool, nowMs: () => number): Promise<number> {
  const won = await wonOpportunities(pool, atOnce);
  for (const { id, soldCents } of won) {
    const edit = { meta: { actor: 'system:orders', channel: 'system', commandId: `${id}:won` }, atMs: nowMs() } as const;
    await changeOpportunity(pool, id, () => true, edit, (known) => (known.closedAt === null ? closed(known, { outcome: 'won', amountCents: soldCents > 0 ? soldCents : undefined }) : null));
  }
  return won.length;
}
