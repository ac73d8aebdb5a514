/** A ticket that waits (T-08): who is awaited is reminded, until an answer comes. */
import { patched } from '@temporalio/workflow';
import { isHeardFrom } from '../../domain/ticket/messages.ts';
import type { TicketCommand, TicketState } from '../../domain/ticket/ticket.ts';
import { nextReminderAtMs } from '../../domain/ticket/waiting.ts';
import { patches } from '../journey/patches.ts';
import type { Ticket } from './ticket.ts';

export async function remindWhileWaiting(ticket: Ticket): Promise<void> {
  while (ticket.state().endedAtMs === null) {
    const atMs = nextReminderAtMs(ticket.state());
    const deadline = atMs === null ? null : { atMs, summary: `Relance n° ${(ticket.state().waiting?.reminders ?? 0) + 1}` };
    const woken = await ticket.until((state) => state.endedAtMs !== null || nextReminderAtMs(state) !== atMs, deadline);
    if (woken === 'deadline') ticket.act({ type: 'reminded' }, 'timer');
  }
}

/** Where nobody is asked for his agreement there is nobody to hear, and no marker in the history. */
export function writingInItsDay(command: TicketCommand, state: TicketState): TicketCommand {
  return command.type === 'addMessage' && isHeardFrom(state, command.message) && !patched(patches.heardWhileAsked) ? { ...command, isUnheard: true } : command;
}
