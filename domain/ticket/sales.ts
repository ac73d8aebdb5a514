/** Needs of customers that sales answers (T-24): a ticket of such a category has one open task of sales, for as long as it is of that category. */
import { taskChange, withdrawAll, type TaskChanged, type TaskOpened, type TaskWithdrawn } from '../journey/task.ts';
import { ask } from './ask.ts';
import { ticketTasks, type TicketStep } from './tasks.ts';
import type { TicketOpening, TicketState } from './ticket.ts';

type Classification = TicketState['classification'];

/** T-24: opened with the category that asks for it, changed with the need, withdrawn where it was none; what sales has answered is not asked again. */
export function needChanged({ tasks, classification: before }: Pick<TicketState, 'tasks' | 'classification'>, opening: TicketOpening, now: Classification, nowMs: number): (TaskOpened<TicketStep> | TaskChanged | TaskWithdrawn)[] {
  const { rds, item, policy } = opening;
  const isNeed = now !== null && policy.salesCategories.includes(now.category);
  const [open] = Object.values(tasks.open).filter(isSalesTask);
  if (!isNeed) return withdrawAll(tasks, 'reclassified', isSalesTask);
  const context = { category: now.category, symptom: now.symptom, rds, item: item?.reference ?? null };
  if (open) return taskChange(open, { context, dueAtMs: open.dueAtMs });
  return before?.category === now.category ? [] : [ask(tasks, opening, { step: 'sales-need', owner: ticketTasks['sales-need'].owner, context }, nowMs)];
}

/** Of two tickets on the same need, the one that goes on asks for it. */
export function needMerged({ tasks }: TicketState): TaskWithdrawn[] {
  return withdrawAll(tasks, 'merged', isSalesTask);
}

function isSalesTask({ step }: { readonly step: TicketStep }): boolean {
  return step === 'sales-need';
}
