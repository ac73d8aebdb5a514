/** The histories of tickets, replacements and backups in trouble of this version are written; they are replayed with all others. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { registerTicket } from '../../../api/ticket/create.ts';
import { closeNight, keepReport } from '../../../db/backup/nights.ts';
import { carryNights, openTickets } from '../../../relay/backups.ts';
import { createTidings } from '../../../relay/tidings.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { versionNow, writeHistory } from '../../support/histories.ts';
import { openHouse, type House } from '../../support/house.ts';
import { factsOf, setFaults } from '../../support/outside.ts';
import { diagnosis, TicketDesk, work, worksheetOf, type TestTicket } from '../../support/tickets.ts';
import { skipTime } from '../../support/time.ts';

const hour = 3_600_000;
const day = 24 * hour;
const caller = { name: 'Jeanne Martin', email: 'jeanne@martin.invalid', relation: 'self' };
const access = { type: 'incident', symptom: 'no-connection', category: 'access' };
const agreement = { by: 'customer', channel: 'phone' };

describe.runIf(inject('isUpdating'))('the histories of this version are written:', () => {
  let house: House;
  let desk: TicketDesk;
  let version: string;
  beforeAll(async () => {
    house = await openHouse();
    desk = await TicketDesk.open(house);
    version = await versionNow();
  });
  afterAll(async () => {
    await desk.close();
    await house.close();
  });

  const write = async (story: string, journeyId: string) => { await writeHistory(version, story, house.client.workflow.getHandle(workflowIdOf(journeyId))); };
  const ends = async (journeyId: string) => await house.client.workflow.getHandle(workflowIdOf(journeyId)).result() as string;
  const post = async (path: string, body: object, as: string) => {
    const response = await desk.api.request(`/api/v1/${path}`, json(body, { authorization: `Bearer ${as}` }));
    expect(response.status, await response.clone().text()).toBeLessThan(300);
    return await response.json() as { id: string };
  };
  const taskOf = (journeyId: string, step: string) => eventually(async () => {
    const { rows: [task] } = await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND step = $2 AND status = 'open'", [journeyId, step]);
    expect(task, step).toBeDefined();
    return task?.id ?? '';
  });
  const completes = async (journeyId: string, step: string, input: object, as = 'technician-n1') => await post(`tasks/${await taskOf(journeyId, step)}/complete`, input, as);
  const carryTidings = async () => {
    const tidings = createTidings({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) });
    while (await tidings() > 0);
  };

  async function closes(ticket: TestTicket): Promise<void> {
    await ticket.does('resolve', { solution: 'Port remis en service' });
    await ticket.does('agree', agreement);
    await ticket.does('cause', { cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true });
    await ticket.does('record-work', work);
    await ticket.does('close', { worksheet: worksheetOf(ticket.number), satisfaction: 5 });
    // Who is told at waking hours only is told then.
    await ticket.skip(day);
    await completes(ticket.number, 'documentation', { choice: 'dismiss', reason: 'Déjà connu' });
    expect(await ends(ticket.number)).toBe('closed');
  }

  it('a ticket that waits, passes thresholds and is closed', async () => {
    const ticket = await desk.ticket({ caller });
    await ticket.does('take');
    await ticket.does('classify', access);
    await ticket.does('wait', { reason: 'customer-answer' });
    await ticket.skip(4 * day);
    await eventually(async () => expect((await ticket.events()).map(({ event }) => event.type)).toContain('waitReminded'));
    await ticket.does('answer');
    await ticket.skip(4 * hour);
    await ticket.awaitEvents('thresholdPassed', 1);
    await ticket.does('prioritise', { impact: 'degradation', contract: 'pro', reason: 'Débit partiel' });
    await closes(ticket);
    await write('closed-ticket', ticket.number);
  });

  it('one that is handed over, escalated, refused, the cause of others, and asks sales', async () => {
    const ticket = await desk.ticket({ caller });
    const child = await desk.ticket({ caller, commonCause: ticket.number });
    await carryTidings();
    await ticket.does('take');
    await ticket.does('classify', access);
    await ticket.does('diagnose', diagnosis);
    await ticket.does('transfer', { to: 'operator-n2-reseau', reason: 'difficulty' });
    await ticket.skip(hour / 4);
    await ticket.awaitEvents('transferExpired', 1);
    await ticket.does('transfer', { to: 'operator-n2-reseau', reason: 'difficulty' }, 'dispatcher');
    await ticket.does('acknowledge-transfer', { ordinal: 2 }, 'technician-n2');
    await ticket.does('broadcast', { text: 'Une coupure est en cours de réparation.' }, 'technician-n2');
    await carryTidings();
    await ticket.skip(8 * hour);
    await ticket.awaitEvents('thresholdPassed', 3);
    await ticket.does('attribute', { to: 'technician-n3', reason: 'Disponible' }, 'dispatcher');
    await ticket.does('classify', { type: 'request', symptom: 'none', category: 'licence-need' }, 'technician-n3');
    await completes(ticket.number, 'sales-need', { outcome: 'declined', comment: 'rien à vendre' }, 'sales-engineer');
    await ticket.does('take', {}, 'technician-n3');
    await ticket.does('resolve', { solution: 'Fibre réparée' }, 'technician-n3');
    await ticket.does('disagree', { ...agreement, reason: 'Toujours coupé' }, 'technician-n3');
    await child.does('merge', { into: ticket.number });
    expect(await ends(child.number)).toBe('merged');
    await write('merged-ticket', child.number);
    await write('escalated-ticket', ticket.number);
  });

  it('a part that is replaced, and one that is abandoned', async () => {
    const ticket = await desk.ticket({ caller });
    await ticket.does('take');
    const { id } = await post(`tickets/${ticket.number}/replacements`, { serialNumber: '5cg-1000', fault: 'disk' }, 'technician-n1');
    await eventually(async () => expect((await house.pool.query("SELECT 1 FROM events WHERE journey_id = $1 AND type = 'creationRequested'", [id])).rowCount).toBe(1));
    await eventually(async () => expect(await factsOf(house, 'inventory', `${id}.item.1`)).toContain('created'));
    await skipTime(house, id, day);
    await eventually(async () => expect(await factsOf(house, 'hardware', `${id}.part.1`)).toContain('received'));
    await skipTime(house, id, day);
    await completes(id, 'replacement-swap', { replacedOn: '2026-11-25', returnReference: 'RET-1' });
    await eventually(async () => expect((await factsOf(house, 'hardware', `${id}.part.1`)).at(-1)).toBe('returned'));
    await skipTime(house, id, day);
    expect(await ends(id)).toBe('done');
    await write('replacement', id);
    const { id: other } = await post(`tickets/${ticket.number}/replacements`, {}, 'technician-n1');
    await completes(other, 'replacement-information', { serialNumber: '5CG-SIM-RECENT-1', fault: 'disk' });
    await completes(other, 'replacement-confirmation', { choice: 'abandon', comment: 'Traité la semaine dernière' });
    expect(await ends(other)).toBe('abandoned');
    await write('abandoned-replacement', other);
  });

  it('a backup that fails three nights, with its mails held up', async () => {
    const watched = await desk.api.request('/api/v1/backups/caisse', { ...json({ label: 'Caisse', customerId: 'CLI-000001', contactEmail: 'informatique@martin.invalid' }, { authorization: 'Bearer network-admin' }), method: 'PUT' });
    expect(watched.status).toBe(204);
    const parts = { pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) };
    const id = 'BKP-2026-10-01-caisse';
    for (const [night, outcome] of [['2026-10-01', 'failed'], ['2026-10-02', 'failed'], ['2026-10-03', 'failed'], ['2026-10-04', 'succeeded']] as const) {
      await setFaults(house, 'mail', { failFirst: 1 });
      await keepReport(house.pool, { job: 'caisse', night, outcome, detail: null, endedAt: `${night}T23:50:00Z` }, 'callback');
      await closeNight(house.pool, night);
      while (await carryNights(parts) > 0);
      await openTickets(parts, (registration, meta, allocate) => registerTicket(parts, registration, meta, allocate, { nowMs: Date.now() }));
    }
    expect(await ends(id)).toBe('over');
    await write('backup', id);
  });
});
