/** What may be done with a ticket when, and what it makes happen. */
import { describe, expect, it } from 'vitest';
import { freezeCalendar } from '../../../domain/calendar/openIntervals.ts';
import { firstLineLimitAtMs, levelShares, nextOnTheClocks } from '../../../domain/ticket/clocks.ts';
import { statesAllowing, ticketStates } from '../../../domain/ticket/states.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';
import type { TicketCommand } from '../../../domain/ticket/ticket.ts';
import { agree, classify, close, confirm, diagnose, disagree, hour, minute, offers, opening, policy, reached, refusalOf, resolve, take, teamOf, teams, told, typesOf, waits, work, type Said } from './given.ts';

const solved: Said[] = [[0, take], [hour, resolve], [2 * hour, agree]];

describe('The life of a ticket', () => {
  it('begins at T0 with the priority of its impact and contract (T-02, T-05)', () => {
    expect(told([]).state).toMatchObject({ phase: 'registered', priority: 'P1', createdAtMs: 0, level: 1, teams: ['n1-nord'] });
    expect(told([], { ...opening, impact: 'degradation', contract: 'none' }).state.priority).toBe('P4');
  });

  it('is resolved with the requester’s agreement only (T-14)', () => {
    expect(told(solved.slice(0, 2)).state.phase).toBe('agreement');
    expect(told(solved).state).toMatchObject({ phase: 'resolved', agreedAtMs: 2 * hour });
    expect(refusalOf([[0, take], [hour, agree]])).toBe('wrong-state');
  });

  it('goes back to work when the requester disagrees, which counts as a reopening (T-14)', () => {
    expect(told([[0, take], [hour, resolve], [2 * hour, disagree]]).state).toMatchObject({ phase: 'in-progress', reopenings: 1, waiting: null });
  });

  it('is closed with a confirmed cause only (T-15, T-16)', () => {
    expect(refusalOf([...solved, [3 * hour, close]])).toBe('T-16.cause-not-confirmed');
    expect(refusalOf([...solved, [3 * hour, { ...confirm, isConfirmed: false } as never], [3 * hour, close]])).toBe('T-16.cause-not-confirmed');
    expect(refusalOf([...solved, [3 * hour, confirm], [4 * hour, close]])).toBe('T-16.unknown-worksheet');
    expect(told([...solved, [3 * hour, confirm], [3 * hour, work], [4 * hour, close]]).state).toMatchObject({ phase: 'closed', endedAtMs: 4 * hour });
  });

  it('is taken from a team only: the dispatcher’s queue is none (T-10, T-11)', () => {
    expect(refusalOf([[0, take]], { ...opening, team: null })).toBe('T-11.no-team');
  });

  it('ends in another one, never in itself (T-02)', () => {
    expect(refusalOf([[0, { type: 'merge', into: opening.number }]])).toBe('T-02.same-ticket');
    expect(told([[0, { type: 'merge', into: 'TCK-2026-000001' }]]).state).toMatchObject({ phase: 'merged', endedAtMs: 0 });
  });

  it('says of each refused act which states would allow it', () => {
    expect(statesAllowing('agree')).toEqual(['agreement']);
    expect(statesAllowing('close')).toEqual(['resolved']);
    expect(ticketStates.closed.acts).toEqual([]);
  });
});

describe('A wait (T-08)', () => {
  it('stops the clock for its reason’s sake, and ends by an answer', () => {
    const waiting: Said[] = [[0, take], [hour, waits()], [3 * hour, { type: 'answer' }]];
    expect(nextOnTheClocks(told(waiting.slice(0, 2)).state)).toEqual({ outcome: 'nothing' });
    expect(told(waiting).state).toMatchObject({ phase: 'in-progress', pauses: [[hour, 3 * hour]] });
    expect(nextOnTheClocks(told(waiting).state)).toEqual({ outcome: 'threshold', clock: 'resolution', ratio: 0.5, atMs: 6 * hour });
    expect(told([[0, take], [hour, waits('internal')]]).state.pauses).toEqual([]);
  });

  it('for a reason that the policy does not know is refused', () => { expect(refusalOf([[0, waits('tired')]])).toBe('T-08.unknown-reason'); });

  it('is proposed for closing after enough reminders, and only then closed without agreement', () => {
    const silent: Said[] = [[0, take], [0, work], [hour, waits()], [2 * hour, { type: 'reminded' }], [3 * hour, { type: 'reminded' }]];
    const closed: Said = [5 * hour, { type: 'closeWithoutAgreement', reason: 'Client injoignable', worksheet: 'TCK-2026-000123-F1' }];
    expect(refusalOf([...silent, closed])).toBe('T-08.not-proposed-for-closing');
    const last: Said = [4 * hour, { type: 'reminded' }];
    expect(typesOf(told([...silent, last])).slice(-2)).toEqual(['waitReminded', 'closingProposed']);
    expect(told([...silent, last, closed]).events.at(-1)?.event).toMatchObject({ type: 'ticketClosed', withAgreement: false });
    expect(told([...silent, last, [5 * hour, { type: 'answer' }]]).state.isClosingProposed).toBe(false);
  });
});

