/** A ticket as the parts of its story handle it, and the facts that they look up. */
import { proxyActivities } from '@temporalio/workflow';
import type { TicketActivities } from '../../activities/ticket/facts.ts';
import type { TicketCommand, TicketOpening, TicketState } from '../../domain/ticket/ticket.ts';
import type { Journey } from '../journey/journey.ts';

export type Ticket = Journey<TicketState, TicketCommand>;

export function openingOf({ state }: Pick<Ticket, 'state'>): TicketOpening {
  const { opening } = state();
  if (!opening) throw new Error('a ticket runs before it was opened');
  return opening;
}

/** On the journeys' own queue; asked of PostgreSQL, for as long as it is away. */
export const facts = proxyActivities<TicketActivities>({
  startToCloseTimeout: '5 seconds',
  // An escalation waits for nothing but the directory: as soon as it is back.
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '5 seconds' },
});

/** Resolves when the relay has told everybody what it had to. */
export const { everybodyTold } = proxyActivities<TicketActivities>({
  summary: 'Derniers avis',
  startToCloseTimeout: '5 seconds',
  // Mostly a moment; through the quiet hours a night, with a mail server that is away as long as it takes.
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
