/** The clocks of tickets on the real engine: explained by API, and right over months of business hours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historiesOf } from '../../../cli/check/histories.ts';
import { currentPolicies, editPolicy } from '../../../db/policy/store.ts';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { readClock } from '../../../domain/calendar/clock.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TicketDesk, type TestTicket } from '../../support/tickets.ts';

const hour = 3_600_000;
const day = 24 * hour;

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

interface Read {
  readonly startedAt: string;
  readonly asOf: string;
  readonly clocks: readonly {
    readonly name: string; readonly standing: string; readonly target: string | null; readonly due: string | null; readonly elapsedSeconds: number; readonly remainingSeconds: number;
    readonly pausedSeconds: number; readonly closedSeconds: number; readonly totalSeconds: number;
    readonly intervals: readonly { readonly from: string; readonly to: string; readonly seconds: number; readonly kind: string; readonly reason: string | null; readonly since: { readonly by: string | null } | null }[];
    readonly thresholdsToCome: readonly { readonly ratio: number; readonly at: string | null }[];
  }[];
  readonly levels: readonly { readonly level: number; readonly seconds: number }[];
  readonly thresholdsFired: readonly { readonly ratio: number; readonly isLate: boolean; readonly dueAt: string; readonly movedTo: { readonly level: number; readonly team: string | null } | null }[];
  readonly recomputations: readonly { readonly because: string; readonly due: { readonly resolution: { readonly before: string | null; readonly after: string | null } } }[];
}

async function clockOf({ number }: TestTicket, as = 'technician-n1'): Promise<Read> {
  const response = await desk.api.request(`/api/v1/tickets/${number}/clock`, { headers: { authorization: `Bearer ${as}` } });
  expect(response.status).toBe(200);
  return await response.json() as Read;
}

/** Each clock is whole: its intervals follow each other from T0, and its sums are theirs. */
function expectWhole({ clocks, startedAt, levels }: Read): void {
  const milliseconds = (seconds: number) => Math.round(seconds * 1000);
  for (const { intervals, elapsedSeconds, pausedSeconds, closedSeconds, totalSeconds } of clocks) {
    for (const [index, { from, to, seconds }] of intervals.entries()) {
      expect(from).toBe(intervals[index - 1]?.to ?? startedAt);
      expect(Date.parse(to) - Date.parse(from)).toBe(milliseconds(seconds));
    }
    expect(milliseconds(elapsedSeconds) + milliseconds(pausedSeconds) + milliseconds(closedSeconds)).toBe(milliseconds(totalSeconds));
    expect(intervals.reduce((soFar, { seconds }) => soFar + milliseconds(seconds), 0)).toBe(milliseconds(totalSeconds));
  }
  expect(levels.reduce((soFar, { seconds }) => soFar + milliseconds(seconds), 0)).toBe(milliseconds(clocks[1]?.elapsedSeconds ?? -1));
}

describe('GET /tickets/{number}/clock', () => {
  it('explains every second, every date and every threshold (T-05, T-06, T-07, T-08)', async () => {
    const ticket = await desk.ticket();
    await ticket.does('take');
    await ticket.skip(4 * hour);
    await ticket.awaitEvents('thresholdPassed', 1);
    await ticket.does('wait', { reason: 'supplier' });
    await ticket.skip(3 * hour);
    const paused = await clockOf(ticket);
    expectWhole(paused);
    expect(paused.clocks.map(({ standing, target }) => [standing, target])).toEqual([['ended', 'PT2H'], ['paused', 'PT8H']]);
    expect(paused.clocks[1]).toMatchObject({ due: null, thresholdsToCome: [{ ratio: 0.8, at: null }, { ratio: 1, at: null }, { ratio: 1.5, at: null }] });
    await ticket.does('answer');
    await ticket.does('prioritise', { impact: 'outage', contract: 'contract', reason: 'Contrat retrouvé' });
    const read = await clockOf(ticket);
    expectWhole(read);
    expect(read.clocks[1]?.intervals.map(({ kind }) => kind)).toEqual(['counted', 'paused', 'counted']);
    expect(read.clocks[1]?.intervals[1]).toMatchObject({ reason: 'supplier', rule: 'T-08', policy: 'waiting-reasons', version: 1, since: { by: 'technician-n1' } });
    expect(read.recomputations.map(({ because }) => because)).toEqual(['pause', 'contract']);
    expect(read.clocks[1]?.due).toBe(read.recomputations[1]?.due.resolution.after);
    expect(Date.parse(read.recomputations[1]?.due.resolution.after ?? '') - Date.parse(read.recomputations[1]?.due.resolution.before ?? '')).toBe(16 * hour);
    expect(read.thresholdsFired).toMatchObject([{ ratio: 0.5 }]);
  });

  it('shows a customer his own, without teams and people, and no other’s (C-05)', async () => {
    const ticket = await desk.ticket();
    await ticket.does('take');
    await ticket.does('wait', { reason: 'internal' });
    await ticket.skip(9 * hour);
    await ticket.awaitEvents('thresholdPassed', 3);
    await ticket.does('answer');
    expect((await clockOf(ticket)).thresholdsFired.at(-1)?.movedTo?.team).toMatch(/^operator-/);
    const own = await clockOf(ticket, 'customer');
    expectWhole(own);
    expect(own.thresholdsFired.at(-1)?.movedTo).toEqual({ level: 2, team: null });
    expect(JSON.stringify(own)).not.toMatch(/technician|operator-/);
    await house.pool.query("UPDATE tickets SET customer_id = 'CLI-000777' WHERE number = $1", [ticket.number]);
    expect((await problemIn(await desk.api.request(`/api/v1/tickets/${ticket.number}/clock`, { headers: { authorization: 'Bearer customer' } }))).code).toBe('not-found');
    await house.pool.query("UPDATE tickets SET customer_id = 'CLI-000001' WHERE number = $1", [ticket.number]);
  });
});

