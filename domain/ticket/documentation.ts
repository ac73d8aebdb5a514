/** What closing a ticket proposes to add to the customer's documentation (T-23): the technician in charge takes it, corrects it or dismisses it; what he takes goes to the knowledge base, long after the ticket has ended if need be. */
import { openTask, type TaskOpened } from '../journey/task.ts';
import type { Profile } from '../people/profiles.ts';
import type { TicketStep } from './tasks.ts';
import type { Responsibility, TicketState } from './ticket.ts';

export interface Documentation {
  /** `accepted`: on its way; `added`: there, or by a person's own hand where the call was passed over. */
  readonly phase: 'proposed' | 'accepted' | 'added' | 'dismissed';
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
export function documentationAsked(state: TicketState): TaskOpened<TicketStep>[] {
  const text = proposedAddition(state);
  if (!state.opening || text === null) return [];
  const owner: Profile = `technician-n${state.level}`;
  return [openTask<TicketStep>(state.tasks, state.opening.number, { step: 'documentation', owner, dueAtMs: null, context: { text, technician: state.assignee } })];
}

/** Under which the knowledge base knows the addition, however often it is sent. */
export function additionKeyOf(number: string): string {
  return `${number}.addition.1`;
}