describe('The clocks', () => {
  it('run from T0: taking charge to the quarter, resolution to the contract’s hours (T-06)', () => {
    expect(nextOnTheClocks(told([]).state)).toEqual({ outcome: 'threshold', clock: 'taking-charge', ratio: 0.5, atMs: hour });
    expect(nextOnTheClocks(told([[minute, take]]).state)).toEqual({ outcome: 'threshold', clock: 'resolution', ratio: 0.5, atMs: 4 * hour });
    expect(nextOnTheClocks(told([], { ...opening, contract: 'none' }).state)).toEqual({ outcome: 'nothing' });
  });

  it('are recomputed from T0 by another contract, and keep what has fired (T-05)', () => {
    const said: Said[] = [[0, take], [4 * hour, reached('resolution', 0.5)], [5 * hour, { type: 'prioritise', impact: 'outage', contract: 'contract', reason: 'Contrat retrouvé' }]];
    expect(told(said).state).toMatchObject({ priority: 'P2', fired: [{ clock: 'resolution', ratio: 0.5 }] });
    expect(nextOnTheClocks(told(said).state)).toEqual({ outcome: 'threshold', clock: 'resolution', ratio: 0.8, atMs: 24 * hour * 0.8 });
  });

  it('fire each threshold once, when it is due, and late ones marked (T-07)', () => {
    expect(typesOf(told([[0, take], [4 * hour - 1, reached('resolution', 0.5)]]))).not.toContain('thresholdPassed');
    const said: Said[] = [[0, take], [4 * hour, reached('resolution', 0.5)], [4 * hour, reached('resolution', 0.5)], [7 * hour, reached('resolution', 0.8)]];
    const fired = told(said).events.flatMap(({ event }) => (event.type === 'thresholdPassed' ? [event] : []));
    expect(fired).toMatchObject([{ ratio: 0.5, isLate: false, acts: ['warn-assignee'] }, { ratio: 0.8, isLate: true, dueAtMs: 6.4 * hour, acts: ['warn-supervisor', 'tell-customer'] }]);
  });

  it('fire in their order only, and on after the breach, every half clock (T-07)', () => {
    expect(typesOf(told([[0, take], [9 * hour, reached('resolution', 1)]]))).not.toContain('thresholdPassed');
    const all: Said[] = [0.5, 0.8, 1, 1.5, 2, 2.5].map((ratio): Said => [24 * hour, reached('resolution', ratio)]);
    expect(told([[0, take], ...all]).state.fired.map(({ ratio }) => ratio)).toEqual([0.5, 0.8, 1, 1.5, 2, 2.5]);
  });

  it('that ended in time keep nothing, and one that ended late still tells what was due before, without raising anything (T-07)', () => {
    expect(nextOnTheClocks(told([[hour - 1, take]]).state)).toMatchObject({ clock: 'resolution' });
    // The directory answers, or the worker is back, only after the taking.
    const late: Said[] = [[3 * hour, take], [3 * hour, reached('taking-charge', 0.5)], [3 * hour, reached('taking-charge', 0.8)], [3 * hour, reached('taking-charge', 1)], [3 * hour, reached('taking-charge', 1.5)]];
    expect(told(late).events.slice(2).map(({ event }) => event)).toMatchObject([
      { ratio: 0.5, isLate: true }, { ratio: 0.8, isLate: true }, { ratio: 1, isLate: true, dueAtMs: 2 * hour, acts: ['notify-manager'] }, { ratio: 1.5, isLate: false, dueAtMs: 3 * hour },
    ]);
    expect(told(late).state).toMatchObject({ assignee: 'technician-n1', level: 1 });
  });

  it('fire a threshold of the instant at which the ticket is taken, whichever of the two comes first (T-07)', () => {
    const [before, after] = [[[hour, reached('taking-charge', 0.5)], [hour, take]], [[hour, take], [hour, reached('taking-charge', 0.5)]]] as Said[][];
    expect(told(before ?? []).state.fired).toEqual([{ clock: 'taking-charge', ratio: 0.5 }]);
    expect(told(after ?? []).state.fired).toEqual([{ clock: 'taking-charge', ratio: 0.5 }]);
    expect(nextOnTheClocks(told(after ?? []).state)).toMatchObject({ clock: 'resolution' });
  });

  it('tell what was due before the ticket ends, late ones marked, in order and raising nobody, before its end (T-07)', () => {
    const merge: TicketCommand = { type: 'merge', into: 'TCK-2026-000001' };
    const { events, state } = told([[4.5 * hour, merge]]);
    expect(events.slice(1).map(({ event, atMs }) => (event.type === 'thresholdPassed' ? [event.clock, event.ratio, event.dueAtMs, event.isLate, atMs] : event.type))).toEqual([
      ...([['taking-charge', 0.5, 1], ['taking-charge', 0.8, 1.6], ['taking-charge', 1, 2], ['taking-charge', 1.5, 3], ['taking-charge', 2, 4], ['resolution', 0.5, 4]] as const).map(([clock, ratio, hours]) => [clock, ratio, hours * hour, true, 4.5 * hour]),
      'ticketMerged',
    ]);
    expect(state.level).toBe(1);
    expect(events.flatMap(({ event }) => (event.type === 'thresholdPassed' ? event.acts : []))).not.toContain('raise-level');
    // One that fires with the end is on time; and once each, whatever was told before.
    expect(told([[0, take], [4 * hour, merge]]).events.at(-2)?.event).toMatchObject({ type: 'thresholdPassed', ratio: 0.5, isLate: false });
    const closed = told([[0, take], [4 * hour, reached('resolution', 0.5)], [7 * hour, resolve], [8 * hour, agree], [8 * hour, confirm], [8 * hour, work], [9 * hour, close]]);
    expect(closed.state.fired).toEqual([{ clock: 'resolution', ratio: 0.5 }, { clock: 'resolution', ratio: 0.8 }]);
    expect(typesOf(closed).slice(-3)).toEqual(['thresholdPassed', 'taskOpened', 'ticketClosed']);
  });

  it('tell nothing at the end of a ticket that ended when nothing was told then: its history stays as it is (T-07)', () => {
    expect(typesOf(told([[9 * hour, { type: 'merge', into: 'TCK-2026-000001', forgetsDue: true }]]))).toEqual(['ticketOpened', 'ticketMerged']);
  });

  it('fire nothing once the ticket is closed or merged (T-07)', () => {
    for (const ended of [told([[minute, { type: 'merge', into: 'TCK-2026-000001' }], [9 * hour, reached('resolution', 0.5)]]), told([[0, take], [hour, resolve], [2 * hour, agree], [2 * hour, confirm], [2 * hour, work], [3 * hour, close], [9 * hour, reached('resolution', 0.5)]])]) {
      expect(typesOf(ended)).not.toContain('thresholdPassed');
      expect(nextOnTheClocks(ended.state)).toEqual({ outcome: 'nothing' });
    }
  });

  it('never fire a share again, nor one below it, after a policy with other shares; and go on after its last (T-05, T-07)', () => {
    const shares = (ratios: number[], thenEvery: number | null): Said => [5 * hour, {
      type: 'applyPolicy', applied: { policy: 'escalation', version: 2, frozen: { escalation: { ...policy.escalation, thresholds: ratios.map((ratio) => ({ ratio, acts: ['warn-assignee'] })), thenEvery: thenEvery === null ? null : { ratio: thenEvery, acts: ['notify-manager'] } } } },
    }];
    const fired: Said[] = [[0, take], [4 * hour, reached('resolution', 0.5)]];
    expect(nextOnTheClocks(told([...fired, shares([0.25, 0.5, 0.75], null)]).state)).toMatchObject({ ratio: 0.75, atMs: 6 * hour });
    expect(nextOnTheClocks(told([...fired, shares([0.1, 0.2], 0.25)]).state)).toMatchObject({ ratio: 0.7 });
    expect(nextOnTheClocks(told([...fired, shares([0.1, 0.2], null)]).state)).toEqual({ outcome: 'nothing' });
  });

  it('stand while the agreement is awaited, and end with it (T-07)', () => {
    expect(nextOnTheClocks(told(solved.slice(0, 2)).state)).toEqual({ outcome: 'nothing' });
    expect(nextOnTheClocks(told(solved).state)).toEqual({ outcome: 'nothing' });
    expect(nextOnTheClocks(told([[0, take], [hour, resolve], [2 * hour, disagree]]).state)).toMatchObject({ atMs: 5 * hour });
  });

  it('count business hours where the policy says so, and ask for more of them before they run out (T-06)', () => {
    const start = Date.UTC(2026, 3, 30, 13);
    const calendar = shippedPolicy('calendars').calendars.operator ?? null;
    const inBusinessHours = (untilMs: number) => ({
      ...opening, policy: {
        ...policy, calendars: { operator: freezeCalendar(calendar, start, untilMs) }, contracts: { ...policy.contracts, pro: { ...policy.contracts.pro, calendar: 'operator' } },
      },
    });
    const opened = (untilMs: number) => {
      const { state } = told([]);
      return { ...state, createdAtMs: start, opening: inBusinessHours(untilMs), takenAtMs: start };
    };
    // Thursday 15:00 in Paris, then a holiday and a weekend: three hours that day, the fourth on Monday morning.
    expect(nextOnTheClocks(opened(Date.UTC(2026, 4, 10)))).toMatchObject({ outcome: 'threshold', atMs: Date.UTC(2026, 4, 4, 7, 30) });
    expect(nextOnTheClocks(opened(Date.UTC(2026, 4, 1)))).toEqual({ outcome: 'horizon-exhausted', calendar: 'operator', fromMs: Date.UTC(2026, 4, 1) });
  });

  it('take no open time of a version of the calendars that another has replaced since it was asked for (T-06)', () => {
    const frozen = { openIntervals: [[0, 40 * hour]] as const, coversFromMs: 0, coversUntilMs: 50 * hour };
    const from = { ...opening, policy: { ...policy, versions: { ...policy.versions, calendars: 2 }, calendars: { operator: { ...frozen, coversUntilMs: 48 * hour } } } };
    expect(typesOf(told([[hour, { type: 'calendarExtended', calendar: 'operator', version: 1, frozen }]], from))).toEqual(['ticketOpened']);
    expect(typesOf(told([[hour, { type: 'calendarExtended', calendar: 'operator', version: 2, frozen }]], from))).toEqual(['ticketOpened', 'calendarExtended']);
  });

  it('share the time among the levels, to the whole (T-07)', () => {
    const said: Said[] = [[0, take], [hour, { type: 'transfer', to: teamOf('n2-reseau'), mode: 'cold', reason: 'difficulty' }], [2 * hour, waits()], [3 * hour, { type: 'answer' }]];
    expect(levelShares(told(said).state, 5 * hour)).toEqual({ 1: hour, 2: 3 * hour, 3: 0 });
  });
});

