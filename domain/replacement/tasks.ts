/** What a replacement asks of people (T-20). */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

export const replacementTasks = {
  'replacement-information': {
    rule: 'T-20', owner: 'technician-n1',
    labels: { fr: 'Compléter la demande de remplacement', en: 'Complete the request for a replacement' },
  },
  'replacement-confirmation': {
    rule: 'T-20', owner: 'technician-n1',
    labels: { fr: 'Confirmer le remplacement, ou demander un autre numéro de série', en: 'Confirm the replacement, or ask for another serial number' },
  },
  'replacement-swap': {
    rule: 'T-20', owner: 'technician-n1',
    labels: { fr: 'Remplacer la pièce et renvoyer l’ancienne', en: 'Replace the part and send the old one back' },
  },
} as const satisfies Record<string, { rule: string; owner: Profile; labels: Text }>;
