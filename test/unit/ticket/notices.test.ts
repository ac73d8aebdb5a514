/** Who is told what of a ticket, and when: by what happened, within the quiet hours or in spite of them. */
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { hoursAt } from '../../../domain/people/availability.ts';
import { goesOutAt, stillHolds, type Notice } from '../../../domain/ticket/notices.ts';
import { nextReminderAtMs } from '../../../domain/ticket/waiting.ts';
import type { TicketCommand, TicketOpening } from '../../../domain/ticket/ticket.ts';
import { agree, close, confirm, disagree, hour, minute, opening, policy, reached, refusalOf, resolve, take, told, waits, work, type Said } from './given.ts';

const wrote = (id: string, fields: object = {}): TicketCommand => ({ type: 'addMessage', message: { id, direction: 'in', channel: 'mail', isKnownSender: true, ...fields } });
const keysOf = (said: readonly Said[], from?: TicketOpening): string[] => told(said, from).notices.map(({ key, to }) => `${key} → ${to}`);

describe('Told are', () => {
  it('the requester of the number, the solution to agree to, and the closing (T-02, T-14, T-16)', () => {
    expect(keysOf([[0, take], [hour, resolve], [2 * hour, agree], [3 * hour, confirm], [3 * hour, work], [4 * hour, close]]).filter((line) => line.endsWith('requester'))).toEqual(['acknowledgement → requester', 'agreement.1 → requester', 'closed → requester']);
  });

  it('nobody of a number, where a machine opened the ticket (T-01)', () => {
    expect(keysOf([], { ...opening, from: 'monitoring' })).toEqual([]);
  });

  it('the assignee at 50 %, supervisor and customer at 80 %, the manager at the breach, the assignee who lost it too (T-07, T-22)', () => {
    const thresholds: Said[] = [[minute, take], [4 * hour, reached('resolution', 0.5)], [6.4 * hour, reached('resolution', 0.8)], [8 * hour, reached('resolution', 1)]];
    expect(keysOf(thresholds).slice(1)).toEqual([
      'threshold.resolution.0.5.assignee → assignee', 'threshold.resolution.0.8.supervisor → supervisor', 'threshold.resolution.0.8.requester → requester', 'threshold.resolution.1.manager → manager',
    ]);
    expect(told(thresholds).notices.at(-1)).toMatchObject({ assignee: 'technician-n1', content: { dueAtMs: 8 * hour } });
  });

  it('the customer of another due date, and of nothing when it is the same (T-05, T-22)', () => {
    const moved = keysOf([[0, take], [hour, { type: 'prioritise', impact: 'outage', contract: 'contract', reason: 'Contrat vérifié' }], [2 * hour, { type: 'prioritise', impact: 'degradation', contract: 'contract', reason: 'Secours actif' }]]);
    expect(moved.slice(1)).toEqual([`expectation.${hour} → requester`]);
  });

  it('the requester of the number under which his merged request goes on; nobody, where a machine opened it (T-02)', () => {
    const merge: TicketCommand = { type: 'merge', into: 'TCK-2026-000001' };
    expect(told([[minute, merge]]).notices.at(-1)).toMatchObject({ key: 'merged', to: 'requester', content: { into: 'TCK-2026-000001' } });
    expect(keysOf([[minute, merge]], { ...opening, from: 'monitoring' })).toEqual([]);
  });

  it('who is awaited: the customer himself, for a third party whoever has the ticket (T-08)', () => {
    expect(keysOf([[0, take], [0, waits()], [hour, { type: 'reminded' }]]).slice(2)).toEqual(['reminder.0.1 → requester']);
    expect(keysOf([[0, take], [0, waits('supplier')], [hour, { type: 'reminded' }]]).slice(2)).toEqual(['reminder.0.1 → assignee']);
  });

  it('the requester that what he was promised is suspended, before it passes, as long as it is (T-22)', () => {
    for (const [wait, awaitsHim] of [[waits(), true], [waits('supplier'), false]] as const) {
      const { state, notices } = told([[0, take], [hour, wait]]);
      expect(notices.at(-1)).toMatchObject({ key: `clock-stopped.${hour}`, to: 'requester', content: { promisedMs: 8 * hour, awaitsHim } });
      expect(stillHolds(state, notices.at(-1) as Notice)).toBe(true);
      const { state: on } = told([[0, take], [hour, wait], [2 * hour, { type: 'answer' }]]);
      expect(stillHolds(on, notices.at(-1) as Notice)).toBe(false);
    }
    // Nothing is promised, or what was has passed: there is nothing to suspend.
    expect(keysOf([[0, take], [hour, waits()]], { ...opening, contract: 'none' })).toEqual(['acknowledgement → requester']);
    expect(keysOf([[0, take], [9 * hour, waits()]]).filter((key) => key.startsWith('clock-stopped'))).toEqual([]);
  });

  it('the manager once, when no team is left (T-10)', () => {
    const said: Said[] = [[0, take]];
    const alone = { ...opening, policy: { ...policy, firstLineLimitMs: 10 * minute } };
    expect(keysOf([...said, [10 * minute, { type: 'firstLineLimitReached', teams: [] }]], alone).slice(1)).toEqual(['no-team-left.2 → manager']);
  });
});