describe('The promised date (T-22)', () => {
  const movesOf = (said: readonly Said[]) => told(said).events.flatMap(({ event }) => (event.type === 'dueMoved' ? [[event.beforeMs, event.afterMs]] : []));
  const prioritise = (contract: 'pro' | 'contract' | 'none'): TicketCommand => ({ type: 'prioritise', impact: 'outage', contract, reason: 'Contrat retrouvé' });

  it('is told from when to when, once, by whatever moves it (T-05)', () => {
    expect(movesOf([[hour, prioritise('contract')], [hour, prioritise('contract')]])).toEqual([[8 * hour, 24 * hour]]);
    expect(movesOf([[hour, prioritise('none')], [2 * hour, prioritise('pro')]])).toEqual([[8 * hour, null], [null, 8 * hour]]);
    const contracts = { ...policy.contracts, pro: { ...policy.contracts.pro, resolutionMs: 10 * hour } };
    expect(movesOf([[hour, { type: 'applyPolicy', applied: { policy: 'service-levels', version: 2, frozen: { contracts } } }]])).toEqual([[8 * hour, 10 * hour]]);
  });

  it('stays what it was through a pause, and has moved by it afterwards; what was changed meanwhile is told with it (T-08)', () => {
    expect(movesOf([[hour, take], [2 * hour, waits()], [5 * hour, { type: 'answer' }]])).toEqual([[8 * hour, 11 * hour]]);
    expect(movesOf([[hour, take], [2 * hour, waits()], [3 * hour, prioritise('contract')], [5 * hour, { type: 'answer' }]])).toEqual([[8 * hour, 27 * hour]]);
    expect(movesOf([[hour, take], [2 * hour, waits('internal')], [5 * hour, { type: 'answer' }], [6 * hour, resolve], [9 * hour, disagree]])).toEqual([[8 * hour, 11 * hour]]);
    expect(movesOf([[hour, take], [2 * hour, resolve], [5 * hour, agree]])).toEqual([]);
  });
});

