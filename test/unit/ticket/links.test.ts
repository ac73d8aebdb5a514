/** Tickets that belong together: linked from either side, many with one cause, merged, reopened. */
import { describe, expect, it } from 'vitest';
import { isLinked, seenFromTheOther, type Tidings } from '../../../domain/ticket/links.ts';
import { ticketRow } from '../../../domain/ticket/views.ts';
import type { TicketCommand, TicketOpening, TicketState } from '../../../domain/ticket/ticket.ts';
import { agree, close, confirm, disagree, hour, opening, refusalOf, resolve, take, told, typesOf, waits, work, type Said } from './given.ts';

const cause = 'TCK-2026-000001';
const other = 'TCK-2026-000002';
const child: TicketOpening = { ...opening, cause: { number: cause, broadcasts: 1 } };
const hear = (tidings: Tidings): TicketCommand => ({ type: 'hear', tidings });
const hears = (ordinal: number, from = cause): TicketCommand => hear({ kind: 'broadcast', from, ordinal, messageId: `message ${ordinal}` });
const solved = (ordinal: number, from = cause): TicketCommand => hear({ kind: 'solution', from, ordinal, solution: 'Fibre réparée' });
const linked = ({ links }: TicketState): string[] => links.filter(isLinked).map(({ other: number, kind }) => `${kind} ${number}`);

describe('A link (T-02)', () => {
  it('is made once, and undone from either side', () => {
    const both: Said[] = [[0, { type: 'link', to: other }], [0, { type: 'link', to: other }]];
    expect(typesOf(told(both))).toEqual(['ticketOpened', 'ticketLinked']);
    expect(linked(told(both).state)).toEqual([`related ${other}`]);
    expect(linked(told([...both, [hour, { type: 'unlink', from: other }]]).state)).toEqual([]);
    expect(linked(told([...both, [hour, hear({ kind: 'links', links: [{ other, kind: 'related', turn: 2 }] })]]).state)).toEqual([]);
  });

  it('holds as its latest turn says, in whatever order it is heard of', () => {
    const news = ([1, 2, 3] as const).map((turn) => hear({ kind: 'links', links: [{ other, kind: 'related', turn }] }));
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 2, 1]]) expect(linked(told(order.map((place) => [0, news[place] as TicketCommand])).state)).toEqual([`related ${other}`]);
  });

  it('is heard of with others at once, and what is known of them is passed over', () => {
    const { events } = told([[0, { type: 'link', to: other }], [0, hear({ kind: 'links', links: [{ other, kind: 'related', turn: 1 }, { other, kind: 'child', turn: 1 }, { other: cause, kind: 'child', turn: 1 }] })]]);
    expect(events.flatMap(({ event }) => (event.type === 'ticketLinked' ? [`${event.kind} ${event.other}`] : []))).toEqual([`related ${other}`, `child ${other}`, `child ${cause}`]);
  });

  it('is one thing to the one ticket and another to the other, and back again', () => {
    for (const [kind, seen] of Object.entries(seenFromTheOther)) expect(seenFromTheOther[seen]).toBe(kind);
  });

  it('is refused with oneself, with a second cause, under a cause that has children, and undone only where there is one', () => {
    expect(refusalOf([[0, { type: 'link', to: opening.number }]])).toBe('T-02.same-ticket');
    expect(refusalOf([[0, { type: 'link', to: other, cause: { number: other, broadcasts: 0 } }]], child)).toBe('T-02.other-cause');
    expect(refusalOf([[0, hear({ kind: 'links', links: [{ other, kind: 'child', turn: 1 }] })], [0, { type: 'link', to: cause, cause: { number: cause, broadcasts: 0 } }]])).toBe('T-02.nested-cause');
    expect(refusalOf([[0, { type: 'link', to: cause, cause: { number: cause, broadcasts: 0 }, children: 1 }]])).toBe('T-02.nested-cause');
    expect(refusalOf([[0, { type: 'unlink', from: other }]])).toBe('T-02.not-linked');
  });

  it('of a merging is kept, and the merged ticket hears no more', () => {
    const merged: Said[] = [[0, { type: 'merge', into: other }], [hour, hears(2)], [hour, solved(1)]];
    expect(linked(told(merged.slice(0, 1)).state)).toEqual([`survivor ${other}`]);
    expect(typesOf(told(merged, child))).toEqual(['ticketOpened', 'ticketMerged']);
    expect(ticketRow(told(merged).state).mergedInto).toBe(other);
  });
});

