/** The story of a ticket (domain.md chapter 2): people act on it; its clocks, limits and reminders run beside it until it ends. */
import { setHandler } from '@temporalio/workflow';
import { ticketActs, type TicketAct } from '../../domain/ticket/states.ts';
import { ticketModel } from '../../domain/ticket/evolve.ts';
import type { TicketCommand, TicketPhase } from '../../domain/ticket/ticket.ts';
import { openJourney, shelter } from '../journey/journey.ts';
import type { Act } from '../journey/messages.ts';
import { endingInItsDay, watchClocks } from './clocks.ts';
import { ticketDetails } from './details.ts';
import { completeDocumentation } from './documentation.ts';
import { limitFirstLine } from './levels.ts';
import { addMessageUpdate, applyTicketPolicyUpdate, completeTicketTaskUpdate, hearTidingsUpdate, noticeCallUpdate, openTicketUpdate, ticketStateQuery, ticketUpdates, type TicketStart } from './messages.ts';
import { showTicket } from './search.ts';
import { everybodyTold, openingOf, type Ticket } from './ticket.ts';
import { awaitAcknowledgement } from './transfer.ts';
import { remindWhileWaiting, writingInItsDay } from './waiting.ts';

export async function ticket(start: TicketStart): Promise<TicketPhase> {
  const ticket = open(start);
  // Whoever cancels it in the engine ends nothing: a ticket is closed or merged by an act (T-16).
  return await shelter(() => story(ticket), () => undefined);
}

async function story(ticket: Ticket): Promise<TicketPhase> {
  await ticket.until(({ takenAtMs, agreedAtMs, endedAtMs }) => takenAtMs !== null || agreedAtMs !== null || endedAtMs !== null); // T-09: N1 takes charge, unless the solution of a common cause comes first
  await ticket.until(({ agreedAtMs, endedAtMs }) => agreedAtMs !== null || endedAtMs !== null); // T-12 to T-14: until the requester agrees
  await ticket.until(({ endedAtMs }) => endedAtMs !== null); // T-16
  await completeDocumentation(ticket); // T-23
  await ticket.settle();
  await everybodyTold(openingOf(ticket).number); // T-07: while somebody is not, it can say so (D-24)
  await ticket.settle();
  return ticket.state().phase;
}

/** Without who acts, which the record keeps beside the event. */
function commandOf(type: TicketAct, message: Act): TicketCommand {
  const fields = Object.fromEntries(Object.entries(message).filter(([name]) => name !== 'meta'));
  return { ...fields, type } as TicketCommand;
}

function open(start: TicketStart): Ticket {
  const journey = openJourney(start, { kind: 'ticket', model: ticketModel, describe: ticketDetails, inItsDay: (command, state, nowMs) => writingInItsDay(endingInItsDay(command, state, nowMs), state), onChange: showTicket() });
  journey.receive(openTicketUpdate, () => ({ type: 'open', opening: openingOf(journey) }));
  // The act's name is the command's type: the table of states names them once.
  for (const act of ticketActs) journey.receive(ticketUpdates[act], (message) => commandOf(act, message));
  journey.receive(addMessageUpdate, ({ message }) => ({ type: 'addMessage', message }));
  journey.receive(hearTidingsUpdate, ({ tidings }) => ({ type: 'hear', tidings }));
  journey.receive(completeTicketTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(noticeCallUpdate, ({ noticeCall }) => noticeCall);
  journey.receive(applyTicketPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(ticketStateQuery, () => journey.state());
  journey.beside(watchClocks); // T-07
  journey.beside(limitFirstLine); // T-09
  journey.beside(awaitAcknowledgement); // C-03
  journey.beside(remindWhileWaiting); // T-08
  return journey;
}
