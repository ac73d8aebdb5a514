/** What tickets have to tell, as relays carry it: at its hour, once, whoever dies with it (T-07, T-22). */
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rebuild } from '../../../db/journey/rebuild.ts';
import { currentPolicies, editPolicy } from '../../../db/policy/store.ts';
import { listNotices, takeNotices } from '../../../db/ticket/notices.ts';
import { createNotices, type Notices } from '../../../relay/notices.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { TicketDesk, type TestTicket } from '../../support/tickets.ts';

const caller = { name: 'Jeanne Martin', email: 'jeanne@boulangerie-martin.example', relation: 'self' } as const;
const hour = 3_600_000;

let house: House;
let desk: TicketDesk;
/** What a relay's clock says beyond ours. */
let aheadMs = 0;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house, 'pro', undefined, false);
});
beforeEach(async () => {
  aheadMs = 0;
  await carry(newRelay());
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const newRelay = (pool = house.pool): Notices => createNotices({ pool, client: house.client, logger: pino({ level: 'silent' }), send: house.sendNotice, nowMs: () => Date.now() + aheadMs, perSecond: 1_000 });

async function carry(...relays: Notices[]): Promise<void> {
  await Promise.all(relays.map(async (relay) => {
    while (await relay.start() > 0);
    await relay.idle();
  }));
}

const statusOf = async ({ number }: TestTicket): Promise<string[]> => (await listNotices(house.pool, number)).map(({ key, status }) => `${key} ${status}`);
const mailsOf = async ({ number }: TestTicket): Promise<string[]> => (await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(number)).map(({ messageKey, copies }) => `${messageKey.slice(number.length + 1)}${copies > 0 ? `, ${copies + 1} times` : ''}`);
/** The notices that are held are looked at when their time has come. */
const itIsTime = async (): Promise<void> => { await house.pool.query("UPDATE ticket_notices SET look_at = now() WHERE status = 'pending'"); };

/** Open three days from now, for an hour; or never closed. */
async function wakeIn(when: 'three-days' | 'always'): Promise<void> {
  const { values: { notices, calendars } } = await currentPolicies(house.pool, ['notices', 'calendars']);
  const thirdDay = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 3) % 7] as 'sun';
  await editPolicy(house.pool, { name: 'calendars', author: 'admin', hasRead: () => true, value: { ...calendars, calendars: { ...calendars.calendars, 'far-off': { timeZone: 'UTC', weekly: { [thirdDay]: [['12:00', '13:00']] } } } } });
  await editPolicy(house.pool, { name: 'notices', author: 'admin', hasRead: () => true, value: { ...notices, goOutDuring: when === 'always' ? null : 'far-off', atAnyHour: ['P1'] } });
}

it('many tickets’ notices go out once each, though two relays carry them side by side', async () => {
  const tickets = await Promise.all(Array.from({ length: 12 }, () => desk.ticket({ caller })));
  await carry(newRelay(), newRelay());
  for (const ticket of tickets) {
    expect(await statusOf(ticket)).toEqual(['acknowledgement sent']);
    expect(await mailsOf(ticket)).toEqual(['acknowledgement']);
  }
});

it('what a relay had taken when it died goes out by another, when its time is over and not before', async () => {
  const ticket = await desk.ticket({ caller });
  const [taken] = await takeNotices(house.pool, 100, [], new Date(Date.now() + 30_000));
  expect(taken).toMatchObject({ ticket: ticket.number, key: 'acknowledgement' });
  await carry(newRelay());
  expect(await mailsOf(ticket)).toEqual([]);
  await itIsTime();
  await carry(newRelay());
  expect(await mailsOf(ticket)).toEqual(['acknowledgement']);
});

