/** Positions of the outbox: what live events and webhooks count by. */
import { inTransaction, type Pool } from '../pool.ts';

/** Any number, the same in every process: who gives positions holds it for one transaction. */
const positionLock = 7_252_567;

/**
 * Gives the next positions to what was recorded since. Under a lock, because serial ids commit out of order: a reader who has seen
 * position n never finds a smaller one later. Within a journey the order is that of its numbers, whose transactions follow each other.
 * @returns how many got one; call again at once when it is `limit`.
 */
export async function givePositions(pool: Pool, limit = 1_000): Promise<number> {
  // Asked ten times a second: a quiet house pays for one question, not for a transaction.
  const { rowCount: waiting } = await pool.query({ name: 'positions-wanted', text: 'SELECT 1 FROM outbox WHERE position IS NULL LIMIT 1' });
  if (waiting === 0) return 0;
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [positionLock]);
    const { rowCount } = await client.query({
      name: 'give-positions',
      text: `
        WITH waiting AS (
          SELECT id, row_number() OVER (ORDER BY id) AS nth FROM outbox WHERE position IS NULL ORDER BY id LIMIT $1
        )
        UPDATE outbox SET position = waiting.nth + (SELECT coalesce(max(position), 0) FROM outbox)
        FROM waiting WHERE outbox.id = waiting.id`,
      values: [limit],
    });
    // Said when this commits; there is one who gives positions at a time, so nobody waits for the queue of notifications.
    if (rowCount !== 0) await client.query("SELECT pg_notify('jalon_positions', '')");
    return rowCount ?? 0;
  });
}
