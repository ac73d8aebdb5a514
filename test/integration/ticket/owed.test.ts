/** What a ticket asks of sales, of the account manager and of the technician in charge, as tasks on the real engine with the real tools' simulators; and who may work on it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentationLapsesAtMs } from '../../../domain/ticket/documentation.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json, problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { factsOf, setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { diagnosis, TicketDesk, work, worksheetOf, type TestTicket } from '../../support/tickets.ts';

const agreement = { by: 'customer', channel: 'phone' };
const need = { type: 'request', symptom: 'none', category: 'licence-need' };
const access = { type: 'incident', symptom: 'no-connection', category: 'access' };

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
});
afterAll(async () => {
  await setFaults(house, 'knowledge', {});
  await desk.close();
  await house.close();
});

const as = (who: string) => ({ headers: { authorization: `Bearer ${who}` } });
const completing = async (id: string, input: object, who: string) => await desk.api.request(`/api/v1/tasks/${id}/complete`, json(input, { authorization: `Bearer ${who}` }));
const recipients = async ({ number }: TestTicket, key: string) => await eventually(async () => {
  const mail = (await mailsIn(house)).find(({ messageKey }) => messageKey === `${number}.${key}`);
  expect(mail, key).toBeDefined();
  return mail?.to;
});

async function basket(who: string, step: string, { number }: TestTicket): Promise<{ id: string; dueAt: string | null; context: Record<string, unknown> }[]> {
  const { items } = await (await desk.api.request(`/api/v1/tasks?step=${step}&limit=100`, as(who))).json() as { items: { id: string; journeyId: string; dueAt: string | null; context: Record<string, unknown> }[] };
  return items.filter(({ journeyId }) => journeyId === number);
}

/** Worked on until only its closing is left. */
async function solved(overrides: object = {}, done: object = work): Promise<TestTicket> {
  const ticket = await desk.ticket(overrides);
  await ticket.does('take');
  await ticket.does('record-work', done);
  await ticket.does('resolve', { solution: 'Port remis en service' });
  await ticket.does('agree', agreement);
  await ticket.does('cause', { cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true });
  return ticket;
}
const closing = ({ number }: TestTicket) => ({ worksheet: worksheetOf(number), satisfaction: 5 });

describe('A need of the customer (T-24)', () => {
  it('is a task of sales, by its form; who has the ticket is told of the answer, and only then it is closed', async () => {
    const ticket = await solved({ rds: undefined, classification: need }, { ...work, kind: 'bug' });
    const [task] = await basket('sales-engineer', 'sales-need', ticket);
    expect(task).toMatchObject({ id: `${ticket.number}.sales-need.1`, context: { category: 'licence-need' } });
    const { inputSchema } = await (await desk.api.request(`/api/v1/tasks/${task?.id}`, as('sales-engineer'))).json() as { inputSchema: { oneOf: { required: string[] }[] } };
    expect(inputSchema.oneOf.map(({ required }) => required)).toEqual([['outcome', 'reference'], ['outcome', 'reference'], ['outcome', 'comment']]);
    expect((await problemIn(await desk.act(ticket.number, 'close', closing(ticket)))).code).toBe('T-24.sales-task-open');
    expect((await problemIn(await completing(task?.id ?? '', { outcome: 'quoted' }, 'sales-engineer'))).code).toBe('malformed-request');
    expect((await problemIn(await completing(task?.id ?? '', { outcome: 'quoted', reference: 'DEV-12' }, 'technician-n1'))).code).toBe('not-task-owner');
    expect((await completing(task?.id ?? '', { outcome: 'quoted', reference: 'DEV-12' }, 'sales-engineer')).status).toBe(200);
    expect(await ticket.read()).toMatchObject({ work: { sales: { outcome: 'quoted', reference: 'DEV-12' } } });
    expect(await recipients(ticket, 'sales-answered.1')).toEqual(['technician-n1@jalon.invalid']);
    await ticket.does('close', closing(ticket));
  });

  it('is not forgotten with a ticket that is merged into one of something else', async () => {
    const [ticket, same, other] = [await desk.ticket({ classification: need }), await desk.ticket({ classification: need }), await desk.ticket({ classification: access })];
    expect((await problemIn(await desk.act(ticket.number, 'merge', { into: other.number }))).code).toBe('T-24.sales-task-open');
    expect(await ticket.does('merge', { into: same.number })).toMatchObject({ phase: 'merged' });
    expect([await basket('sales-engineer', 'sales-need', ticket), (await basket('sales-engineer', 'sales-need', same)).length]).toEqual([[], 1]);
  });

  it('is none of sales’ any more once it is reclassified', async () => {
    const ticket = await desk.ticket({ classification: need });
    await ticket.does('classify', access);
    expect(await basket('sales-engineer', 'sales-need', ticket)).toEqual([]);
  });
});

