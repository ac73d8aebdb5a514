/** A ticket's life on the real engine, over the API (chapter 2 of the rules). */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestApplication } from '../../../db/policy/applications.ts';
import { currentPolicies, editPolicy } from '../../../db/policy/store.ts';
import { movePolicies } from '../../../relay/policies.ts';
import { problemIn } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { diagnosis, TicketDesk, work, worksheetOf } from '../../support/tickets.ts';

const hour = 3_600_000;
const classification = { type: 'incident', symptom: 'no-connection', category: 'access' };
const agreement = { by: 'customer', channel: 'phone' };

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

describe('registering', () => {
  it('gives the number and T0, and keeps what was said out of the record (T-02)', async () => {
    const ticket = await desk.ticket();
    expect(await ticket.read()).toMatchObject({ phase: 'registered', priority: 'P1', contract: 'pro', request: { description: 'Plus de connexion depuis ce matin.', caller: { name: 'Jeanne Martin' } } });
    expect(JSON.stringify(await ticket.events())).not.toContain('Jeanne');
    const timeline = await desk.api.request(`/api/v1/tickets/${ticket.number}/timeline`, { headers: { authorization: 'Bearer supervisor' } });
    const { items: [first] } = await timeline.json() as { items: unknown[] };
    expect(first).toMatchObject({ number: 1, type: 'ticketOpened', actor: 'service-agent', actorName: 'Élodie Picard', payload: { opening: { policy: { versions: { 'service-levels': 1 } } } } });
    expect(JSON.stringify(first)).not.toContain('stopsClock');
  });

  it.each([
    ['T-02.unknown-customer', { customerId: 'CLI-999999' }], ['T-03.unknown-service', { rds: 'RDS-777' }], ['T-03.service-missing', { rds: undefined }],
    ['T-04.unknown-class', { classification: { ...classification, category: 'weather' } }], ['T-04.unknown-class', { desk: 'bar' }], ['malformed-request', { colour: 'red' }],
  ])('refuses with %s and starts nothing', async (code, overrides) => {
    const before = await house.pool.query('SELECT 1 FROM tickets');
    expect((await problemIn(await desk.register(overrides))).code).toBe(code);
    expect((await house.pool.query('SELECT 1 FROM tickets')).rowCount).toBe(before.rowCount);
  });

  it('shows a likely duplicate first, and takes it where it is another incident (T-02)', async () => {
    const first = await desk.ticket({ rds: 'RDS-50' });
    const second = await problemIn(await desk.register({ rds: 'RDS-50' }));
    expect(second.code).toBe('T-02.likely-duplicate');
    expect(second.detail).toContain(first.number);
    expect((await desk.register({ rds: 'RDS-50', despiteDuplicates: true })).status).toBe(201);
  });

  it('promises no time for what concerns no service (T-03)', async () => {
    const ticket = await desk.ticket({ rds: undefined, classification: { type: 'question', symptom: 'none', category: 'commercial' } });
    expect(await ticket.read()).toMatchObject({ contract: 'none', dueAt: null });
    // Nor does it become an incident of no service afterwards.
    expect((await problemIn(await desk.act(ticket.number, 'classify', classification))).code).toBe('T-03.service-missing');
    await ticket.does('classify', { type: 'question', symptom: 'none', category: 'administrative' });
  });

  it('takes an inventory item or a backup job in place of the service reference where the desk’s policy says so (T-03)', async () => {
    expect((await problemIn(await desk.register({ rds: undefined, inventoryItem: 'INV-1' }))).code).toBe('T-03.service-missing');
    const backup = await desk.ticket({ rds: undefined, backupJob: 'JOB-1', desk: 'managed-services', contact: 'backup-check' });
    expect(await backup.read()).toMatchObject({ item: 'JOB-1', agreementOf: 'service-owner' });
    expect((await problemIn(await desk.register({ rds: undefined, backupJob: 'JOB-2', desk: 'integrator' }))).code).toBe('T-03.service-missing');
  });

  it('records afterwards what was handled without a ticket: marked, and on no clock (T-25)', async () => {
    expect((await problemIn(await desk.register({ rds: 'RDS-48', retroactive: { handledAt: '2999-01-01T00:00:00Z' } }))).code).toBe('T-25.handled-in-the-future');
    const ticket = await desk.ticket({ retroactive: { handledAt: '2026-05-04T08:00:00Z' } });
    expect(await ticket.read()).toMatchObject({ handledAt: '2026-05-04T08:00:00.000Z', dueAt: null, nextThresholdAt: null });
  });

  it('lets a customer register his own, through the Extranet, and see no other’s (T-01)', async () => {
    const own = await desk.register({ rds: 'RDS-49' }, 'customer');
    expect(await own.json()).toMatchObject({ contact: 'extranet' });
    expect((await problemIn(await desk.register({ customerId: 'CLI-000002' }, 'customer'))).code).toBe('T-02.unknown-customer');
  });
});

