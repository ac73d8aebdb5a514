/** Alarms of the monitoring that become tickets, or part of them (T-01). */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ticketDoor } from '../../../api/ticket/door.ts';
import { keepCallback } from '../../../db/callbacks/inbox.ts';
import { createDelivery } from '../../../relay/inbox.ts';
import { createAlarmCarrier, monitoringSource } from '../../../relay/monitoring.ts';
import { openHouse, type House } from '../../support/house.ts';
import { TicketDesk } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type) SELECT 'RDS-' || n, 'CLI-000001', 'ftth' FROM generate_series(900001, 900009) AS n");
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const at = '2026-11-22T08:00:00Z';
const alarm = (alarmId: string, rds: string) => ({ type: 'alarm.raised', alarmId, rds, severity: 'outage', kind: 'link-down', raisedAt: at });
const cleared = (alarmId: string, rds: string) => ({ type: 'alarm.cleared', alarmId, rds, clearedAt: '2026-11-22T08:05:00Z' });

/** Carried by two relays at once; answers how each callback ended. */
async function carry(...payloads: object[]): Promise<(string | null)[]> {
  const ids = payloads.map(() => randomUUID());
  for (const [index, payload] of payloads.entries()) await keepCallback(house.pool, { source: monitoringSource, id: ids[index] ?? '', payload });
  const tickets = ticketDoor({ pool: house.pool, client: house.client, nowMs: () => Date.now() });
  await Promise.all([0, 1].map(async () => {
    const relay = createDelivery({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) }, { [monitoringSource]: createAlarmCarrier({ pool: house.pool, tickets }) });
    while (await relay.start() > 0) await relay.idle();
  }));
  const { rows } = await house.pool.query<{ id: string; status: string; reason: string | null }>('SELECT id, status, reason FROM inbox WHERE id = ANY ($1)', [ids]);
  return ids.map((id) => { const row = rows.find((one) => one.id === id); return row?.reason ?? row?.status ?? null; });
}

const ticketsOn = async (rds: string) => (await house.pool.query<{ number: string; contact: string; impact: string }>('SELECT number, contact, impact FROM tickets WHERE rds = $1 ORDER BY number', [rds])).rows;
const notesOf = async (number: string) => ((await (await desk.api.request(`/api/v1/tickets/${number}/messages`, { headers: { authorization: 'Bearer technician-n1' } })).json()) as { items: { text: string; direction: string }[] }).items.map(({ text, direction }) => [direction, text]);

it('an alarm opens one ticket, however often it is told; later ones on the service join it, and its clearing is noted (T-01)', async () => {
  expect(await carry(alarm('A-1', 'RDS-900001'), alarm('A-1', 'RDS-900001'))).toEqual(['delivered', 'delivered']);
  const [ticket] = await ticketsOn('RDS-900001');
  expect(ticket).toMatchObject({ contact: 'monitoring', impact: 'outage' });
  expect(await carry(alarm('A-2', 'RDS-900001'), alarm('A-3', 'RDS-900001'))).toEqual(['delivered', 'delivered']);
  expect(await carry(cleared('A-1', 'RDS-900001'), cleared('A-1', 'RDS-900001'))).toEqual(['delivered', 'delivered']);
  expect(await ticketsOn('RDS-900001')).toHaveLength(1);
  const notes = await notesOf(ticket?.number ?? '');
  expect(notes).toHaveLength(3);
  expect(notes).toContainEqual(['internal', 'Alarme retombée, 2026-11-22T08:05:00Z']);
});

it('one joins the ticket of a fault that somebody told of, and none of another matter: it has a ticket and a clock of its own (T-02, T-07)', async () => {
  const opened = async (rds: string, classification: object) => { const { number } = await desk.ticket({ rds, classification }); await carry(alarm(`F-${rds}`, rds)); return { number, on: (await ticketsOn(rds)).map((one) => one.contact) }; };
  const fault = await opened('RDS-900006', { type: 'incident', symptom: 'no-connection', category: 'access' });
  expect([fault.on, await notesOf(fault.number)]).toEqual([['phone'], [['internal', `link-down (outage), ${at}`]]]);
  expect((await opened('RDS-900007', { type: 'request', symptom: 'none', category: 'termination' })).on).toEqual(['phone', 'monitoring']);
  expect((await opened('RDS-900008', { type: 'request', symptom: 'none', category: 'move' })).on).toEqual(['phone', 'monitoring']);
});

it('two alarms of one service at once are one ticket', async () => {
  expect(await carry(alarm('B-1', 'RDS-900002'), alarm('B-2', 'RDS-900002'))).toEqual(['delivered', 'delivered']);
  expect(await ticketsOn('RDS-900002')).toHaveLength(1);
});

it('one that was cleared before it was told opens nothing, and neither does one of a service that nobody has', async () => {
  expect(await carry(cleared('C-1', 'RDS-900003'))).toEqual(['no-ticket']);
  expect(await carry(alarm('C-1', 'RDS-900003'), alarm('C-2', 'RDS-999999'))).toEqual(['cleared-before', 'unknown-service']);
  expect(await ticketsOn('RDS-900003')).toEqual([]);
});

it('one whose ticket was merged is told to the ticket that goes on (T-02)', async () => {
  await carry(alarm('D-1', 'RDS-900004'));
  const [gone] = await ticketsOn('RDS-900004');
  const survivor = await desk.ticket();
  expect((await desk.act(gone?.number ?? '', 'merge', { into: survivor.number })).status).toBe(200);
  expect(await carry(cleared('D-1', 'RDS-900004'))).toEqual(['delivered']);
  expect(await notesOf(survivor.number)).toEqual([['internal', 'Alarme retombée, 2026-11-22T08:05:00Z']]);
});

it('one that is told while its ticket is merged is told again, to the ticket that goes on (T-02)', async () => {
  await carry(alarm('E-1', 'RDS-900005'));
  const [gone] = await ticketsOn('RDS-900005');
  const survivor = await desk.ticket();
  const door = ticketDoor({ pool: house.pool, client: house.client, nowMs: () => Date.now() });
  let isMerged = false;
  const addMessage: typeof door.addMessage = async (...message) => {
    if (!isMerged) expect((await desk.act(gone?.number ?? '', 'merge', { into: survivor.number })).status).toBe(200);
    isMerged = true;
    return await door.addMessage(...message);
  };
  const carrier = createAlarmCarrier({ pool: house.pool, tickets: { ...door, addMessage } });
  const entry = { source: monitoringSource, id: randomUUID(), attempts: 0, traceparent: null, payload: cleared('E-1', 'RDS-900005') };
  expect(await carrier(entry)).toMatchObject({ status: 'pending' });
  expect(await carrier(entry)).toMatchObject({ status: 'delivered', journeyId: survivor.number });
  expect(await notesOf(survivor.number)).toHaveLength(1);
});