describe('A change (T-18)', () => {
  const naming = async (subject: string | null, who = 'supervisor') =>
    await desk.api.request('/api/v1/account-managers/CLI-000001', { ...json({ subject }, { authorization: `Bearer ${who}` }), method: 'PUT' });

  it('is included or extra by decision of the customer’s own account manager, to whom its worksheet is told (T-17), and is closed then', async () => {
    await house.pool.query("INSERT INTO team_members (subject, name, profile, team, email) VALUES ('paule-aubry', 'Paule Aubry', 'account-manager', 'commerce', 'paule@jalon.invalid')");
    expect((await problemIn(await naming('technician-n1'))).code).toBe('T-18.not-an-account-manager');
    expect((await naming('paule-aubry', 'technician-n1')).status).toBe(403);
    expect((await naming('paule-aubry')).status).toBe(200);
    const ticket = await solved({}, { ...work, kind: 'change' });
    expect(await recipients(ticket, `work-report.${worksheetOf(ticket.number)}.account-manager`)).toEqual(['paule@jalon.invalid']);
    // C-07: what he may not decide is not in his basket.
    expect(await basket('account-manager', 'billing-decision', ticket)).toEqual([]);
    const task = await (await desk.api.request(`/api/v1/tasks/${ticket.number}.billing-decision.1`, as('account-manager'))).json() as { id: string };
    expect(task).toMatchObject({ context: { worksheet: worksheetOf(ticket.number), kind: 'change', minutes: 20 } });
    expect((await problemIn(await desk.act(ticket.number, 'close', closing(ticket)))).code).toBe('T-18.billing-undecided');
    const decision = { decision: 'extra', comment: 'Hors contrat, accord du client' };
    const { code, detail } = await problemIn(await completing(task.id, decision, 'account-manager'));
    expect([code, detail]).toEqual(['T-18.other-account-manager', expect.stringContaining('paule-aubry')]);
    await naming('account-manager');
    expect(await (await desk.api.request('/api/v1/account-managers/CLI-000001', as('technician-n1'))).json()).toEqual({ customerId: 'CLI-000001', subject: 'account-manager', namedBy: 'supervisor', namedAt: expect.any(String) as unknown });
    expect((await basket('account-manager', 'billing-decision', ticket)).map(({ id }) => id)).toEqual([task.id]);
    expect((await completing(task.id, decision, 'account-manager')).status).toBe(200);
    expect(await ticket.read()).toMatchObject({ work: { worksheets: [{ proposed: 'account-manager', billing: 'extra' }] } });
    await ticket.does('close', closing(ticket));
  });

  it('is decided by a colleague while the customer’s own account manager is away, or is none any more (T-18)', async () => {
    const ticket = await solved({}, { ...work, kind: 'change' });
    const task = { id: `${ticket.number}.billing-decision.1` };
    const claiming = async () => {
      const response = await desk.api.request(`/api/v1/tasks/${task.id}/claim`, json({}, { authorization: 'Bearer account-manager' }));
      return response.status === 200 ? 'claimed' : (await problemIn(response)).code;
    };
    await naming('paule-aubry');
    expect(await claiming()).toBe('T-18.other-account-manager');
    await house.pool.query("UPDATE team_members SET profile = 'sales-manager' WHERE subject = 'paule-aubry'");
    expect(await claiming()).toBe('claimed');
    const formerly = await solved({}, { ...work, kind: 'change' });
    expect(await recipients(formerly, `work-report.${worksheetOf(formerly.number)}.account-manager`)).toEqual(['account-manager@jalon.invalid']);
    await house.pool.query("UPDATE team_members SET profile = 'account-manager' WHERE subject = 'paule-aubry'");
    const decision = { decision: 'included', comment: 'Geste' };
    expect((await problemIn(await completing(task.id, decision, 'account-manager'))).code).toBe('T-18.other-account-manager');
    await house.pool.query("INSERT INTO absences (id, subject, starts_at, ends_at, reason, entered_by) VALUES (gen_random_uuid(), 'paule-aubry', now() - interval '1 hour', now() + interval '1 day', 'leave', 'supervisor')");
    expect((await completing(task.id, decision, 'account-manager')).status).toBe(200);
    await house.pool.query('DELETE FROM absences');
    expect((await problemIn(await desk.api.request('/api/v1/account-managers/CLI-999999', as('supervisor')))).code).toBe('not-found');
  });

  it('is told to every account manager, and decided by any, where the customer has none of his own (T-17)', async () => {
    await naming(null);
    const ticket = await solved({}, { ...work, kind: 'change' });
    expect(await recipients(ticket, `work-report.${worksheetOf(ticket.number)}.account-manager`)).toEqual(['account-manager@jalon.invalid', 'paule@jalon.invalid']);
    const [task] = await basket('account-manager', 'billing-decision', ticket);
    expect((await completing(task?.id ?? '', { decision: 'included', comment: 'Geste' }, 'account-manager')).status).toBe(200);
  });

  it('is decided by no technician', async () => {
    const ticket = await desk.ticket();
    await ticket.does('take');
    expect((await problemIn(await desk.act(ticket.number, 'record-work', { ...work, kind: 'change', billing: 'included', billingReason: 'x' }))).code).toBe('T-18.account-manager-decides');
    expect((await problemIn(await desk.act(ticket.number, 'record-work', { ...work, startedAt: new Date().toISOString(), minutes: 60 }))).code).toBe('T-17.work-in-the-future');
    expect((await problemIn(await desk.act(ticket.number, 'record-work', { ...work, billing: 'extra', billingReason: 'x' }))).code).toBe('malformed-request');
  });
});

