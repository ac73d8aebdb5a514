/** A launch file at fault (D-01), over real HTTP, engine and database: each fault has its pointer, and nothing is started. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepLaunchFile } from '../../../db/deployment/launch-files.ts';
import type { LaunchFile } from '../../../domain/deployment/launch.schema.ts';
import { json, problemIn, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { launchFileOf } from '../../support/launch-file.ts';

let house: House;
let api: RunningApi;
beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const good = launchFileOf(['Lyon', 'Brest']);
const [lyon, brest] = good.sites as [LaunchFile['sites'][number], LaunchFile['sites'][number]];
const launch = (file: unknown): Promise<Response> => api.request('/api/v1/deployments', json(file));
const without = (field: keyof LaunchFile): object => ({ ...good, [field]: undefined });
const inLines = (changes: object): object => ({ ...good, sites: [lyon, { ...brest, lines: [{ ...brest.lines[0], ...changes }] }] });
const inAddress = (changes: object): object => ({ ...good, sites: [{ ...lyon, address: { ...lyon.address, ...changes } }, brest] });

describe('a launch file', () => {
  it.each<[fault: string, file: unknown, status: number, code: string, pointers: string[]]>([
    ['without a field', without('orderNumber'), 400, 'malformed-request', ['/orderNumber']],
    ['without its sites', without('sites'), 400, 'malformed-request', ['/sites']],
    ['of no site', { ...good, sites: [] }, 400, 'malformed-request', ['/sites']],
    ['with an unknown field', { ...good, surprise: true }, 400, 'malformed-request', ['/surprise']],
    ['with an unknown field of a site’s address', inAddress({ floor: 3 }), 400, 'malformed-request', ['/sites/0/address/floor']],
    ['with a discount beyond a hundred million euros', inLines({ recurringCents: -100_000_000_01 }), 400, 'malformed-request', ['/sites/1/lines/0/recurringCents']],
    ['of an electronic mandate without the signature that proves it (D-31, S-04)', { ...good, electronicMandate: true }, 400, 'malformed-request', ['/electronicMandate']],
    ['with a tenth of a cent', inLines({ recurringCents: 0.1 }), 400, 'malformed-request', ['/sites/1/lines/0/recurringCents']],
    ['with an amount beyond a hundred million euros', inLines({ oneOffCents: 100_000_000_01 }), 400, 'malformed-request', ['/sites/1/lines/0/oneOffCents']],
    ['with half a cent', inLines({ recurringCents: 4_900.5 }), 400, 'malformed-request', ['/sites/1/lines/0/recurringCents']],
    ['with an amount as text', inLines({ recurringCents: '4900' }), 400, 'malformed-request', ['/sites/1/lines/0/recurringCents']],
    ['for the 30th of February', { ...good, targetActivationDate: '2031-02-30' }, 400, 'malformed-request', ['/targetActivationDate']],
    ['for a date that is past', { ...good, targetActivationDate: '2020-03-01' }, 422, 'D-01.target-date-past', ['/targetActivationDate']],
    ['for a date in another age', { ...good, targetActivationDate: '9999-12-31' }, 400, 'malformed-request', ['/targetActivationDate']],
    ['of a customer number that is none', { ...good, customerId: 'Martin' }, 400, 'malformed-request', ['/customerId']],
    ['of an unknown customer', { ...good, customerId: 'CLI-999999' }, 422, 'D-01.unknown-customer', ['/customerId']],
    ['of a site whose evidence names an OBL that nobody knows', { ...good, sites: [lyon, { ...brest, eligibility: [{ obl: 'axione' }, { obl: 'nobody' }] }] }, 422, 'D-08.obl-not-offered', ['/sites/1/eligibility/1/obl']],
    ['without anybody to write to', { ...good, contacts: [{ role: 'technical', name: 'Paul Martin' }] }, 400, 'malformed-request', ['/contacts']],
    ['with one contact twice', { ...good, contacts: [...good.contacts, ...good.contacts] }, 400, 'malformed-request', ['/contacts']],
    ['of a private customer with a purchase-order contract', { ...good, purchaseOrderContract: true }, 400, 'malformed-request', ['/purchaseOrderContract']],
    ['with many faults at once', { ...inLines({ recurringCents: 0.1, code: '' }), surprise: true, market: 'other', targetActivationDate: 'soon' }, 400, 'malformed-request',
      ['/market', '/sites/1/lines/0/code', '/sites/1/lines/0/recurringCents', '/surprise', '/targetActivationDate']],
    ['that is a list', [good], 400, 'malformed-request', ['']],
    ['that is text', 'launch', 400, 'malformed-request', ['']],
  ])('%s is refused', async (_, file, status, code, pointers) => {
    const response = await launch(file);
    const problem = await problemIn(response);
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual(pointers);
  });

  it('at fault starts nothing: the first good one is the first deployment there is', async () => {
    for (const table of ['deployments', 'launch_files', 'journeys', 'tasks', 'events']) {
      const { rows: [row] } = await house.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
      expect(row?.count, table).toBe(0);
    }
    expect((await house.client.workflow.count()).count).toBe(0);
    // D-30: a discount is a line of its own.
    const response = await launch({ ...good, sites: [lyon, { ...brest, lines: [...brest.lines, { code: 'REMISE', label: 'Remise de bienvenue', recurringCents: -490, oneOffCents: -1_000 }] }] });
    expect(response.status).toBe(201);
    const { id } = await response.json() as { id: string };
    expect(id).toMatch(/^AFF-\d{4}-000001$/);
    const timeline = await api.request(`/api/v1/deployments/${id}/timeline?limit=1`);
    expect(await timeline.json()).toMatchObject({ items: [{ type: 'deploymentLaunched', actor: 'coordinator', actorName: 'Camille Moreau' }] });
  });

  it('of an order that has its deployment is refused and names it, also of two at once; once it is cancelled, the order is launched anew', async () => {
    const order = { ...good, orderNumber: 'BC-ONCE' };
    const told = await Promise.all([0, 1, 2, 3].map(() => launch(order)));
    expect(told.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    const { id } = await (told.find(({ status }) => status === 201) as Response).json() as { id: string };
    for (const refused of told.filter(({ status }) => status === 409)) expect(await problemIn(refused)).toMatchObject({ code: 'D-01.order-launched', detail: expect.stringContaining(id), errors: [{ pointer: '/orderNumber' }] });
    const cancel = (deployment: string) => api.request(`/api/v1/deployments/${deployment}/cancel`, json({ reason: 'Erreur de saisie' }));
    expect((await cancel(id)).status).toBe(200);
    const again = await eventually(async () => {
      const response = await launch(order);
      expect(response.status).toBe(201);
      return await response.json() as { id: string };
    });
    expect(again.id).not.toBe(id);
    expect((await problemIn(await launch(order))).detail).toContain(again.id);
    // The number is the customer's: another's order may bear the same.
    await house.pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000002', 'Ferrand')");
    expect((await launch({ ...order, customerId: 'CLI-000002' })).status).toBe(201);
  });

  it('that is sent again under its key is the deployment that it was, whatever became of that', async () => {
    const [order, key] = [{ ...good, orderNumber: 'BC-KEY' }, { 'idempotency-key': 'launch-once' }];
    const send = async () => await (await api.request('/api/v1/deployments', json(order, key))).json() as { id: string };
    expect((await send()).id).toBe((await send()).id);
  });

  it('whose journey never started holds its order for minutes only', async () => {
    const order = { ...good, orderNumber: 'BC-STALE' };
    await keepLaunchFile(house.pool, 'AFF-2026-999999', order);
    expect((await problemIn(await launch(order))).detail).toContain('AFF-2026-999999');
    await house.pool.query("UPDATE launch_files SET received_at = now() - interval '6 minutes' WHERE deployment_id = 'AFF-2026-999999'");
    expect((await launch(order)).status).toBe(201);
  });
});
