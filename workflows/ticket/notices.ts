/** What people are told of a ticket (T-07, T-08, T-10, T-22): what goes out at one instant by one call, one call after the other, held through the quiet hours without moving any clock. */
import { proxyActivities } from '@temporalio/workflow';
import type { TicketNoticeActivities } from '../../activities/notices/ticket.ts';
import { nextNotices, stillHolds, type NextNotices, type Notice, type NoticeEnd, type NoticeRecipient } from '../../domain/ticket/notices.ts';
import { callOutside } from '../journey/call-outside.ts';
import { taskQueues } from '../journey/messages.ts';
import { extend } from './clocks.ts';
import { openingOf, type Ticket } from './ticket.ts';

/** As the supervisor reads them in the Temporal Web UI. */
const kindLabels: Readonly<Record<Notice['content']['kind'], string>> = {
  'acknowledgement': 'accusé de réception', 'agreement': 'accord demandé', 'reminder': 'relance', 'third-party-reminder': 'tiers à relancer', 'threshold': 'échéance', 'no-team-left': 'plus d’équipe',
  'closing-proposed': 'clôture proposée', 'expectation': 'nouvelle échéance promise', 'message': 'message', 'broadcast': 'message à tous', 'customer-wrote': 'le client a écrit', 'work-report': 'compte rendu',
  'billing-decided': 'facturation décidée', 'sales-answered': 'réponse du commerce', 'documentation-proposed': 'documentation à compléter', 'closed': 'clôture',
};
const recipientLabels: Readonly<Record<NoticeRecipient, string>> = {
  'requester': 'demandeur', 'assignee': 'technicien', 'supervisor': 'superviseur', 'manager': 'responsable', 'account-manager': 'chargé d’affaire',
};
/** In characters, so that what is said around it stays within the engine's 200 bytes. */
const longestLabel = 120;

/** Beside the story, until it has ended and everybody has been told. */
export async function tellPeople(ticket: Ticket): Promise<void> {
  for (;;) {
    await ticket.until(({ notices, endedAtMs }) => notices.length > 0 || endedAtMs !== null);
    const next = nextNotices(ticket.state());
    if (next.outcome === 'nothing') return;
    if (next.outcome === 'horizon-exhausted') await extend(ticket, next.calendar);
    else await tell(ticket, next);
  }
}

async function tell(ticket: Ticket, next: Extract<NextNotices, { outcome: 'notices' }>): Promise<void> {
  const { notices, goesOutAtMs } = next;
  const woken = await ticket.until((state) => !isSame(nextNotices(state), next), { atMs: goesOutAtMs, summary: `${labelOf(notices)}, hors des heures calmes` });
  if (woken === 'met') return;
  const end = ({ key }: Notice, how: NoticeEnd): void => ticket.act({ type: 'noticeSent', key, how });
  const [holding, stale] = [notices.filter((notice) => stillHolds(ticket.state(), notice)), notices.filter((notice) => !stillHolds(ticket.state(), notice))];
  for (const notice of stale) end(notice, 'stale');
  if (holding.length === 0) return;
  const ends = await send(ticket, holding);
  // Those of which nothing is said are still to be told.
  for (const [index, how] of ends.entries()) end(holding[index] as Notice, how);
}

/** @returns what became of the first of them, as far as that is known. */
async function send(ticket: Ticket, notices: readonly Notice[]): Promise<readonly NoticeEnd[]> {
  const { number, policy: { outsideCalls } } = openingOf(ticket);
  const { sendTicketNotices } = proxyActivities<TicketNoticeActivities>({
    taskQueue: taskQueues.mail, summary: labelOf(notices),
    // The adapter gives up a mail after ten seconds by itself; this also notices a worker that was killed.
    startToCloseTimeout: '20 seconds', scheduleToCloseTimeout: outsideCalls.tellAfterMs,
    // A mail server that limps is not hammered; the adapter says which failures are worth a retry.
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });
  const answer = await callOutside(ticket, {
    name: 'send-notice', system: 'mail', againEveryMs: outsideCalls.againEveryMs, run: () => sendTicketNotices({ number, notices }),
    // One that no longer holds is taken out, the others are tried again.
    wanted: (state) => notices.every((notice) => stillHolds(state, notice)),
  });
  if (answer.how === 'went-through') return answer.answer;
  // It is the first one that did not get through.
  return answer.how === 'skipped' ? ['skipped'] : [];
}

/** «Avis : échéance (superviseur), nouvelle échéance promise (demandeur)». */
function labelOf(notices: readonly Notice[]): string {
  return `Avis : ${notices.map(({ content, to }) => `${kindLabels[content.kind]} (${recipientLabels[to]})`).join(', ')}`.slice(0, longestLabel);
}

function isSame(one: NextNotices, other: Extract<NextNotices, { outcome: 'notices' }>): boolean {
  return one.outcome === 'notices' && one.goesOutAtMs === other.goesOutAtMs && one.notices.map(({ key }) => key).join() === other.notices.map(({ key }) => key).join();
}
