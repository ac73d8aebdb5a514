/** Two records of one customer become one (C-09) while his ticket is open in the engine: what it does afterwards reads under the record that remains. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn, json, type Sent } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TicketDesk, type TestTicket } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
let open: TestTicket;
const [survivor, loser] = ['CLI-000002', 'CLI-000001'];
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  await house.pool.query("INSERT INTO customers (id, name, siren) VALUES ('CLI-000002', 'Boulangeries Martin', '111111111'), ('CLI-000003', 'Autre', '333333333'), ('CLI-000004', 'Encore', NULL)");
  await house.pool.query("UPDATE customers SET siren = '111111111', phone = '0102030405', street = '1 rue', postal_code = '59000', city = 'Lille', country = 'FR' WHERE id = 'CLI-000001'");
  await house.pool.query("UPDATE customers SET account_manager = 'account-manager', account_manager_named_by = 'dispatcher', account_manager_named_at = now() WHERE id = 'CLI-000001'");
  await house.pool.query("INSERT INTO projects (key, customer_id, technicians) VALUES ('refonte', 'CLI-000001', '{}')");
  open = await desk.ticket();
});
afterAll(async () => { await desk.close(); await house.close(); });

const call = (method: string, who: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  desk.api.request(`/api/v1${path}`, { ...(body === undefined ? { headers: { authorization: `Bearer ${who}`, ...headers } } : json(body, { authorization: `Bearer ${who}`, ...headers })), method } as Sent);
const get = async <T>(who: string, path: string): Promise<T> => await (await call('GET', who, path)).json() as T;
const outcome = async (answer: Promise<Response>) => {
  const response = await answer;
  return response.ok ? response.status : [response.status, (await problemIn(response)).code];
};
const merge = (into: string, other: string, who = 'supervisor') => outcome(call('POST', who, `/customers/${into}/merge`, { other }));

describe('C-09: two records that are merged', () => {
  it('must be of one customer, and only a supervisor does it', async () => {
    expect(await merge(survivor, loser, 'service-agent')).toEqual([403, 'forbidden']);
    expect(await merge(survivor, survivor)).toEqual([422, 'C-09.same-record']);
    expect(await merge(survivor, 'CLI-000003')).toEqual([422, 'C-09.other-company']);
    expect(await merge(survivor, 'CLI-999999')).toEqual([404, 'not-found']);
  });

  it('are one from then on: services, tickets, tasks, contacts, projects and timeline of the one read under the other, whose gaps it fills', async () => {
    await house.pool.query("UPDATE customers SET created_at = '2019-03-01T00:00:00Z' WHERE id = $1", [loser]);
    await call('POST', 'service-agent', `/customers/${loser}/contacts`, { role: 'technical', name: 'Jeanne Martin' });
    // Twice at once, and again: one merge.
    expect(await Promise.all([merge(survivor, loser), merge(survivor, loser)])).toEqual([200, 200]);
    expect(await merge(survivor, loser)).toBe(200);
    const { rows } = await house.pool.query<{ count: number }>("SELECT count(*) FROM events WHERE type = 'customersMerged'");
    expect(rows).toEqual([{ count: 1 }]);
    for (const id of [survivor, loser]) {
      const record = await call('GET', 'service-agent', `/customers/${id}`);
      expect(record.headers.get('content-location')).toBe(`/api/v1/customers/${survivor}`);
      expect(await record.json()).toMatchObject({ id: survivor, name: 'Boulangeries Martin', phone: '0102030405', address: { city: 'Lille' }, createdAt: '2019-03-01T00:00:00.000Z', formerIds: [loser] });
      expect((await get<{ items: object[] }>('service-agent', `/customers/${id}/contacts`)).items).toMatchObject([{ name: 'Jeanne Martin' }]);
      expect((await get<{ items: object[] }>('service-agent', `/customers/${id}/services`)).items).toHaveLength(100);
      expect((await get<{ items: { number: string; customerId: string }[] }>('service-agent', `/tickets?customerId=${id}`)).items).toMatchObject([{ number: open.number, customerId: survivor }]);
      expect((await get<{ items: { id: string }[] }>('supervisor', `/tasks?whose=all&customerId=${id}`)).items.map((item) => item.id)).toContain(open.number);
      expect(await get('dispatcher', `/account-managers/${id}`)).toMatchObject({ subject: 'account-manager', namedBy: 'dispatcher', namedAt: expect.any(String) as string });
      expect((await get<{ items: { key: string }[] }>('dispatcher', `/projects?customerId=${id}`)).items).toMatchObject([{ key: 'refonte' }]);
      expect(await outcome(call('PUT', 'dispatcher', `/referents/operator/${id}`, { subject: 'technician-n1' }))).toBe(200);
      expect(await outcome(call('DELETE', 'dispatcher', `/referents/operator/${id}`))).toBe(204);
      expect((await get<{ items: { type: string }[] }>('supervisor', `/customers/${id}/timeline?limit=200`)).items.map(({ type }) => type)).toEqual(expect.arrayContaining(['customersMerged', 'customerPartAdded', 'ticketOpened']));
    }
    expect((await get<{ items: { id: string }[] }>('service-agent', '/customers?search=martin')).items.map(({ id }) => id)).toEqual([survivor]);
    const tables = (await house.pool.query<{ name: string }>("SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'customer_id'")).rows;
    for (const { name } of tables) expect([name, (await house.pool.query(`SELECT FROM ${name} WHERE customer_id = $1`, [loser])).rowCount]).toEqual([name, 0]);
  });

  it('is written to by the open journeys of the one under the other, and the rebuild gives the same', async () => {
    await open.does('take');
    await desk.act(open.number, 'messages', { to: 'house', text: 'Après la fusion' });
    const { rows } = await house.pool.query<{ customer: string }>('SELECT DISTINCT customer_id AS customer FROM timeline WHERE journey_id = $1', [open.number]);
    expect(rows).toEqual([{ customer: survivor }]);
    // The state keeps the id that it was opened with.
    expect((await open.state()).opening?.customerId).toBe(loser);
    await desk.everybodyTold();
    await expectRebuildChangesNothing(house);
  });

  it('takes new tickets under either id, from the customer who signs in for the old one too', async () => {
    for (const [customerId, who, rds] of [[loser, 'service-agent', 'RDS-50'], [survivor, 'service-agent', 'RDS-51'], [loser, 'customer', 'RDS-52']] as const) {
      const made = await desk.register({ customerId, rds }, who);
      expect(await made.json()).toMatchObject({ customerId: survivor });
      expect(made.status).toBe(201);
    }
    expect((await get<{ items: object[] }>('customer', '/tickets')).items).toHaveLength(4);
    expect(await outcome(call('GET', 'customer', `/tickets/${open.number}`))).toBe(200);
    expect(await outcome(call('GET', 'customer', `/customers/${survivor}`))).toBe(200);
    expect(await outcome(call('GET', 'customer', '/customers/CLI-000003'))).toEqual([404, 'not-found']);
  });

  it('leave the tasks of the customer who signs in for the old one his to do (C-05)', async () => {
    const task = 'AFF-2026-000999.technical-collection.1';
    await house.pool.query("INSERT INTO tasks (id, journey_id, customer_id, step, owner, status, context, opened_at) VALUES ($1, 'AFF-2026-000999', $2, 'technical-collection', 'customer', 'open', '{}', now())", [task, survivor]);
    const tried = await call('POST', 'customer', '/tasks/bulk', { act: 'claim', ids: [task], dryRun: true });
    await house.pool.query('DELETE FROM tasks WHERE id = $1', [task]);
    expect(await tried.json()).toEqual({ items: [{ id: task, outcome: 'would-be-done' }] });
  });

  it('go into a third together, and not apart', async () => {
    expect(await merge('CLI-000003', loser)).toEqual([409, 'C-09.merged-elsewhere']);
    expect(await merge(loser, 'CLI-000004')).toEqual([409, 'C-09.merged-elsewhere']);
    expect(await merge('CLI-000004', survivor)).toBe(200);
    expect(await get('service-agent', `/customers/${loser}`)).toMatchObject({ id: 'CLI-000004', siren: '111111111', formerIds: [loser, survivor] });
    expect((await desk.act(open.number, 'messages', { to: 'house', text: 'Après la seconde fusion' })).status).toBe(201);
    expect((await house.pool.query("SELECT DISTINCT customer_id FROM timeline WHERE journey_id = $1", [open.number])).rows).toEqual([{ customer_id: 'CLI-000004' }]);
    await desk.everybodyTold();
    await expectRebuildChangesNothing(house);
  });

  it('is known to every table that has rows of customers', async () => {
    const { rows } = await house.pool.query<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name)
       WHERE table_schema = 'public' AND column_name = 'customer_id' AND t.table_type = 'BASE TABLE' AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'belongs_to_survivor' AND tgrelid = c.table_name::regclass)`);
    expect(rows, 'a migration that adds a table with customer_id gives it the trigger belongs_to_survivor').toEqual([]);
  });
});
