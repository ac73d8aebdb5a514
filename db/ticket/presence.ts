/** Who has a ticket open: kept for a moment, for those who have it open too. */
import type { PlacedCustomer } from '../../domain/people/scope.ts';
import type { Pool } from '../pool.ts';

/** Who has not been heard of for so long has left. */
const goneAfterSeconds = 45;

export interface Presence {
  readonly subject: string;
  readonly name: string | null;
  readonly isWriting: boolean;
  readonly since: Date;
}

/** Says that somebody is there, and has it told to those who follow where that is news. @returns the others who are. */
export async function bePresent(pool: Pool, number: string, subject: string, isWriting: boolean): Promise<Presence[]> {
  await pool.query(
    `WITH gone AS (DELETE FROM ticket_presence WHERE seen_at < now() - make_interval(secs => $4) AND subject <> $2),
     known AS (SELECT FROM ticket_presence WHERE number = $1 AND subject = $2 AND is_writing = $3 AND seen_at >= now() - make_interval(secs => $4)),
     here AS (
       INSERT INTO ticket_presence (number, subject, is_writing) VALUES ($1, $2, $3)
       ON CONFLICT (number, subject) DO UPDATE SET is_writing = excluded.is_writing, seen_at = now(),
         since = CASE WHEN ticket_presence.seen_at < now() - make_interval(secs => $4) THEN now() ELSE ticket_presence.since END
       RETURNING number
     )
     SELECT pg_notify('jalon_presence', number) FROM here WHERE NOT EXISTS (SELECT FROM known)`, [number, subject, isWriting, goneAfterSeconds]);
  const { rows } = await pool.query<Presence>(
    `SELECT p.subject, (SELECT name FROM team_members AS m WHERE m.subject = p.subject) AS name, p.is_writing AS "isWriting", p.since
     FROM ticket_presence AS p WHERE p.number = $1 AND p.subject <> $2 AND p.seen_at >= now() - make_interval(secs => $3) ORDER BY p.since, p.subject`, [number, subject, goneAfterSeconds]);
  return rows;
}

export async function leave(pool: Pool, number: string, subject: string): Promise<void> {
  await pool.query("WITH gone AS (DELETE FROM ticket_presence WHERE number = $1 AND subject = $2 RETURNING number) SELECT pg_notify('jalon_presence', number) FROM gone", [number, subject]);
}

/** Whose the ticket is, and where he belongs: what says who may hear of it. */
export async function placeOfTicket(pool: Pool, number: string): Promise<PlacedCustomer | undefined> {
  const { rows: [row] } = await pool.query<PlacedCustomer>({
    name: 'ticket-place',
    text: `SELECT c.id, c.centre, c.account_manager AS "accountManager", ARRAY(SELECT former.id FROM customers AS former WHERE former.merged_into = c.id) AS "formerIds"
           FROM tickets AS t JOIN customers AS c ON c.id = t.customer_id WHERE t.number = $1`, values: [number],
  });
  return row;
}