describe('A message (T-01)', () => {
  it('of the customer ends the wait for him by itself, and tells who has the ticket (T-08)', () => {
    const { state, notices } = told([[0, take], [0, waits()], [hour, wrote('m1')]]);
    expect(state).toMatchObject({ phase: 'in-progress', waiting: null, pauses: [[0, hour]] });
    // T-22: the clock goes on, and with it what was promised.
    expect(notices.slice(-2)).toMatchObject([{ key: 'customer-wrote.m1', to: 'assignee' }, { key: `expectation.${hour}`, content: { dueAtMs: 9 * hour } }]);
  });

  it.each([
    ['a stranger', waits(), { isKnownSender: false }], ['one of ours', waits(), { direction: 'out' }], ['the customer, where another is awaited', waits('supplier'), {}],
  ])('of %s ends no wait (T-08)', (_who, waiting, fields) => {
    expect(told([[0, take], [0, waiting], [hour, wrote('m1', fields)]]).state.phase).toBe('waiting');
  });

  it('is no agreement (T-14)', () => {
    expect(told([[0, take], [0, resolve], [hour, wrote('m1')]]).state.phase).toBe('agreement');
  });

  it('of who is asked for his agreement has his reminders begin anew: he is not silent (T-08)', () => {
    const reminded: Said[] = [[0, take], [0, resolve], ...[48, 96, 144].map((hours): Said => [hours * hour, { type: 'reminded' }])];
    expect(told(reminded).state).toMatchObject({ isClosingProposed: true, waiting: { reminders: 3 } });
    const { state, notices } = told([...reminded, [150 * hour, wrote('m1')]]);
    expect(state).toMatchObject({ phase: 'agreement', isClosingProposed: false, waiting: { reminders: 0 } });
    expect(nextReminderAtMs(state)).toBe(198 * hour);
    expect(notices.filter(({ content: { kind } }) => kind === 'closing-proposed').map((notice) => stillHolds(state, notice))).toEqual([false]);
    const { notices: anew } = told([...reminded, [150 * hour, wrote('m1')], [198 * hour, { type: 'reminded' }]]);
    expect(new Set(anew.map(({ key }) => key)).size).toBe(anew.length);
    expect(told([...reminded, [150 * hour, wrote('m1', { isKnownSender: false })]]).state.isClosingProposed).toBe(true);
    // As histories of before have it.
    expect(told([...reminded, [150 * hour, { ...wrote('m1'), isUnheard: true } as TicketCommand]]).state.isClosingProposed).toBe(true);
  });

  it('comes too late on a closed ticket (T-16)', () => {
    expect(refusalOf([[0, take], [hour, resolve], [2 * hour, agree], [3 * hour, confirm], [3 * hour, work], [4 * hour, close], [5 * hour, wrote('m1')]])).toBe('wrong-state');
  });
});

