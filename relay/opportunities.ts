/** An opportunity is won with its orders' signatures (S-09), and open again when they are all given up before production (C-08): read from the record, so that nothing is forgotten whatever dies. */
import type { Pool } from '../db/pool.ts';
import { changeOpportunity, opportunitiesLost, wonOpportunities } from '../db/sales/opportunities.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import { reopened, wonByOrders } from '../domain/sales/opportunity.ts';

const atOnce = 50;

/** @returns how many were closed or opened again. What a seller has closed meanwhile stays as he closed it. */
export async function followOrders(pool: Pool, nowMs: () => number): Promise<number> {
  const editAs = (commandId: string) => ({ meta: { actor: 'system:orders', channel: 'system', commandId } satisfies ActMeta, atMs: nowMs() });
  const gone = await opportunitiesLost(pool, atOnce);
  for (const { id, version } of gone) await changeOpportunity(pool, id, () => true, editAs(`${id}:reopened:${version}`), ({ wonFrom, ...known }) => (known.stage === 'won' && wonFrom ? reopened({ ...known, wonFrom }) : null));
  const won = await wonOpportunities(pool, atOnce);
  // Of each version once: one that was opened again is won again.
  for (const { id, version, soldCents } of won) await changeOpportunity(pool, id, () => true, editAs(`${id}:won:${version}`), (known) => (known.closedAt === null ? wonByOrders(known, soldCents) : null));
  return gone.length + won.length;
}
