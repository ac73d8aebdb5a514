/** What a supervisor reads of a follow-up in the Temporal Web UI, in Markdown. No personal data. */
import { followUpKinds, followUpPhases, type FollowUpOpening, type FollowUpState } from '../../domain/follow-up/follow-up.ts';
import { followUpTasks } from '../../domain/follow-up/tasks.ts';
import { instantText, openTaskLines } from '../journey/details.ts';

export function followUpSummary({ id, customerId, what }: FollowUpOpening): string {
  return `Relance ${id} · client ${customerId} · ${followUpKinds[what].label.fr}`;
}

export function followUpDetails({ phase, opening, doer, dueAtMs, tasks }: FollowUpState): string {
  return [
    `**${followUpPhases[phase].fr}**`, '',
    ...(opening ? [`- ${followUpKinds[opening.what].label.fr}, pour le ${instantText(dueAtMs)}`] : []), ...(opening?.opportunityId ? [`- Opportunité : ${opening.opportunityId}`] : []),
    ...(doer ? [`- Vendeur : ${doer.person}`] : []), ...openTaskLines(tasks, followUpTasks),
  ].join('\n');
}
