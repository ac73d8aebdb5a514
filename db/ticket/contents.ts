/** What was said and written on tickets: kept apart from the record, by ids that its events carry, so that it can be erased. */
import type { Pool } from '../pool.ts';

/** Keeps it before the act that names it is sent; the same id again changes nothing. */
export async function keepContent(pool: Pool, id: string, ticket: string, content: object): Promise<void> {
  await pool.query('INSERT INTO ticket_contents (id, ticket, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [id, ticket, JSON.stringify(content)]);
}

/** By id; what was erased is not there. */
export async function readContents(pool: Pool, ticket: string): Promise<ReadonlyMap<string, unknown>> {
  const { rows } = await pool.query<{ id: string; content: unknown }>({ name: 'ticket-contents', text: 'SELECT id, content FROM ticket_contents WHERE ticket = $1', values: [ticket] });
  return new Map(rows.map(({ id, content }) => [id, content]));
}

/** Where who called about a ticket reads his mail; null where he gave no address, or what he said was erased. */
export async function readCallerMail(pool: Pool, ticket: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ email: string | null }>(
    "SELECT content #>> '{caller,email}' AS email FROM ticket_contents WHERE ticket = $1 AND content ? 'caller' ORDER BY received_at LIMIT 1", [ticket]);
  return row?.email ?? null;
}
