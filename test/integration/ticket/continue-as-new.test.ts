/** Tickets that move to a fresh history with all that is open: clocks, thresholds, a wait, an offer, people who act meanwhile. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { historiesOf } from '../../../cli/check/histories.ts';
import { nextState } from '../../../db/journey/record.ts';
import { readEvents } from '../../../db/journey/rebuild.ts';
import { problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { rollingNamespaces } from '../../support/global-setup.ts';
import { givenToRecorder } from '../../support/history.ts';
import { openHouse, type House } from '../../support/house.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { diagnosis, TicketDesk, type TestTicket } from '../../support/tickets.ts';

const minute = 60_000;
const hour = 60 * minute;

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse({ namespace: rollingNamespaces.tickets });
  desk = await TicketDesk.open(house);
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

/** A run that has just begun has no state yet. */
const stateOf = (ticket: TestTicket) => eventually(() => ticket.state());
const runsOf = async ({ number }: TestTicket): Promise<number> => (await historiesOf(house.client, number)).length;

/** Acts that change nothing, eight at once and again, until the ticket has moved: whoever acts meanwhile is answered, by the run that he reached or by the next. */
async function fillHistory(ticket: TestTicket): Promise<void> {
  const before = await runsOf(ticket);
  for (let round = 0; await runsOf(ticket) === before; round += 1) {
    expect(round, 'rounds until it has moved').toBeLessThan(10);
    const answers = await Promise.all(Array.from({ length: 8 }, () => desk.act(ticket.number, 'messages', { to: 'house', text: `vu, ${round}` })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  }
  // Its timers are armed: what is skipped from now on, they see.
  await stateOf(ticket);
}

/** Every number once in all its histories, which are the record; and the state of the last is what they lead to. */
async function expectOneStory(ticket: TestTicket): Promise<void> {
  await eventually(async () => {
    const recorded = await readEvents(house.pool, ticket.number);
    expect(recorded.map(({ number }) => number)).toEqual(recorded.map((_, index) => index + 1));
    expect(await givenToRecorder(house.client, ticket.number)).toEqual(recorded);
    expect(await stateOf(ticket)).toEqual(JSON.parse(JSON.stringify(nextState('ticket', undefined, recorded))));
  });
}

it('a ticket that waits, with thresholds fired and to come, moves again and again: each fires once, when the pause lets it (T-07, T-08)', async () => {
  const ticket = await desk.ticket();
  await ticket.does('take');
  await ticket.skip(5 * hour);
  await ticket.awaitEvents('thresholdPassed', 1);
  await ticket.does('wait', { reason: 'supplier' });
  await fillHistory(ticket);
  await ticket.skip(9 * hour);
  await fillHistory(ticket);
  expect((await ticket.awaitEvents('thresholdPassed', 1)).map(({ ratio }) => ratio)).toEqual([0.5]);
  await ticket.does('answer');
  await fillHistory(ticket);
  await ticket.skip(2 * hour);
  const passed = await ticket.awaitEvents('thresholdPassed', 2);
  const { pauses, createdAtMs } = await stateOf(ticket);
  expect(pauses).toHaveLength(1);
  const [[beganMs, endedMs]] = pauses as [[number, number]];
  // Whether it is late says nothing here: time that is skipped over a move is skipped at once.
  expect(passed.map(({ ratio, dueAtMs }) => [ratio, dueAtMs])).toEqual([[0.5, createdAtMs + 4 * hour], [0.8, createdAtMs + 6.4 * hour + endedMs - beganMs]]);
  expect(await runsOf(ticket)).toBeGreaterThanOrEqual(4);
  await expectOneStory(ticket);
});

it('an offer is accepted or expires after the move as if there had been none (C-03)', async () => {
  const tickets = [await desk.ticket(), await desk.ticket()] as const;
  for (const ticket of tickets) {
    await ticket.does('take');
    await ticket.does('classify', { type: 'incident', symptom: 'no-connection', category: 'access' });
    await ticket.does('diagnose', diagnosis);
    await ticket.does('transfer', { to: 'operator-n2-reseau', reason: 'difficulty' });
    await fillHistory(ticket);
  }
  const [accepted, forgotten] = tickets;
  expect(await accepted.does('acknowledge-transfer', { ordinal: 1 }, 'technician-n2')).toMatchObject({ team: 'operator-n2-reseau' });
  await forgotten.skip(hour / 4);
  await forgotten.awaitEvents('transferExpired', 1);
  await fillHistory(forgotten);
  expect((await problemIn(await desk.act(forgotten.number, 'acknowledge-transfer', { ordinal: 1 }, 'technician-n2'))).code).toBe('C-03.no-such-offer');
  for (const ticket of tickets) await expectOneStory(ticket);
});

it('the same act under the same key is answered as before, whichever history it reaches', async () => {
  const ticket = await desk.ticket();
  const act = async () => await desk.api.request(`/api/v1/tickets/${ticket.number}/take`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', 'authorization': 'Bearer technician-n1', 'idempotency-key': `take-${ticket.number}` } });
  expect((await act()).status).toBe(200);
  await fillHistory(ticket);
  expect((await act()).status).toBe(200);
  expect((await ticket.events()).filter(({ event }) => event.type === 'ticketTaken')).toHaveLength(1);
  await expectOneStory(ticket);
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
