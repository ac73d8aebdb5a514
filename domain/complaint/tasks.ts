/** What a complaint asks of people (S-08). */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

export const complaintTasks = {
  'complaint-answer': { rule: 'S-08', owner: 'service-agent', labels: { fr: 'Répondre à une réclamation', en: 'Answer a complaint' } },
  'complaint-late': { rule: 'S-08', owner: 'supervisor', labels: { fr: 'Faire répondre à une réclamation en retard', en: 'Have a late complaint answered' } },
  'complaint-agreement': { rule: 'S-08', owner: 'service-agent', labels: { fr: 'Recueillir l’avis du client sur la réponse', en: 'Ask the customer what he says to the answer' } },
  'gesture-credit': { rule: 'S-08', owner: 'billing-admin', labels: { fr: 'Créditer un geste commercial', en: 'Credit a goodwill gesture' } },
} as const satisfies Record<string, { rule: string; owner: Profile; labels: Text }>;

export type ComplaintTask = keyof typeof complaintTasks;
export type ComplaintStep = ComplaintTask | 'stuck-call';
