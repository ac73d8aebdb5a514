/** What is written on a ticket beside its acts (T-01): mails of the customer, answers to him, notes of the house. The texts stay in PostgreSQL, events carry their ids. */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import type { Contact, TicketCommand, TicketEvent, TicketNumber, TicketPhase, TicketState } from './ticket.ts';

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

/** T-08: what he writes while he is asked for his agreement is none (T-14), but silent he is not. */
export function isHeardFrom({ phase }: TicketState, { direction, isKnownSender }: TicketMessage): boolean {
  return phase === 'agreement' && direction === 'in' && isKnownSender;
}

/** T-08: where the customer is waited for, what he writes ends the wait by itself, or has his reminders begin anew; what a stranger writes is for a person to judge. */
export function messageAdded(state: TicketState, { message, isUnheard }: Extract<TicketCommand, { type: 'addMessage' }>): Decision<TicketEvent> {
  const { phase, waiting, opening } = state;
  if (!phasesWithMessages.includes(phase)) return reject(refuse('wrong-state', { state: phase, states: phasesWithMessages.join(', ') }));
  const isAnswer = phase === 'waiting' && waiting !== null && message.direction === 'in' && message.isKnownSender && opening?.policy.waiting[waiting.reason]?.awaits === 'customer';
  if (isHeardFrom(state, message) && isUnheard !== true) return accept<TicketEvent>({ type: 'messageAdded', message }, { type: 'requesterHeard' });
  return accept<TicketEvent>({ type: 'messageAdded', message }, ...(isAnswer ? [{ type: 'waitEnded', reason: waiting.reason } as const] : []));
}
