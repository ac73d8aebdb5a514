/** A ticket given to a technician, or to nobody (T-11): what the record keeps of the choice, and when it may be made. Subjects and codes only. */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import type { Attribution, Consideration, NoChoice } from './attribution.ts';
import type { Level, Team, TicketCommand, TicketEvent, TicketNumber, TicketState } from './ticket.ts';

/** Why now: it was opened, a person said so, nobody has it, its technician is away, the week's first line changed hands (T-19), or he has a more urgent one. */
export const attributionCauses = ['opened', 'dispatched', 'unheld', 'absence', 'handover', 'displaced'] as const;
export type AttributionCause = (typeof attributionCauses)[number];

export interface Attributed {
  /** Null: nobody; the dispatcher looks after it. */
  readonly to: (Team & { readonly subject: string }) | null;
  readonly cause: AttributionCause;
  readonly noChoice: NoChoice | null;
  /** What the person said who chose by name. */
  readonly reason: string | null;
  /** The project that the problem is special to. */
  readonly project: string | null;
  readonly displacedBy: TicketNumber | null;
  /** The first of those considered, in order; empty where a person chose by name. */
  readonly considered: readonly Consideration[];
}

/** A team is smaller; what goes into a history is bounded all the same. */
const consideredMax = 20;

/** A choice as the record keeps it. */
export function recorded(made: Attribution, level: Level, about: Pick<Attributed, 'cause'> & Partial<Pick<Attributed, 'reason' | 'project' | 'displacedBy'>>): Attributed {
  return {
    reason: null, project: null, displacedBy: null, ...about, considered: made.considered.slice(0, consideredMax),
    ...(made.outcome === 'chosen' ? { to: { subject: made.subject, team: made.team, level }, noChoice: null } : { to: null, noChoice: made.reason }),
  };
}

/** Who has the ticket, be it only given to him. */
export function holderOf({ assignee, attributedTo }: Pick<TicketState, 'assignee' | 'attributedTo'>): string | null {
  return assignee ?? attributedTo;
}

/** T-11: to a person of its level, whose team has it or never had it (T-10). What was chosen on facts that no longer hold is dropped, and chosen anew. */
export function attributed(state: TicketState, { attributed: given, seen }: Extract<TicketCommand, { type: 'attribute' }>): Decision<TicketEvent> {
  const holder = holderOf(state);
  const team = state.team?.team ?? null;
  const { to, cause } = given;
  if (seen && (seen.holder !== holder || seen.team !== team || state.offer)) return accept();
  if (!to) return holder === null && state.attribution?.noChoice === given.noChoice ? accept() : accept<TicketEvent>({ type: 'ticketAttributed', attributed: given });
  if (to.level !== state.level) return reject(refuse('T-11.other-level', { subject: to.subject, level: to.level, ticketLevel: state.level }));
  if (to.team !== team && state.teams.includes(to.team)) return reject(refuse('T-10.team-had-it', { team: to.team, teams: state.teams.join(', ') }));
  // At a handover who keeps it is told so too: it is looked at once a week.
  if (holder === to.subject && cause !== 'handover') return accept();
  const moved = { type: 'teamChanged', to: { team: to.team, level: to.level }, how: 'attributed' } as const;
  return accept<TicketEvent>(...(to.team === team ? [] : [moved]), { type: 'ticketAttributed', attributed: given });
}
