/** What helps to diagnose a ticket, of real tools' simulators: at one look, and each missing alone (T-12). */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../../support/house.ts';
import { setFaults } from '../../support/outside.ts';
import { TicketDesk, work, type TestTicket } from '../../support/tickets.ts';
import { json, problemIn } from '../../support/api.ts';

const classification = { type: 'incident', symptom: 'intermittent', category: 'access' };
const tools = ['inventory', 'knowledge', 'monitoring'] as const;
const blocks = { inventory: 'equipment', knowledge: 'knowledge', monitoring: 'monitoring' } as const;

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
  await house.pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-900001', 'CLI-000001', 'ftth')");
});
afterEach(async () => { for (const tool of tools) await setFaults(house, tool, {}); });
afterAll(async () => {
  await desk.close();
  await house.close();
});

async function helpOf({ number }: TestTicket, as = 'technician-n1') {
  const response = await desk.api.request(`/api/v1/tickets/${number}/help`, { headers: { authorization: `Bearer ${as}` } });
  return { status: response.status, body: await response.json() as Record<(typeof blocks)[keyof typeof blocks], { status: string; reason?: string }> & { earlier: { onService: unknown[]; onEquipment: unknown[] } } };
}

it('is what each tool knows, and what came of earlier tickets on the same service and the same equipment (T-12)', async () => {
  const earlier = await desk.ticket({ rds: 'RDS-900001' });
  await earlier.does('take');
  await earlier.does('record-work', work);
  await earlier.does('resolve', { solution: 'Port remis en service' });
  await earlier.does('cause', { cause: 'Port en erreur', responsibility: 'operator' });
  const ofEquipment = await desk.ticket({ rds: 'RDS-7' });
  expect((await desk.api.request(`/api/v1/tickets/${ofEquipment.number}/replacements`, json({ serialNumber: 'CLI-000001-PC-1' }, { authorization: 'Bearer technician-n1' }))).status).toBe(201);
  const alarm = await fetch(`${house.urls.monitoring}/sim/alarms`, { method: 'POST', headers: { 'authorization': `Bearer ${house.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ alarmId: 'A-1', rds: 'RDS-900001', severity: 'degradation', kind: 'packet-loss' }) });
  expect(alarm.ok).toBe(true);

  const ticket = await desk.ticket({ rds: 'RDS-900001', despiteDuplicates: true, inventoryItem: 'CLI-000001-PC-1', classification });
  expect(await helpOf(ticket)).toMatchObject({
    status: 200, body: {
      knowledge: { status: 'available', words: 'Accès et réseau Coupures intermittentes', articles: expect.arrayContaining([expect.objectContaining({ reference: 'KB-0002', url: expect.stringContaining('KB-0002') as unknown })]) as unknown },
      monitoring: { status: 'available', state: 'degraded', alarms: [{ kind: 'packet-loss' }], url: 'https://supervision.jalon.invalid/RDS-900001', diagnosisUrl: 'https://diagnoslinkt.jalon.invalid/RDS-900001' },
      equipment: { status: 'available', items: [{ serialNumber: 'CLI-000001-PC-1', model: 'EliteBook 840 G8', inventory: 'known' }] },
      earlier: {
        onService: [{ number: earlier.number, phase: 'agreement', cause: 'Port en erreur', responsibility: 'operator', solution: 'Port remis en service' }],
        onEquipment: [{ number: ofEquipment.number, solution: null }],
      },
    },
  });
});

it('says what the inventory does not know, and what there is nothing to ask about (T-12)', async () => {
  const ticket = await desk.ticket({ rds: undefined, classification: undefined, inventoryItem: 'SN-4711-X', desk: 'managed-services' });
  expect(await helpOf(ticket)).toMatchObject({ status: 200, body: {
    knowledge: { status: 'none', reason: 'not-classified' }, monitoring: { status: 'none', reason: 'no-service' },
    equipment: { items: [{ serialNumber: 'SN-4711-X', inventory: 'unknown', model: null }] }, earlier: { onService: [], onEquipment: [] },
  } });
  expect((await helpOf(await desk.ticket({ rds: 'RDS-8' }))).body.equipment).toEqual({ status: 'none', reason: 'no-equipment' });
  const backup = { rds: undefined, desk: 'managed-services', contact: 'backup-check' };
  expect((await helpOf(await desk.ticket({ ...backup, backupJob: 'JOB-1' }))).body.equipment).toEqual({ status: 'none', reason: 'no-equipment' });
});

it('finds equipment as it stands on its label, however it was typed (T-03, T-12)', async () => {
  const typed = { rds: undefined, classification: undefined, desk: 'managed-services' };
  const earlier = await desk.ticket({ ...typed, inventoryItem: 'sn-4712-x' });
  expect((await problemIn(await desk.register({ ...typed, inventoryItem: 'Sn-4712-X' }))).code).toBe('T-02.likely-duplicate');
  const { body } = await helpOf(await desk.ticket({ ...typed, inventoryItem: ' SN-4712-x', despiteDuplicates: true }));
  expect(body).toMatchObject({ equipment: { items: [{ serialNumber: 'SN-4712-X' }] }, earlier: { onEquipment: [{ number: earlier.number }] } });
});

it.each([...tools.map((tool) => [tool, 'refuses everything', { errorRate: 1 }] as const), ['monitoring', 'hangs', { hang: true }], ['knowledge', 'no longer knows us', { errorRate: 1, errorStatus: 401 }]] as const)('misses %s alone, when it %s (T-12)', async (tool, _, faults) => {
  const ticket = await desk.ticket({ rds: 'RDS-900001', despiteDuplicates: true, inventoryItem: 'CLI-000001-PC-1', classification });
  await setFaults(house, tool, faults);
  const { status, body } = await helpOf(ticket);
  expect(status).toBe(200);
  expect(Object.fromEntries(tools.map((one) => [one, body[blocks[one]].status]))).toEqual({ ...Object.fromEntries(tools.map((one) => [one, 'available'])), [tool]: 'unavailable' });
  expect(body[blocks[tool]].reason).toBe('errorStatus' in faults ? 'outside.rejected' : 'outside.unavailable');
  expect(body.earlier.onService.length).toBeGreaterThan(0);
});

it('is for who works on tickets, and of tickets that exist', async () => {
  const ticket = await desk.ticket();
  expect((await helpOf(ticket, 'customer')).status).toBe(403);
  expect((await helpOf({ number: 'TCK-1999-000001' } as TestTicket)).status).toBe(404);
});
