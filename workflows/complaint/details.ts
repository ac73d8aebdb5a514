/** What a supervisor reads of a complaint in the Temporal Web UI: one line of summary, and where it stands, in Markdown. No personal data. */
import type { ComplaintOpening, ComplaintState } from '../../domain/complaint/complaint.ts';
import { answerDueAtMs, gestureCents } from '../../domain/complaint/progress.ts';
import { complaintSteps } from '../../domain/complaint/steps.ts';
import { complaintTasks } from '../../domain/complaint/tasks.ts';
import { instantText, openTaskLines, stuckCallLines } from '../journey/details.ts';

const outcomes = { settled: 'client satisfait', lapsed: 'sans retour du client', withdrawn: 'retirée' } as const;
const verdicts = { 'founded': 'fondée', 'partly-founded': 'fondée en partie', 'unfounded': 'non fondée' } as const;

export function complaintSummary({ id, customerId, orderNumber }: ComplaintOpening): string {
  return `Réclamation ${id} · client ${customerId} · commande ${orderNumber}`;
}

export function complaintDetails(state: ComplaintState): string {
  const { opening, phase, outcome, acknowledgedAtMs, isLate, isDueSoon, answers, tasks, stuck } = state;
  const dueAtMs = answerDueAtMs(state);
  const last = answers.at(-1);
  return [
    `**${complaintSteps[phase].labels.fr}**${outcome === null ? '' : ` · ${outcomes[outcome]}`}${isLate ? ' · ⚠ en retard' : isDueSoon ? ' · ⚠ échéance proche' : ''}`, '',
    ...(opening ? [`- Objet : ${opening.subject}, commande ${opening.orderNumber} (${opening.edition})`] : []),
    `- Accusé de réception : ${acknowledgedAtMs === null ? 'à envoyer' : instantText(acknowledgedAtMs)}`,
    ...(dueAtMs === null ? [] : [`- Réponse attendue avant le ${instantText(dueAtMs)}`]),
    ...(last ? [`- Réponse n° ${last.number} : ${verdicts[last.verdict]}`] : []),
    ...(gestureCents(state) === 0 ? [] : [`- Gestes : ${(gestureCents(state) / 100).toFixed(2).replace('.', ',')} €`]),
    ...openTaskLines(tasks, complaintTasks), ...stuckCallLines(stuck),
  ].join('\n');
}
