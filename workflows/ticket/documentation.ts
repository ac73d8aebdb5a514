/** What a closed ticket adds to the customer's documentation (T-23): no clock runs any more; it waits for the technician in charge, so long as the policy says, then for the knowledge base. */
import { proxyActivities } from '@temporalio/workflow';
import type { DocumentationActivities } from '../../activities/ticket/documentation.ts';
import { additionKeyOf, documentationLapsesAtMs } from '../../domain/ticket/documentation.ts';
import { callOutside } from '../journey/call-outside.ts';
import { taskQueues } from '../journey/messages.ts';
import { openingOf, type Ticket } from './ticket.ts';

export async function completeDocumentation(ticket: Ticket): Promise<void> {
  const atMs = documentationLapsesAtMs(ticket.state());
  const woken = await ticket.until(({ documentation }) => documentation?.phase !== 'proposed', atMs === null ? null : { atMs, summary: 'Ajout à la documentation : sans suite si personne ne décide' });
  if (woken === 'deadline') ticket.act({ type: 'documentationLapsed' }, 'timer');
  const { documentation } = ticket.state();
  if (documentation?.phase !== 'accepted') return;
  const { number, customerId, policy: { outsideCalls } } = openingOf(ticket);
  const { addDocumentation } = proxyActivities<DocumentationActivities>({
    taskQueue: taskQueues.knowledge, summary: 'Ajout à la documentation du client',
    // The adapter gives up a call after ten seconds by itself; this also notices a worker that was killed.
    startToCloseTimeout: '20 seconds', scheduleToCloseTimeout: outsideCalls.tellAfterMs,
    // Nobody waits for it: a knowledge base that limps is not hammered.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });
  const answer = await callOutside(ticket, {
    name: 'add-documentation', system: 'knowledge', againEveryMs: outsideCalls.againEveryMs, wanted: () => true,
    run: () => addDocumentation({ additionKey: additionKeyOf(number), customerId, text: documentation.text }),
  });
  ticket.act({ type: 'documentationAdded', reference: answer.how === 'went-through' ? answer.answer.additionReference : null });
}
