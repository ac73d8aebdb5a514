/** What a termination asks of people (chapter 3). */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

export const terminationTasks = {
  'win-back': {
    rule: 'R-02', owner: 'sales-engineer',
    labels: { fr: 'Rappeler le client qui résilie et tenter de le garder', en: 'Call the customer who leaves and try to keep him' },
  },
  'termination-fee': {
    rule: 'R-03', owner: 'billing-admin',
    labels: { fr: 'Contrôler l’indemnité de résiliation anticipée (IRA)', en: 'Check the early-termination fee (IRA)' },
  },
  'termination-entry': {
    rule: 'R-04', owner: 'billing-admin',
    labels: { fr: 'Saisir la résiliation et sa date d’effet', en: 'Enter the termination and its effective date' },
  },
  'deproduction-by-hand': {
    rule: 'R-05', owner: 'coordinator',
    labels: { fr: 'Terminer la déproduction à la main', en: 'Finish the deproduction by hand' },
  },
  'equipment-return': {
    rule: 'R-06', owner: 'logistics',
    labels: { fr: 'Contrôler le retour des équipements', en: 'Check the returned equipment' },
  },
  // Beside the step under way, which it does not hold up.
  'letter-by-post': {
    rule: 'R-01', owner: 'service-agent',
    labels: { fr: 'Envoyer par la poste la lettre au client sans adresse électronique', en: 'Post the letter to the customer who has no mail address' },
  },
} as const satisfies Record<string, { rule: string; owner: Profile; labels: Text }>;

/** By the kind of the document. */
export const letterLabels: Readonly<Record<'termination-confirmation' | 'return-labels', Text>> = {
  'termination-confirmation': { fr: 'Courrier de confirmation', en: 'Confirmation letter' }, 'return-labels': { fr: 'Étiquettes de retour', en: 'Return labels' },
};

export type TerminationTask = keyof typeof terminationTasks;
export type TerminationStep = TerminationTask | 'stuck-call';
