/** What was accepted stays accepted: a request whose answer was lost comes again under its key when the world has gone on, and is answered with what is, on the real engine. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, problemIn } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { TicketDesk } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
let journeys: Journeys;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  journeys = new Journeys(house);
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const post = async (path: string, body: object, as: string, key: string) => await desk.api.request(`/api/v1${path}`, json(body, { 'authorization': `Bearer ${as}`, 'idempotency-key': key }));

/** As if the process had died before it could remember what it answered. */
const loseAnswers = async () => await house.pool.query("UPDATE idempotency_keys SET status = NULL, headers = NULL, body = NULL, lease_until = now() - interval '1 second' WHERE status IS NOT NULL");

/** @param meanwhile after which the same request would be refused with `code`, were it a new one */
async function againAfter(path: string, body: object, as: string, code: string, meanwhile: () => Promise<unknown>): Promise<unknown> {
  const key = randomUUID();
  const first = await post(path, body, as, key);
  expect(first.status, await first.clone().text()).toBe(200);
  const countEvents = async () => (await house.pool.query('SELECT FROM events')).rowCount;
  await loseAnswers();
  await meanwhile();
  const before = await countEvents();
  const again = await post(path, body, as, key);
  expect([again.status, again.headers.get('idempotency-replayed')], await again.clone().text()).toEqual([200, null]);
  expect((await problemIn(await post(path, body, as, randomUUID()))).code).toBe(code);
  expect(await countEvents()).toBe(before);
  return await again.json();
}

describe('a ticket’s act whose answer was lost', () => {
  it('gives it to him who is absent by now (T-11)', async () => {
    const ticket = await desk.ticket();
    // To whom the rules have not given it: what changes nothing leaves no record.
    const to = (await ticket.read())['attributedTo'] === 'maud-rolland' ? 'remi-castel' : 'maud-rolland';
    const answer = await againAfter(`/tickets/${ticket.number}/attribute`, { to, reason: 'Connaît le site' }, 'dispatcher', 'T-11.absent', async () =>
      await house.pool.query("INSERT INTO absences (id, subject, starts_at, ends_at, reason, entered_by) VALUES (gen_random_uuid(), $1, now() - interval '1 hour', now() + interval '1 day', 'leave', $1)", [to]));
    expect(answer).toMatchObject({ attributedTo: to });
  });

  it('merges it into one that was merged itself since (T-02)', async () => {
    const [gone, between, last] = [await desk.ticket(), await desk.ticket(), await desk.ticket()];
    await againAfter(`/tickets/${gone.number}/merge`, { into: between.number }, 'technician-n1', 'T-02.merged-away', () => between.does('merge', { into: last.number }));
    expect((await gone.events()).map(({ event }) => event.type).filter((type) => type === 'ticketMerged')).toHaveLength(1);
  });

  it('takes it, by him who has left the desk since (T-11)', async () => {
    const { number } = await desk.ticket();
    const answer = await againAfter(`/tickets/${number}/take`, {}, 'technician-n1', 'T-11.not-of-the-desk', () => house.pool.query("UPDATE team_members SET team = 'production' WHERE subject = 'technician-n1'"));
    expect(answer).toMatchObject({ assignee: 'technician-n1' });
  });
});

it('an opportunity is closed, though it is closed by now (S-09)', async () => {
  const made = await (await post('/opportunities', { customerId: 'CLI-000001', purpose: 'Fibre', amountCents: 1_000, probability: 30, closesOn: '2030-05-15' }, 'sales-engineer', randomUUID())).json() as { id: string };
  expect(await againAfter(`/opportunities/${made.id}/close`, { outcome: 'lost', reason: 'price' }, 'sales-engineer', 'wrong-state', async () => undefined)).toMatchObject({ stage: 'lost' });
});

describe('an act on a task whose answer was lost', () => {
  it('claims it, though it is done by now (C-07)', async () => {
    const { id } = await journeys.launch(['Lyon']);
    const task = `${id}.techno-commercial-approval.1`;
    await againAfter(`/tasks/${task}/claim`, {}, 'presales-engineer', 'task-closed', async () => {
      const done = await post(`/tasks/${task}/complete`, { approved: true, comment: 'Architecture conforme' }, 'presales-engineer', randomUUID());
      expect(done.status, await done.clone().text()).toBe(200);
    });
  });
});
