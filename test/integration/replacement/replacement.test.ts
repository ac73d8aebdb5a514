/** A hardware replacement on the real engine, over the API, with the simulated inventory and CSDP (T-20). */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepCallback } from '../../../db/callbacks/inbox.ts';
import { requestApplication } from '../../../db/policy/applications.ts';
import { currentPolicies, editPolicy } from '../../../db/policy/store.ts';
import { createDelivery } from '../../../relay/inbox.ts';
import { movePolicies } from '../../../relay/policies.ts';
import { json, problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TicketDesk } from '../../support/tickets.ts';
import { skipTime } from '../../support/time.ts';

interface View { id: string; phase: string; isBilled: boolean; orderReference: string | null; serialNumber: string | null; returnedOn: string | null }

const day = 86_400_000;
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

const as = (profile: string) => ({ headers: { authorization: `Bearer ${profile}` } });
async function open(body: object): Promise<View> {
  const ticket = await desk.ticket({ caller: { name: 'Jeanne Martin', relation: 'self', email: 'jeanne@martin.invalid' } });
  const response = await desk.act(ticket.number, 'replacements', body);
  expect(response.status).toBe(201);
  return await response.json() as View;
}
const read = async (id: string): Promise<View> => await (await desk.api.request(`/api/v1/replacements/${id}`, as('technician-n1'))).json() as View;
const reaches = (id: string, phase: string) => eventually(async () => {
  expect((await read(id)).phase).toBe(phase);
});

interface TaskView { id: string; context: Record<string, unknown>; step: string }
async function taskOf(id: string): Promise<TaskView> {
  return await eventually(async () => {
    const { rows: [row] } = await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND status = 'open'", [id]);
    expect(row).toBeDefined();
    return await (await desk.api.request(`/api/v1/tasks/${row?.id}`, as('technician-n1'))).json() as TaskView;
  });
}
async function answer(id: string, input: object): Promise<Response> {
  return await desk.api.request(`/api/v1/tasks/${(await taskOf(id)).id}/complete`, json(input, { authorization: 'Bearer technician-n1' }));
}

/** As the relay carries it. */
async function tell(source: 'hardware' | 'inventory', id: string, payload: object): Promise<{ status: string; reason: string | null } | undefined> {
  await keepCallback(house.pool, { source, id, payload });
  const delivery = createDelivery({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) });
  await delivery.start();
  await delivery.idle();
  const { rows: [row] } = await house.pool.query<{ status: string; reason: string | null }>('SELECT status, reason FROM inbox WHERE source = $1 AND id = $2', [source, id]);
  return row;
}

