/** What is written on a ticket, and what people are told of it, on the real engine with a real mail server (T-01, T-07, T-08, T-14). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn, type TakenMail } from '../../support/mails.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TicketDesk, type TestTicket, work, worksheetOf } from '../../support/tickets.ts';

const caller = { name: 'Jeanne Martin', email: 'jeanne@boulangerie-martin.example', relation: 'self' } as const;
const hour = 3_600_000;

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

async function mailOf({ number }: TestTicket, key: string): Promise<TakenMail> {
  return await eventually(async () => {
    const mail = (await mailsIn(house)).find(({ messageKey }) => messageKey === `${number}.${key}`);
    expect(mail, key).toBeDefined();
    return mail as TakenMail;
  });
}

/** Once the call is stuck. */
async function skipStuckCall({ number }: TestTicket): Promise<void> {
  const id = await eventually(async () => {
    const { rows: [task] } = await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND status = 'open'", [number]);
    expect(task).toBeDefined();
    return task?.id ?? '';
  });
  const answer = await desk.api.request(`/api/v1/tasks/${id}/complete`, json({ choice: 'skip', comment: 'par téléphone' }, { authorization: 'Bearer supervisor' }));
  expect(answer.status, await answer.text()).toBe(200);
}

const write = async ({ number }: TestTicket, body: object, as = 'technician-n1') => await desk.api.request(`/api/v1/tickets/${number}/messages`, json(body, { authorization: `Bearer ${as}` }));
const messagesSeenBy = async ({ number }: TestTicket, as: string) =>
  ((await (await desk.api.request(`/api/v1/tickets/${number}/messages`, { headers: { authorization: `Bearer ${as}` } })).json()) as { items: { direction: string; text: string; author: string | null; channel: string }[] }).items;

