/** What counts of a ticket (C-06), for whoever had it then. */
import type { RecordedEvent } from '../journey/journey.ts';
import { clockEndMs, clockOf, thresholdOf } from '../ticket/clocks.ts';
import type { ClockName, Contact, TicketEvent, TicketState } from '../ticket/ticket.ts';
import { fact, moved, personOf, secondsBetween, type Fact, type Holder, type Measure } from './facts.ts';

/** Nobody of the house registers what comes in by these. */
const unattended: readonly Contact[] = ['mail', 'extranet', 'api', 'monitoring', 'backup-check'];
/** Nobody made contact: nothing to solve at the first one. */
const machines: readonly Contact[] = ['monitoring', 'backup-check'];

/** What our own program does on the ticket of a termination takes as long as the termination: it is nobody's work, and no measure of the desk's. */
const program = 'system:terminations';
const ofWork = new Set<Measure>(['taken', 'taken-in-time', 'resolved', 'resolved-in-time', 'handled', 'first-contact']);

export function ticketFacts(before: TicketState, { event, atMs, meta }: RecordedEvent<TicketEvent>, after: TicketState): Fact[] {
  const facts = happened(before, event, atMs, personOf(meta), after);
  return [...(after.assignee === program ? facts.filter(({ measure }) => !ofWork.has(measure)) : facts), ...moved('backlog', inBacklog(before), inBacklog(after)), ...moved('overdue', overdue(before), overdue(after))];
}

function happened(before: TicketState, event: TicketEvent, atMs: number, actor: string | null, after: TicketState): Fact[] {
  const had = holderOf(before);
  switch (event.type) {
    case 'ticketOpened': {
      const by = { ...holderOf(after), person: unattended.includes(event.opening.from) ? null : actor };
      // T-16: to reopen a closed ticket is to open another one.
      return [...volume('opened', by, after), ...(event.opening.predecessor === undefined ? [] : [fact('reopened', { ...by, person: null })])];
    }
    case 'ticketTaken':
      return before.takenAtMs === null ? taken(after, { ...had, person: event.by }, atMs) : [];
    case 'agreementGiven':
      return resolved(after, had, atMs);
    case 'agreementRefused':
      return [fact('reopened', had)];
    case 'ticketClosed': {
      const seconds = after.worksheets.reduce((sum, { minutes }) => sum + 60 * minutes, 0);
      return [
        ...volume('closed', had, after), ...(event.withAgreement ? [] : resolved(after, had, atMs)), fact('handled', had, { total: seconds }), ...firstContact(after, had, event.withAgreement),
        fact('satisfaction-asked', had, { total: event.satisfaction === null ? 0 : 1 }), ...(event.satisfaction === null ? [] : [fact('satisfaction', had, { total: event.satisfaction })]),
      ];
    }
    case 'ticketMerged':
      return [fact('merged', had)];
    // C-03, T-09: for the team that gave it away, and who of it did; declined or left, for the one that was asked.
    case 'transferOffered':
      return [fact('transferred', { ...had, person: actor }, { detail: 'warm' })];
    case 'transferDeclined':
    case 'transferExpired':
      return [fact('transferred', { ...had, team: before.offer?.to.team ?? null, person: actor }, { detail: event.type === 'transferDeclined' ? 'declined' : 'expired' })];
    case 'teamChanged':
      // T-10: the dispatcher's queue is no team, and giving out of it no transfer; nobody of a team gave away what another took; an accepted offer was counted when it was made.
      return event.how === 'acknowledged' || before.team === null ? [] : [fact('transferred', event.how === 'taken' ? had : { ...had, person: actor }, { detail: event.how })];
    default:
      return [];
  }
}

function volume(kind: 'opened' | 'closed', holder: Holder, { opening, classification }: TicketState): Fact[] {
  const detailed: readonly [Measure, string][] = [[`${kind}-channel`, opening?.from ?? ''], [`${kind}-category`, classification?.category ?? ''], [`${kind}-type`, classification?.type ?? '']];
  return [fact(kind, holder), ...detailed.map(([measure, detail]) => fact(measure, holder, { detail }))];
}

/** T-25: what was handled before it was recorded was on no clock. */
function taken(state: TicketState, by: Holder, atMs: number): Fact[] {
  return [...(state.opening?.handledAtMs === undefined ? [fact('taken', by, { total: secondsBetween(state.createdAtMs, atMs) })] : []), ...inTime('taken-in-time', state, 'taking-charge', by)];
}

/** Agreed to, or closed without (T-08): what was never taken is over with it. */
function resolved(state: TicketState, by: Holder, atMs: number): Fact[] {
  return [
    ...(state.opening?.handledAtMs === undefined ? [fact('resolved', by, { total: secondsBetween(state.createdAtMs, atMs) })] : []),
    ...inTime('resolved-in-time', state, 'resolution', by), ...(state.takenAtMs === null ? inTime('taken-in-time', state, 'taking-charge', by) : []),
  ];
}

/** T-06, T-07: whether the clock's whole target was used up when it ended; nothing where no time was promised. */
function inTime(measure: Measure, state: TicketState, name: ClockName, by: Holder): Fact[] {
  const clock = clockOf(state, name);
  const endMs = clockEndMs(state, name);
  if (!clock || endMs === null) return [];
  const { outcome } = thresholdOf({ ...clock, clock: { ...clock.clock, pauses: [...clock.clock.pauses, [endMs, null]] } }, 1);
  return outcome === 'horizon-exhausted' ? [] : [fact(measure, by, { total: outcome === 'at' ? 0 : 1 })];
}

/** At the first level all along, in one team, with an agreement that was given when it was first asked for. */
function firstContact({ opening, levels, teams, reopenings }: TicketState, by: Holder, withAgreement: boolean): Fact[] {
  if (!opening || machines.includes(opening.from)) return [];
  const isHeld = withAgreement && reopenings === 0 && teams.length <= 1 && levels.every(({ level }) => level === 1);
  return [fact('first-contact', by, { total: isHeld ? 1 : 0 })];
}

function inBacklog(state: TicketState): (Holder & { readonly total: number }) | null {
  if (!state.opening || state.endedAtMs !== null) return null;
  return { ...holderOf(state), total: secondsBetween(0, state.createdAtMs) };
}

/** Open, and past its promised time (T-07). */
function overdue(state: TicketState): Holder | null {
  return state.opening && state.endedAtMs === null && state.fired.some(({ clock, ratio }) => clock === 'resolution' && ratio >= 1) ? holderOf(state) : null;
}

function holderOf({ assignee, attributedTo, team, opening }: TicketState): Holder {
  return { person: assignee ?? attributedTo, team: team?.team ?? null, centre: opening?.centre ?? null };
}
