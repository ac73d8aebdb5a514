/** The recorded state of a journey. */
import type { Pool } from '../pool.ts';

/** Undefined for one that nothing is recorded of. */
export async function readJourneyState(pool: Pool, journeyId: string): Promise<unknown> {
  const { rows: [row] } = await pool.query<{ state: unknown }>({ name: 'journey-state', text: 'SELECT state FROM journeys WHERE id = $1', values: [journeyId] });
  return row?.state;
}
