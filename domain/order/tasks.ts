/** What an order asks of people (S-01, S-05, S-06). */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

export const orderTasks = {
  'discount-approval': { rule: 'S-01', owner: 'business-director', labels: { fr: 'Approuver une remise au-delà de la limite', en: 'Approve a discount beyond the limit' } },
  'order-hand-over': { rule: 'S-05', owner: 'sales-engineer', labels: { fr: 'Remettre en production la commande signée', en: 'Hand the signed order over to production' } },
  'order-reject': { rule: 'S-06', owner: 'sales-engineer', labels: { fr: 'Répondre au rejet d’une commande', en: 'Answer the reject of an order' } },
  // Whose it is depends on who rejected.
  'order-reject-review': { rule: 'S-06', owner: 'coordinator', labels: { fr: 'Contrôler la réponse à un rejet', en: 'Check the answer to a reject' } },
} as const satisfies Record<string, { rule: string; owner: Profile; labels: Text }>;

export type OrderTask = keyof typeof orderTasks;
export type OrderStep = OrderTask | 'stuck-call';
