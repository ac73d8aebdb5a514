/** Thresholds of tickets while processes are killed (-9) around them, and while the database or the engine is away over several: each is recorded once, in order, and late where it was late; and no mail is sent twice (T-07). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../cli/processes/wait.ts';
import { readEvents } from '../../db/journey/rebuild.ts';
import { nextState } from '../../db/journey/record.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { TicketEvent } from '../../domain/ticket/ticket.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import { expectPositions } from '../support/books.ts';
import { createCaller, type Caller } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { givenToRecorder } from '../support/history.ts';
import { openInstallation, type Installation } from '../support/installation.ts';
import { expectMailsOnce } from '../support/outside-books.ts';
import { editPolicy } from '../support/policies.ts';
import { expectRebuildChangesNothing } from '../support/rebuilt.ts';
import { lockRow } from '../support/row-lock.ts';

const patientMs = 120_000;
/** Thresholds that fall due while something is away: an hour of the shipped eight is half a second here. */
const overdue = 4;
const onTimeWithinMs = 1_000;

let on: Installation;
let caller: Caller;
const registered: string[] = [];
beforeAll(async () => {
  on = await openInstallation();
  caller = createCaller(on);
  await on.pool.query("UPDATE customers SET contract = 'pro'");
  await editPolicy(caller, 'service-levels', (value) => ({ ...value, contracts: { ...value.contracts, pro: { ...value.contracts.pro, resolution: 'PT4S', takingChargeRatio: null } } }));
  await editPolicy(caller, 'escalation', (value) => ({ ...value, thenEvery: { ratio: 0.5, acts: ['notify-manager'] } }));
});
afterAll(async () => { await on.close(); });

async function register(): Promise<string> {
  const { rows: [service] } = await on.pool.query<{ rds: string; customer_id: string }>('SELECT rds, customer_id FROM services ORDER BY rds LIMIT 1');
  const told = await caller.post('/tickets', {
    customerId: service?.customer_id, rds: service?.rds, impact: 'outage', description: 'Plus de connexion depuis ce matin.', despiteDuplicates: true,
    caller: { name: 'Jeanne Martin', phone: '+33601020304', relation: 'self' },
  }, { key: randomUUID(), as: 'service-agent' });
  expect(told.status, told.text).toBe(201);
  const { number } = JSON.parse(told.text) as { number: string };
  registered.push(number);
  return number;
}

function passedIn(recorded: readonly RecordedEvent[]): { ratio: number; dueAtMs: number; isLate: boolean; atMs: number }[] {
  return recorded.flatMap(({ event, atMs }) => {
    const one = event as TicketEvent;
    return one.type === 'thresholdPassed' ? [{ ratio: one.ratio, dueAtMs: one.dueAtMs, isLate: one.isLate, atMs }] : [];
  });
}

async function passesAnother(number: string, more = 1): Promise<void> {
  const passed = async (): Promise<number> => passedIn(await readEvents(on.pool, number)).length;
  const before = await passed();
  await eventually(async () => expect(await passed()).toBeGreaterThanOrEqual(before + more), patientMs, 50);
}

/** Its clock stands from now on; what has been passed by then is the whole of it, in every book. */
async function expectEachOnce(number: string): Promise<{ isLate: boolean }[]> {
  const answer = await caller.post(`/tickets/${number}/wait`, { reason: 'customer-answer' }, { as: 'technician-n1' });
  expect(answer.status, answer.text).toBe(200);
  // Who is told of a threshold is noted once he has been.
  await eventually(async () => {
    const { rows: [row] } = await on.pool.query<{ left: number }>("SELECT count(*) AS left FROM ticket_notices WHERE ticket = $1 AND status = 'pending'", [number]);
    expect(row?.left).toBe(0);
  }, patientMs);
  // One that was due before the wait and is told late comes after it: the ticket and its record agree once it has.
  await eventually(async () => {
    const state = await on.client.workflow.getHandle(workflowIdOf(number)).query<unknown>('state');
    expect(JSON.parse(JSON.stringify(nextState('ticket', undefined, await readEvents(on.pool, number))))).toEqual(state);
  }, patientMs);
  // And it may come still: each book as it is then.
  const recorded = await eventually(async () => {
    const events = await readEvents(on.pool, number);
    expect(await givenToRecorder(on.client, number)).toEqual(events);
    return events;
  }, patientMs);
  expect(recorded.map((event) => event.number)).toEqual(recorded.map((_, index) => index + 1));
  const all = passedIn(recorded);
  expect(all.map(({ ratio }) => ratio)).toEqual([0.5, 0.8, ...all.slice(2).map((_, index) => 1 + index / 2)]);
  for (const { dueAtMs, atMs, isLate } of all) expect(isLate).toBe(atMs - dueAtMs > onTimeWithinMs);
  return all;
}

it.each(['worker', 'temporal', 'postgres'] as const)('%s is killed before, during and after thresholds', async (victim) => {
  const number = await register();
  await on.kill(victim);
  await on.ready();
  // Whichever comes next: the recorder has written it and cannot commit.
  const lock = await lockRow(on, 'journeys', number);
  await lock.waitedFor();
  await on.kill(victim);
  await lock.release();
  await on.ready();
  await passesAnother(number);
  await on.kill(victim);
  await on.ready();
  await passesAnother(number);
  expect((await expectEachOnce(number)).length).toBeGreaterThanOrEqual(3);
});

it.each([
  ['the database', () => on.wires.toDatabase.cut(), () => on.wires.toDatabase.mend()],
  ['the engine, for its worker,', () => on.wires.workerToTemporal.cut(), () => on.wires.workerToTemporal.mend()],
] as const)('%s is away for hours: what fell due meanwhile is recorded at once, in order, and marked late', async (_, cut, mend) => {
  const number = await register();
  await passesAnother(number);
  await cut();
  const backAtMs = Date.now() + 2_000 * (overdue + 1);
  await until(() => Date.now() >= backAtMs, patientMs);
  await mend();
  await passesAnother(number, overdue);
  expect((await expectEachOnce(number)).filter(({ isLate }) => isLate).length).toBeGreaterThanOrEqual(overdue - 1);
});

it('and the record can be rebuilt, nobody was told twice, and nothing has ended that was not killed', async () => {
  await expectPositions(on);
  await expectRebuildChangesNothing(on);
  expect(Object.keys(await expectMailsOnce(on)).filter((key) => registered.some((number) => key.startsWith(number))).length).toBeGreaterThan(0);
  const { rows } = await on.pool.query<{ number: string }>('SELECT number FROM tickets ORDER BY number');
  expect(rows.map(({ number }) => number)).toEqual(registered.toSorted());
  expect(on.ownDeaths()).toEqual({});
});
