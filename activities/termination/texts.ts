/** What a customer who leaves is written (R-01, R-06): pure texts, in the customers' language. */
import { addDays } from '../../domain/termination/progress.ts';
import type { LeavingEquipment } from '../../domain/termination/termination.ts';
import { frenchDate, nbsp } from '../notices/french.ts';

interface Said {
  readonly subject: string;
  readonly text: string;
}

/** R-01. */
export function confirmationText(operator: string, { id, ticket, receivedOn, letterReference, services }: { id: string; ticket: string; receivedOn: string; letterReference: string; services: readonly string[] }): Said {
  return mail(operator, `Votre demande de résiliation – ${id} [${ticket}]`, [
    `Nous avons bien reçu, le ${frenchDate(receivedOn)}, votre lettre recommandée ${letterReference}, par laquelle vous résiliez ${services.length === 1 ? 'le service suivant' : 'les services suivants'}${nbsp}: ${services.join(', ')}.`,
    `Votre demande est suivie sous le ticket ${ticket}. Notre équipe commerciale va vous contacter. Vous trouverez en pièce jointe notre courrier de confirmation.`,
  ]);
}

/** R-06. */
export function returnLabelsText(operator: string, { id, equipment, sentOn, withinDays }: { id: string; equipment: readonly LeavingEquipment[]; sentOn: string; withinDays: number }): Said {
  return mail(operator, `Retour de vos équipements – ${id}`, [
    `Votre service est résilié. Merci de nous renvoyer les équipements suivants avant le ${frenchDate(addDays(sentOn, withinDays))}, avec les étiquettes jointes${nbsp}:\n${equipmentLines(equipment)}`,
    'Un équipement qui manque, ou qui revient endommagé, vous est facturé.',
  ]);
}

/** R-06. */
export function returnReminderText(operator: string, { id, serialNumbers, deadlineOn, ordinal }: { id: string; serialNumbers: readonly string[]; deadlineOn: string; ordinal: number }): Said {
  return mail(operator, `Rappel n°${nbsp}${ordinal}${nbsp}: retour de vos équipements – ${id}`, [
    `Nous attendons avant le ${frenchDate(deadlineOn)} les équipements suivants${nbsp}: ${serialNumbers.join(', ')}.`,
    'Si vous les avez déjà renvoyés, ce message est sans objet. Un équipement qui manque vous est facturé.',
  ]);
}

function equipmentLines(equipment: readonly LeavingEquipment[]): string {
  return equipment.map(({ serialNumber, model }) => `–${nbsp}${model === null ? '' : `${model}, `}n° de série ${serialNumber}`).join('\n');
}

function mail(operator: string, subject: string, paragraphs: readonly string[]): Said {
  return { subject, text: ['Bonjour,', ...paragraphs, `Cordialement,\n${operator}`].join('\n\n') };
}