describe('What is urgent and what is important (T-05)', () => {
  it('is said of the ticket, apart from its priority, and changed only where it is said anew', () => {
    const from = { ...opening, urgentByMs: 5 * hour, importance: 'work-stopped' as const };
    expect(told([], from).state).toMatchObject({ urgentByMs: 5 * hour, importance: 'work-stopped', priority: 'P1' });
    const lower: TicketCommand = { type: 'prioritise', impact: 'degradation', contract: 'pro', urgentByMs: null, reason: 'Contourné' };
    expect(told([[hour, lower]], from).state).toMatchObject({ urgentByMs: null, importance: 'work-stopped', priority: 'P2' });
  });
});

describe('Levels and teams', () => {
  it('a breach raises the level, and tells the manager (T-07, T-09)', () => {
    const said: Said[] = [0.5, 0.8, 1].map((ratio): Said => [8 * hour, reached('resolution', ratio)]);
    expect(told([[0, take], ...said]).state).toMatchObject({ team: { team: 'n2-reseau' }, level: 2, assignee: null, phase: 'registered', teams: ['n1-nord', 'n2-reseau'] });
  });

  it('a breach at the highest level notifies only (T-07)', () => {
    const said: Said[] = [0.5, 0.8, 1].map((ratio): Said => [8 * hour, reached('resolution', ratio)]);
    const atTop = told([[0, take], ...said], { ...opening, team: teamOf('n3-experts') });
    expect(atTop.events.at(-1)?.event).toMatchObject({ type: 'thresholdPassed', ratio: 1, acts: ['notify-manager'] });
    expect(atTop.state).toMatchObject({ team: { team: 'n3-experts' }, assignee: 'technician-n1' });
  });

  it.each(['warm', 'cold'] as const)('a %s transfer never goes back to a team that had it (T-10)', (mode) => {
    const moved: Said[] = [[0, classify], [0, diagnose], [0, { type: 'transfer', to: teamOf('n2-reseau'), mode: 'cold', reason: null }]];
    expect(refusalOf([...moved, [hour, { type: 'transfer', to: teamOf('n1-nord'), mode, reason: null }]])).toBe('T-10.team-had-it');
    expect(refusalOf([...moved, [hour, { type: 'transfer', to: teamOf('n1-sud'), mode, reason: null }]])).toBeNull();
  });

  it('is not taken by somebody of a team that had it before: so it would come back to it (T-10)', () => {
    const taken = (team?: string): TicketCommand => ({ type: 'take', by: 'camille', ...(team === undefined ? {} : { own: teamOf(team) }) });
    const moved: Said[] = [[0, take], [hour, { type: 'transfer', to: teamOf('n1-sud'), mode: 'cold', reason: null }]];
    expect(refusalOf([...moved, [2 * hour, taken('n1-nord')]])).toBe('T-10.team-had-it');
    for (const team of ['n1-sud', 'n1-ouest', undefined]) expect(refusalOf([...moved, [2 * hour, taken(team)]]), String(team)).toBeNull();
  });

  it('is taken by somebody of its level: another level comes by a transfer (T-09)', () => {
    expect(refusalOf([[0, { type: 'take', by: 'camille', own: teamOf('n2-reseau') }]])).toBe('T-11.other-level');
  });

  it('is in the name of the team whose technician took it, and its clocks go on (T-10)', () => {
    const taken: TicketCommand = { type: 'take', by: 'camille', own: teamOf('n1-sud') };
    const { state, events } = told([[0, take], [hour, taken], [2 * hour, taken]]);
    expect(events.slice(-2).map(({ event }) => event)).toEqual([{ type: 'teamChanged', to: teamOf('n1-sud'), how: 'taken' }, { type: 'ticketTaken', by: 'camille' }]);
    expect(state).toMatchObject({ team: teamOf('n1-sud'), teams: ['n1-nord', 'n1-sud'], assignee: 'camille', phase: 'in-progress', takenAtMs: 0, levels: [{ level: 1 }] });
    expect(refusalOf([[0, take], [hour, taken], [2 * hour, { type: 'take', by: 'technician-n1', own: teamOf('n1-nord') }]])).toBe('T-10.team-had-it');
    // Of a history of before: it stayed with the other.
    expect(told([[0, take], [hour, { type: 'take', by: 'camille', team: 'n1-sud' }]]).state).toMatchObject({ team: teamOf('n1-nord'), assignee: 'camille' });
  });

  it('where no team of the level is left, it stays, and the manager is told (T-10)', () => {
    const said: Said[] = [[0, take], [8 * hour, reached('resolution', 0.5)], [8 * hour, reached('resolution', 0.8)], [8 * hour, { type: 'thresholdReached', clock: 'resolution', ratio: 1, teams: [teamOf('n1-sud')] }]];
    expect(typesOf(told(said)).at(-1)).toBe('noTeamLeft');
    expect(told(said).state).toMatchObject({ team: { team: 'n1-nord' }, assignee: 'technician-n1' });
  });

  it('the third level is gone to straight away for a reason only (T-09)', () => {
    expect(refusalOf([[0, { type: 'transfer', to: teamOf('n3-experts'), mode: 'cold', reason: null }]])).toBe('T-09.reason-missing');
    expect(told([[0, { type: 'transfer', to: teamOf('n3-experts'), mode: 'cold', reason: 'urgency' }]]).state.level).toBe(3);
  });

  it('the first line has ten unpaused minutes where its desk says so (T-09)', () => {
    const limited = { ...opening, policy: { ...policy, firstLineLimitMs: 10 * minute } };
    const said: Said[] = [[0, take], [5 * minute, waits()], [60 * minute, { type: 'answer' }]];
    expect(firstLineLimitAtMs(told(said.slice(0, 2), limited).state)).toBeNull();
    expect(firstLineLimitAtMs(told(said, limited).state)).toBe(65 * minute);
    expect(typesOf(told([...said, [64 * minute, { type: 'firstLineLimitReached', teams }]], limited))).not.toContain('teamChanged');
    expect(told([...said, [65 * minute, { type: 'firstLineLimitReached', teams }]], limited).state.level).toBe(2);
    expect(firstLineLimitAtMs(told(said).state)).toBeNull();
  });
});

