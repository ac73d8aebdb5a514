/** What a link shows of what is asked of the customer (D-06, T-14). */
import { z } from 'zod';

export const linkView = z.object({
  state: z.enum(['open', 'completed', 'withdrawn']).meta({ description: 'Open: waits for the answer; withdrawn: no longer needed' }),
  taskId: z.string().nullable().meta({ description: 'Null where a ticket asks' }),
  deploymentId: z.string().nullable().meta({ description: 'The same' }),
  orderNumber: z.string().nullable().meta({ description: 'The same' }),
  site: z.object({ site: z.string(), label: z.string() }).nullable().meta({ description: 'Null where the whole deployment is meant' }),
  ticket: z.string().nullable().meta({ description: 'The ticket that asks whether it is solved (T-14)' }),
  order: z.string().nullable().meta({ description: 'The order that is to be signed (S-04); it is read below the link' }),
  step: z.string(),
  label: z.object({ fr: z.string(), en: z.string() }),
  context: z.record(z.string(), z.unknown()),
  inputSchema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the answer' }),
  expiresAt: z.iso.datetime(),
}).meta({ id: 'CustomerLink' });
