/** Needs of customers that sales answers (T-24): a ticket of such a category has one open task of sales, for as long as it is of that category. */
import { taskChange, withdrawAll, type Task, type TaskChanged, type TaskOpened, type TaskWithdrawn } from '../journey/task.ts';
import { ask } from './ask.ts';
import { ticketTasks, type TicketStep } from './tasks.ts';
import type { TicketOpening, TicketState } from './ticket.ts';

/** T-24: opened with the category that asks for it, changed with the need, withdrawn where it was none; what sales has answered is not asked again, whatever the ticket was called in between. */
export function needChanged({ tasks, sales }: Pick<TicketState, 'tasks' | 'sales'>, opening: TicketOpening, now: TicketState['classification'], nowMs: number): (TaskOpened<TicketStep> | TaskChanged | TaskWithdrawn)[] {
  const { rds, item, policy } = opening;
  const isNeed = now !== null && policy.salesCategories.includes(now.category) && sales?.category !== now.category;
  const [open] = Object.values(tasks.open).filter(isSalesTask);
  if (!isNeed) return withdrawAll(tasks, 'reclassified', isSalesTask);
  const context = { category: now.category, symptom: now.symptom, rds, item: item?.reference ?? null };
  if (open) return taskChange(open, { context, dueAtMs: open.dueAtMs });
  return [ask(tasks, opening, { step: 'sales-need', owner: ticketTasks['sales-need'].owner, context }, nowMs)];
}

/** Of two tickets on the same need, the one that goes on asks for it; another need would be forgotten with its ticket. @param category of the one that goes on */
export function needMerged({ tasks }: TicketState, category: string | null): TaskWithdrawn[] {
  return withdrawAll(tasks, 'merged', (task) => isSalesTask(task) && task.context['category'] === category);
}

function isSalesTask({ step }: Pick<Task<TicketStep>, 'step'>): boolean {
  return step === 'sales-need';
}