describe('One of many with a common cause (T-02)', () => {
  it('hears each message to all once and in order, those from before its link never', () => {
    const { notices, events } = told([[0, hears(1)], [0, hears(3)], [0, hears(2)], [0, hears(2)], [0, hears(3)], [0, hears(4, other)]], child);
    expect(events.flatMap(({ event }) => (event.type === 'messageAdded' ? [event.message.broadcast?.ordinal] : []))).toEqual([2, 3]);
    expect(notices.map(({ key, to }) => `${key} → ${to}`).slice(1)).toEqual(['broadcast.message 2 → requester', 'broadcast.message 3 → requester']);
  });

  it('is proposed the solution once, for its own requester to agree to: whatever it waits for, taken or not (T-14)', () => {
    for (const before of [[], [[0, take]], [[0, take], [hour, waits()]], [[0, take], [hour, waits('internal')]]] as Said[][]) {
      const { state, events } = told([...before, [2 * hour, solved(1)], [2 * hour, solved(1)]], child);
      expect(state).toMatchObject({ phase: 'agreement', solution: { text: 'Fibre réparée', proposals: 1 }, agreedAtMs: null });
      expect(events.filter(({ event }) => event.type === 'solutionProposed')).toHaveLength(1);
    }
    expect(told([[0, solved(1)], [hour, agree]], child).state).toMatchObject({ phase: 'resolved', endedAtMs: null });
  });

  it('goes on where its requester disagrees, and is proposed only what is new', () => {
    const disagreed: Said[] = [[0, solved(1)], [hour, disagree], [2 * hour, solved(1)]];
    expect(told(disagreed, child).state).toMatchObject({ phase: 'registered', reopenings: 1 });
    expect(told([...disagreed, [3 * hour, solved(2)]], child).state.phase).toBe('agreement');
  });

  it('keeps a solution of its own, and hears nothing of a cause that is not its', () => {
    expect(told([[0, take], [0, resolve], [0, solved(1)]], child).state.solution?.text).toBe('Port remis en service');
    expect(typesOf(told([[0, solved(1, other)]], child))).toEqual(['ticketOpened']);
  });

  it('follows its cause into the ticket that goes on in its place', () => {
    const follows = hear({ kind: 'cause-moved', from: cause, cause: { number: other, broadcasts: 5 } });
    const { state } = told([[0, follows], [0, follows]], child);
    expect(linked(state)).toEqual([`parent ${other}`]);
    expect(state.parent).toEqual({ number: other, heard: 5, proposed: 0 });
    expect(told([[0, hear({ kind: 'cause-moved', from: cause, cause: { number: opening.number, broadcasts: 0 } })]], child).state.parent).toBeNull();
  });

  it('is on a clock of its own (T-10)', () => {
    const { state } = told([[0, take], [hour, solved(1)], [2 * hour, disagree]], child);
    expect(state).toMatchObject({ createdAtMs: 0, teams: ['n1-nord'], pauses: [[hour, 2 * hour]] });
  });
});

describe('The common cause of many (T-02)', () => {
  it('sends one message to all, its own requester too; never without children', () => {
    const send = (messageId: string, children = 2): TicketCommand => ({ type: 'broadcast', messageId, children });
    expect(refusalOf([[0, send('a', 0)]])).toBe('T-02.no-children');
    const { state, notices } = told([[0, send('a')], [hour, send('b')]]);
    expect(state.broadcasts).toBe(2);
    expect(notices.map(({ key }) => key).slice(1)).toEqual(['broadcast.a', 'broadcast.b']);
  });

  it('has a solution to pass on while it stands: not before, nor once it was refused', () => {
    const standing = (said: readonly Said[]) => ticketRow(told(said).state).standingProposal;
    const proposed: Said[] = [[0, take], [0, resolve]];
    expect([standing([]), standing(proposed), standing([...proposed, [hour, disagree]]), standing([...proposed, [hour, disagree], [hour, resolve]])]).toEqual([null, 1, null, 2]);
    expect(standing([...proposed, [hour, agree], [hour, confirm], [hour, work], [hour, close]])).toBe(1);
  });
});

describe('A ticket that reopens a closed one (T-16)', () => {
  it('is linked to it, counts as a reopening, and runs from its own T0', () => {
    const { state } = told([], { ...opening, predecessor: other });
    expect(linked(state)).toEqual([`predecessor ${other}`]);
    expect(state).toMatchObject({ reopenings: 1, createdAtMs: 0, phase: 'registered' });
  });
});