it('a notice waits for the hour at which people are awake, and goes out then', async () => {
  await wakeIn('three-days');
  const ticket = await desk.ticket({ caller, impact: 'degradation' });
  await wakeIn('always');
  await carry(newRelay());
  expect(await statusOf(ticket)).toEqual(['acknowledgement pending']);
  const { rows: [held] } = await house.pool.query<{ inDays: number }>(`SELECT (extract(epoch FROM look_at - now()) / 86400)::float8 AS "inDays" FROM ticket_notices WHERE ticket = $1`, [ticket.number]);
  expect(held?.inDays).toBeGreaterThan(2);
  // Looked at too early, it waits on; the calendars are those of the version that the ticket keeps.
  await itIsTime();
  await carry(newRelay());
  expect(await mailsOf(ticket)).toEqual([]);
  aheadMs = 4 * 24 * hour;
  await itIsTime();
  await carry(newRelay());
  expect(await mailsOf(ticket)).toEqual(['acknowledgement']);
});

it('a notice that waits goes out as soon as its ticket has become urgent', async () => {
  await wakeIn('three-days');
  const ticket = await desk.ticket({ caller, impact: 'degradation' });
  await carry(newRelay());
  expect(await mailsOf(ticket)).toEqual([]);
  await ticket.does('prioritise', { impact: 'outage', contract: 'pro', reason: 'Plus rien ne marche' });
  await carry(newRelay());
  expect(await mailsOf(ticket)).toContain('acknowledgement');
  await wakeIn('always');
});

it('what no longer holds when its time has come is not said (T-08)', async () => {
  const ticket = await desk.ticket({ caller });
  await ticket.does('take');
  await ticket.does('resolve', { solution: 'Redémarrage' });
  await ticket.does('disagree', { by: 'caller', channel: 'phone', reason: 'Toujours coupé' });
  await carry(newRelay());
  expect(await statusOf(ticket)).toContain('agreement.1 stale');
  expect(await mailsOf(ticket)).not.toContain('agreement.1');
});

it('what no longer holds when it is taken up after a relay’s death may have gone out, and is shown as that (C-04)', async () => {
  const ticket = await desk.ticket({ caller });
  await ticket.does('take');
  await carry(newRelay());
  await ticket.does('resolve', { solution: 'Redémarrage' });
  const taken = await takeNotices(house.pool, 100, [], new Date(Date.now() + 30_000));
  expect(taken.map(({ key, attempts }) => `${key} ${attempts}`)).toEqual(['agreement.1 0']);
  await ticket.does('disagree', { by: 'caller', channel: 'phone', reason: 'Toujours coupé' });
  await itIsTime();
  await carry(newRelay());
  expect((await listNotices(house.pool, ticket.number)).find(({ key }) => key === 'agreement.1')).toMatchObject({ status: 'stale', attempts: 1 });
});

it('what has gone out is noted as sent though the database was away for a moment after it (C-04)', async () => {
  const ticket = await desk.ticket({ caller });
  let isAway = true;
  const failingOnce = new Proxy(house.pool, {
    get: (pool, name) => name !== 'query' ? Reflect.get(pool, name) as unknown : (...asked: [{ name?: string }]) => {
      if (!isAway || asked[0].name !== 'note-ticket-notices') return pool.query(...asked as unknown as Parameters<typeof pool.query>);
      isAway = false;
      return Promise.reject(new Error('the database is starting up'));
    },
  });
  await carry(newRelay(failingOnce));
  expect(isAway).toBe(false);
  expect((await listNotices(house.pool, ticket.number)).map(({ key, status, attempts }) => `${key} ${status} ${attempts}`)).toEqual(['acknowledgement sent 0']);
  expect(await mailsOf(ticket)).toEqual(['acknowledgement']);
});

it('a rebuild of the read models tells nobody again', async () => {
  const ticket = await desk.ticket({ caller });
  await carry(newRelay());
  await rebuild(house.pool);
  await itIsTime();
  await carry(newRelay());
  expect(await mailsOf(ticket)).toEqual(['acknowledgement']);
});
