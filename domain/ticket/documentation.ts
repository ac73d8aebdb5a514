/** What closing a ticket proposes to add to the customer's documentation (T-23): the technician in charge takes it, corrects it or dismisses it; what he takes goes to the knowledge base, long after the ticket has ended if need be. */
import { after } from '../clock/delay.ts';
import { withdrawAll, type TaskOpened } from '../journey/task.ts';
import type { Profile } from '../people/profiles.ts';
import { ask } from './ask.ts';
import type { TicketStep } from './tasks.ts';
import type { Responsibility, TicketEvent, TicketState } from './ticket.ts';

/** `accepted`: on its way; `added`: there, or by a person's own hand where the call was passed over; `lapsed`: nobody has decided. */
export const documentationPhases = ['proposed', 'accepted', 'added', 'dismissed', 'lapsed'] as const;

export interface Documentation {
  readonly phase: (typeof documentationPhases)[number];
  readonly text: string;
  /** As the knowledge base has it. */
  readonly reference: string | null;
}

const responsibilities: Readonly<Record<Responsibility, string>> = {
  'operator': 'opérateur', 'obl': 'opérateur de boucle locale', 'customer': 'client', 'supplier': 'fournisseur', 'force-majeure': 'force majeure', 'unknown': 'inconnue',
};

/** In the customers' language, from what staff wrote of the service; null where nothing was found or done. */
function proposedAddition({ opening, classification, cause, solution: last }: TicketState): string | null {
  const solution = last?.isRefused === false ? last : null;
  if (!opening || (cause === null && solution === null)) return null;
  const { number, rds, item } = opening;
  return [
    `Ticket ${number}`,
    ...(rds === null ? [] : [`Service : ${rds}`]), ...(item === null ? [] : [`Matériel : ${item.reference}`]),
    ...(classification === null ? [] : [`Catégorie : ${classification.category} (${classification.symptom})`]),
    ...(cause === null ? [] : [`Cause : ${cause.cause} (responsabilité : ${responsibilities[cause.responsibility]})`]),
    ...(solution === null ? [] : [`Solution : ${solution.text}`]),
  ].join('\n');
}

/** T-23: one task, for the level that solved it; `technician`: who was in charge, whatever his profile. */
export function documentationAsked(state: TicketState, nowMs: number): TaskOpened<TicketStep>[] {
  const text = proposedAddition(state);
  if (!state.opening || text === null) return [];
  const owner: Profile = `technician-n${state.level}`;
  return [ask(state.tasks, state.opening, { step: 'documentation', owner, context: { text, technician: state.assignee } }, nowMs)];
}

/** When a proposal that nobody has decided on lapses, epoch milliseconds; null: none waits. */
export function documentationLapsesAtMs({ opening, documentation, endedAtMs }: TicketState): number | null {
  if (!opening || documentation?.phase !== 'proposed' || endedAtMs === null) return null;
  return after(opening.policy, endedAtMs, opening.policy.taskTerms.documentationLapsesAfter);
}

/** T-23: a ticket does not stay open in the engine for what nobody cares to say. */
export function documentationLapsed(state: TicketState, nowMs: number): TicketEvent[] {
  const atMs = documentationLapsesAtMs(state);
  return atMs !== null && atMs <= nowMs ? [...withdrawAll(state.tasks, 'lapsed', ({ step }) => step === 'documentation'), { type: 'documentationLapsed' }] : [];
}

/** Under which the knowledge base knows the addition, however often it is sent. */
export function additionKeyOf(number: string): string {
  return `${number}.addition.1`;
}
