/** What a supervisor reads of a termination in the Temporal Web UI: one line of summary, and where it stands, in Markdown. No personal data. */
import { terminationSteps } from '../../domain/termination/steps.ts';
import { terminationTasks } from '../../domain/termination/tasks.ts';
import type { TerminationOpening, TerminationState } from '../../domain/termination/termination.ts';
import { openTaskLines, stuckCallLines } from '../journey/details.ts';

const origins = { customer: 'lettre du client', move: 'déménagement', change: 'changement d’offre' } as const;

export function terminationSummary({ id, customerId, services }: TerminationOpening): string {
  return `Résiliation ${id} · client ${customerId} · ${services.length} service${services.length > 1 ? 's' : ''}`;
}

export function terminationDetails({ opening, phase, ticket, feeCents, effectiveOn, finalInvoice, labels, outcome, tasks, stuck }: TerminationState): string {
  return [
    `**${terminationSteps[phase].labels.fr}**${outcome === 'kept' ? ' · client gardé' : outcome === 'withdrawn' ? ' · demande retirée' : ''}`, '',
    ...(opening ? [`- Services : ${opening.services.slice(0, 20).map(({ rds }) => rds).join(', ')}`, `- Origine : ${origins[opening.origin]}, reçue le ${opening.receivedOn}`] : []),
    ...(ticket === null ? [] : [`- Ticket : ${ticket}`]),
    ...(feeCents === null ? [] : [`- IRA : ${(feeCents / 100).toFixed(2).replace('.', ',')} € HT`]),
    ...(effectiveOn === null ? [] : [`- Date d’effet : ${effectiveOn}`]),
    ...(finalInvoice?.reference ? [`- Facture finale : ${finalInvoice.reference}`] : []),
    ...(labels ? [`- Retour des équipements avant le ${labels.deadlineOn}`] : []),
    ...openTaskLines(tasks, terminationTasks),
    ...stuckCallLines(stuck),
  ].join('\n');
}
