/** Records and engine compared, and the rebuild of a database that holds every kind of journey: real engine, real database, planted differences. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkJourneys, workflowsOfJourneys } from '../../../cli/check/check.ts';
import { historiesOf } from '../../../cli/check/histories.ts';
import { reconcile, skipNumbers, type Repaired } from '../../../cli/check/reconcile.ts';
import { closeNight, keepReport } from '../../../db/backup/nights.ts';
import { completedByRebuild, readEvents, readModels, rebuild } from '../../../db/journey/rebuild.ts';
import { record } from '../../../db/journey/record.ts';
import type { DeploymentState } from '../../../domain/deployment/deployment.ts';
import { journeyModels, type JourneyKind } from '../../../domain/journey/kinds.ts';
import { carryNights } from '../../../relay/backups.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { json } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, meta } from '../../support/journeys.ts';
import { mailsIn } from '../../support/mails.ts';
import { orderDesk, signatory } from '../../support/orders.ts';
import { callsOf, setFaults } from '../../support/outside.ts';
import { playDeployment, playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { Terminations } from '../../support/terminations.ts';
import { work, worksheetOf, type TestTicket, type TicketDesk } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
let terminations: Terminations;
/** One open journey of each kind: a kind that is added has to be here. */
const open = {} as Record<JourneyKind, string>;

beforeAll(async () => {
  house = await openHouse();
  terminations = await Terminations.open(house);
  desk = terminations.desk;
  const journeys = new Journeys(house);
  const begun = await journeys.begin(['Lyon']);
  await eventually(async () => expect((await house.pool.query('SELECT FROM sites WHERE deployment_id = $1', [begun.id])).rowCount).toBe(1));
  open.deployment = begun.id;
  open.site = `${begun.id}/S001`;
  open.ticket = (await desk.ticket()).number;
  const replaced = await desk.ticket();
  const replacement = await desk.act(replaced.number, 'replacements', { fault: 'no-power' });
  open.replacement = (await replacement.json() as { id: string }).id;
  await desk.api.request('/api/v1/backups/caisse', { ...json({ label: 'caisse', customerId: 'CLI-000001' }, { authorization: 'Bearer network-admin' }), method: 'PUT' });
  await keepReport(house.pool, { job: 'caisse', night: '2026-10-01', outcome: 'failed', detail: 'target-full', endedAt: '2026-10-01T23:50:00Z' }, 'callback');
  await closeNight(house.pool, '2026-10-01');
  while (await carryNights({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) }) > 0);
  open.termination = (await terminations.open([await terminations.oldService('RDS-900901')], { equipment: [] })).id;
  open.backup = 'BKP-2026-10-01-caisse';
  open.order = await placedOrder();
  open.appointment = await planned('/appointments', { subject: 'Fibre', invitee: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }, startsAt: '2030-01-02T10:00:00Z', endsAt: '2030-01-02T11:00:00Z' });
  open.followUp = await planned('/follow-ups', { what: 'call', dueAt: '2030-01-02T10:00:00Z' });
  const { rows: [ordered] } = await house.pool.query<{ number: string }>('SELECT order_number AS number FROM deployments WHERE id = $1', [begun.id]);
  open.complaint = await planned('/complaints', { subject: 'billing', orderNumber: ordered?.number, edition: 2026, comment: 'La ligne du mois de mai est facturée deux fois.', contact: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' } });
  // Claims stand beside what is rebuilt, and in it.
  const approval = `${(await journeys.launch(['Lyon'])).id}.techno-commercial-approval.1`;
  await desk.api.request(`/api/v1/tasks/${approval}/claim`, json({}, { authorization: 'Bearer presales-engineer' }));
  await playDeployment(await journeys.launch(['Lyon']), 'technical-validation');
});
async function planned(path: string, body: object): Promise<string> {
  const answer = await desk.api.request(`/api/v1${path}`, { ...json({ customerId: 'CLI-000001', ...body }, { authorization: 'Bearer sales-engineer' }), method: 'POST' });
  expect(answer.ok, path).toBe(true);
  return (await answer.json() as { id: string }).id;
}
async function placedOrder(): Promise<string> {
  const send = async <T>(method: string, path: string, body: object, headers: Record<string, string> = {}): Promise<T> => {
    const answer = await desk.api.request(`/api/v1${path}`, { ...json(body, { authorization: 'Bearer sales-engineer', ...headers }), method });
    expect(answer.ok, path).toBe(true);
    return await answer.json() as T;
  };
  const { id } = await send<{ id: string }>('POST', '/proposals', { customerId: 'CLI-000001', name: 'Fibre', holds: 'nothing' });
  const { version } = await send<{ version: number }>('PATCH', `/proposals/${id}`, { lines: [{ action: 'add', product: 'ftth-pro', site: 'Lyon' }] }, { 'if-match': '"1"' });
  await send('PUT', `/proposals/${id}/schedule`, { instalments: 3, firstOn: '2030-03-01' }, { 'if-match': `"${version}"` });
  await send('POST', `/proposals/${id}/present`, {});
  const party = {
    contacts: [{ role: 'administrative', name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }], targetActivationDate: '2030-03-01', collection: { existingLineToMigrate: false, numberPortability: false },
    sites: [{ label: 'Lyon', accessType: 'ftth', address: { street: '1 rue de la Gare', postalCode: '69001', city: 'Lyon' } }],
  };
  return (await send<{ id: string }>('POST', '/orders', { proposalId: id, market: 'private', party })).id;
}
afterAll(async () => {
  await terminations.close();
  await house.close();
});

