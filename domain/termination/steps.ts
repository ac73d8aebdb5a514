/** The step table of a termination: what is under way by its phase, whose it is, and whether the customer may still think again. */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

interface StepEntry {
  readonly rule: string;
  readonly labels: Text;
  /** Who answers for the step. */
  readonly owner: Profile;
  /** until the final invoice is made. */
  readonly mayWithdraw: boolean;
}

/** In their order. */
export const terminationSteps = {
  'new': { rule: 'R-01', owner: 'service-agent', mayWithdraw: false, labels: { fr: 'Nouvelle', en: 'New' } },
  // Of a move or a change: the new line decides when the old one may go (C-08).
  'held': { rule: 'C-08', owner: 'coordinator', mayWithdraw: true, labels: { fr: 'Attend le nouveau service', en: 'Waits for the new service' } },
  'registration': { rule: 'R-01', owner: 'service-agent', mayWithdraw: true, labels: { fr: 'Ticket et courrier de confirmation', en: 'Ticket and confirmation letter' } },
  'win-back': { rule: 'R-02', owner: 'sales-engineer', mayWithdraw: true, labels: { fr: 'Rétention commerciale', en: 'Win-back' } },
  'fee': { rule: 'R-03', owner: 'billing-admin', mayWithdraw: true, labels: { fr: 'Indemnité de résiliation (IRA)', en: 'Early-termination fee (IRA)' } },
  'entry': { rule: 'R-04', owner: 'billing-admin', mayWithdraw: true, labels: { fr: 'Saisie de la résiliation', en: 'Entry of the termination' } },
  'scheduled': { rule: 'R-04', owner: 'billing-admin', mayWithdraw: true, labels: { fr: 'Attend sa date d’effet', en: 'Waits for its effective date' } },
  'final-invoice': { rule: 'R-04', owner: 'billing-admin', mayWithdraw: false, labels: { fr: 'Facture finale', en: 'Final invoice' } },
  'deproduction': { rule: 'R-05', owner: 'coordinator', mayWithdraw: false, labels: { fr: 'Déproduction', en: 'Deproduction' } },
  'equipment-return': { rule: 'R-06', owner: 'logistics', mayWithdraw: false, labels: { fr: 'Retour des équipements', en: 'Equipment return' } },
  'equipment-invoice': { rule: 'R-06', owner: 'billing-admin', mayWithdraw: false, labels: { fr: 'Facture du matériel', en: 'Equipment invoice' } },
  'undoing': { rule: 'R-07', owner: 'billing-admin', mayWithdraw: false, labels: { fr: 'Retour en arrière', en: 'Undoing' } },
  'closing': { rule: 'R-07', owner: 'service-agent', mayWithdraw: false, labels: { fr: 'Clôture du ticket', en: 'Closing of the ticket' } },
  'ended': { rule: 'R-07', owner: 'service-agent', mayWithdraw: false, labels: { fr: 'Terminée', en: 'Ended' } },
} as const satisfies Record<string, StepEntry>;

export type TerminationPhase = keyof typeof terminationSteps;

export const terminationPhases = Object.keys(terminationSteps) as readonly TerminationPhase[];

/** From these on, a letter that was still to be posted says nothing that matters any more. */
export const phasesAfterLetters: readonly TerminationPhase[] = ['undoing', 'closing', 'ended'];

/** The phases in which the request may still be withdrawn: what a refusal names. */
export const phasesBeforeReturn = terminationPhases.filter((phase) => terminationSteps[phase].mayWithdraw);
