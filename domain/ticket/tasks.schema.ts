/** What a person fills in to complete a task of a ticket (T-18, T-23, T-24). */
import { z } from 'zod';
import type { ticketTasks, TicketTaskInputs } from './tasks.ts';

const comment = z.string().trim().min(1).max(1000);
const reference = z.string().trim().min(1).max(100).meta({ description: 'Référence du devis ou de la commande' });

const answer = z.string().trim().min(1).max(4000).meta({ description: 'Réponse au client, telle qu’il la lira' });
const billingReference = z.string().trim().min(1).max(100).meta({ description: 'Référence de l’avoir, de la facture corrigée ou de l’échéancier' });

export const ticketInputs = {
  'sales-need': z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('quoted').meta({ description: 'Devis envoyé' }), reference, comment: comment.optional() }),
    z.strictObject({ outcome: z.literal('ordered').meta({ description: 'Commande passée' }), reference, comment: comment.optional() }),
    z.strictObject({ outcome: z.literal('declined').meta({ description: 'Sans suite' }), comment }),
  ]),
  'payment-question': z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('explained').meta({ description: 'Expliqué, rien à corriger' }), answer }),
    z.strictObject({ outcome: z.literal('corrected').meta({ description: 'Corrigé par la facturation' }), reference: billingReference, answer }),
    z.strictObject({ outcome: z.literal('rescheduled').meta({ description: 'Échéancier accordé' }), reference: billingReference, answer }),
  ]),
  'billing-decision': z.strictObject({ decision: z.enum(['included', 'extra']).meta({ description: 'Inclus, ou facturé en plus' }), comment }),
  'documentation': z.discriminatedUnion('choice', [
    z.strictObject({
      choice: z.literal('accept').meta({ description: 'À ajouter' }),
      text: z.string().trim().min(1).max(10_000).optional().meta({ description: 'Texte corrigé, sans données personnelles ; absent : tel que proposé' }),
    }),
    z.strictObject({ choice: z.literal('dismiss').meta({ description: 'Rien à ajouter' }), reason: comment }),
  ]),
} satisfies { [Step in keyof typeof ticketTasks]: z.ZodType<TicketTaskInputs[Step]> };