const check = async () => (await checkJourneys(house)).differences;

describe('The rebuild', () => {
  it('makes every row of every read model of every kind of journey anew, and says how far it has come', async () => {
    const { rows } = await house.pool.query<{ kind: string }>('SELECT DISTINCT kind FROM journeys WHERE is_open ORDER BY kind');
    expect(rows.map(({ kind }) => kind)).toEqual(Object.keys(journeyModels).toSorted());
    await expectRebuildChangesNothing(house);
    const told: number[] = [];
    const rebuilt = await rebuild(house.pool, (done, all) => told.push(done / all));
    expect([rebuilt, told.at(-1)]).toEqual([(await house.pool.query('SELECT FROM journeys')).rowCount, 1]);
  });

  it('fails, and changes nothing, when a projection writes a table that it would not empty first', async () => {
    await house.pool.query(`CREATE TABLE forgotten (journey_id text);
      CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO forgotten VALUES (NEW.id); RETURN NULL; END $$;
      CREATE TRIGGER forget AFTER INSERT ON journeys FOR EACH ROW EXECUTE FUNCTION forget()`);
    await expect(rebuild(house.pool)).rejects.toThrow('forgotten');
    expect((await house.pool.query('SELECT FROM forgotten')).rowCount).toBe(0);
    await house.pool.query('DROP TABLE forgotten CASCADE; DROP FUNCTION forget() CASCADE');
    expect(readModels.filter((table) => (completedByRebuild as readonly string[]).includes(table))).toEqual([]);
  });
});

describe('Every open journey', () => {
  it('agrees with its events, while others go on', async () => {
    const [going] = [desk.ticket(), desk.ticket()];
    const { journeys, differences } = await checkJourneys(house);
    expect(differences).toEqual([]);
    expect(journeys).toBeGreaterThanOrEqual(Object.keys(open).length);
    await (await going).does('take');
  });

  it('that does not is named, with what is wrong: its row, its state, its workflow; and so is a workflow without a record', async () => {
    // A row that nobody's events made.
    await house.pool.query("UPDATE journeys SET state = jsonb_set(state, '{priority}', '\"P5\"') WHERE id = $1", [open.ticket]);
    // Something else wrote: an event that the workflow does not know of.
    const { rows: [known] } = await house.pool.query<{ version: number }>('SELECT version FROM journeys WHERE id = $1', [open.backup]);
    await record(house.pool, { journeyId: open.backup, kind: 'backup', events: [{ number: (known?.version ?? 0) + 1, event: { type: 'nightFailed', night: '2026-10-02', outcome: 'missing' } as never, atMs: Date.now(), meta: meta() }] });
    await house.client.workflow.getHandle(workflowIdOf(open.replacement)).terminate('planted');
    const lost = await desk.ticket();
    await house.pool.query('DELETE FROM journeys WHERE id = $1', [lost.number]);
    await eventually(async () => expect((await house.client.workflow.count(`WorkflowId = '${workflowIdOf(lost.number)}' AND ExecutionStatus = 'Running'`)).count).toBe(1));
    const expected = [
      { journeyId: open.backup, fault: 'state' }, { journeyId: open.replacement, fault: 'not-running' }, { journeyId: open.ticket, fault: 'row' }, { journeyId: lost.number, fault: 'not-recorded' },
    ];
    expect(await check()).toEqual(expected.toSorted((one, other) => (one.journeyId < other.journeyId ? -1 : 1)));
    // What only the rows had wrong is right after a rebuild.
    await rebuild(house.pool);
    expect(await check()).toEqual(expected.slice(0, 2));
  }, 60_000);

  it('is said not to answer while no worker runs', async () => {
    await house.stopWorkers();
    const one = new Map((await check().finally(() => house.startWorkers())).map(({ journeyId, fault }) => [journeyId, fault]));
    expect(one.get(open.deployment)).toBe('not-answered');
  }, 120_000);
});

