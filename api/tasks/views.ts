/** A task and a line of a basket as the API shows them. */
import type { BasketRead } from '../../db/tasks/lists.ts';
import type { TaskDetailRead, TaskRead } from '../../db/tasks/reads.ts';
import type { Text } from '../../domain/errors/codes.ts';
import { taskForms, type TaskForm } from '../../domain/journey/forms.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';
import { journeyOfTask } from '../../domain/journey/task.ts';
import type { SubjectLabel } from '../complaint/view.ts';
import { basePath } from '../http/route.ts';
import { codeLabels } from './code-labels.ts';
import { inputSchemaOf } from './input.ts';

const ticketLabel: Text = { fr: 'Traiter le ticket', en: 'Work on the ticket' };

function shown<Task extends TaskRead>(task: Task, journeyId: string, label: Text, subject?: SubjectLabel) {
  const { openedAt, dueAt, closedAt, ...rest } = task;
  return {
    ...rest, journeyId, label, codeLabels: codeLabels(task.context, subject), openedAt: openedAt.toISOString(), dueAt: dueAt?.toISOString() ?? null, closedAt: closedAt?.toISOString() ?? null,
  };
}

/** One task, with the form that completes it and the ways to what it is about. */
export function detail(task: TaskDetailRead, subject?: SubjectLabel) {
  const journeyId = journeyOfTask(task.id);
  return { ...shown(task, journeyId, taskForms[task.step as TaskForm].labels, subject), inputSchema: inputSchemaOf(task), links: linksOf(task, journeyId) };
}

/** One line: a task, or a ticket that is acted on by its own verbs. */
export function line({ position: _position, ...item }: BasketRead) {
  return { ...shown(item, item.journeyId, item.step === 'ticket' ? ticketLabel : taskForms[item.step as TaskForm].labels), links: linksOf(item, item.journeyId) };
}

/** C-07: what is needed to act in place, by name. */
function linksOf({ id, step, deploymentId, site, customerId }: TaskRead, journeyId: string): Record<string, string> {
  const kind = kindOf(journeyId);
  return Object.fromEntries(Object.entries({
    self: step === 'ticket' ? `/tickets/${id}` : `/tasks/${id}`,
    complete: step === 'ticket' ? undefined : `/tasks/${id}/complete`,
    deployment: deploymentId === null ? undefined : `/deployments/${deploymentId}`,
    documents: deploymentId === null ? undefined : `/deployments/${deploymentId}/documents`,
    schedule: deploymentId === null ? undefined : `/deployments/${deploymentId}/schedule`,
    site: site === null ? undefined : `/deployments/${deploymentId}/sites/${site}`,
    ticket: kind === 'ticket' ? `/tickets/${journeyId}` : undefined,
    help: kind === 'ticket' ? `/tickets/${journeyId}/help` : undefined,
    appointment: kind === 'appointment' ? `/appointments/${journeyId}` : undefined,
    termination: kind === 'termination' ? `/terminations/${journeyId}` : undefined,
    followUp: kind === 'followUp' ? `/follow-ups/${journeyId}` : undefined,
    replacement: kind === 'replacement' ? `/replacements/${journeyId}` : undefined,
    customer: customerId === '' ? undefined : `/customers/${customerId}`,
  }).flatMap(([name, path]) => (path === undefined ? [] : [[name, basePath + path]])));
}
