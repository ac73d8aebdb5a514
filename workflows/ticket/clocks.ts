/** The clocks of a ticket (T-07): a timer until the next threshold, armed anew by whatever moves it. */
import { patched } from '@temporalio/workflow';
import { dueBy, nextOnTheClocks, type Next } from '../../domain/ticket/clocks.ts';
import { thresholdActs } from '../../domain/ticket/decide.ts';
import type { TicketCommand, TicketState } from '../../domain/ticket/ticket.ts';
import { patches } from '../journey/patches.ts';
import { facts, openingOf, type Ticket } from './ticket.ts';

const clockLabels = { 'taking-charge': 'prise en charge', 'resolution': 'résolution' } as const;

/** Beside the story: each threshold once, in order; late ones at once. */
export async function watchClocks(ticket: Ticket): Promise<void> {
  while (ticket.state().endedAtMs === null) {
    const next = nextOnTheClocks(ticket.state());
    if (next.outcome === 'horizon-exhausted') await extend(ticket, next.calendar);
    else if (next.outcome === 'nothing') await ticket.until((state) => state.endedAtMs !== null || nextOnTheClocks(state).outcome !== 'nothing');
    else await awaitThreshold(ticket, next);
  }
}

async function awaitThreshold(ticket: Ticket, next: Extract<Next, { outcome: 'threshold' }>): Promise<void> {
  const { clock, ratio, atMs } = next;
  const woken = await ticket.until((state) => !isSame(nextOnTheClocks(state), next), { atMs, summary: `Échéance ${Math.round(ratio * 100)} % (${clockLabels[clock]})` });
  if (woken === 'met') return;
  // Who may be escalated to is a fact of now: asked for only where the level is raised.
  const teams = thresholdActs(ticket.state(), clock, ratio).includes('raise-level') ? await facts.readTeams.executeWithOptions({ summary: 'Équipes du guichet' }, [openingOf(ticket).desk]) : [];
  ticket.act({ type: 'thresholdReached', clock, ratio, teams }, 'timer');
}

/** Where nothing is due there is nothing to tell, and no marker in the history. */
export function endingInItsDay(command: TicketCommand, state: TicketState, nowMs: number): TicketCommand {
  const isEnding = command.type === 'close' || command.type === 'closeWithoutAgreement' || command.type === 'merge';
  return isEnding && dueBy(state, nowMs).length > 0 && !patched(patches.dueToldAtTheEnd) ? { ...command, forgetsDue: true } : command;
}

/** Has more open time of a calendar computed (T-06). */
export async function extend(ticket: Ticket, calendar: string): Promise<void> {
  const { policy } = openingOf(ticket);
  const known = policy.calendars[calendar];
  if (!known) throw new Error(`a clock counts in the calendar ${calendar}, which was not frozen`);
  const { coversFromMs, coversUntilMs } = known;
  const version = policy.versions['calendars'] ?? 0;
  const frozen = await facts.freezeFurther.executeWithOptions({ summary: 'Heures ouvrées suivantes' }, [{ calendar, version, coversFromMs, coversUntilMs }]);
  ticket.act({ type: 'calendarExtended', calendar, version, frozen });
}

function isSame(one: Next, other: Extract<Next, { outcome: 'threshold' }>): boolean {
  return one.outcome === 'threshold' && one.clock === other.clock && one.ratio === other.ratio && one.atMs === other.atMs;
}
