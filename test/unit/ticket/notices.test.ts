/** Who is told what of a ticket, and when: by what happened, within the quiet hours or in spite of them. */
import { describe, expect, it } from 'vitest';
import { freezeCalendar } from '../../../domain/calendar/openIntervals.ts';
import { nextNotices, stillHolds } from '../../../domain/ticket/notices.ts';
import type { TicketCommand, TicketOpening } from '../../../domain/ticket/ticket.ts';
import { agree, close, confirm, disagree, hour, minute, opening, policy, reached, refusalOf, resolve, take, told, typesOf, waits, work, type Said } from './given.ts';

const wrote = (id: string, fields: object = {}): TicketCommand => ({ type: 'addMessage', message: { id, direction: 'in', channel: 'mail', isKnownSender: true, ...fields } });
const sent = (key: string): TicketCommand => ({ type: 'noticeSent', key, how: 'sent' });
const keysOf = (said: readonly Said[], from?: TicketOpening): string[] => told(said, from).state.notices.map(({ key, to }) => `${key} → ${to}`);

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
    expect(told(thresholds).state.notices.at(-1)).toMatchObject({ assignee: 'technician-n1', content: { dueAtMs: 8 * hour } });
  });

  it('the customer of another due date, and of nothing when it is the same (T-05, T-22)', () => {
    const moved = keysOf([[0, take], [hour, { type: 'prioritise', impact: 'outage', contract: 'contract', reason: 'Contrat vérifié' }], [2 * hour, { type: 'prioritise', impact: 'degradation', contract: 'contract', reason: 'Secours actif' }]]);
    expect(moved.slice(1)).toEqual([`expectation.${hour} → requester`]);
  });

  it('who is awaited: the customer himself, for a third party whoever has the ticket (T-08)', () => {
    expect(keysOf([[0, take], [0, waits()], [hour, { type: 'reminded' }]]).slice(1)).toEqual(['reminder.0.1 → requester']);
    expect(keysOf([[0, take], [0, waits('supplier')], [hour, { type: 'reminded' }]]).slice(1)).toEqual(['reminder.0.1 → assignee']);
  });

  it('the manager once, when no team is left (T-10)', () => {
    const said: Said[] = [[0, take]];
    const alone = { ...opening, policy: { ...policy, firstLineLimitMs: 10 * minute } };
    expect(keysOf([...said, [10 * minute, { type: 'firstLineLimitReached', teams: [] }]], alone).slice(1)).toEqual(['no-team-left.2 → manager']);
  });

  it('each once: what went out is no longer pending, however often it is said', () => {
    expect(keysOf([[0, sent('acknowledgement')], [0, sent('acknowledgement')]])).toEqual([]);
    expect(typesOf(told([[0, sent('acknowledgement')], [0, sent('acknowledgement')]]))).toEqual(['ticketOpened', 'noticeSent']);
  });
});

describe('A message (T-01)', () => {
  it('of the customer ends the wait for him by itself, and tells who has the ticket (T-08)', () => {
    const { state } = told([[0, take], [0, waits()], [hour, wrote('m1')]]);
    expect(state).toMatchObject({ phase: 'in-progress', waiting: null, pauses: [[0, hour]] });
    // T-22: the clock goes on, and with it what was promised.
    expect(state.notices.slice(-2)).toMatchObject([{ key: 'customer-wrote.m1', to: 'assignee' }, { key: `expectation.${hour}`, content: { dueAtMs: 9 * hour } }]);
  });

  it.each([
    ['a stranger', waits(), { isKnownSender: false }], ['one of ours', waits(), { direction: 'out' }], ['the customer, where another is awaited', waits('supplier'), {}],
  ])('of %s ends no wait (T-08)', (_who, waiting, fields) => {
    expect(told([[0, take], [0, waiting], [hour, wrote('m1', fields)]]).state.phase).toBe('waiting');
  });

  it('is no agreement (T-14)', () => {
    expect(told([[0, take], [0, resolve], [hour, wrote('m1')]]).state.phase).toBe('agreement');
  });

  it('comes too late on a closed ticket (T-16)', () => {
    expect(refusalOf([[0, take], [hour, resolve], [2 * hour, agree], [3 * hour, confirm], [3 * hour, work], [4 * hour, close], [5 * hour, wrote('m1')]])).toBe('wrong-state');
  });
});

