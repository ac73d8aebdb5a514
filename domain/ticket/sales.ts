/** What a ticket's category asks of others: a need of sales (T-24), a payment question of billing (C-08). It has one open task of them, for as long as it is of that category. */
import { taskChange, withdrawAll, type Task, type TaskChanged, type TaskOpened, type TaskWithdrawn } from '../journey/task.ts';
import { ask } from './ask.ts';
import { accountContext, type AccountFacts } from './payment.ts';
import { ticketTasks, type TicketStep } from './tasks.ts';
import type { TicketPolicy } from './ticket-policy.ts';
import type { TicketOpening, TicketState } from './ticket.ts';

const askedByCategory = ['sales-need', 'payment-question'] as const;
type AskedByCategory = (typeof askedByCategory)[number];

/** Opened with the category that asks for it, changed with the need, withdrawn where it was none; what was answered is not asked again, whatever the ticket was called in between. @param account what billing knows, where it was asked */
export function needChanged(state: Pick<TicketState, 'tasks' | 'sales' | 'payment'>, opening: TicketOpening, now: TicketState['classification'], nowMs: number, account: AccountFacts | null = null): (TaskOpened<TicketStep> | TaskChanged | TaskWithdrawn)[] {
  const { tasks } = state;
  const { rds, item, policy } = opening;
  const step = now === null || isAnswered(state, now.category) ? null : stepOf(policy, now.category);
  const others = withdrawAll(tasks, 'reclassified', (task) => isAskedByCategory(task) && task.step !== step);
  if (now === null || step === null) return others;
  const [open] = Object.values(tasks.open).filter((task) => task.step === step);
  const context = { category: now.category, symptom: now.symptom, rds, item: item?.reference ?? null };
  if (open) return [...others, ...taskChange(open, { context: { ...open.context, ...context }, dueAtMs: open.dueAtMs })];
  return [...others, ask(tasks, opening, { step, owner: ticketTasks[step].owner, context: step === 'payment-question' ? { ...context, ...accountContext(account) } : context }, nowMs)];
}

/** Of two tickets on the same need, the one that goes on asks for it; another need would be forgotten with its ticket. @param category of the one that goes on */
export function needMerged({ tasks }: TicketState, category: string | null): TaskWithdrawn[] {
  return withdrawAll(tasks, 'merged', (task) => isAskedByCategory(task) && task.context['category'] === category);
}

function stepOf({ salesCategories, billingCategories }: TicketPolicy, category: string): AskedByCategory | null {
  return salesCategories.includes(category) ? 'sales-need' : billingCategories?.includes(category) === true ? 'payment-question' : null;
}

function isAnswered({ sales, payment }: Pick<TicketState, 'sales' | 'payment'>, category: string): boolean {
  return sales?.category === category || payment?.category === category;
}

function isAskedByCategory({ step }: Pick<Task<TicketStep>, 'step'>): boolean {
  return step !== 'stuck-call' && (askedByCategory as readonly string[]).includes(step);
}