describe('a replacement', () => {
  it('of hardware that nobody knows is created in the inventory, ordered once, followed to its return by asking, told to the customer and written on the sheet of the year (T-20)', async () => {
    await setFaults(house, 'hardware', { failFirst: 1 });
    const { id } = await open({ serialNumber: '5cg-1000', fault: 'disk' });
    // Asked for, and its callback lost: it is asked about a day later.
    await eventually(async () => expect(await factsOf(house, 'inventory', `${id}.item.1`)).toEqual(['creation-asked', 'created']));
    await eventually(async () => expect((await house.pool.query("SELECT 1 FROM events WHERE journey_id = $1 AND type = 'creationRequested'", [id])).rowCount).toBe(1));
    await skipTime(house, id, day);
    await reaches(id, 'delivery');
    await eventually(async () => expect(await factsOf(house, 'hardware', `${id}.part.1`)).toEqual(['ordered', 'shipped', 'received']));
    await skipTime(house, id, day);
    await reaches(id, 'swap');
    expect((await answer(id, { replacedOn: '2026-11-25', returnReference: 'RET-1' })).status).toBe(200);
    await eventually(async () => expect((await factsOf(house, 'hardware', `${id}.part.1`)).at(-1)).toBe('returned'));
    await skipTime(house, id, day);
    await reaches(id, 'done');
    const { orderReference, returnedOn } = await read(id);
    expect(returnedOn).not.toBeNull();
    await eventually(async () => expect((await mailsIn(house)).filter(({ messageKey }) => messageKey === `${id}.handling`)).toMatchObject([{ to: ['jeanne@martin.invalid'], text: expect.stringContaining(orderReference ?? '?') }]));
    const sheet = await desk.api.request(`/api/v1/reports/csdp?year=${new Date().getUTCFullYear()}`, as('service-agent'));
    expect(sheet.headers.get('content-type')).toContain('text/csv');
    expect((await sheet.text()).split('\r\n').filter((line) => line.startsWith(id))).toEqual([expect.stringContaining(`;5CG-1000;EliteBook 840 G8;disk;`)]);
    const other = await desk.api.request('/api/v1/reports/csdp?year=2001', as('service-agent'));
    expect((await other.text()).trim().split('\r\n')).toHaveLength(1);
  });

  it('treated a short while ago asks the technician, who gives another serial number; known hardware goes straight to its order (T-20)', async () => {
    const { id } = await open({ serialNumber: '5CG-SIM-RECENT-1', fault: 'disk' });
    expect((await taskOf(id))).toMatchObject({ step: 'replacement-confirmation', context: { concern: 'treated-recently' } });
    expect((await answer(id, { choice: 'other-serial-number', serialNumber: 'CLI-000001-PC-1', comment: 'Le client s’était trompé' })).status).toBe(200);
    await reaches(id, 'delivery');
    expect(await callsOf(house, 'inventory', `${id}.item.1`, 'create')).toBe(0);
  });

  it('follows a policy that is applied to it, here one that asks nobody of what was treated a short while ago', async () => {
    const { id } = await open({});
    const { values } = await currentPolicies(house.pool, ['field-service']);
    const policy = 'field-service';
    const { version } = await editPolicy(house.pool, { name: policy, value: { ...values[policy], recentTreatmentDays: 0 }, author: 'admin', hasRead: () => true }) as { version: number };
    await requestApplication(house.pool, { policy, version, requestedBy: 'admin', channel: 'api', requestId: 'r-1' });
    while (await movePolicies({ pool: house.pool, client: house.client, logger: pino({ level: 'silent' }) }) > 0);
    expect((await house.pool.query('SELECT status FROM policy_moves WHERE journey_id = $1', [id])).rows).toEqual([{ status: 'moved' }]);
    expect((await answer(id, { serialNumber: '5CG-SIM-RECENT-2', fault: 'disk' })).status).toBe(200);
    await eventually(async () => expect(await factsOf(house, 'inventory', `${id}.item.1`)).toContain('creation-asked'));
    await editPolicy(house.pool, { name: policy, value: values[policy], author: 'admin', hasRead: () => true });
  });

  it('asks for what is missing, and refuses an answer that leaves it out (T-20)', async () => {
    const { id } = await open({});
    expect(await taskOf(id)).toMatchObject({ step: 'replacement-information', context: { missing: 'serialNumber, fault' } });
    expect((await problemIn(await answer(id, { fault: 'disk' }))).code).toBe('T-20.information-missing');
    expect((await answer(id, { serialNumber: 'CLI-000001-SRV-1', fault: 'screen' })).status).toBe(200);
    await reaches(id, 'delivery');
  });

  it('hears of its part by callback, once; what comes again is kept as ignored', async () => {
    const { id } = await open({ serialNumber: 'CLI-000001-CPE-1', fault: 'disk' });
    await reaches(id, 'delivery');
    const received = { type: 'part.received', orderKey: `${id}.part.1`, receivedOn: '2026-11-24' };
    expect(await tell('hardware', `${id}-a`, received)).toMatchObject({ status: 'delivered' });
    await reaches(id, 'swap');
    expect(await tell('hardware', `${id}-b`, received)).toEqual({ status: 'ignored', reason: 'known-already' });
    expect(await tell('inventory', `${id}-c`, { type: 'item.created', itemKey: `${id}.item.1`, serialNumber: 'CLI-000001-PC-1' })).toEqual({ status: 'ignored', reason: 'not-awaited' });
    expect(await tell('hardware', `${id}-d`, { type: 'part.received', orderKey: 'REP-2020-000001.part.1', receivedOn: '2026-11-24' })).toMatchObject({ status: 'unmatched', reason: 'unknown-journey' });
  });

  it('that the inventory and the supplier refuse goes on when a person says so, and is abandoned when he does (T-20)', async () => {
    const { id } = await open({ serialNumber: 'SIM-REFUSED-1', fault: 'disk', model: 'SIM' });
    await eventually(async () => expect((await house.pool.query("SELECT 1 FROM events WHERE journey_id = $1 AND type = 'creationRequested'", [id])).rowCount).toBe(1));
    await eventually(async () => expect(await factsOf(house, 'inventory', `${id}.item.1`)).toContain('refused'));
    await skipTime(house, id, day);
    expect(await taskOf(id)).toMatchObject({ context: { concern: 'creation-refused' } });
    expect((await answer(id, { choice: 'go-on', comment: 'Créé à la main' })).status).toBe(200);
    expect(await taskOf(id)).toMatchObject({ context: { concern: 'order-refused', choices: 'go-on, abandon' } });
    expect((await answer(id, { choice: 'go-on', comment: 'Encore une fois' })).status).toBe(200);
    await eventually(async () => expect(await factsOf(house, 'hardware', `${id}.part.2`)).toEqual(['refused']));
    expect(await taskOf(id)).toMatchObject({ context: { concern: 'order-refused' } });
    expect((await answer(id, { choice: 'abandon', comment: 'Plus fabriqué' })).status).toBe(200);
    await reaches(id, 'abandoned');
  });

  it('is opened on an open ticket that the person may see, by who may act on it', async () => {
    const ticket = await desk.ticket();
    expect((await desk.act(ticket.number, 'replacements', {}, 'customer')).status).toBe(403);
    expect((await desk.act('TCK-2020-000001', 'replacements', {})).status).toBe(404);
    expect((await problemIn(await desk.act(ticket.number, 'replacements', { fault: 'fire' }))).code).toBe('malformed-request');
    const { id } = await open({});
    expect((await desk.api.request(`/api/v1/replacements/${id}`, as('customer'))).status).toBe(200);
    expect((await desk.api.request('/api/v1/reports/csdp?year=2026', as('customer'))).status).toBe(403);
  });

  it('has read models that can be made anew', async () => {
    await expectRebuildChangesNothing(house);
  });
});
