/** What a person fills in to complete a task of an order (S-01, S-05, S-06). No personal data: inputs are recorded for good. */
import { z } from 'zod';
import type { OrderInputs } from './order.ts';
import type { OrderTask } from './tasks.ts';

export const rejectComment = z.string().trim().min(1).max(2000);

export const orderInputs = {
  'discount-approval': z.strictObject({ approved: z.boolean().meta({ description: 'La remise est accordée, ou refusée avec son motif' }), comment: rejectComment }),
  'order-hand-over': z.strictObject({ comment: rejectComment.optional() }),
  'order-reject': z.strictObject({ comment: rejectComment.meta({ description: 'Ce qui a été fait, pour qui a rejeté' }) }),
  'order-reject-review': z.strictObject({ settled: z.boolean().meta({ description: 'La réponse convient ; sinon le rejet retourne à l’émetteur' }), comment: rejectComment }),
} satisfies { [Step in OrderTask]: z.ZodType<OrderInputs[Step]> };
