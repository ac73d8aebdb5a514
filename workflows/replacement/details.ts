/** What a supervisor reads of a replacement in the Temporal Web UI, in Markdown. No personal data. */
import { replacementTasks } from '../../domain/replacement/tasks.ts';
import type { ReplacementPhase, ReplacementState } from '../../domain/replacement/replacement.ts';
import { openTaskLines, stuckCallLines } from '../journey/details.ts';

const phases: Readonly<Record<ReplacementPhase, string>> = {
  'new': 'Nouveau', 'information': 'Demande à compléter', 'warranty': 'Garantie', 'confirmation': 'À confirmer', 'inventory': 'Matériel à l’inventaire', 'part': 'Recherche de la pièce', 'order': 'Commande',
  'delivery': 'Livraison attendue', 'swap': 'À remplacer', 'return': 'Retour de l’ancienne pièce', 'done': 'Terminé', 'abandoned': 'Abandonné',
};

export function replacementDetails({ opening, phase, serialNumber, partNumber, isBilled, order, tasks, stuck }: ReplacementState): string {
  return [
    `**${phases[phase]}**${isBilled ? ' · facturé au client' : ''}`, '', ...(opening ? [`- Ticket : ${opening.ticket}`] : []), ...(serialNumber === null ? [] : [`- N° de série : ${serialNumber}`]),
    ...(partNumber === null ? [] : [`- Pièce : ${partNumber}`]), ...(order?.reference ? [`- Commande CSDP : ${order.reference}`] : []),
    ...stuckCallLines(stuck), ...openTaskLines(tasks, replacementTasks),
  ].join('\n');
}
