/** Tickets that are linked, let go, merged while something else happens to them, on the real engine (T-02). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../../support/house.ts';
import { TicketDesk } from '../../support/tickets.ts';

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

it('two tickets that are merged into one another at one moment do not both end', async () => {
  const [one, other] = [await desk.ticket(), await desk.ticket()];
  const answers = await Promise.all([desk.act(one.number, 'merge', { into: other.number }), desk.act(other.number, 'merge', { into: one.number })]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  expect([(await one.read())['phase'], (await other.read())['phase']].toSorted()).toEqual(['merged', 'registered']);
});
