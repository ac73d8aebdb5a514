/** What is to be done on the tickets of terminations, and the number that each has been given: one termination is one ticket, whatever is repeated. */
import type { TerminationState } from '../../domain/termination/termination.ts';
import type { Pool } from '../pool.ts';

export interface CallingTermination {
  readonly id: string;
  readonly state: TerminationState;
}

/**
 * Without those that have nothing but the customer's word to wait for: many that wait for weeks would keep the new ones from being served.
 * @param except that did not answer a moment ago, or whose ticket waits for somebody else
 */
export async function callingTerminations(pool: Pool, limit: number, except: readonly string[]): Promise<CallingTermination[]> {
  const { rows } = await pool.query<CallingTermination>({
    name: 'terminations-calling',
    text: `SELECT t.id, j.state FROM terminations AS t JOIN journeys AS j USING (id) LEFT JOIN tickets AS k ON k.number = t.ticket
           WHERE t.calls_relay AND NOT t.id = ANY ($2)
             AND (t.phase = 'closing' AND k.phase IN ('agreement', 'waiting') AND (j.state ->> 'newsTold')::int >= jsonb_array_length(j.state -> 'news')) IS NOT TRUE
           ORDER BY t.id LIMIT $1`, values: [limit, except],
  });
  return rows;
}

/** The number of a termination's ticket: `make` is asked once, and its answer remembered. */
export async function ticketNumberFor(pool: Pool, termination: string, make: () => Promise<string>): Promise<string> {
  const read = async (): Promise<string | undefined> =>
    (await pool.query<{ ticket: string }>('SELECT ticket FROM termination_ticket_numbers WHERE termination = $1', [termination])).rows[0]?.ticket;
  const known = await read();
  if (known !== undefined) return known;
  const number = await make();
  await pool.query('INSERT INTO termination_ticket_numbers (termination, ticket) VALUES ($1, $2) ON CONFLICT DO NOTHING', [termination, number]);
  return (await read()) ?? number;
}