describe('What a closed ticket teaches (T-23)', () => {
  const statusOf = async ({ number }: TestTicket) => (await house.client.workflow.getHandle(workflowIdOf(number)).describe()).status.name;

  it('goes to the knowledge base as the technician in charge corrects it: once, through an outage of it and of the workers', async () => {
    const ticket = await solved({ classification: access });
    await ticket.does('close', closing(ticket));
    expect(await recipients(ticket, 'documentation-proposed')).toEqual(['technician-n1@jalon.invalid']);
    const [task] = await basket('technician-n1', 'documentation', ticket);
    expect(task?.context['text']).toContain('Solution : Port remis en service');
    expect(await ticket.read()).toMatchObject({ phase: 'closed', work: { documentation: { phase: 'proposed' } } });
    await setFaults(house, 'knowledge', { errorRate: 1 });
    const text = 'Le port 3 se met en erreur : le remettre en service.';
    expect((await completing(task?.id ?? '', { choice: 'accept', text }, 'technician-n1')).status).toBe(200);
    await eventually(async () => expect((await house.client.workflow.getHandle(workflowIdOf(ticket.number)).describe()).raw.pendingActivities?.some(({ attempt }) => (attempt ?? 0) > 1)).toBe(true));
    await house.stopWorkers();
    // The effect happens, the answer is lost: it is asked for again under the same key.
    await setFaults(house, 'knowledge', { failAfterEffect: 1, failAfterEffectMode: 'cut' });
    await house.startWorkers();
    expect(await ticket.awaitEvents('documentationAdded', 1)).toMatchObject([{ reference: expect.stringMatching(/^DOC-/) as unknown }]);
    expect(await factsOf(house, 'knowledge', `${ticket.number}.addition.1`)).toEqual(['addition-proposed']);
    expect(await ticket.read()).toMatchObject({ work: { documentation: { phase: 'added', text } } });
    await eventually(async () => expect(await statusOf(ticket)).toBe('COMPLETED'));
  });

  it('lapses by itself where nobody decides: the ticket does not stay open in the engine for it', async () => {
    const ticket = await solved({ classification: access });
    await ticket.does('close', closing(ticket));
    await desk.everybodyTold();
    const [task] = await basket('technician-n1', 'documentation', ticket);
    expect(Date.parse(task?.dueAt ?? '')).toBeGreaterThan(Date.now());
    // To a second before: a ticket that ends while its time is skipped has none that could be.
    await ticket.skip((documentationLapsesAtMs(await ticket.state()) ?? 0) - Date.now() - 1_000);
    await ticket.awaitEvents('documentationLapsed', 1);
    await eventually(async () => expect(await statusOf(ticket)).toBe('COMPLETED'));
    expect(await basket('technician-n1', 'documentation', ticket)).toEqual([]);
    expect((await problemIn(await completing(task?.id ?? '', { choice: 'accept' }, 'technician-n1'))).code).toBe('wrong-state');
    expect(await ticket.read()).toMatchObject({ phase: 'closed', work: { documentation: { phase: 'lapsed' } } });
    expect(await factsOf(house, 'knowledge', `${ticket.number}.addition.1`)).toEqual([]);
  });

  it('is in the basket of who was in charge, whatever his profile, and in nobody’s twice (C-07)', async () => {
    const ticket = await desk.ticket({ classification: access });
    for (const [verb, body] of [['take', {}], ['record-work', work], ['resolve', { solution: 'Port remis en service' }], ['agree', agreement], ['cause', { cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true }], ['close', closing(ticket)]] as const) await ticket.does(verb, body, 'service-agent');
    const idsOf = async (who: string) => (await basket(who, 'documentation', ticket)).map(({ id }) => id);
    const id = `${ticket.number}.documentation.1`;
    expect([await idsOf('service-agent'), await idsOf('technician-n1'), await idsOf('technician-n2')]).toEqual([[id], [id], []]);
    expect((await completing(id, { choice: 'dismiss', reason: 'Connu' }, 'service-agent')).status).toBe(200);
    expect(await idsOf('service-agent')).toEqual([]);
    const own = await solved({ classification: access });
    await own.does('close', closing(own));
    expect((await basket('technician-n1', 'documentation', own)).map(({ id: each }) => each)).toEqual([`${own.number}.documentation.1`]);
  });

  it('is dismissed for a reason, and nothing goes out', async () => {
    const ticket = await solved({ classification: access });
    await ticket.does('close', closing(ticket));
    expect(await statusOf(ticket)).toBe('RUNNING');
    const task = `${ticket.number}.documentation.1`;
    expect((await problemIn(await completing(task, { choice: 'dismiss' }, 'technician-n1'))).code).toBe('malformed-request');
    expect((await completing(task, { choice: 'dismiss', reason: 'Déjà documenté' }, 'technician-n1')).status).toBe(200);
    await eventually(async () => expect(await statusOf(ticket)).toBe('COMPLETED'));
    expect(await factsOf(house, 'knowledge', `${ticket.number}.addition.1`)).toEqual([]);
    expect(await ticket.read()).toMatchObject({ work: { documentation: { phase: 'dismissed' } } });
  });
});

