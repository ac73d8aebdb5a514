/** Reminders of whom a ticket waits for (T-08). */
import { after } from '../clock/delay.ts';
import type { TicketState } from './ticket.ts';

/** When who is awaited is reminded next, epoch milliseconds; null while nobody is. */
export function nextReminderAtMs({ opening, waiting, endedAtMs }: TicketState): number | null {
  if (!opening || !waiting || endedAtMs !== null) return null;
  const delay = opening.policy.waiting[waiting.reason]?.remindAfter ?? null;
  return delay && after(opening.policy, waiting.remindedAtMs ?? waiting.sinceMs, delay);
}
