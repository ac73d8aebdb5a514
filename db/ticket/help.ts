/** What is known here of a ticket's service and equipment: the tickets before it, and the serial numbers that it names (T-12). */
import type { Responsibility } from '../../domain/ticket/ticket.ts';
import type { Pool } from '../pool.ts';

export interface EarlierTicket {
  readonly number: string;
  readonly phase: string;
  readonly category: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly cause: string | null;
  readonly responsibility: Responsibility | null;
  readonly solution: string | null;
}

/** A technician looks at the last ones; a list has them all. */
const shown = 10;

const columns = `t.number, t.phase, t.category, t.created_at AS "createdAt", t.ended_at AS "endedAt",
  j.state #>> '{cause,cause}' AS cause, j.state #>> '{cause,responsibility}' AS responsibility, j.state #>> '{solution,text}' AS solution`;

/** The other tickets on a service, latest first. */
export async function earlierOnService(pool: Pool, number: string, rds: string): Promise<EarlierTicket[]> {
  const { rows } = await pool.query<EarlierTicket>({
    name: 'tickets-earlier-on-service',
    text: `SELECT ${columns} FROM tickets AS t JOIN journeys AS j ON j.id = t.number WHERE t.rds = $1 AND t.number <> $2 ORDER BY t.created_at DESC, t.number DESC LIMIT ${shown}`, values: [rds, number],
  });
  return rows;
}

/** The other tickets that name one of these pieces of equipment, themselves or by a replacement, latest first. */
export async function earlierOnEquipment(pool: Pool, number: string, serialNumbers: readonly string[]): Promise<EarlierTicket[]> {
  if (serialNumbers.length === 0) return [];
  const { rows } = await pool.query<EarlierTicket>({
    name: 'tickets-earlier-on-equipment',
    text: `SELECT ${columns} FROM tickets AS t JOIN journeys AS j ON j.id = t.number
           WHERE t.number IN (SELECT number FROM tickets WHERE item = ANY ($1) UNION SELECT ticket FROM replacements WHERE serial_number = ANY ($1)) AND t.number <> $2
           ORDER BY t.created_at DESC, t.number DESC LIMIT ${shown}`, values: [serialNumbers, number],
  });
  return rows;
}

/** Of its hardware replacements, each once, no more than are shown: the inventory is asked of each. */
export async function serialNumbersOf(pool: Pool, number: string): Promise<string[]> {
  const { rows } = await pool.query<{ serial: string }>('SELECT DISTINCT serial_number AS serial FROM replacements WHERE ticket = $1 AND serial_number IS NOT NULL ORDER BY 1 LIMIT $2', [number, shown]);
  return rows.map(({ serial }) => serial);
}
