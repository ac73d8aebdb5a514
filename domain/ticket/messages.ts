/** What is written on a ticket beside its acts (T-01): mails of the customer, answers to him, notes of the house. The texts stay in PostgreSQL, events carry their ids. */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import type { Contact, TicketEvent, TicketNumber, TicketPhase, TicketState } from './ticket.ts';

export const messageDirections = ['in', 'out', 'internal'] as const;

export interface TicketMessage {
  readonly id: string;
  /** From the customer, to him, or for the house only. */
  readonly direction: (typeof messageDirections)[number];
  readonly channel: Contact;
  /** False: nobody here knows this address as one of the customer's. */
  readonly isKnownSender: boolean;
  /** One message to all whose tickets have a common cause: whose it is, and its place among them (T-02). */
  readonly broadcast?: { readonly from: TicketNumber; readonly ordinal: number };
}

export const phasesWithMessages: readonly TicketPhase[] = ['registered', 'in-progress', 'waiting', 'agreement', 'resolved'];

/** T-08: where the customer is waited for, what he writes ends the wait by itself; what a stranger writes is for a person to judge. */
export function messageAdded(state: TicketState, message: TicketMessage): Decision<TicketEvent> {
  const { phase, waiting, opening } = state;
  if (!phasesWithMessages.includes(phase)) return reject(refuse('wrong-state', { state: phase, states: phasesWithMessages.join(', ') }));
  const isAnswer = phase === 'waiting' && waiting !== null && message.direction === 'in' && message.isKnownSender && opening?.policy.waiting[waiting.reason]?.awaits === 'customer';
  return accept<TicketEvent>({ type: 'messageAdded', message }, ...(isAnswer ? [{ type: 'waitEnded', reason: waiting.reason } as const] : []));
}