it('goes from registration to closing, with agreement, confirmed cause and satisfaction (T-04 to T-16)', async () => {
  const ticket = await desk.ticket();
  await ticket.does('classify', classification);
  await ticket.does('take');
  await ticket.does('wait', { reason: 'customer-answer' });
  await ticket.skip(hour);
  await ticket.does('answer');
  expect(await ticket.does('record-work', work)).toMatchObject({ work: { minutes: 20, worksheets: [{ reference: worksheetOf(ticket.number), billing: 'against-contract', workDone: 'Port remis en service' }] } });
  await ticket.does('resolve', { solution: 'Port remis en service' });
  expect((await problemIn(await desk.act(ticket.number, 'close', { worksheet: worksheetOf(ticket.number), satisfaction: 5 }))).code).toBe('wrong-state');
  await ticket.does('disagree', { ...agreement, reason: 'Toujours en panne' });
  await ticket.does('resolve', { solution: 'Carte remplacée' });
  await ticket.does('agree', agreement);
  expect((await problemIn(await desk.act(ticket.number, 'close', { worksheet: worksheetOf(ticket.number), satisfaction: 5 }))).code).toBe('T-16.cause-not-confirmed');
  await ticket.does('cause', { cause: 'Carte défaillante', responsibility: 'operator', isConfirmed: true });
  expect(await ticket.does('close', { worksheet: worksheetOf(ticket.number), satisfaction: 5 })).toMatchObject({ phase: 'closed', reopenings: 1, acts: [] });
  const [[pauseStart, pauseEnd] = [0, 0]] = (await house.pool.query<{ pauses: [number, number][] }>("SELECT state -> 'pauses' AS pauses FROM journeys WHERE id = $1", [ticket.number])).rows[0]?.pauses ?? [];
  expect(pauseEnd - pauseStart).toBeGreaterThanOrEqual(hour);
  await desk.everybodyTold();
  await expectRebuildChangesNothing(house);
});

it('passes each threshold once and in order, and raises the level to teams that never had it (T-07, T-10)', async () => {
  const ticket = await desk.ticket();
  await ticket.does('take');
  await ticket.skip(8 * hour);
  const passed = await ticket.awaitEvents('thresholdPassed', 3);
  expect(passed.map(({ clock, ratio }) => [clock, ratio])).toEqual([['resolution', 0.5], ['resolution', 0.8], ['resolution', 1]]);
  expect(await ticket.read()).toMatchObject({ level: 2, isBreached: true, assignee: null });
  await ticket.skip(12 * hour);
  await ticket.awaitEvents('thresholdPassed', 6);
  const { teams } = await ticket.read() as { teams: string[] };
  expect(new Set(teams).size).toBe(teams.length);
});

it('stops its clock while it waits, and proposes closing after the reminders (T-08)', async () => {
  const ticket = await desk.ticket();
  await ticket.does('take');
  await ticket.does('wait', { reason: 'customer-answer' });
  expect(await ticket.read()).toMatchObject({ dueAt: null, waitingReason: 'customer-answer' });
  expect((await problemIn(await desk.act(ticket.number, 'close-without-agreement', { reason: 'silence', worksheet: worksheetOf(ticket.number) }, 'supervisor'))).code).toBe('T-08.not-proposed-for-closing');
  await ticket.does('record-work', work);
  await ticket.skip(20 * 24 * hour);
  await ticket.awaitEvents('closingProposed', 1);
  expect((await ticket.events()).some(({ event }) => event.type === 'thresholdPassed')).toBe(false);
  expect((await desk.act(ticket.number, 'close-without-agreement', { reason: 'silence', worksheet: worksheetOf(ticket.number) })).status).toBe(403);
  expect(await ticket.does('close-without-agreement', { reason: 'silence', worksheet: worksheetOf(ticket.number) }, 'supervisor')).toMatchObject({ phase: 'closed' });
});

