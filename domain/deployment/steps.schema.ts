/** The input of every human task of a deployment, as zod schemas: the API validates with them and shows them as JSON Schema. */
import { z } from 'zod';
import type { TaskStep } from './steps.ts';

const comment = z.string().trim().min(1).max(2000);

export const taskInputs = {
  'technical-validation': z.strictObject({
    accepted: z.literal(true).meta({ description: 'La collecte et les pièces sont complètes et exactes (D-04)' }),
    comment: comment.optional(),
  }),
  'access-order-refused': z.strictObject({
    choice: z.enum(['reorder', 'abandon']).meta({ description: 'Corriger et recommander, ou abandonner le site (D-09)' }),
    comment,
  }),
  'stuck-call': z.strictObject({
    choice: z.enum(['retry', 'skip']).meta({ description: 'Réessayer tout de suite, ou passer outre (D-24)' }),
    comment,
  }),
  'undo-by-hand': z.strictObject({ comment }),
} satisfies Record<TaskStep, z.ZodType>;

export type TaskInputs = { [Step in TaskStep]: z.infer<(typeof taskInputs)[Step]> };