describe('A warm transfer (C-03)', () => {
  const offered: Said[] = [[0, classify], [0, take], [0, diagnose], [hour, offers('n2-reseau')]];

  it('is prepared: what was told and tried goes with it', () => { expect(refusalOf([[0, take], [hour, offers('n2-reseau')]])).toBe('C-03.not-classified'); });

  it('waits for its receiver, the ticket staying where it is, and makes him its technician', () => {
    expect(told(offered).state).toMatchObject({ team: { team: 'n1-nord' }, assignee: 'technician-n1', offer: { ordinal: 1, expiresAtMs: hour + 15 * minute } });
    expect(refusalOf([...offered, [hour, offers('n2-voix')]])).toBe('C-03.offer-pending');
    expect(told([...offered, [2 * hour, { type: 'acknowledgeTransfer', ordinal: 1, by: 'technician-n2' }]]).state)
      .toMatchObject({ team: { team: 'n2-reseau' }, assignee: 'technician-n2', phase: 'in-progress', offer: null });
  });

  it.each([['declined', { type: 'declineTransfer', ordinal: 1, reason: 'Pas notre domaine' }], ['not acknowledged in time', { type: 'transferExpired', ordinal: 1 }]] as const)(
    'that is %s goes to the dispatcher, not back to its sender, and may be offered there again (T-10)', (_, end) => {
      const ended: Said[] = [...offered, [2 * hour, end]];
      expect(told(ended).state).toMatchObject({ team: null, assignee: null, phase: 'registered', teams: ['n1-nord'] });
      expect(refusalOf([...ended, [3 * hour, offers('n1-nord')]])).toBe('T-10.team-had-it');
      expect(refusalOf([...ended, [3 * hour, offers('n2-reseau')]])).toBeNull();
    });

  it('does not expire before its time, nor is an offer of the past answered', () => {
    expect(told([...offered, [hour + minute, { type: 'transferExpired', ordinal: 1 }]]).state.offer).not.toBeNull();
    expect(refusalOf([...offered, [2 * hour, { type: 'acknowledgeTransfer', ordinal: 2, by: 'x' }]])).toBe('C-03.no-such-offer');
  });
});
