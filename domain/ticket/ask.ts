/** The tasks that a ticket asks of others: each due as its policy says (T-18, T-23, T-24). */
import { after } from '../clock/delay.ts';
import { openTask, type Task, type TaskOpened } from '../journey/task.ts';
import type { AskedStep, TicketStep } from './tasks.ts';
import type { TicketOpening, TicketState } from './ticket.ts';

/** The next occurrence of the step's task, due so long after now. */
export function ask(tasks: TicketState['tasks'], { number, policy }: Pick<TicketOpening, 'number' | 'policy'>, task: Pick<Task<AskedStep>, 'step' | 'owner' | 'context'>, nowMs: number): TaskOpened<TicketStep> {
  return openTask<TicketStep>(tasks, number, { ...task, dueAtMs: after(policy, nowMs, policy.taskTerms.dueAfter[task.step]) });
}
