/** Backups in trouble that are to have a ticket (T-21), and the number that each has been given: one trouble is one ticket, whatever is repeated. */
import type { Pool } from '../pool.ts';

export interface WantedTicket {
  readonly id: string;
  readonly job: string;
  readonly label: string;
  readonly customerId: string;
  readonly nights: number;
  readonly sinceNight: string;
  /** An open ticket of the same job, by whatever way it came: it is joined (T-02). */
  readonly openTicket: string | null;
}

export async function wantedTickets(pool: Pool, limit: number): Promise<WantedTicket[]> {
  const { rows } = await pool.query<WantedTicket>({
    name: 'backup-wanted-tickets',
    text: `SELECT t.id, t.job, j.label, t.customer_id AS "customerId", t.nights, (t.last_night - t.nights + 1) AS "sinceNight",
             (SELECT number FROM tickets WHERE item = t.job AND customer_id = t.customer_id AND ended_at IS NULL ORDER BY number LIMIT 1) AS "openTicket"
           FROM backup_troubles AS t JOIN backup_jobs AS j USING (job) WHERE t.wants_ticket AND t.customer_id IS NOT NULL ORDER BY t.id LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** The number of a trouble's ticket: `make` is asked once, and its answer remembered. */
export async function numberFor(pool: Pool, trouble: string, make: () => Promise<string>): Promise<string> {
  const read = async (): Promise<string | undefined> =>
    (await pool.query<{ ticket: string }>('SELECT ticket FROM backup_ticket_numbers WHERE trouble = $1', [trouble])).rows[0]?.ticket;
  const known = await read();
  if (known !== undefined) return known;
  const number = await make();
  await pool.query('INSERT INTO backup_ticket_numbers (trouble, ticket) VALUES ($1, $2) ON CONFLICT DO NOTHING', [trouble, number]);
  return (await read()) ?? number;
}
