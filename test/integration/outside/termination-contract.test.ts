/** The contract of what ends a service, over the adapters and the real simulators by real HTTP: stops, invoices, the line, what is older than our record. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBillingPort } from '../../../activities/outside/billing.ts';
import { createJarvisPort } from '../../../activities/outside/jarvis.ts';
import { createRefTechPort } from '../../../activities/outside/ref-tech.ts';
import type { BillingPort } from '../../../ports/billing.ts';
import { createBillingSimulator } from '../../../simulators/billing/simulator.ts';
import { createJarvisSimulator } from '../../../simulators/jarvis/simulator.ts';
import { createRefTechSimulator } from '../../../simulators/ref-tech/simulator.ts';
import { openObl, rejected } from './obl.ts';
import { callbackSecret, controlOf, eventually, newOrder, silent, slot, temporaryFolder, token } from './support.ts';

const service = 'AFF-2026-000123.S001';
const termination = 'RES-2026-000001';
const lastDay = '2026-11-15';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let simulator: ReturnType<typeof createBillingSimulator>;
let billing: BillingPort;
let control: ReturnType<typeof controlOf>;

const settings = (name: string) => ({ file: `${folder.path}/${name}.jsonl`, token, log: silent, now: Date.now, random: Math.random });
beforeAll(async () => {
  folder = await temporaryFolder();
  simulator = createBillingSimulator(settings('billing'));
  const baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  control = controlOf(baseUrl);
  billing = createBillingPort({ baseUrl, token });
});
afterAll(async () => {
  await simulator.close();
  await folder.remove();
});
beforeEach(() => control.reset());

const factsOf = async (subject: string): Promise<string[]> => (await control.book()).subjects[subject]?.facts.map(({ type }) => type) ?? [];
const start = () => billing.start({ billingKey: service, customerId: 'customer-1', from: '2026-01-01', engagementMonths: 36, lines: [{ code: 'FTTH', label: 'Accès', recurringCents: 6_000, oneOffCents: 0 }] });
const final = { termination, customerId: 'customer-1', lastDay, services: [service], feeCents: 10_000 };
const conflict = { ...rejected, details: [{ status: 409 }] };

describe('billing', () => {
  it('stops a subscription once, whatever is repeated, and for one termination (R-04)', async () => {
    await start();
    await control.setFaults({ failAfterEffect: 1, failAfterEffectMode: 'cut' });
    await expect(billing.stop({ service, termination, lastDay })).rejects.toMatchObject({ type: 'outside.unavailable' });
    await billing.stop({ service, termination, lastDay });
    await expect(billing.stop({ service, termination: 'RES-2026-000002', lastDay })).rejects.toMatchObject(conflict);
    expect(await factsOf(service)).toEqual(['started', 'stopped']);
  });

  it('refuses a start that comes after its stop, and knows services that are older than our record (R-04)', async () => {
    await billing.stop({ service, termination, lastDay });
    await expect(start()).rejects.toMatchObject(conflict);
    await billing.stop({ service: 'RDS-900001', termination, lastDay });
    expect(await factsOf('RDS-900001')).toEqual(['stopped']);
  });

  it('takes a stop back, before it came too, and then another termination may stop it (R-07)', async () => {
    await billing.stop({ service, termination, lastDay });
    await billing.withdrawStop({ service, termination });
    await billing.withdrawStop({ service, termination });
    await billing.stop({ service, termination: 'RES-2026-000002', lastDay });
    await billing.withdrawStop({ service: 'RDS-900001', termination });
    await expect(billing.stop({ service: 'RDS-900001', termination, lastDay })).rejects.toMatchObject(conflict);
    expect([await factsOf(service), await factsOf('RDS-900001')]).toEqual([['stopped', 'stop-withdrawn', 'stopped'], ['stop-withdrawn']]);
  });

  it('makes one final invoice of what is left to pay and the fee, of services that the termination stopped (R-03, R-04)', async () => {
    await start();
    await expect(billing.issueFinalInvoice(final)).rejects.toMatchObject(conflict);
    await billing.stop({ service, termination, lastDay });
    await expect(billing.issueFinalInvoice({ ...final, termination: 'RES-2026-000002' })).rejects.toMatchObject(conflict);
    const [first, again] = await Promise.all([billing.issueFinalInvoice({ ...final, termination, services: [service] }), billing.issueFinalInvoice(final)]);
    // Half of November, and the fee.
    expect(first).toEqual({ invoiceReference: expect.any(String), totals: { htCents: 13_000, vatCents: 2_600, ttcCents: 15_600 } });
    expect(again).toEqual(first);
    expect(await factsOf(termination)).toEqual(['final-invoice']);
    await expect(billing.issueFinalInvoice({ ...final, feeCents: 1 })).rejects.toMatchObject({ ...rejected, details: [{ status: 422 }] });
  });

  it('invoices equipment once (R-06)', async () => {
    const request = { termination, customerId: 'customer-1', lines: [{ serialNumber: 'SN-1', label: 'CPE-1000', cents: 15_000 }] };
    const [first, again] = [await billing.issueEquipmentInvoice(request), await billing.issueEquipmentInvoice(request)];
    expect([first.totals, again]).toEqual([{ htCents: 15_000, vatCents: 3_000, ttcCents: 18_000 }, first]);
    expect(await factsOf(termination)).toEqual(['equipment-invoice']);
  });

  it('rejects a service or a termination that is none', async () => {
    await expect(billing.stop({ service: 'SOMETHING', termination, lastDay })).rejects.toMatchObject({ ...rejected, details: [{ status: 400 }] });
    await expect(billing.stop({ service, termination: 'TCK-2026-000001', lastDay })).rejects.toMatchObject({ ...rejected, details: [{ status: 400 }] });
  });
});

it('the OBL ends a delivered line once, and says where there is none (R-05)', async () => {
  const outside = await openObl(2_000);
  try {
    const order = newOrder();
    await outside.place(order);
    expect(await outside.obl.terminateLine({ orderKey: order.orderKey, lastDay })).toEqual({ outcome: 'no-line' });
    const delivered = newOrder();
    await outside.place(delivered);
    await outside.obl.proposeSlot({ orderKey: delivered.orderKey, ordinal: 1, slot });
    await eventually(async () => expect(await outside.stateOf(delivered.orderKey)).toBe('delivered'));
    expect(await outside.obl.terminateLine({ orderKey: delivered.orderKey, lastDay })).toEqual({ outcome: 'terminated' });
    expect(await outside.obl.terminateLine({ orderKey: delivered.orderKey, lastDay })).toEqual({ outcome: 'terminated' });
    expect([await outside.stateOf(delivered.orderKey), (await outside.obl.cancelOrder(delivered.orderKey)).outcome]).toEqual(['terminated', 'too-late']);
    expect((await outside.factsOf(delivered.orderKey)).filter((fact) => fact === 'terminated')).toHaveLength(1);
  } finally {
    await outside.close();
  }
});

it('JARVIS and Ref.Tech take down a service that is older than our record, by its RDS (R-05)', async () => {
  const callbackTarget = { url: 'http://127.0.0.1:9/', secret: callbackSecret };
  const jarvis = createJarvisSimulator({ ...settings('jarvis'), callbackTarget, obl: { url: 'http://127.0.0.1:9', token, timeoutMs: 100 } });
  const refTech = createRefTechSimulator({ ...settings('ref-tech'), callbackTarget, delayMs: 5 });
  const [jarvisUrl, refTechUrl] = [`http://127.0.0.1:${await jarvis.listen(0)}`, `http://127.0.0.1:${await refTech.listen(0)}`];
  try {
    await createJarvisPort({ baseUrl: jarvisUrl, token }).deproduceService('RDS-900001');
    const port = createRefTechPort({ baseUrl: refTechUrl, token });
    await port.stopSupervision('RDS-900001');
    for (const part of ['backbone', 'radius', 'ip'] as const) await port.releaseProduction('RDS-900001', part);
    const factsIn = async (url: string) => (await controlOf(url).book()).subjects['RDS-900001']?.facts.map(({ type }) => type);
    expect([await factsIn(jarvisUrl), await factsIn(refTechUrl)]).toEqual([['barred'], ['barred', 'barred', 'barred', 'barred']]);
  } finally {
    await jarvis.close();
    await refTech.close();
  }
});
