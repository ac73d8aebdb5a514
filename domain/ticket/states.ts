/** The states of a ticket and what may be done in each: one table, from which refusals, forms and docs derive. */
import type { Text } from '../errors/codes.ts';
import type { TicketCommand, TicketPhase } from './ticket.ts';

/** Acts of people; what timers and calendars bring is taken in any state that still wants it. */
export type TicketAct = Exclude<TicketCommand['type'], 'open' | 'reminded' | 'transferExpired' | 'thresholdReached' | 'firstLineLimitReached' | 'calendarExtended' | 'applyPolicy' | 'addMessage' | 'callFailed' | 'callEnded' | 'completeTask' | 'documentationAdded' | 'documentationLapsed' | 'hear'>;

interface StateEntry {
  readonly labels: Text;
  readonly acts: readonly TicketAct[];
}

/** T-02: as long as a ticket lives. */
const belonging: readonly TicketAct[] = ['link', 'unlink', 'broadcast'];
const open: readonly TicketAct[] = [...belonging, 'classify', 'prioritise', 'attribute', 'diagnose', 'transfer', 'acknowledgeTransfer', 'declineTransfer', 'merge'];

export const ticketStates: Readonly<Record<TicketPhase, StateEntry>> = {
  'new': { labels: { fr: 'Nouveau', en: 'New' }, acts: [] },
  // In a team's queue, or the dispatcher's.
  'registered': { labels: { fr: 'Enregistré', en: 'Registered' }, acts: [...open, 'take', 'wait'] },
  'in-progress': { labels: { fr: 'En cours', en: 'In progress' }, acts: [...open, 'take', 'wait', 'recordWork', 'resolve', 'cause'] },
  'waiting': { labels: { fr: 'En attente', en: 'Waiting' }, acts: [...open, 'take', 'answer', 'recordWork', 'cause', 'closeWithoutAgreement'] },
  // T-14: the requester is asked whether it is solved.
  'agreement': { labels: { fr: 'Accord attendu', en: 'Agreement awaited' }, acts: [...belonging, 'classify', 'prioritise', 'agree', 'disagree', 'recordWork', 'cause', 'closeWithoutAgreement'] },
  'resolved': { labels: { fr: 'Résolu', en: 'Resolved' }, acts: [...belonging, 'classify', 'recordWork', 'cause', 'close'] },
  'closed': { labels: { fr: 'Clos', en: 'Closed' }, acts: [] },
  'merged': { labels: { fr: 'Fusionné', en: 'Merged' }, acts: [] },
};

/** Every act of a person, once. */
export const ticketActs: readonly TicketAct[] = [...new Set(Object.values(ticketStates).flatMap(({ acts }) => acts))];

/** The states in which an act is possible: what a refusal names. */
export function statesAllowing(act: TicketAct): TicketPhase[] {
  return (Object.keys(ticketStates) as TicketPhase[]).filter((phase) => ticketStates[phase].acts.includes(act));
}
