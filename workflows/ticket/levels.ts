/** The first line's limit (T-09): a ticket that it has not solved goes to the next level. */
import { firstLineLimitAtMs } from '../../domain/ticket/clocks.ts';
import { facts, openingOf, type Ticket } from './ticket.ts';

export async function limitFirstLine(ticket: Ticket): Promise<void> {
  while (ticket.state().endedAtMs === null) {
    const atMs = firstLineLimitAtMs(ticket.state());
    const deadline = atMs === null ? null : { atMs, summary: 'Limite du premier niveau' };
    const woken = await ticket.until((state) => state.endedAtMs !== null || firstLineLimitAtMs(state) !== atMs, deadline);
    if (woken === 'met') continue;
    const teams = await facts.readTeams.executeWithOptions({ summary: 'Équipes du guichet' }, [openingOf(ticket).desk]);
    ticket.act({ type: 'firstLineLimitReached', teams }, 'timer');
  }
}