describe('Quiet hours (T-07)', () => {
  // T0 is a Thursday at one in the morning in Paris: awake from eight to eight.
  const calendar = { timeZone: 'Europe/Paris', weekly: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['08:00', '20:00']]])), holidays: [] } as never;
  const asleep = (fields: Partial<TicketOpening> = {}, untilMs = 240 * hour): TicketOpening => ({
    ...opening, impact: 'degradation', ...fields, policy: { ...policy, notices: { calendar: 'waking-hours', atAnyHour: ['P1'] }, calendars: { 'waking-hours': freezeCalendar(calendar, -24 * hour, untilMs) } },
  });
  const goesOut = (said: readonly Said[], from: TicketOpening) => nextNotices(told(said, from).state);

  it('hold a notice until people are awake, and move no clock', () => {
    expect(goesOut([], asleep())).toMatchObject({ outcome: 'notices', goesOutAtMs: 7 * hour });
    expect(goesOut([[0, sent('acknowledgement')]], asleep())).toEqual({ outcome: 'nothing' });
  });

  it('hold back nothing of a ticket of the first priority, nor what one of us wrote himself', () => {
    expect(goesOut([], asleep({ impact: 'outage' }))).toMatchObject({ goesOutAtMs: 0 });
    expect(goesOut([[0, sent('acknowledgement')], [hour, wrote('m1', { direction: 'out' })]], asleep())).toMatchObject({ notices: [{ key: 'message.m1' }], goesOutAtMs: hour });
  });

  it('hold back what goes to all whose tickets have a common cause: they are many (T-02)', () => {
    const told: TicketCommand = { type: 'hear', tidings: { kind: 'broadcast', from: 'TCK-2026-000001', ordinal: 1, messageId: 'm1' } };
    expect(goesOut([[0, sent('acknowledgement')], [hour, told]], asleep({ cause: { number: 'TCK-2026-000001', broadcasts: 0 } }))).toMatchObject({ notices: [{ key: 'broadcast.m1' }], goesOutAtMs: 7 * hour });
  });

  it('hold back no expectation beyond the time it is about (T-22)', () => {
    const late = asleep({ contract: 'pro' });
    const night: Said[] = [[0, sent('acknowledgement')], [0, { type: 'prioritise', impact: 'degradation', contract: 'pro', reason: 'x' }], [6.4 * hour, reached('resolution', 0.5)], [6.4 * hour, reached('resolution', 0.8)]];
    const expectation = told(night, late).state.notices.find(({ content }) => content.kind === 'expectation');
    expect(expectation?.atMs).toBe(6.4 * hour);
    expect(goesOut(night, { ...late, policy: { ...late.policy, calendars: { 'waking-hours': freezeCalendar({ ...(calendar as object), weekly: { fri: [['08:00', '20:00']] } } as never, -24 * hour, 240 * hour) } } })).toMatchObject({ notices: [{ key: expectation?.key }], goesOutAtMs: 6.4 * hour });
  });

  it('ask for more of their calendar when they are exhausted', () => {
    expect(goesOut([], asleep({}, hour))).toEqual({ outcome: 'horizon-exhausted', calendar: 'waking-hours' });
  });

  it('are given it also after the end of the ticket, for what is still to be told; and then no more (T-16)', () => {
    const ended: Said[] = [[0, sent('acknowledgement')], [minute, take], [minute, resolve], [minute, sent('agreement.1')], [minute, agree], [minute, confirm], [minute, work], [minute, close]];
    const more: Said = [minute, { type: 'calendarExtended', calendar: 'waking-hours', version: 0, frozen: freezeCalendar(calendar, -24 * hour, 240 * hour) }];
    const nightly = asleep({}, hour);
    expect(goesOut(ended, nightly)).toEqual({ outcome: 'horizon-exhausted', calendar: 'waking-hours' });
    const from = { ...nightly, policy: { ...nightly.policy, versions: { calendars: 0 } } };
    expect(goesOut([...ended, more], from)).toMatchObject({ outcome: 'notices', goesOutAtMs: 7 * hour });
    const { notices } = told(ended, from).state;
    expect(typesOf(told([...ended, ...notices.map(({ key }): Said => [minute, sent(key)]), more], from)).at(-1)).toBe('noticeSent');
  });
});

describe('What no longer holds', () => {
  it('is not said: answered meanwhile, refused and proposed anew, closed (T-08, T-14)', () => {
    const answered = told([[0, take], [0, waits()], [hour, { type: 'reminded' }], [2 * hour, { type: 'answer' }]]).state;
    expect(answered.notices.filter((notice) => stillHolds(answered, notice)).map(({ key }) => key)).toEqual(['acknowledgement', `expectation.${2 * hour}`]);
    const again = told([[0, take], [0, resolve], [hour, disagree], [2 * hour, resolve]]).state;
    expect(again.notices.filter((notice) => stillHolds(again, notice)).map(({ key }) => key)).toEqual(['acknowledgement', `expectation.${hour}`, 'agreement.2']);
  });

  it('is not promised: of two dates that moved in one night the customer is told the last (T-22)', () => {
    const moved = told([[0, take], [0, waits()], [hour, { type: 'answer' }], [hour, waits()], [3 * hour, { type: 'answer' }]]).state;
    expect(moved.notices.filter((notice) => stillHolds(moved, notice)).map(({ key }) => key)).toEqual(['acknowledgement', `expectation.${3 * hour}`]);
  });
});
