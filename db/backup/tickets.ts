/** Backups in trouble that are to have a ticket (T-21), and the number that each has been given: one trouble is one ticket, whatever is repeated, and another when that has ended and a further night fails. */
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
  /** The ticket that it had, which ended before a further night failed; null: none. */
  readonly after: string | null;
}

export async function wantedTickets(pool: Pool, limit: number): Promise<WantedTicket[]> {
  const { rows } = await pool.query<WantedTicket>({
    name: 'backup-wanted-tickets',
    text: `SELECT t.id, t.job, j.label, t.customer_id AS "customerId", t.nights, (t.last_night - t.nights + 1) AS "sinceNight",
             (SELECT number FROM tickets WHERE item = t.job AND customer_id = t.customer_id AND ended_at IS NULL ORDER BY number LIMIT 1) AS "openTicket",
             past.number AS "after"
           FROM backup_troubles AS t JOIN backup_jobs AS j USING (job)
             -- What was merged has ended when the one that goes on has.
             LEFT JOIN LATERAL (
               SELECT had.number FROM tickets AS had LEFT JOIN tickets AS survivor ON survivor.number = had.merged_into
               WHERE had.number = t.ticket AND (CASE WHEN had.merged_into IS NULL THEN had.ended_at ELSE survivor.ended_at END) < (SELECT carried_at FROM backup_nights AS n WHERE n.job = t.job AND n.night = t.last_night)
             ) AS past ON t.recovered_at IS NULL
           WHERE t.ended_at IS NULL AND t.customer_id IS NOT NULL AND (t.wants_ticket OR past.number IS NOT NULL) ORDER BY t.id LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** The number of a trouble's ticket: `make` is asked once, and its answer remembered. @param trouble with what tells a further ticket of it from the first */
export async function numberFor(pool: Pool, trouble: string, make: () => Promise<string>): Promise<string> {
  const read = async (): Promise<string | undefined> =>
    (await pool.query<{ ticket: string }>('SELECT ticket FROM backup_ticket_numbers WHERE trouble = $1', [trouble])).rows[0]?.ticket;
  const known = await read();
  if (known !== undefined) return known;
  const number = await make();
  await pool.query('INSERT INTO backup_ticket_numbers (trouble, ticket) VALUES ($1, $2) ON CONFLICT DO NOTHING', [trouble, number]);
  return (await read()) ?? number;
}
