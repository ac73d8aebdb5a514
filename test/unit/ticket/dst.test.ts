/** The clocks of a ticket across the changes of the clocks, to the second: as its policy is frozen, against seconds counted one by one by what Intl shows. */
import { describe, expect, it } from 'vitest';
import { weekdays, type OpenRow } from '../../../domain/calendar/calendar.ts';
import type { Pause } from '../../../domain/clock/frozen.ts';
import { clockOf, dueAtMs, thresholdOf } from '../../../domain/ticket/clocks.ts';
import { evolveTicket } from '../../../domain/ticket/evolve.ts';
import { freezeTicketPolicy, ticketPolicies } from '../../../domain/ticket/freeze-policy.ts';
import { newTicket } from '../../../domain/ticket/ticket.ts';
import type { Policies } from '../../../domain/policy/policies.schema.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';
import { latestWallTimes } from '../clock/oracle.ts';
import { hour, minute, opening } from './given.ts';

const second = 1_000;

/** An instant on the day of each change, before it: clocks go forward, then back. */
const changes = [
  ['Europe/Paris', Date.UTC(2026, 2, 29, 1)], ['Europe/Paris', Date.UTC(2026, 9, 25, 1)], ['America/New_York', Date.UTC(2026, 2, 8, 7)],
  ['America/New_York', Date.UTC(2026, 10, 1, 6)], ['Australia/Lord_Howe', Date.UTC(2026, 9, 3, 15, 30)], ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15)],
] as const;
/** Nights too: that is when clocks change. */
const rows: readonly OpenRow[] = [['00:30', '04:15'], ['08:30', '12:30'], ['13:30', '18:00']];
const hours = ['round the clock', 'business hours'] as const;

const cases = changes.flatMap(([timeZone, changeMs]) => hours.flatMap((counted) => [
  { pausesMs: [] }, { pausesMs: [[-47 * minute - 13 * second, 71 * minute + 29 * second]] }, { pausesMs: [[-3 * hour - second, -20 * minute], [-second, second], [9 * hour + 7 * second, 30 * hour + 3 * second]] },
].map(({ pausesMs }) => ({ timeZone, changeMs, counted, pauses: pausesMs.map(([fromMs = 0, toMs = 0]): Pause => [changeMs + fromMs, changeMs + toMs]), summary: `${new Date(changeMs).toISOString()} ${pausesMs.length}` }))));

/** Seconds that are open and unpaused, one after the other, until there are so many. */
function countedTo(amounts: readonly number[], { timeZone, counted, pauses }: (typeof cases)[number], startMs: number): (number | null)[] {
  const fromMs = Math.floor(startMs / minute) * minute - 2 * 24 * hour;
  const shown = latestWallTimes(timeZone, fromMs, 6 * 24 * 60);
  const isOpen = (atMs: number): boolean => {
    const time = shown[Math.floor((atMs - fromMs) / minute)]?.slice(11) ?? expect.fail('beyond what was asked of Intl');
    return counted === 'round the clock' || rows.some(([opens, closes]) => opens <= time && time < closes);
  };
  const reached: (number | null)[] = amounts.map(() => null);
  let seconds = 0;
  for (let atMs = startMs; reached.includes(null); atMs += second) {
    if (!isOpen(atMs) || pauses.some(([pausedMs, resumedMs]) => pausedMs <= atMs && atMs < (resumedMs ?? Infinity))) continue;
    seconds += 1;
    for (const [index, amount] of amounts.entries()) if (seconds * second === amount) reached[index] = atMs + second;
  }
  return reached;
}

describe('A ticket across a change of the clocks is due to the second (T-06, T-07, T-08)', () => {
  it.each(cases)('$timeZone, $counted, $summary pauses', (given) => {
    const { timeZone, changeMs, counted, pauses } = given;
    const startMs = changeMs - 4 * hour - 17 * second;
    const written = Object.fromEntries(ticketPolicies.map((name) => [name, shippedPolicy(name)])) as unknown as Pick<Policies, (typeof ticketPolicies)[number]>;
    const calendar = { timeZone, weekly: Object.fromEntries(weekdays.map((weekday) => [weekday, rows])) };
    const levels = written['service-levels'];
    const policy = freezeTicketPolicy({
      ...written, 'calendars': { ...written.calendars, calendars: { ...written.calendars.calendars, here: calendar } as Policies['calendars']['calendars'] },
      'service-levels': { ...levels, contracts: { ...levels.contracts, pro: { ...levels.contracts.pro, calendar: counted === 'business hours' ? 'here' : null } } },
    }, {}, 'operator', startMs);
    const ticket = { ...evolveTicket(newTicket, { type: 'ticketOpened', opening: { ...opening, policy } }, startMs), pauses };
    const [resolution, taking] = [clockOf(ticket, 'resolution'), clockOf(ticket, 'taking-charge')];
    if (!resolution || !taking) throw new Error('a time is promised');
    const shares = [0.5, 0.8, 1, 1.5];
    const [takingMs, ...reachedMs] = countedTo([2 * hour, ...shares.map((share) => share * 8 * hour)], given, startMs);
    expect(dueAtMs(taking)).toBe(takingMs);
    expect(shares.map((share) => thresholdOf(resolution, share))).toEqual(reachedMs.map((atMs) => ({ outcome: 'at', atMs })));
  });
});
