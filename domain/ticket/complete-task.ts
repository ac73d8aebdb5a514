/** What follows from a task of a ticket that a person has completed (D-24, T-18, T-23, T-24, C-08), and which open ones keep it from being closed. */
import { refuse, type Refusal } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { verdictGiven } from '../journey/stuck-call.ts';
import type { Task } from '../journey/task.ts';
import { paymentAnswered } from './payment.ts';
import type { TicketStep, TicketTaskInputs } from './tasks.ts';
import type { TicketCommand, TicketEvent, TicketState } from './ticket.ts';

export function completeTask(state: TicketState, { taskId, input }: Extract<TicketCommand, { type: 'completeTask' }>): Decision<TicketEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  return accept<TicketEvent>({ type: 'taskCompleted', taskId, step: task.step, input }, ...followsFrom(state, task, input));
}

/** The form of the step parsed the input: they belong together. */
function followsFrom(state: TicketState, { id, step, context }: Task<TicketStep>, input: TicketTaskInputs[TicketStep]): TicketEvent[] {
  switch (step) {
    case 'stuck-call':
      return verdictGiven(state, id, input as TicketTaskInputs['stuck-call']);
    case 'sales-need': {
      const answer = input as TicketTaskInputs['sales-need'];
      return [{ type: 'salesAnswered', category: String(context['category']), outcome: answer.outcome, reference: answer.outcome === 'declined' ? null : answer.reference }];
    }
    case 'payment-question':
      return paymentAnswered(state, String(context['category']), input as TicketTaskInputs['payment-question']);
    case 'billing-decision': {
      const { decision } = input as TicketTaskInputs['billing-decision'];
      return [{ type: 'billingDecided', worksheet: String(context['worksheet']), billing: decision }];
    }
    case 'documentation': {
      const decided = input as TicketTaskInputs['documentation'];
      return [{ type: 'documentationDecided', text: decided.choice === 'accept' ? decided.text ?? String(context['text']) : null }];
    }
  }
}

/** T-24, T-18, C-08: no ticket ends while sales or billing owes it an answer, or while nobody knows who pays. */
export function stillOwed({ opening, tasks }: TicketState): Refusal | null {
  const open = Object.values(tasks.open);
  const number = opening?.number ?? '';
  const undecided = open.flatMap(({ step, context }) => (step === 'billing-decision' ? [String(context['worksheet'])] : []));
  if (undecided.length > 0) return refuse('T-18.billing-undecided', { number, worksheets: undecided.join(', ') });
  if (open.some(({ step }) => step === 'payment-question')) return refuse('C-08.payment-question-open', { number });
  return open.some(({ step }) => step === 'sales-need') ? refuse('T-24.sales-task-open', { number }) : null;
}
