/** A ticket given to somebody (T-11): when the choice holds, what it makes happen, and what overtakes it. */
import { describe, expect, it } from 'vitest';
import type { Attributed } from '../../../domain/ticket/attributed.ts';
import type { TicketCommand } from '../../../domain/ticket/ticket.ts';
import { classify, diagnose, offers, opening, refusalOf, resolve, take, teamOf, told, typesOf, waits, type Said } from './given.ts';

const given = (subject: string | null, team = 'n1-nord', about: Partial<Attributed> = {}): Attributed => ({
  to: subject === null ? null : { subject, ...teamOf(team) }, cause: 'dispatched', noChoice: subject === null ? 'nobody-available' : null, reason: null, project: null, displacedBy: null, considered: [], ...about,
});
const attribute = (attributed: Attributed, seen: Extract<TicketCommand, { type: 'attribute' }>['seen'] = null): TicketCommand => ({ type: 'attribute', attributed, seen });
const last = (said: readonly Said[]) => typesOf(told(said)).at(-1);

describe('T-11: a ticket that is given to somebody', () => {
  it('is his, still to be taken: the clock of the taking of charge runs on (T-07)', () => {
    const { state } = told([[1, attribute(given('lucas'))]]);
    expect(state).toMatchObject({ phase: 'registered', assignee: null, attributedTo: 'lucas', heldSinceMs: 1, takenAtMs: null, attribution: { to: { subject: 'lucas' }, atMs: 1 } });
    expect(told([[1, attribute(given('lucas'))], [2, { type: 'take', by: 'lucas' }]]).state).toMatchObject({ phase: 'in-progress', assignee: 'lucas', attributedTo: null, heldSinceMs: 2, takenAtMs: 2 });
  });

  it('leaves the one who had it, and goes on waiting for what it waits for (T-08)', () => {
    expect(told([[1, take], [2, waits()], [3, attribute(given('lucas'))], [4, { type: 'answer' }]]).state).toMatchObject({ phase: 'registered', assignee: null, attributedTo: 'lucas' });
    expect(told([[1, take], [2, attribute(given(null))]]).state).toMatchObject({ phase: 'registered', assignee: null, attributedTo: null, heldSinceMs: null, team: teamOf('n1-nord'), attribution: { noChoice: 'nobody-available' } });
  });

  it('opens with its first technician', () => {
    const { state, events } = told([], { ...opening, attributed: given('lucas', 'n1-nord', { cause: 'opened' }) });
    expect([events.map(({ event }) => event.type), state.attributedTo]).toEqual([['ticketOpened', 'ticketAttributed'], 'lucas']);
  });

  it('goes with him to a team that never had it, and to no other (T-10)', () => {
    const moved: Said[] = [[1, attribute(given('maud', 'n1-sud'))]];
    expect([typesOf(told(moved)).slice(1), told(moved).state.teams]).toEqual([['teamChanged', 'ticketAttributed'], ['n1-nord', 'n1-sud']]);
    expect(refusalOf([...moved, [2, attribute(given('lucas'))]])).toBe('T-10.team-had-it');
  });

  it('stays at its level: another is reached by a transfer (T-09)', () => {
    expect(refusalOf([[1, attribute(given('aminata', 'n2-reseau'))]])).toBe('T-11.other-level');
  });

  it('is given to nobody once the requester is asked for his agreement', () => {
    expect(refusalOf([[1, take], [2, resolve], [3, attribute(given('lucas'))]])).toBe('wrong-state');
  });
});

describe('T-11: a choice', () => {
  it('is dropped when somebody has taken it, moved it or offered it meanwhile', () => {
    const seen = { team: 'n1-nord', holder: null };
    expect(last([[1, attribute(given('lucas'), seen)]])).toBe('ticketAttributed');
    for (const between of [[take], [{ type: 'transfer', to: teamOf('n1-sud'), mode: 'cold', reason: null }], [classify, diagnose, offers('n2-reseau')]] as TicketCommand[][]) {
      const before: Said[] = between.map((command) => [1, command]);
      expect(typesOf(told([...before, [2, attribute(given('lucas'), seen)]]))).toEqual(typesOf(told(before)));
    }
  });

  it('that changes nothing is no event, but at a handover, which is looked at once (T-19)', () => {
    const his: Said[] = [[1, attribute(given('lucas'))]];
    expect(typesOf(told([...his, [2, attribute(given('lucas'))]]))).toHaveLength(2);
    expect(told([...his, [2, attribute(given('lucas', 'n1-nord', { cause: 'handover' }))]]).state.heldSinceMs).toBe(2);
    const nobody: Said[] = [[1, attribute(given(null))]];
    expect(typesOf(told([...nobody, [2, attribute(given(null))]]))).toHaveLength(2);
    expect(typesOf(told([...nobody, [2, attribute(given(null, 'n1-nord', { noChoice: 'nobody-skilled' }))]]))).toHaveLength(3);
  });

  it('does not outlive a move: an escalated ticket is nobody’s again (T-07)', () => {
    expect(told([[1, attribute(given('lucas'))], [2, { type: 'transfer', to: teamOf('n2-reseau'), mode: 'cold', reason: null }]]).state).toMatchObject({ attributedTo: null, heldSinceMs: null });
  });
});