describe('people are told', () => {
  it('the number at creation, by a mail whose answer finds the ticket (T-01, T-02)', async () => {
    const ticket = await desk.ticket({ caller });
    expect(await mailOf(ticket, 'acknowledgement')).toMatchObject({ to: [caller.email], replyTo: `assistance+${ticket.number}@jalon.invalid`, subject: `Votre demande est enregistrée – ${ticket.number}` });
    expect(await ticket.told(1)).toEqual(['acknowledgement sent']);
  });

  it('the service’s owner of what a machine noticed: he is asked whether it is solved (T-08)', async () => {
    await house.pool.query("INSERT INTO launch_files (deployment_id, file) VALUES ('AFF-2026-900001', $1)", [{ contacts: [{ role: 'technical', email: 'si@boulangerie-martin.example' }] }]);
    await house.pool.query("UPDATE services SET deployment_id = 'AFF-2026-900001' WHERE rds = 'RDS-49'");
    await house.pool.query("INSERT INTO backup_jobs (job, label, customer_id, contact_email) VALUES ('caisse', 'Caisse', 'CLI-000001', 'gerant@boulangerie-martin.example')");
    const machine = { name: 'Supervision', relation: 'self' } as const;
    const alarm = await desk.ticket({ caller: machine, rds: 'RDS-49', contact: 'monitoring' });
    const backup = await desk.ticket({ caller: machine, rds: undefined, backupJob: 'caisse', desk: 'managed-services', contact: 'backup-check' });
    await backup.does('transfer', { to: 'infogerance-n1', mode: 'cold' }, 'dispatcher');
    // T-11: each ticket by somebody of its desk.
    const isOf = async (team: string) => { await house.pool.query("UPDATE team_members SET team = $1 WHERE subject = 'technician-n1'", [team]); };
    for (const [ticket, team] of [[backup, 'infogerance-n1'], [alarm, 'operator-n1-nord']] as const) {
      await isOf(team);
      await ticket.does('take');
      await ticket.does('resolve', { solution: 'Remis en service' });
    }
    expect((await mailOf(alarm, 'agreement.1')).to).toEqual(['si@boulangerie-martin.example']);
    expect((await mailOf(backup, 'agreement.1')).to).toEqual(['gerant@boulangerie-martin.example']);
  });

  it('nobody, where no address is known; the list of what was told says so (C-04)', async () => {
    const ticket = await desk.ticket();
    await ticket.told(1);
    const list = async (as: string) => await desk.api.request(`/api/v1/tickets/${ticket.number}/notices`, { headers: { authorization: `Bearer ${as}` } });
    expect(await (await list('technician-n1')).json()).toMatchObject({ items: [{ key: 'acknowledgement', kind: 'acknowledgement', to: 'requester', status: 'nobody', attempts: 0 }] });
    expect((await list('customer')).status).toBe(403);
  });

  it('the assignee and the supervisor of thresholds, the customer of what to expect, the manager of a breach (T-07, T-22)', async () => {
    const ticket = await desk.ticket({ caller });
    await ticket.does('attribute', { to: 'technician-n1', reason: 'Disponible' }, 'dispatcher');
    await ticket.skip(hour);
    // T-11: whoever it was given to has it, taken or not.
    expect((await mailOf(ticket, 'threshold.taking-charge.0.5.assignee')).to).toEqual(['technician-n1@jalon.invalid']);
    await ticket.does('take');
    await ticket.skip(7 * hour);
    await mailOf(ticket, 'threshold.resolution.0.5.assignee');
    await mailOf(ticket, 'threshold.resolution.0.8.supervisor');
    expect((await mailOf(ticket, 'threshold.resolution.0.8.requester')).to).toEqual([caller.email]);
    await mailOf(ticket, 'threshold.resolution.1.manager');
  });

  it('who cannot be reached takes nothing from the others; a person passes him over (T-07, D-24)', async () => {
    const ticket = await desk.ticket({ caller: { ...caller, email: 'sim-unknown@boulangerie-martin.example' } });
    await skipStuckCall(ticket);
    expect(await ticket.told(1)).toEqual(['acknowledgement skipped']);
    await ticket.does('take');
    await ticket.skip(7 * hour);
    expect((await mailOf(ticket, 'threshold.resolution.0.8.supervisor')).copies).toBe(0);
    await skipStuckCall(ticket);
    expect(await ticket.told(4)).toEqual(['acknowledgement skipped', 'threshold.resolution.0.5.assignee sent', 'threshold.resolution.0.8.supervisor sent', 'threshold.resolution.0.8.requester skipped']);
    expect((await mailOf(ticket, 'threshold.resolution.0.8.supervisor')).copies).toBe(0);
    // Nothing is stuck any more, and the ticket knows.
    expect((await ticket.awaitEvents('callUnstuck', 2)).map(({ how }) => how)).toEqual(['skipped', 'skipped']);
  });

  it('through a mail server that comes back, once and under one identity (D-24)', async () => {
    const fault = (body: object) => fetch(`${house.urls.mail}/sim/faults`, { method: 'PUT', headers: { 'authorization': `Bearer ${house.token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect((await fault({ errorRate: 1 })).ok).toBe(true);
    const ticket = await desk.ticket({ caller });
    await fault({ errorRate: 0 });
    expect((await mailOf(ticket, 'acknowledgement')).copies).toBe(0);
    expect(await ticket.told(1)).toEqual(['acknowledgement sent']);
  });
});

describe('a message', () => {
  it('to the customer is mailed to him; a note stays in the house (T-01)', async () => {
    const ticket = await desk.ticket({ caller });
    expect((await write(ticket, { to: 'customer', text: 'Quand peut-on passer ?' })).status).toBe(201);
    expect((await write(ticket, { to: 'house', text: 'Client pressé' })).status).toBe(201);
    const [first] = await messagesSeenBy(ticket, 'technician-n2');
    const mail = await eventually(async () => {
      const found = (await mailsIn(house)).find(({ messageKey }) => messageKey.startsWith(`${ticket.number}.message.`));
      expect(found).toBeDefined();
      return found;
    });
    expect(mail?.text).toContain('Quand peut-on passer ?');
    expect(first).toMatchObject({ direction: 'out', author: 'technician-n1', text: 'Quand peut-on passer ?' });
    expect((await messagesSeenBy(ticket, 'customer')).map(({ text, author }) => [text, author])).toEqual([['Quand peut-on passer ?', null]]);
    expect(JSON.stringify(await ticket.events())).not.toContain('pressé');
    await desk.everybodyTold();
    await expectRebuildChangesNothing(house);
  });

  it('of the customer through the Extranet ends the wait for him by itself (T-08)', async () => {
    const ticket = await desk.ticket({ caller });
    await ticket.does('take');
    await ticket.does('wait', { reason: 'customer-answer' });
    expect((await write(ticket, { to: 'house', text: 'Mardi matin' }, 'customer')).status).toBe(201);
    expect(await ticket.read()).toMatchObject({ phase: 'in-progress', waitingReason: null });
    expect(await messagesSeenBy(ticket, 'technician-n1')).toMatchObject([{ direction: 'in', channel: 'extranet', text: 'Mardi matin' }]);
  });

  it('sent twice under one key is one message', async () => {
    const ticket = await desk.ticket();
    const twice = () => desk.api.request(`/api/v1/tickets/${ticket.number}/messages`, json({ to: 'house', text: 'Une fois' }, { 'authorization': 'Bearer technician-n1', 'idempotency-key': `m-${ticket.number}` }));
    expect([(await twice()).status, (await twice()).status]).toEqual([201, 201]);
    expect(await messagesSeenBy(ticket, 'technician-n1')).toHaveLength(1);
  });

  it.each([['other words', 400, { to: 'customer', text: 'x', colour: 'red' }, 'technician-n1'], ['nobody of ours', 403, { to: 'house', text: 'x' }, 'logistics']] as const)('is refused: %s', async (_why, status, body, as) => {
    expect((await write(await desk.ticket(), body, as)).status).toBe(status);
  });
});

describe('the link of a solution (T-14)', () => {
  const linkIn = (mail: TakenMail): string => /\/f\/(\S+)/.exec(mail.text)?.[1] ?? '';
  const follow = async (token: string, body?: object) => await desk.api.request(`/api/v1/links/${token}`, body === undefined ? {} : json(body));

  it('takes the agreement with the satisfaction, which the closing then has (T-16)', async () => {
    const ticket = await desk.ticket({ caller });
    await ticket.does('take');
    await ticket.does('resolve', { solution: 'Port remis en service' });
    const token = linkIn(await mailOf(ticket, 'agreement.1'));
    expect(await (await follow(token)).json()).toMatchObject({ state: 'open', ticket: ticket.number, context: { solution: 'Port remis en service' } });
    expect((await problemIn(await follow(token, { agrees: false }))).code).toBe('malformed-request');
    expect(await (await follow(token, { agrees: true, satisfaction: 4 })).json()).toMatchObject({ state: 'completed' });
    expect((await follow(token, { agrees: true, satisfaction: 4 })).status).toBe(200);
    expect(await ticket.read()).toMatchObject({ phase: 'resolved' });
    await ticket.does('cause', { cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true });
    await ticket.does('record-work', work);
    await ticket.does('close', { worksheet: worksheetOf(ticket.number), satisfaction: null });
    expect(await ticket.awaitEvents('ticketClosed', 1)).toMatchObject([{ satisfaction: 4 }]);
    await mailOf(ticket, 'closed');
  });

  it('takes the disagreement with its reason, and is withdrawn by a newer solution', async () => {
    const ticket = await desk.ticket({ caller });
    await ticket.does('take');
    await ticket.does('resolve', { solution: 'Redémarrage' });
    const first = linkIn(await mailOf(ticket, 'agreement.1'));
    expect((await follow(first, { agrees: false, reason: 'Toujours coupé' })).status).toBe(200);
    expect(await ticket.read()).toMatchObject({ phase: 'in-progress', reopenings: 1 });
    await ticket.does('resolve', { solution: 'Carte remplacée' });
    await mailOf(ticket, 'agreement.2');
    expect(await (await follow(first)).json()).toMatchObject({ state: 'withdrawn' });
    expect((await problemIn(await follow(first, { agrees: true }))).code).toBe('wrong-state');
  });
});
