/** What was written on tickets (T-01): the texts, by the ids that their events carry; what no journey has heard of is none. */
import type { TicketMessage } from '../../domain/ticket/messages.ts';
import type { Pool } from '../pool.ts';
import { keepContent } from './contents.ts';

/** What is kept of a message beside the record, where it can be erased. */
export interface MessageContent {
  readonly text: string;
  /** Who wrote it from outside; absent of ours. */
  readonly sender?: { readonly name: string; readonly address: string };
}

/** Kept before its journey hears of it; the same id again changes nothing. */
export async function keepMessage(pool: Pool, id: string, ticket: string, content: MessageContent): Promise<void> {
  await keepContent(pool, id, ticket, content);
}

export interface MessageRead extends TicketMessage {
  readonly number: number;
  readonly at: Date;
  readonly actor: string;
  /** Null once it was erased. */
  readonly content: MessageContent | null;
}

/** Oldest first; those of the house only where they are asked for. */
export async function listMessages(pool: Pool, ticket: string, { withInternal, after, limit }: { readonly withInternal: boolean; readonly after?: number | undefined; readonly limit: number }): Promise<MessageRead[]> {
  const { rows } = await pool.query<Omit<MessageRead, keyof TicketMessage> & { message: TicketMessage }>({
    name: 'ticket-messages',
    text: `SELECT e.number, e.at, e.actor, e.payload -> 'message' AS message, c.content FROM events e LEFT JOIN ticket_contents c ON c.id = (e.payload #>> '{message,id}')::uuid
           WHERE e.journey_id = $1 AND e.type = 'messageAdded' AND e.number > $2 AND ($3 OR e.payload #>> '{message,direction}' <> 'internal') ORDER BY e.number LIMIT $4`,
    values: [ticket, after ?? 0, withInternal, limit],
  });
  return rows.map(({ message, ...row }) => ({ ...row, ...message }));
}

/** One message, if this ticket has it. */
export async function readMessage(pool: Pool, ticket: string, id: string): Promise<MessageRead | undefined> {
  const { rows: [row] } = await pool.query<Omit<MessageRead, keyof TicketMessage> & { message: TicketMessage }>({
    name: 'ticket-message',
    text: `SELECT e.number, e.at, e.actor, e.payload -> 'message' AS message, c.content FROM events e LEFT JOIN ticket_contents c ON c.id = $2
           WHERE e.journey_id = $1 AND e.type = 'messageAdded' AND e.payload #>> '{message,id}' = $2::text`,
    values: [ticket, id],
  });
  return row && { number: row.number, at: row.at, actor: row.actor, content: row.content, ...row.message };
}

/** Whether the caller or the affected user of a ticket has this address. */
export async function isOfTheTicket(pool: Pool, ticket: string, address: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    "SELECT 1 FROM ticket_contents WHERE ticket = $1 AND lower($2) IN (lower(content #>> '{caller,email}'), lower(content #>> '{affectedUser,email}'))", [ticket, address]);
  return (rowCount ?? 0) > 0;
}

/** The text of a message; null once it was erased. */
export async function readMessageText(pool: Pool, id: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ text: string | null }>("SELECT content ->> 'text' AS text FROM ticket_contents WHERE id = $1", [id]);
  return row?.text ?? null;
}
