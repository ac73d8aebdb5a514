/** What became of a ticket's handing over (C-03, T-09), of its third parties (T-13) and of its requester's agreement (T-14), read from what was recorded. */
import type { RecordedEvent } from '../journey/journey.ts';
import type { Agreement, Team, TicketEvent } from './ticket.ts';
import type { ThirdParty } from './waiting.ts';

export interface Handover {
  /** Null: the dispatcher's queue. */
  readonly from: string | null;
  readonly to: string;
  readonly level: number;
  readonly how: 'warm' | 'cold' | 'escalated' | 'first-line-limit' | 'attributed' | 'taken';
  readonly reason: string | null;
  /** Who sent it; a timer is the system. */
  readonly sentBy: string;
  readonly sentAtMs: number;
  /** Of a warm one, until it is answered: `pending`; `withdrawn` when something else came first. */
  readonly outcome: 'pending' | 'acknowledged' | 'declined' | 'expired' | 'withdrawn' | 'moved';
  readonly answeredBy: string | null;
  readonly answeredAtMs: number | null;
  readonly answer: string | null;
}

export interface AwaitedParty extends Pick<ThirdParty, 'party'> {
  readonly reason: string;
  readonly reference: string | null;
  /** ISO date. */
  readonly expectedOn: string | null;
  readonly sinceMs: number;
  readonly untilMs: number | null;
}

export interface Handovers {
  /** Oldest first. */
  readonly transfers: readonly Handover[];
  readonly thirdParties: readonly AwaitedParty[];
  /** The last that was given. */
  readonly agreement: (Agreement & { readonly atMs: number }) | null;
}

/** The events that it is read from. */
export const handoverEvents = [
  'ticketOpened', 'transferOffered', 'transferAcknowledged', 'transferDeclined', 'transferExpired', 'teamChanged', 'waitBegun', 'waitEnded', 'solutionProposed', 'agreementGiven', 'ticketClosed', 'ticketMerged',
] as const satisfies readonly TicketEvent['type'][];

export function handoversOf(recorded: readonly RecordedEvent[]): Handovers {
  const transfers: Handover[] = [];
  const thirdParties: AwaitedParty[] = [];
  let agreement: Handovers['agreement'] = null;
  let team: string | null = null;
  const answer = (outcome: Handover['outcome'], answeredBy: string | null, answeredAtMs: number, said: string | null = null): void => {
    const pending = transfers.findLastIndex((transfer) => transfer.outcome === 'pending');
    const transfer = transfers[pending];
    if (transfer) transfers[pending] = { ...transfer, outcome, answeredBy, answeredAtMs, answer: said };
  };
  const waitsNoMore = (untilMs: number): void => {
    const last = thirdParties.at(-1);
    if (last?.untilMs === null) thirdParties[thirdParties.length - 1] = { ...last, untilMs };
  };
  const sent = (to: Team, how: Handover['how'], reason: string | null, { atMs, meta }: RecordedEvent, outcome: Handover['outcome']): Handover =>
    ({ from: team, to: to.team, level: to.level, how, reason, sentBy: meta.actor, sentAtMs: atMs, outcome, answeredBy: null, answeredAtMs: null, answer: null });
  for (const one of recorded) {
    const { atMs, meta: { actor } } = one;
    const event = one.event as TicketEvent;
    switch (event.type) {
      case 'ticketOpened': team = event.opening.team?.team ?? null; break;
      case 'transferOffered': transfers.push(sent(event.offer.to, 'warm', event.reason, one, 'pending')); break;
      case 'transferAcknowledged': answer('acknowledged', event.by, atMs); break;
      case 'transferDeclined': answer('declined', actor, atMs, event.reason); team = null; break;
      case 'transferExpired': answer('expired', null, atMs); team = null; break;
      case 'teamChanged':
        if (event.how !== 'acknowledged') {
          answer('withdrawn', null, atMs);
          transfers.push(sent(event.to, event.how, event.reason ?? null, one, 'moved'));
        }
        team = event.to.team;
        break;
      case 'waitBegun':
        waitsNoMore(atMs);
        if (event.thirdParty) thirdParties.push({ party: event.thirdParty.party, reference: event.thirdParty.reference ?? null, expectedOn: event.thirdParty.expectedOn ?? null, reason: event.reason, sinceMs: atMs, untilMs: null });
        break;
      case 'waitEnded': waitsNoMore(atMs); break;
      case 'agreementGiven': agreement = { ...event.agreement, atMs }; break;
      case 'solutionProposed': case 'ticketClosed': case 'ticketMerged': answer('withdrawn', null, atMs); waitsNoMore(atMs); break;
      default:
    }
  }
  return { transfers, thirdParties, agreement };
}