describe('After a restore', () => {
  /** As an operator does it: no worker runs meanwhile. */
  async function reconciled(): Promise<Repaired[]> {
    const repaired: Repaired[] = [];
    await house.stopWorkers();
    await reconcile(house, (one) => repaired.push(one)).finally(() => house.startWorkers());
    return repaired.toSorted((one, other) => (one.journeyId < other.journeyId ? -1 : 1));
  }

  it('a journey of which the engine is behind, or that it does not run, is begun anew from its record; what agrees is left alone', async () => {
    const [backup, replacement] = await reconciled();
    expect(backup).toMatchObject({ journeyId: open.backup, repair: 'started' });
    expect(backup?.recorded).toBe((backup?.given ?? 0) + 1);
    expect(replacement).toMatchObject({ journeyId: open.replacement, repair: 'started', given: replacement?.recorded });
    expect(await check()).toEqual([]);
    expect(await reconciled()).toEqual([]);
  }, 120_000);

  it('an engine that has lost every journey has every kind of them again, and they go on', async () => {
    await house.stopWorkers();
    const lost: string[] = [];
    for await (const { journeyId } of workflowsOfJourneys(house.client, "ExecutionStatus = 'Running'")) {
      await house.client.workflow.getHandle(workflowIdOf(journeyId)).terminate('planted');
      lost.push(journeyId);
    }
    const repaired = await reconciled();
    expect(repaired.filter(({ repair }) => repair !== 'started')).toEqual([]);
    expect(repaired.map(({ journeyId }) => journeyId)).toEqual(lost.toSorted());
    expect(repaired.map(({ journeyId }) => journeyId)).toEqual(expect.arrayContaining(Object.values(open)));
    expect(await check()).toEqual([]);
    expect((await desk.act(open.ticket, 'take', {})).status).toBe(200);
    expect(await check()).toEqual([]);
  }, 120_000);

  it('a record that is behind has the rest from the history of the engine, under the same numbers', async () => {
    const ticket = await desk.ticket();
    await ticket.does('take');
    const before = await readEvents(house.pool, ticket.number);
    await house.stopWorkers();
    await forgetEvents(ticket.number, before.length - 1);
    expect(await reconciled()).toEqual([{ journeyId: ticket.number, repair: 'recorded', recorded: before.length - 1, given: before.length }]);
    expect(await readEvents(house.pool, ticket.number)).toEqual(before);
    expect(await check()).toEqual([]);
  }, 120_000);

  it('what the engine decides anew under a number that is recorded of another act is refused, and the record is kept', async () => {
    const ticket = await desk.ticket();
    const events = await readEvents(house.pool, ticket.number);
    const again = (commandId: string) => record(house.pool, { journeyId: ticket.number, kind: 'ticket', events: events.map((event) => ({ ...event, meta: { ...event.meta, commandId } })) });
    await expect(again('another')).rejects.toThrow(/another act/);
    expect(await record(house.pool, { journeyId: ticket.number, kind: 'ticket', events })).toBe(0);
    expect(await readEvents(house.pool, ticket.number)).toEqual(events);
  });

  it('what has ended and owes something still goes on for it: a site whose deployment has not heard how it ended, an addition that was accepted, a task that a person has; a site of which nothing is known but that it was started is started (D-19, D-23, T-23)', async () => {
    const journey = await new Journeys(house).begin(['Lyon', 'SIM-NEVER-ACK']);
    await playSite(journey, 'S001');
    const heard = await eventually(async () => {
      const told = (await readEvents(house.pool, journey.id)).find(({ event }) => event.type === 'siteMilestoneReached' && (event as { milestone?: string }).milestone === 'in-service');
      expect(told).toBeDefined();
      return told?.number ?? 0;
    });
    const tickets = [await closedTicket(), await closedTicket()] as const;
    const [accepted, open] = await Promise.all(tickets.map(({ number }) => documentationTaskOf(number)));
    const accept = async (taskId = '') => expect((await desk.api.request(`/api/v1/tasks/${taskId}/complete`, json({ choice: 'accept', text: 'Port 3' }, { authorization: 'Bearer technician-n1' }))).status).toBe(200);
    await setFaults(house, 'knowledge', { errorRate: 1 });
    await accept(accepted);
    await house.stopWorkers();
    const ids = [journey.id, `${journey.id}/S001`, `${journey.id}/S002`, ...tickets.map(({ number }) => number)];
    for (const id of ids) await forgottenByEngine(id);
    await forgetEvents(journey.id, heard - 1);
    await forgetEvents(`${journey.id}/S002`, 0);
    await setFaults(house, 'knowledge', {});
    expect((await reconciled()).map(({ journeyId, repair }) => [journeyId, repair])).toEqual(ids.filter((id) => !id.endsWith('S002')).toSorted().map((id) => [id, 'started']));
    await eventually(async () => expect((await journey.recordedState<DeploymentState>()).sites).toMatchObject({ S001: 'in-service', S002: 'started' }));
    await journey.awaitSitePhase('S002', 'acknowledgement');
    await accept(open);
    for (const ticket of tickets) await ticket.awaitEvents('documentationAdded', 1);
    expect(await check()).toEqual([]);
  }, 180_000);

  it('a withdrawn order of which nobody has told its customer tells him, and nothing else again (C-08)', async () => {
    const orders = orderDesk(house, desk.api);
    const id = await orders.ordered();
    await orders.reaches(id, 'signature');
    await orders.done('sales-engineer', 'PUT', `/orders/${id}/signature`, { mode: 'electronic', signatory, invoice: { channel: 'paper' } });
    await orders.done('customer', 'POST', `/orders/${id}/signature/code`);
    await orders.done('customer', 'POST', `/orders/${id}/signature/sign`, { code: await orders.codeOf(id), accepted: true });
    await orders.reaches(id, 'signed');
    const signedSent = () => callsOf(house, 'mail', `${id}.signed`, 'send');
    await eventually(async () => expect(await signedSent()).toBe(1));
    await setFaults(house, 'mail', { errorRate: 1 });
    await orders.done('sales-engineer', 'POST', `/orders/${id}/abandon`, { reason: 'Le client se rétracte' });
    await orders.reaches(id, 'ended');
    await house.stopWorkers();
    await forgottenByEngine(id);
    await setFaults(house, 'mail', {});
    expect((await reconciled()).map(({ journeyId, repair }) => [journeyId, repair])).toEqual([[id, 'started']]);
    await eventually(async () => expect((await mailsIn(house)).filter(({ messageKey }) => messageKey === `${id}.withdrawn`)).toMatchObject([{ to: [signatory.email] }]));
    await eventually(async () => expect((await house.pool.query("SELECT state ->> 'isWithdrawalTold' AS told FROM journeys WHERE id = $1", [id])).rows).toEqual([{ told: 'true' }]));
    // S-04: what he signed was sent when he signed it.
    expect(await signedSent()).toBe(1);
    expect(await reconciled()).toEqual([]);
  }, 120_000);

  it('numbers that the outside may know from after the backup are given to nobody', async () => {
    const numberOf = async (): Promise<number> => Number((await desk.ticket()).number.slice(-6));
    const before = await numberOf();
    expect(await skipNumbers(house.pool, 1_000)).toContain('deployment_numbers');
    expect(await numberOf()).toBeGreaterThan(before + 1_000);
  });
});

