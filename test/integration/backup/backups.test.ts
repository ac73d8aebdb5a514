/** The nights of backups on the real engine: the morning's round, troubles, tickets, and who is told (T-21). */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerTicket } from '../../../api/ticket/create.ts';
import { keepCallback } from '../../../db/callbacks/inbox.ts';
import { closeNight, keepReport } from '../../../db/backup/nights.ts';
import { requestApplication } from '../../../db/policy/applications.ts';
import { currentPolicies, editPolicy } from '../../../db/policy/store.ts';
import { carryNights, createReportCarrier, holdSchedule, openTickets } from '../../../relay/backups.ts';
import { createDelivery } from '../../../relay/inbox.ts';
import { movePolicies } from '../../../relay/policies.ts';
import { backupRoundSchedule, backupRoundType } from '../../../workflows/backup/messages.ts';
import { taskQueues } from '../../../workflows/journey/messages.ts';
import { json } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TicketDesk, work, worksheetOf } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
const logger = pino({ level: 'silent' });
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team, email) VALUES ('network-admin', 'Steven', 'network-admin', 'production', 'reseau@jalon.invalid') ON CONFLICT (subject) DO UPDATE SET email = excluded.email");
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const as = (profile: string) => ({ headers: { authorization: `Bearer ${profile}` } });
async function watch(job: string, of: object = {}): Promise<void> {
  const response = await desk.api.request(`/api/v1/backups/${job}`, { ...json({ label: job, customerId: 'CLI-000001', contactEmail: 'informatique@martin.invalid', ...of }, { authorization: 'Bearer network-admin' }), method: 'PUT' });
  expect(response.status).toBe(204);
}
const report = (job: string, night: string, outcome: 'failed' | 'succeeded' = 'failed') =>
  keepReport(house.pool, { job, night, outcome, detail: outcome === 'failed' ? 'target-full' : null, endedAt: `${night}T23:50:00Z` }, 'callback');

/** What the relay does by itself, until there is nothing left of this job to carry. */
async function carryAll(): Promise<void> {
  const parts = { pool: house.pool, client: house.client, logger };
  while (await carryNights(parts) > 0);
  await openTickets(parts, (registration, meta, allocate) => registerTicket(parts, registration, meta, allocate, { nowMs: Date.now() }));
}
/** A morning that is rehearsed: what is not told of is missing, and all is carried. */
async function morningAfter(night: string): Promise<void> {
  await closeNight(house.pool, night);
  await carryAll();
}
const troublesOf = async (job: string) => (await house.pool.query<{ id: string; phase: string; nights: number; ticket: string | null }>(
  'SELECT id, phase, nights, ticket FROM backup_troubles WHERE job = $1 ORDER BY id', [job])).rows;
const mailed = async (key: string) => (await mailsIn(house)).filter(({ messageKey }) => messageKey === key);

