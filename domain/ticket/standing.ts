/** Why an act would be refused whatever is filled in: what is said of it before anybody fills in its form. */
import { refuse, type Refusal } from '../errors/codes.ts';
import { decideTicket } from './decide.ts';
import { statesAllowing, ticketStates, type TicketAct } from './states.ts';
import type { Team, TicketCommand, TicketState } from './ticket.ts';

export interface StandingFacts {
  readonly by: string;
  /** His team at the ticket's desk; null of who is bound to none. */
  readonly own: Team | null;
  /** How many tickets have this one for their common cause. */
  readonly children: number;
  readonly nowMs: number;
}

/** The rule's own refusal, or null where it depends on what is filled in. */
export function standingRefusal(state: TicketState, act: TicketAct, facts: StandingFacts): Refusal | null {
  if (!ticketStates[state.phase].acts.includes(act)) return refuse('wrong-state', { state: state.phase, states: statesAllowing(act).join(', ') });
  const probe = probeOf(state, act, facts);
  if (probe === null) return null;
  const decision = decideTicket(state, probe, facts.nowMs);
  return decision.accepted ? null : decision.refusal;
}

/** The act as it would be done at best; null where nothing but its input decides. */
function probeOf({ offer, worksheets }: TicketState, act: TicketAct, { by, own, children }: StandingFacts): TicketCommand | null {
  const worksheet = worksheets.at(-1)?.reference ?? '–';
  switch (act) {
    case 'take': return { type: 'take', by, ...(own ? { own } : {}) };
    case 'acknowledgeTransfer': return { type: 'acknowledgeTransfer', ordinal: offer?.ordinal ?? 0, by };
    case 'declineTransfer': return { type: 'declineTransfer', ordinal: offer?.ordinal ?? 0, reason: '–' };
    case 'close': return { type: 'close', worksheet, satisfaction: null };
    case 'closeWithoutAgreement': return { type: 'closeWithoutAgreement', worksheet, reason: '–' };
    case 'broadcast': return { type: 'broadcast', messageId: '–', children };
    default: return null;
  }
}
