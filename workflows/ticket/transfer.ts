/** Warm transfers (C-03): an offer that nobody acknowledges in time goes to the dispatcher's queue. */
import type { Ticket } from './ticket.ts';

export async function awaitAcknowledgement(ticket: Ticket): Promise<void> {
  while (ticket.state().endedAtMs === null) {
    const { offer } = ticket.state();
    const deadline = offer && { atMs: offer.expiresAtMs, summary: `Transfert n° ${offer.ordinal} à accepter par ${offer.to.team}` };
    const woken = await ticket.until((state) => state.endedAtMs !== null || state.offer?.ordinal !== offer?.ordinal, deadline);
    if (woken === 'deadline' && offer) ticket.act({ type: 'transferExpired', ordinal: offer.ordinal }, 'timer');
  }
}
