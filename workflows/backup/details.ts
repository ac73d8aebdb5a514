/** What a supervisor reads of a backup in trouble in the Temporal Web UI, in Markdown. No personal data. */
import type { BackupState } from '../../domain/backup/backup.ts';
import { backupTasks } from '../../domain/backup/tasks.ts';
import { openTaskLines, stuckCallLines } from '../journey/details.ts';

const phases: Readonly<Record<BackupState['phase'], string>> = { new: 'Nouvelle', watched: 'Surveillée', ticketed: 'Ticket ouvert', over: 'Fonctionne de nouveau' };
const outcomes: Readonly<Record<BackupState['nights'][number]['outcome'], string>> = { failed: 'échec', missing: 'sans nouvelles' };

export function backupDetails({ opening, phase, nights, ticket, tasks, stuck }: BackupState): string {
  return [
    `**${phases[phase]}**${opening ? ` · sauvegarde ${opening.job}` : ''}`, '', `- Nuits en échec : ${nights.map(({ night, outcome }) => `${night} (${outcomes[outcome]})`).join(', ') || 'aucune'}`,
    ...(ticket === null ? [] : [`- Ticket : ${ticket}`]), ...stuckCallLines(stuck), ...openTaskLines(tasks, backupTasks),
  ].join('\n');
}
