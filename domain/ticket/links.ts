/** Tickets that belong together (T-02, T-16): what one is to the other, how both come to know it, and what the children of a common cause hear from it. */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import type { TicketCommand, TicketEvent, TicketNumber, TicketPhase, TicketState } from './ticket.ts';

/** What the other ticket is to this one. */
export const linkKinds = ['related', 'parent', 'child', 'survivor', 'merged', 'predecessor', 'successor'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** What this ticket is to the other one. */
export const seenFromTheOther: Readonly<Record<LinkKind, LinkKind>> = {
  related: 'related', parent: 'child', child: 'parent', survivor: 'merged', merged: 'survivor', predecessor: 'successor', successor: 'predecessor',
};

/** How people may link; a merging and a reopening link by themselves. */
export const linksOfPeople = ['related', 'common-cause'] as const;

/**
 * A link as one of its two tickets knows it. Each linking and each undoing is one turn more: odd is linked, even is undone. The higher turn is the
 * later one wherever it was taken, so both tickets come to agree in whatever order, and however often, they hear of each other.
 */
export interface TicketLink {
  readonly other: TicketNumber;
  readonly kind: LinkKind;
  readonly turn: number;
  readonly sinceMs: number;
}

/** The ticket of the common cause, and what was heard from it. */
export interface Parent {
  readonly number: TicketNumber;
  /** How many of its messages to all are known: those from before the link are past. */
  readonly heard: number;
  /** The last of its solutions that was proposed to this requester too; 0: none. */
  readonly proposed: number;
}

/** The common cause that a ticket is linked to: `broadcasts`: how many messages it had sent to all by then. */
export interface Cause {
  readonly number: TicketNumber;
  readonly broadcasts: number;
}

/** What a ticket hears from others, read from the record. */
export type Tidings =
  /** Each of another one: a cause hears of its many by few messages. */
  | { readonly kind: 'links'; readonly links: readonly Pick<TicketLink, 'other' | 'kind' | 'turn'>[] }
  /** One message to all. */
  | { readonly kind: 'broadcast'; readonly from: TicketNumber; readonly ordinal: number; readonly messageId: string }
  /** The common cause has a solution; whether it holds here, this ticket's own requester says (T-14). */
  | { readonly kind: 'solution'; readonly from: TicketNumber; readonly ordinal: number; readonly solution: string }
  /** Another ticket takes the place of the common cause: what it was merged into, or what was made its own cause at the same moment. */
  | { readonly kind: 'cause-moved'; readonly from: TicketNumber; readonly cause: Cause };

/** A solution of the common cause finds these unresolved. */
export const unresolvedPhases: readonly TicketPhase[] = ['registered', 'in-progress', 'waiting'];

export const isLinked = ({ turn }: Pick<TicketLink, 'turn'>): boolean => turn % 2 === 1;

function turnOf({ links }: TicketState, other: TicketNumber, kind: LinkKind): number {
  return links.find((link) => link.other === other && link.kind === kind)?.turn ?? 0;
}

function hasChildren({ links }: TicketState): boolean {
  return links.some((link) => link.kind === 'child' && isLinked(link));
}

/** The next turn of a link; nothing where it is so already. */
function turned(state: TicketState, other: TicketNumber, kind: LinkKind, wanted: 'linked' | 'undone', broadcasts = 0): TicketEvent[] {
  const turn = turnOf(state, other, kind);
  if (isLinked({ turn }) === (wanted === 'linked')) return [];
  return wanted === 'linked' ? [{ type: 'ticketLinked', other, kind, turn: turn + 1, ...(kind === 'parent' ? { broadcasts } : {}) }] : [{ type: 'ticketUnlinked', other, kind, turn: turn + 1 }];
}

/** T-02: to a ticket that has to do with it, or as one of many with a common cause. A cause has no cause of its own: one message, one solution, one step. @param command `children`: as many as the record has, for a link may still be on its way */
export function link(state: TicketState, number: TicketNumber, { to, cause, children = 0 }: Extract<TicketCommand, { type: 'link' }>): Decision<TicketEvent> {
  if (to === number) return reject(refuse('T-02.same-ticket', { number }, '/to'));
  if (!cause) return accept(...turned(state, to, 'related', 'linked'));
  if (children > 0 || hasChildren(state)) return reject(refuse('T-02.nested-cause', { ticket: number }, '/to'));
  if (state.parent && state.parent.number !== to) return reject(refuse('T-02.other-cause', { number, cause: state.parent.number }, '/to'));
  return accept(...turned(state, to, 'parent', 'linked', cause.broadcasts));
}

/** T-02: a link that was wrong, from either side; a merging and a reopening are facts. */
export function unlink(state: TicketState, number: TicketNumber, { from }: Extract<TicketCommand, { type: 'unlink' }>): Decision<TicketEvent> {
  const undone = (['related', 'parent', 'child'] as const).flatMap((kind) => turned(state, from, kind, 'undone'));
  return undone.length > 0 ? accept(...undone) : reject(refuse('T-02.not-linked', { number, other: from }, '/from'));
}

/** T-02: one message to all: to the requester of this ticket, and to that of each child, which hears it from here. @param command `children`: those that would hear it, as the record has them */
export function broadcast(state: TicketState, number: TicketNumber, { messageId, children }: Extract<TicketCommand, { type: 'broadcast' }>): Decision<TicketEvent> {
  if (children === 0) return reject(refuse('T-02.no-children', { number }));
  return accept<TicketEvent>({ type: 'messageAdded', message: toAll(messageId, number, state.broadcasts + 1) });
}

function toAll(id: string, from: TicketNumber, ordinal: number): Extract<TicketEvent, { type: 'messageAdded' }>['message'] {
  return { id, direction: 'out', channel: 'mail', isKnownSender: true, broadcast: { from, ordinal } };
}

/** Whatever comes twice, late, or for a ticket that has ended or belongs elsewhere by now, changes nothing. */
export function heard(state: TicketState, number: TicketNumber, tidings: Tidings): Decision<TicketEvent> {
  const { parent, endedAtMs, waiting } = state;
  if (endedAtMs !== null) return accept();
  switch (tidings.kind) {
    case 'links': {
      const news = tidings.links.filter(({ other, kind, turn }) => turn > turnOf(state, other, kind));
      return accept(...news.map((link): TicketEvent => ({ type: isLinked(link) ? 'ticketLinked' : 'ticketUnlinked', ...link })));
    }
    case 'broadcast':
      if (parent?.number !== tidings.from || tidings.ordinal !== parent.heard + 1) return accept();
      return accept<TicketEvent>({ type: 'messageAdded', message: toAll(tidings.messageId, tidings.from, tidings.ordinal) });
    case 'solution': {
      const { from, ordinal, solution } = tidings;
      if (parent?.number !== from || ordinal <= parent.proposed || !unresolvedPhases.includes(state.phase)) return accept();
      const proposed: TicketEvent = { type: 'solutionProposed', solution, ordinal: (state.solution?.proposals ?? 0) + 1, from: { number: from, ordinal } };
      return accept<TicketEvent>(...(waiting ? [{ type: 'waitEnded', reason: waiting.reason } as const] : []), proposed);
    }
    case 'cause-moved': {
      const { from, cause } = tidings;
      if (parent?.number !== from) return accept();
      // The child that takes the place of its own cause has none any more.
      return accept(...turned(state, from, 'parent', 'undone'), ...(cause.number === number ? [] : turned(state, cause.number, 'parent', 'linked', cause.broadcasts)));
    }
  }
}

/** The links that an event makes, moves or undoes, as its own ticket has them from then on. */
export function linksOf(event: TicketEvent, atMs: number): TicketLink[] {
  const first = (other: TicketNumber, kind: LinkKind): TicketLink => ({ other, kind, turn: 1, sinceMs: atMs });
  switch (event.type) {
    case 'ticketOpened': {
      const { cause, predecessor } = event.opening;
      return [...(cause ? [first(cause.number, 'parent')] : []), ...(predecessor === undefined ? [] : [first(predecessor, 'predecessor')])];
    }
    case 'ticketLinked':
    case 'ticketUnlinked':
      return [{ other: event.other, kind: event.kind, turn: event.turn, sinceMs: atMs }];
    case 'ticketMerged':
      return [first(event.into, 'survivor')];
    default:
      return [];
  }
}

/** What the event changes of how the ticket belongs to others. */
export function evolveLinks(state: TicketState, event: TicketEvent, atMs: number): TicketState {
  const news = linksOf(event, atMs);
  const links = news.length === 0 ? state.links : [...state.links.filter(({ other, kind }) => !news.some((link) => link.other === other && link.kind === kind)), ...news];
  return { ...state, links, parent: parentAfter(state.parent, event), broadcasts: event.type === 'messageAdded' && event.message.broadcast?.from === state.opening?.number ? event.message.broadcast?.ordinal ?? state.broadcasts : state.broadcasts };
}

function parentAfter(parent: Parent | null, event: TicketEvent): Parent | null {
  switch (event.type) {
    case 'ticketOpened':
      return event.opening.cause ? { number: event.opening.cause.number, heard: event.opening.cause.broadcasts, proposed: 0 } : null;
    case 'ticketLinked':
      return event.kind === 'parent' ? { number: event.other, heard: event.broadcasts ?? 0, proposed: 0 } : parent;
    case 'ticketUnlinked':
      return event.kind === 'parent' && parent?.number === event.other ? null : parent;
    case 'messageAdded':
      return parent && event.message.broadcast?.from === parent.number ? { ...parent, heard: event.message.broadcast.ordinal } : parent;
    case 'solutionProposed':
      return parent && event.from?.number === parent.number ? { ...parent, proposed: event.from.ordinal } : parent;
    default:
      return parent;
  }
}

/** The solution that stands, by its ordinal: what was proposed and not refused since; null: none. */
export function standingProposal({ solution }: TicketState): number | null {
  return solution === null || solution.isRefused ? null : solution.proposals;
}
