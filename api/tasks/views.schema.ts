/** What the API shows of tasks and baskets. */
import { z } from 'zod';
import { basketSorts, whoseNames } from '../../domain/journey/basket-lists.ts';
import { taskForms, type TaskForm } from '../../domain/journey/forms.ts';
import { journeyModels, type JourneyKind } from '../../domain/journey/kinds.ts';
import { profileNames } from '../../domain/people/profiles.ts';
import { personName } from '../people/views.schema.ts';

const instant = z.iso.datetime();
const text = z.object({ fr: z.string(), en: z.string() });
const links = z.record(z.string(), z.string()).meta({ description: 'What is needed to act in place: addresses by name' });

const taskView = z.object({
  id: z.string(),
  deploymentId: z.string().nullable(),
  journeyId: z.string().meta({ description: 'What asks for it: a deployment, a site, a ticket, a replacement, a backup' }),
  site: z.string().nullable(),
  customerId: z.string(),
  customerName: z.string().nullable().meta({ description: 'null: of no customer' }),
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
  links,
}).meta({ id: 'Task' });

export const taskDetail = taskView.extend({
  closedByName: personName, claimedByName: personName,
  inputSchema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the body of complete' }),
}).meta({ id: 'TaskDetail' });

export const basketLine = taskView.extend({
  id: z.string().meta({ description: 'Of the task, or the number of the ticket' }),
  step: z.string().meta({ description: '«ticket»: a ticket that its desk has to go on with, by its own verbs; else the form of the task' }),
  dueAt: instant.nullable().meta({ description: 'Of a ticket: by when it is to be taken in charge, then solved' }),
  kind: z.string(),
  desk: z.string().nullable(),
  team: z.string().nullable(),
  heldBy: z.string().nullable().meta({ description: 'Who has it: by a claim, by name, or because the deployment or the ticket is his' }),
  heldByName: personName,
  priority: z.int().meta({ description: '1 to 5; tasks that are of no ticket count as 3' }),
  isAtRisk: z.boolean(),
  isOverdue: z.boolean(),
}).meta({ id: 'BasketLine' });

const kinds = Object.keys(journeyModels) as [JourneyKind, ...JourneyKind[]];
const steps = ['ticket', ...Object.keys(taskForms) as TaskForm[]] as const;

/** Whose list, narrowed and sorted how: what a page is asked by, and what a saved view keeps. */
export const basketFilters = z.strictObject({
  whose: z.enum(whoseNames).optional().meta({ description: '«open»: what one has, and what nobody has of what one may do; «team»: one’s team’s; «all»: everybody’s. Default: «open», or «all» with «owner»' }),
  owner: z.enum(profileNames as [string, ...string[]]).optional().meta({ description: 'The basket of a profile' }),
  kind: z.enum(kinds).optional(),
  step: z.enum(steps).optional(),
  customerId: z.string().max(20).optional(),
  deploymentId: z.string().max(30).optional(),
  dueBefore: z.iso.datetime().optional(),
  atRisk: z.enum(['true', 'false']).optional(),
  sort: z.enum(basketSorts).optional().meta({ description: '«urgency» (the default): overdue first, then by the day due, at risk, priority, «pro» in its first hours before the others (T-06), instant due' }),
});
export type BasketFilters = z.output<typeof basketFilters>;