describe('Quiet hours (T-07)', () => {
  // T0 is a Thursday at one in the morning in Paris: awake from eight to eight.
  const waking = (...days: string[]) => ({ timeZone: 'Europe/Paris', weekly: Object.fromEntries(days.map((day) => [day, [['08:00', '20:00']]])), holidays: [] }) as unknown as Calendar;
  const everyDay = waking('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');
  const asleep = (fields: Partial<TicketOpening> = {}): TicketOpening => ({ ...opening, impact: 'degradation', ...fields, policy: { ...policy, notices: { calendar: 'waking-hours', atAnyHour: ['P1'] } } });
  const goesOut = (said: readonly Said[], from: TicketOpening, key: string, calendar = everyDay): number => {
    const { state, notices } = told(said, from);
    return goesOutAt(state, notices.findLast((notice) => notice.key === key) as Notice, (name, fromMs) => {
      const hours = hoursAt(name === 'waking-hours' ? calendar : null, fromMs);
      return hours.state === 'available' ? fromMs : hours.opensAtMs ?? Infinity;
    });
  };

  it('hold a notice until people are awake', () => {
    expect(goesOut([], asleep(), 'acknowledgement')).toBe(7 * hour);
  });

  it('hold back nothing of a ticket of the first priority, nor what one of us wrote himself', () => {
    expect(goesOut([], asleep({ impact: 'outage' }), 'acknowledgement')).toBe(0);
    expect(goesOut([[hour, { type: 'prioritise', impact: 'outage', contract: 'pro', reason: 'Plus rien ne marche' }]], asleep(), 'acknowledgement')).toBe(0);
    expect(goesOut([[hour, wrote('m1', { direction: 'out' })]], asleep(), 'message.m1')).toBe(hour);
  });

  it('hold back what goes to all whose tickets have a common cause: they are many (T-02)', () => {
    const heard: TicketCommand = { type: 'hear', tidings: { kind: 'broadcast', from: 'TCK-2026-000001', ordinal: 1, messageId: 'm1' } };
    expect(goesOut([[hour, heard]], asleep({ cause: { number: 'TCK-2026-000001', broadcasts: 0 } }), 'broadcast.m1')).toBe(7 * hour);
  });

  it('hold back no expectation beyond the time that was promised before, where it has moved to a later one (T-22)', () => {
    const waitsBetween = (fromMs: number, untilMs: number): Said[] => [[0, take], [fromMs, waits()], [untilMs, { type: 'answer' }]];
    const moves = (atMs: number): Said => [atMs, { type: 'prioritise', impact: 'degradation', contract: 'contract', reason: 'Contrat vérifié' }];
    // Promised for eleven at night, and at nine for the next afternoon.
    expect(goesOut([...waitsBetween(0, 14 * hour), moves(20 * hour)], asleep(), `expectation.${20 * hour}`)).toBe(20 * hour);
    // What has passed already wakes nobody.
    expect(goesOut([...waitsBetween(10 * hour, 24 * hour), moves(25 * hour)], asleep(), `expectation.${25 * hour}`)).toBe(31 * hour);
  });

  it('hold back no suspension beyond the time that it suspends (T-22)', () => {
    const stopped = (fromMs: number, contract: 'pro' | 'contract') => goesOut([[0, take], [fromMs, waits()]], asleep({ contract }), `clock-stopped.${fromMs}`);
    expect(stopped(2 * hour, 'contract')).toBe(7 * hour);
    expect(stopped(2 * hour, 'pro')).toBe(7 * hour);
    expect(goesOut([[0, take], [2 * hour, waits()]], asleep({ contract: 'pro' }), `clock-stopped.${2 * hour}`, waking('sat'))).toBe(2 * hour);
  });

  it('hold back no expectation beyond the time it is about (T-22)', () => {
    const night: Said[] = [[6.4 * hour, reached('resolution', 0.5)], [6.4 * hour, reached('resolution', 0.8)]];
    expect(goesOut(night, asleep({ contract: 'pro' }), 'threshold.resolution.0.8.requester', waking('fri'))).toBe(6.4 * hour);
    expect(goesOut(night, asleep({ contract: 'pro' }), 'threshold.resolution.0.8.supervisor', waking('fri'))).toBe(31 * hour);
  });
});

describe('What no longer holds', () => {
  it('is no breach: the manager hears of one at night that was agreed to before he woke (T-07)', () => {
    const breached: Said[] = [[minute, take], [4 * hour, reached('resolution', 0.5)], [6.4 * hour, reached('resolution', 0.8)], [8 * hour, reached('resolution', 1)]];
    expect(holding([...breached, [8.5 * hour, take], [9 * hour, resolve], [10 * hour, agree]])).toEqual(['acknowledgement', 'threshold.resolution.1.manager']);
  });

  const holding = (said: readonly Said[]): string[] => {
    const { state, notices } = told(said);
    return notices.filter((notice) => stillHolds(state, notice)).map(({ key }) => key);
  };

  it('is not said: answered meanwhile, refused and proposed anew, closed (T-08, T-14)', () => {
    expect(holding([[0, take], [0, waits()], [hour, { type: 'reminded' }], [2 * hour, { type: 'answer' }]])).toEqual(['acknowledgement', `expectation.${2 * hour}`]);
    expect(holding([[0, take], [0, resolve], [hour, disagree], [2 * hour, resolve]])).toEqual(['acknowledgement', `expectation.${hour}`, 'agreement.2']);
  });

  it('is not promised: of two dates that moved in one night the customer is told the last (T-22)', () => {
    expect(holding([[0, take], [0, waits()], [hour, { type: 'answer' }], [hour, waits()], [3 * hour, { type: 'answer' }]])).toEqual(['acknowledgement', `expectation.${3 * hour}`]);
  });
});