it('hands over warm: offered, and back to the dispatcher when nobody acknowledges in time (C-03)', async () => {
  const ticket = await desk.ticket();
  await ticket.does('take');
  const to = { to: 'operator-n2-reseau', reason: 'difficulty' };
  expect((await problemIn(await desk.act(ticket.number, 'transfer', to))).code).toBe('C-03.not-classified');
  expect((await problemIn(await desk.act(ticket.number, 'transfer', { ...to, to: 'nobody' }))).code).toBe('T-10.unknown-team');
  await ticket.does('classify', classification);
  expect((await problemIn(await desk.act(ticket.number, 'transfer', to))).code).toBe('C-03.not-prepared');
  await ticket.does('diagnose', diagnosis);
  expect(await ticket.does('transfer', to)).toMatchObject({ offeredTo: 'operator-n2-reseau', offer: { ordinal: 1 } });
  await ticket.skip(hour / 4);
  await ticket.awaitEvents('transferExpired', 1);
  expect(await ticket.read()).toMatchObject({ team: null, offer: null });
  await ticket.does('transfer', to, 'dispatcher');
  expect(await ticket.does('acknowledge-transfer', { ordinal: 2 }, 'technician-n2')).toMatchObject({ team: 'operator-n2-reseau', assignee: 'technician-n2', level: 2 });
  const [first = ''] = (await ticket.read() as { teams: string[] }).teams;
  expect((await problemIn(await desk.act(ticket.number, 'transfer', { to: first, mode: 'cold' }))).code).toBe('T-10.team-had-it');
});

it('moves to another version of a policy by the explicit command only: due dates follow from T0, what was escalated stays (T-05, T-06)', async () => {
  const ticket = await desk.ticket();
  await ticket.does('take');
  await ticket.skip(5 * hour);
  await ticket.awaitEvents('thresholdPassed', 1);
  const { values } = await currentPolicies(house.pool, ['service-levels']);
  const { contracts } = values['service-levels'];
  const value = { ...values['service-levels'], contracts: { ...contracts, pro: { ...contracts.pro, resolution: 'PT10H' } } };
  const edited = await editPolicy(house.pool, { name: 'service-levels', value, author: 'admin', hasRead: () => true });
  expect(edited).toMatchObject({ version: 2 });
  const createdAtMs = Date.parse((await ticket.read() as { createdAt: string }).createdAt);
  const dueAfterMs = async () => Date.parse((await ticket.read() as { dueAt: string }).dueAt) - createdAtMs;
  expect(await dueAfterMs()).toBe(8 * hour);
  await requestApplication(house.pool, { policy: 'service-levels', version: 2, requestedBy: 'admin', channel: 'api', requestId: 'r-1' });
  while (await movePolicies({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) }) > 0);
  expect(await dueAfterMs()).toBe(10 * hour);

  // Of two at once the second is frozen with what the first has left: one after the other, whichever comes first.
  const { values: now } = await currentPolicies(house.pool, ['calendars', 'outside-calls']);
  const { operator } = now.calendars.calendars;
  if (!operator) throw new Error('the operator has no calendar');
  const editing = { author: 'admin', hasRead: () => true };
  const edits = [
    await editPolicy(house.pool, { name: 'calendars', value: { ...now.calendars, calendars: { ...now.calendars.calendars, operator: { ...operator, holidays: [...operator.holidays ?? [], '2031-01-02'] } } }, ...editing }),
    await editPolicy(house.pool, { name: 'outside-calls', value: { ...now['outside-calls'], tellAfter: 'PT7M' }, ...editing }),
  ];
  expect(edits).toEqual([{ outcome: 'current', version: 2 }, { outcome: 'current', version: 2 }]);
  for (const policy of ['calendars', 'outside-calls'] as const) await requestApplication(house.pool, { policy, version: 2, requestedBy: 'admin', channel: 'api', requestId: `r-${policy}` });
  const settled = async () => (await house.pool.query<{ version: number }>("SELECT FROM policy_moves WHERE journey_id = $1 AND policy IN ('calendars', 'outside-calls') AND status <> 'waiting'", [ticket.number])).rowCount ?? 0;
  for (let before = 0; before < 2;) {
    expect(await movePolicies({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) })).toBeGreaterThan(0);
    const after = await settled();
    expect(after - before).toBeLessThanOrEqual(1);
    before = after;
  }
  await ticket.skip(3 * hour);
  expect((await ticket.awaitEvents('thresholdPassed', 2)).map(({ ratio }) => ratio)).toEqual([0.5, 0.8]);
});