describe('a failure', () => {
  it('that persists two nights opens one ticket of that customer, who is told, and told again when it works (T-21)', async () => {
    await watch('caisse');
    await report('caisse', '2026-10-01');
    await morningAfter('2026-10-01');
    expect(await troublesOf('caisse')).toMatchObject([{ id: 'BKP-2026-10-01-caisse', phase: 'watched', nights: 1, ticket: null }]);
    // Nothing comes the second night.
    await morningAfter('2026-10-02');
    await carryAll();
    const [{ ticket } = { ticket: null }] = await troublesOf('caisse');
    expect(ticket).toMatch(/^TCK-/);
    expect((await house.pool.query("SELECT number FROM tickets WHERE item = 'caisse'")).rows).toEqual([{ number: ticket }]);
    expect(await (await desk.api.request(`/api/v1/tickets/${ticket}`, as('technician-n1'))).json()).toMatchObject({ contact: 'backup-check', desk: 'managed-services', customerId: 'CLI-000001' });
    await eventually(async () => expect(await mailed('BKP-2026-10-01-caisse.customer')).toMatchObject([{ to: ['informatique@martin.invalid'], text: expect.stringContaining(String(ticket)) }]));
    await report('caisse', '2026-10-03');
    await morningAfter('2026-10-03');
    expect((await house.pool.query("SELECT number FROM tickets WHERE item = 'caisse'")).rowCount).toBe(1);
    await report('caisse', '2026-10-04', 'succeeded');
    await morningAfter('2026-10-04');
    await eventually(async () => expect(await troublesOf('caisse')).toMatchObject([{ phase: 'over', nights: 3, ticket }]));
    expect(await mailed('BKP-2026-10-01-caisse.recovered')).toHaveLength(1);
    // The next failure is another trouble.
    await report('caisse', '2026-10-05');
    await morningAfter('2026-10-05');
    expect(await troublesOf('caisse')).toMatchObject([{ phase: 'over' }, { id: 'BKP-2026-10-05-caisse', phase: 'watched' }]);
  });

  it('that goes on after its ticket was closed has another one the next morning (T-21)', async () => {
    await watch('compta');
    for (const night of ['2026-10-01', '2026-10-02']) {
      await report('compta', night);
      await morningAfter(night);
    }
    const [{ ticket: first } = { ticket: null }] = await troublesOf('compta');
    for (const [verb, body] of [['transfer', { to: 'infogerance-n1', mode: 'cold' }], ['take', {}], ['record-work', work], ['resolve', { solution: 'Espace libéré' }], ['agree', { by: 'service-owner', channel: 'phone' }], ['cause', { cause: 'Disque plein', responsibility: 'customer', isConfirmed: true }], ['close', { worksheet: worksheetOf(String(first)), satisfaction: null }]] as const) {
      expect((await desk.act(String(first), verb, body, verb === 'agree' ? 'customer' : 'supervisor')).status, verb).toBe(200);
    }
    await carryAll();
    expect(await troublesOf('compta')).toMatchObject([{ ticket: first }]);
    await report('compta', '2026-10-03');
    await morningAfter('2026-10-03');
    await carryAll();
    const { rows: tickets } = await house.pool.query<{ number: string }>("SELECT number FROM tickets WHERE item = 'compta' ORDER BY number");
    expect(tickets).toMatchObject([{ number: first }, {}]);
    expect(await troublesOf('compta')).toMatchObject([{ phase: 'ticketed', nights: 3, ticket: tickets[1]?.number }]);
  });

  it('of a first night is a ticket at once when a policy that says so is applied to it (T-21)', async () => {
    await watch('photos');
    await report('photos', '2026-10-01');
    await morningAfter('2026-10-01');
    const { values } = await currentPolicies(house.pool, ['field-service']);
    const policy = 'field-service';
    const { version } = await editPolicy(house.pool, { name: policy, value: { ...values[policy], backupFailureNights: 1 }, author: 'admin', hasRead: () => true }) as { version: number };
    await requestApplication(house.pool, { policy, version, requestedBy: 'admin', channel: 'api', requestId: 'r-1' });
    while (await movePolicies({ pool: house.pool, client: house.client, logger }) > 0);
    await carryAll();
    expect(await troublesOf('photos')).toMatchObject([{ phase: 'ticketed', nights: 1, ticket: expect.stringMatching(/^TCK-/) }]);
    await editPolicy(house.pool, { name: policy, value: values[policy], author: 'admin', hasRead: () => true });
  });

  it('opens one ticket when the relay dies after it was registered, and again before the trouble knows (T-21)', async () => {
    await watch('facture');
    const parts = { pool: house.pool, client: house.client, logger };
    for (const night of ['2026-10-01', '2026-10-02']) {
      await report('facture', night);
      await closeNight(house.pool, night);
      while (await carryNights(parts) > 0);
    }
    await openTickets(parts, async (registration, meta, allocate) => {
      await registerTicket(parts, registration, meta, allocate, { nowMs: Date.now() });
      throw new Error('killed');
    });
    await carryAll();
    expect((await house.pool.query("SELECT number FROM tickets WHERE item = 'facture'")).rowCount).toBe(1);
    expect(await troublesOf('facture')).toMatchObject([{ phase: 'ticketed' }]);
  });

  it('of a customer waits for the morning; a late report corrects the night that counted as missing', async () => {
    await watch('archives');
    await report('archives', '2026-10-01');
    await carryAll();
    expect(await troublesOf('archives')).toEqual([]);
    await watch('paie');
    await morningAfter('2026-10-01');
    expect(await troublesOf('paie')).toMatchObject([{ phase: 'watched', nights: 1 }]);
    await report('paie', '2026-10-01', 'succeeded');
    await carryAll();
    await eventually(async () => expect(await troublesOf('paie')).toMatchObject([{ phase: 'over' }]));
  });

  it('of a critical backup asks a technician to connect and check (T-21)', async () => {
    await watch('dossiers', { isCritical: true });
    await report('dossiers', '2026-10-01');
    await morningAfter('2026-10-01');
    const { items } = await (await desk.api.request('/api/v1/tasks?step=backup-connect', as('technician-n2'))).json() as { items: { id: string; context: unknown }[] };
    const task = items.find(({ id }) => id.includes('dossiers'));
    expect(task?.context).toMatchObject({ job: 'dossiers' });
    const done = await desk.api.request(`/api/v1/tasks/${task?.id}/complete`, json({ isRestorable: true, comment: 'Fichier restauré' }, { authorization: 'Bearer technician-n2' }));
    expect(done.status).toBe(200);
  });

  it('of our own mails the network administrator at once, by callback and without the morning (T-21)', async () => {
    await watch('interne', { customerId: null, contactEmail: null });
    await keepCallback(house.pool, { source: 'backups', id: 'own-1', payload: { type: 'backup.reported', job: 'interne', night: '2026-10-20', outcome: 'failed', detail: null, endedAt: '2026-10-21T01:00:00Z' } });
    await keepCallback(house.pool, { source: 'backups', id: 'own-2', payload: { type: 'backup.reported', job: 'nobody-s', night: '2026-10-20', outcome: 'failed', detail: null, endedAt: '2026-10-21T01:00:00Z' } });
    const delivery = createDelivery({ pool: house.pool, client: house.client, logger }, { backups: createReportCarrier(house.pool) });
    await delivery.start();
    await delivery.idle();
    const { rows } = await house.pool.query("SELECT id, status, reason FROM inbox WHERE source = 'backups' ORDER BY id");
    expect(rows).toEqual([{ id: 'own-1', status: 'delivered', reason: null }, { id: 'own-2', status: 'unmatched', reason: 'unknown-job' }]);
    await carryAll();
    await eventually(async () => expect(await mailed('BKP-2026-10-20-interne.admin.2026-10-20')).toMatchObject([{ to: ['reseau@jalon.invalid'] }]));
    expect((await house.pool.query("SELECT 1 FROM tickets WHERE item = 'interne'")).rowCount).toBe(0);
  });
});

