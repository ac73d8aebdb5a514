/** What people are told of a ticket (T-07, T-08, T-10, T-22): one notice after the other, held through the quiet hours without moving any clock. */
import { proxyActivities } from '@temporalio/workflow';
import type { TicketNoticeActivities } from '../../activities/notices/ticket.ts';
import { nextNotice, stillHolds, type NextNotice, type Notice, type NoticeEnd, type NoticeRecipient } from '../../domain/ticket/notices.ts';
import { callOutside } from '../journey/call-outside.ts';
import { taskQueues } from '../journey/messages.ts';
import { extend } from './clocks.ts';
import { openingOf, type Ticket } from './ticket.ts';

/** As the supervisor reads them in the Temporal Web UI. */
const kindLabels: Readonly<Record<Notice['content']['kind'], string>> = {
  'acknowledgement': 'accusé de réception', 'agreement': 'accord demandé', 'reminder': 'relance', 'third-party-reminder': 'tiers à relancer', 'threshold': 'échéance', 'no-team-left': 'plus d’équipe',
  'closing-proposed': 'clôture proposée', 'expectation': 'nouvelle échéance promise', 'message': 'message', 'broadcast': 'message à tous', 'customer-wrote': 'le client a écrit', 'work-report': 'compte rendu', 'closed': 'clôture',
};
const recipientLabels: Readonly<Record<NoticeRecipient, string>> = {
  'requester': 'demandeur', 'assignee': 'technicien', 'supervisor': 'superviseur', 'manager': 'responsable', 'account-manager': 'chargé d’affaire',
};

/** Beside the story, until it has ended and everybody has been told. */
export async function tellPeople(ticket: Ticket): Promise<void> {
  for (;;) {
    await ticket.until(({ notices, endedAtMs }) => notices.length > 0 || endedAtMs !== null);
    const next = nextNotice(ticket.state());
    if (next.outcome === 'nothing') return;
    if (next.outcome === 'horizon-exhausted') await extend(ticket, next.calendar);
    else await tell(ticket, next);
  }
}

async function tell(ticket: Ticket, next: Extract<NextNotice, { outcome: 'notice' }>): Promise<void> {
  const { notice, goesOutAtMs } = next;
  const woken = await ticket.until((state) => !isSame(nextNotice(state), next), { atMs: goesOutAtMs, summary: `${labelOf(notice)}, hors des heures calmes` });
  if (woken === 'met') return;
  ticket.act({ type: 'noticeSent', key: notice.key, how: stillHolds(ticket.state(), notice) ? await send(ticket, notice) : 'stale' });
}

async function send(ticket: Ticket, notice: Notice): Promise<NoticeEnd> {
  const { number, policy: { outsideCalls } } = openingOf(ticket);
  const { sendTicketNotice } = proxyActivities<TicketNoticeActivities>({
    taskQueue: taskQueues.mail, summary: labelOf(notice),
    // The adapter gives up a call after ten seconds by itself; this also notices a worker that was killed.
    startToCloseTimeout: '20 seconds', scheduleToCloseTimeout: outsideCalls.tellAfterMs,
    // A mail server that limps is not hammered; the adapter says which failures are worth a retry.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });
  const answer = await callOutside(ticket, {
    name: 'send-notice', system: 'mail', againEveryMs: outsideCalls.againEveryMs, run: () => sendTicketNotice({ number, notice }), wanted: (state) => stillHolds(state, notice),
  });
  if (answer.how === 'went-through') return answer.answer;
  return answer.how === 'skipped' ? 'skipped' : 'stale';
}

function labelOf({ content, to }: Notice): string {
  return `Avis : ${kindLabels[content.kind]} (${recipientLabels[to]})`;
}

function isSame(one: NextNotice, other: Extract<NextNotice, { outcome: 'notice' }>): boolean {
  return one.outcome === 'notice' && one.notice.key === other.notice.key && one.goesOutAtMs === other.goesOutAtMs;
}
