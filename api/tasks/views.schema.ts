/** What the API shows of tasks. */
import { z } from 'zod';

const instant = z.iso.datetime();
const text = z.object({ fr: z.string(), en: z.string() });

export const taskView = z.object({
  id: z.string(),
  deploymentId: z.string().nullable(),
  journeyId: z.string().meta({ description: 'What asks for it: a deployment, a site, a ticket, a replacement, a backup' }),
  site: z.string().nullable(),
  customerId: z.string(),
  step: z.string(),
  label: text,
  owner: z.string().meta({ description: 'Profile whose basket it is in' }),
  status: z.enum(['open', 'completed', 'withdrawn']),
  context: z.record(z.string(), z.unknown()),
  codeLabels: z.record(z.string(), text).meta({ description: 'The words for the codes in the context, by code' }),
  openedAt: instant,
  dueAt: instant.nullable(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  claimedBy: z.string().nullable(),
}).meta({ id: 'Task' });

export const taskDetail = taskView.extend({
  inputSchema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the body of complete' }),
}).meta({ id: 'TaskDetail' });