describe('the morning’s round', () => {
  it('asks for the reports that did not come, asks again, and counts as missing what stays silent (T-21)', async () => {
    await house.pool.query('UPDATE backup_jobs SET ended_on = $1', ['2026-10-31']);
    for (const job of ['round-fine', 'round-sim-fails', 'round-sim-missing']) await watch(job);
    await editFieldService((value) => ({ ...value, backupCheck: { ...value.backupCheck, askAgainEvery: 'PT0.2S', askAgainTimes: 2 } }));
    // The first question of each is lost, whole.
    await setFaults(house, 'backups', { failFirst: 1 });
    const result = await house.client.workflow.execute(backupRoundType, { workflowId: 'backupRound-test', taskQueue: taskQueues.journeys }) as { night: string; missing: number };
    expect(result.missing).toBe(1);
    const listed = await (await desk.api.request(`/api/v1/backups?night=${result.night}`, as('technician-n1'))).json() as { items: object[] };
    expect(listed.items).toMatchObject([
      { job: 'round-fine', outcome: 'succeeded', heard: 'asked', isChecked: true }, { job: 'round-sim-fails', outcome: 'failed', heard: 'asked' }, { job: 'round-sim-missing', outcome: 'missing', heard: 'nothing' },
    ]);
    await carryAll();
    expect([await troublesOf('round-fine'), await troublesOf('round-sim-fails'), await troublesOf('round-sim-missing')]).toMatchObject([[], [{ phase: 'watched' }], [{ phase: 'watched' }]]);
  });

  it('is scheduled in the operator’s zone once, however many hold it, moves with its policy, and runs when its time comes (T-21)', async () => {
    const parts = { pool: house.pool, client: house.client };
    await Promise.all([holdSchedule(parts), holdSchedule(parts)]);
    const schedule = house.client.schedule.getHandle(backupRoundSchedule);
    const specOf = async () => { const { spec } = await schedule.describe(); return [spec.timezone, spec.calendars?.[0]?.hour, spec.calendars?.[0]?.minute]; };
    expect(await specOf()).toMatchObject(['Europe/Paris', [{ start: 8 }], [{ start: 0 }]]);
    await editFieldService((value) => ({ ...value, backupCheck: { ...value.backupCheck, at: '06:30' } }));
    await holdSchedule(parts);
    expect(await specOf()).toMatchObject(['Europe/Paris', [{ start: 6 }], [{ start: 30 }]]);
    await schedule.trigger();
    await eventually(async () => {
      const [run] = (await schedule.describe()).info.recentActions;
      expect(run?.action).toMatchObject({ type: 'startWorkflow', workflow: { workflowId: expect.stringContaining('backupRound') } });
    });
  });

  it('leaves read models that can be made anew', async () => {
    await expectRebuildChangesNothing(house);
  });
});

type FieldService = Awaited<ReturnType<typeof fieldService>>;
async function fieldService() {
  return (await currentPolicies(house.pool, ['field-service'])).values['field-service'];
}
async function editFieldService(change: (value: FieldService) => FieldService): Promise<void> {
  const edited = await editPolicy(house.pool, { name: 'field-service', value: change(await fieldService()), author: 'test', hasRead: () => true });
  expect(edited.outcome).toBe('current');
}
