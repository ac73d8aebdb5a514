/** The row of a ticket, made from its state in the recorder's transaction. */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { TicketState } from '../../domain/ticket/ticket.ts';
import { ticketRow } from '../../domain/ticket/views.ts';
import { instant } from '../instant.ts';
import type { Client } from '../pool.ts';
import { projectLinks } from './links.ts';

export async function projectTicket(client: Client, state: TicketState, events: readonly RecordedEvent[]): Promise<void> {
  const row = ticketRow(state);
  await client.query({
    name: 'project-ticket',
    text: `
      INSERT INTO tickets (number, customer_id, desk, rds, item, contact, phase, priority, contract, impact, category, team, level, assignee, offered_to, waiting_reason,
        due_at, next_threshold_at, is_breached, reopenings, created_at, taken_at, agreed_at, ended_at, attributed_to, held_since, displaced_by, urgent_by, importance,
        parent, parent_heard, parent_proposed, standing_proposal, broadcasts, merged_into, waiting_since, standing_left_ms, taking_due_at, is_taking_breached)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39)
      ON CONFLICT (number) DO UPDATE SET phase = excluded.phase, priority = excluded.priority, contract = excluded.contract, impact = excluded.impact,
        category = excluded.category, team = excluded.team, level = excluded.level, assignee = excluded.assignee, offered_to = excluded.offered_to,
        waiting_reason = excluded.waiting_reason, due_at = excluded.due_at, next_threshold_at = excluded.next_threshold_at, is_breached = excluded.is_breached,
        reopenings = excluded.reopenings, taken_at = excluded.taken_at, agreed_at = excluded.agreed_at, ended_at = excluded.ended_at,
        attributed_to = excluded.attributed_to, held_since = excluded.held_since, displaced_by = excluded.displaced_by,
        urgent_by = excluded.urgent_by, importance = excluded.importance, parent = excluded.parent, parent_heard = excluded.parent_heard, parent_proposed = excluded.parent_proposed,
        standing_proposal = excluded.standing_proposal, broadcasts = excluded.broadcasts, merged_into = excluded.merged_into,
        waiting_since = excluded.waiting_since, standing_left_ms = excluded.standing_left_ms, taking_due_at = excluded.taking_due_at, is_taking_breached = excluded.is_taking_breached`,
    values: [
      row.number, row.customerId, row.desk, row.rds, row.item, row.from, row.phase, row.priority, row.contract, row.impact, row.category, row.team, row.level, row.assignee, row.offeredTo,
      row.waitingReason, instant(row.dueAtMs), instant(row.nextThresholdAtMs), row.isBreached, row.reopenings, instant(row.createdAtMs), instant(row.takenAtMs),
      instant(row.agreedAtMs), instant(row.endedAtMs), row.attributedTo, instant(row.heldSinceMs), row.displacedBy, instant(row.urgentByMs), row.importance,
      row.parent, row.parentHeard, row.parentProposed, row.standingProposal, row.broadcasts, row.mergedInto,
      instant(row.waitingSinceMs), row.standingLeftMs, instant(row.takingDueAtMs), row.isTakingBreached,
    ],
  });
  await projectLinks(client, row.number, events);
}