/** Solved and closed; what it taught waits for who solved it. */
async function closedTicket(): Promise<TestTicket> {
  const ticket = await desk.ticket();
  await ticket.does('take');
  await ticket.does('resolve', { solution: 'Port remis en service' });
  await ticket.does('agree', { by: 'customer', channel: 'phone' });
  await ticket.does('cause', { cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true });
  await ticket.does('record-work', work);
  await ticket.does('close', { worksheet: worksheetOf(ticket.number), satisfaction: 5 });
  return ticket;
}

async function documentationTaskOf(number: string): Promise<string | undefined> {
  const { rows: [task] } = await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND step = 'documentation'", [number]);
  return task?.id;
}

/** As an engine has it that was restored from before the journey. */
async function forgottenByEngine(journeyId: string): Promise<void> {
  const workflowId = workflowIdOf(journeyId);
  await house.client.workflowService.deleteWorkflowExecution({ namespace: house.namespace, workflowExecution: { workflowId } });
  await eventually(async () => expect(await historiesOf(house.client, journeyId)).toEqual([]));
}

/** As an older backup has it: the record of a journey up to this number. */
async function forgetEvents(journeyId: string, lastKept: number): Promise<void> {
  const client = await house.pool.connect();
  await client.query("SET session_replication_role = 'replica'");
  for (const table of ['events', 'timeline', 'outbox']) await client.query(`DELETE FROM ${table} WHERE journey_id = $1 AND number > $2`, [journeyId, lastKept]);
  await client.query("SET session_replication_role = 'origin'");
  client.release();
  await rebuild(house.pool);
}