it('a threshold that was due while the workers were away is told before the merging that came first, once, and nothing after it; the history replays (T-07)', async () => {
  const [ticket, other] = [await desk.ticket(), await desk.ticket()];
  await ticket.does('take');
  await house.stopWorkers();
  // Without a worker the time goes on as far as the timer, which nobody hears.
  const skipping = ticket.skip(4 * hour).catch(() => undefined);
  await eventually(async () => expect((await historiesOf(house.client, ticket.number)).flat().some(({ timerFiredEventAttributes: fired }) => fired)).toBe(true));
  const merging = ticket.does('merge', { into: other.number });
  // Every task is a replay.
  await house.startWorkers({ maxCachedWorkflows: 0 });
  await merging;
  await skipping;
  const happened = await ticket.events();
  expect(happened.slice(-2).map(({ event }) => (event.type === 'thresholdPassed' ? [event.clock, event.ratio] : event.type))).toEqual([['resolution', 0.5], 'ticketMerged']);
  expect(happened.filter(({ event }) => event.type === 'thresholdPassed')).toHaveLength(1);
  await eventually(async () => expect((await house.client.workflow.getHandle(workflowIdOf(ticket.number)).describe()).status.name).toBe('COMPLETED'));
  await house.stopWorkers();
  await house.startWorkers();
});

describe('in business hours', () => {
  it('a ticket that lives for months has more of them computed whenever they run out, and is due to the second (T-06, T-07)', async () => {
    const { values } = await currentPolicies(house.pool, ['service-levels', 'calendars']);
    const { contracts } = values['service-levels'];
    // 400 hours at some 40 a week.
    const value = { ...values['service-levels'], contracts: { ...contracts, pro: { ...contracts.pro, resolution: 'PT400H', calendar: 'operator' } } };
    expect(await editPolicy(house.pool, { name: 'service-levels', value, author: 'admin', hasRead: () => true })).toMatchObject({ version: 2 });
    const calendar = values.calendars.calendars['operator'] as Calendar;
    const ticket = await desk.ticket();
    await ticket.does('take');
    await ticket.skip(10 * day);
    await ticket.does('wait', { reason: 'spare-part' });
    await ticket.skip(120 * day);
    await ticket.does('answer');
    expectWhole(await clockOf(ticket));
    await ticket.skip(80 * day);
    const passed = await ticket.awaitEvents('thresholdPassed', 3);
    const { createdAtMs, pauses } = await ticket.state();
    const expected = readClock(calendar, { startMs: createdAtMs, targetMs: 400 * hour, pauses: [...pauses] }, [0.5, 0.8, 1]).thresholds.map(({ reached }) => (reached.outcome === 'at' ? reached.atMs : null));
    expect(passed.map(({ ratio, dueAtMs }) => [ratio, dueAtMs])).toEqual([0.5, 0.8, 1].map((ratio, index) => [ratio, expected[index]]));
    expect((await ticket.events()).filter(({ event }) => event.type === 'calendarExtended').length).toBeGreaterThan(2);
    const read = await clockOf(ticket);
    expectWhole(read);
    expect(read.clocks[1]?.closedSeconds).toBeGreaterThan(read.clocks[1]?.elapsedSeconds ?? Infinity);
    await eventually(async () => expect((await ticket.read() as { isBreached: boolean }).isBreached).toBe(true));
    await expectRebuildChangesNothing(house);
  });
});