describe('Who works on a ticket (T-09, T-11)', () => {
  it('is of its desk, unless he sees to every desk’s', async () => {
    const ticket = await desk.ticket({ desk: 'managed-services' });
    for (const [verb, body] of [['take', {}], ['classify', access], ['diagnose', diagnosis], ['merge', { into: ticket.number }]] as const) {
      const { status, code, detail } = await problemIn(await desk.act(ticket.number, verb, body));
      expect([status, code, detail]).toEqual([403, 'T-11.not-of-the-desk', expect.stringContaining('managed-services')]);
    }
    const refused = async (path: string, body: object) => (await problemIn(await desk.act(ticket.number, path, body))).code;
    expect([await refused('messages', { to: 'customer', text: 'Bonjour' }), await refused('replacements', { fault: 'disk' })]).toEqual(['T-11.not-of-the-desk', 'T-11.not-of-the-desk']);
    expect((await desk.act(ticket.number, 'messages', { to: 'house', text: 'Le client rappelle' })).status).toBe(201);
    await ticket.does('classify', access, 'dispatcher');
    await ticket.does('classify', access, 'supervisor');
    expect((await desk.act(ticket.number, 'messages', { to: 'customer', text: 'Bonjour' }, 'dispatcher')).status).toBe(201);
  });

  it('is of its desk to do the tasks of its replacements, too (T-20)', async () => {
    const ticket = await desk.ticket({ desk: 'managed-services' });
    const { id } = await (await desk.act(ticket.number, 'replacements', {}, 'supervisor')).json() as { id: string };
    const answer = { serialNumber: '5CG-2000', fault: 'disk' };
    expect((await problemIn(await completing(`${id}.replacement-information.1`, answer, 'technician-n1'))).code).toBe('T-11.not-of-the-desk');
    await house.pool.query("UPDATE team_members SET team = 'infogerance-n1' WHERE subject = 'technician-n1'");
    expect((await completing(`${id}.replacement-information.1`, answer, 'technician-n1')).status).toBe(200);
    await house.pool.query("UPDATE team_members SET team = 'operator-n1-nord' WHERE subject = 'technician-n1'");
  });

  it('is of no team that had it before, to take it (T-10)', async () => {
    const ticket = await desk.ticket({ classification: access });
    const { team } = await ticket.read();
    const movingTo = async (own: unknown) => { await house.pool.query("UPDATE team_members SET team = $1 WHERE subject = 'technician-n1'", [own]); };
    await movingTo(team);
    await ticket.does('take');
    await ticket.does('transfer', { to: team === 'operator-n1-sud' ? 'operator-n1-nord' : 'operator-n1-sud', mode: 'cold' });
    expect((await problemIn(await desk.act(ticket.number, 'take'))).code).toBe('T-10.team-had-it');
    await ticket.does('take', {}, 'supervisor');
    await movingTo('operator-n1-nord');
  });

  it('is of his team, though he may attribute besides: what it gave away he neither takes back nor accepts (T-10, C-03)', async () => {
    const ticket = await desk.ticket({ classification: access });
    const { team } = await ticket.read();
    await house.pool.query("UPDATE team_members SET team = $1 WHERE subject = 'supervisor'", [team]);
    await ticket.does('take', {}, 'supervisor');
    await ticket.does('diagnose', diagnosis, 'supervisor');
    await ticket.does('transfer', { to: 'operator-n2-voix' }, 'supervisor');
    expect((await problemIn(await desk.act(ticket.number, 'acknowledge-transfer', { ordinal: 1 }, 'supervisor'))).code).toBe('C-03.not-the-receiver');
    await ticket.does('transfer', { to: team === 'operator-n1-sud' ? 'operator-n1-nord' : 'operator-n1-sud', mode: 'cold' }, 'supervisor');
    expect((await problemIn(await desk.act(ticket.number, 'take', {}, 'supervisor'))).code).toBe('T-10.team-had-it');
    await house.pool.query("UPDATE team_members SET team = 'production' WHERE subject = 'supervisor'");
  });

  it('is of its level to take it, and of the team that a transfer is offered to to answer (C-03)', async () => {
    const ticket = await desk.ticket({ classification: access });
    expect((await problemIn(await desk.act(ticket.number, 'take', {}, 'technician-n2'))).code).toBe('T-11.other-level');
    await ticket.does('take');
    await ticket.does('diagnose', diagnosis);
    await ticket.does('transfer', { to: 'operator-n2-voix' });
    for (const verb of ['acknowledge-transfer', 'decline-transfer']) expect((await problemIn(await desk.act(ticket.number, verb, { ordinal: 1, ...(verb === 'decline-transfer' ? { reason: 'x' } : {}) }, 'technician-n2'))).code).toBe('C-03.not-the-receiver');
  });
});

it('Rebuilt from their events, tickets and their tasks are the same', async () => {
  await desk.everybodyTold();
  await expectRebuildChangesNothing(house);
});
