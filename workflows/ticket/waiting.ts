/** A ticket that waits (T-08): who is awaited is reminded, until an answer comes. */
import { nextReminderAtMs } from '../../domain/ticket/waiting.ts';
import type { Ticket } from './ticket.ts';

export async function remindWhileWaiting(ticket: Ticket): Promise<void> {
  while (ticket.state().endedAtMs === null) {
    const atMs = nextReminderAtMs(ticket.state());
    const deadline = atMs === null ? null : { atMs, summary: `Relance n° ${(ticket.state().waiting?.reminders ?? 0) + 1}` };
    const woken = await ticket.until((state) => state.endedAtMs !== null || nextReminderAtMs(state) !== atMs, deadline);
    if (woken === 'deadline') ticket.act({ type: 'reminded' }, 'timer');
  }
}
