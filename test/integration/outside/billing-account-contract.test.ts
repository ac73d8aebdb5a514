/** The contract of the port of customers' accounts, run over the adapter and the real simulator of billing by real HTTP (C-01). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createBillingAccountPort } from '../../../activities/outside/billing-account.ts';
import { createBillingPort } from '../../../activities/outside/billing.ts';
import type { BillingAccountPort } from '../../../ports/billing-account.ts';
import type { BillingPort } from '../../../ports/billing.ts';
import { createBillingSimulator } from '../../../simulators/billing/simulator.ts';
import type { Simulator } from '../../../simulators/shared/simulator.ts';
import { rejectedWith } from './ref-tech.ts';
import { controlOf, silent, temporaryFolder, token } from './support.ts';
import { unavailable } from './support-tools.ts';

const nowMs = Date.parse('2026-11-22T10:00:00Z');
const customer = 'CLI-000001';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let simulator: Simulator;
let control: ReturnType<typeof controlOf>;
let accounts: BillingAccountPort;
let billing: BillingPort;
let port: number;

const create = () => createBillingSimulator({ file: `${folder.path}/billing.jsonl`, token, log: silent, now: () => nowMs, random: Math.random });
beforeAll(async () => {
  folder = await temporaryFolder();
  simulator = create();
  port = await simulator.listen(0);
  const baseUrl = `http://127.0.0.1:${port}`;
  control = controlOf(baseUrl);
  accounts = createBillingAccountPort({ baseUrl, token, timeoutMs: 300 });
  billing = createBillingPort({ baseUrl, token });
});
afterAll(async () => {
  await simulator.close();
  await folder.remove();
});
beforeEach(() => control.reset());

const isUnpaid = async (unpaidInvoices: number): Promise<void> => {
  expect((await control.raw('POST', '/sim/accounts', JSON.stringify({ customerId: customer, unpaidInvoices }))).status).toBe(202);
};

it('tells a year of invoices, the latest first and not due yet, and what the next one will be (C-01)', async () => {
  const { next, invoices } = await accounts.invoices(customer);
  expect(next).toEqual({ expectedOn: '2026-12-01', estimatedTtcCents: 4680 });
  expect(invoices).toHaveLength(12);
  expect(invoices[0]).toMatchObject({ issuedOn: '2026-11-01', dueOn: '2026-12-01', ttcCents: 4680, paidOn: null, status: 'open' });
  expect(invoices.slice(1).every(({ status, paidOn }) => status === 'paid' && paidOn !== null)).toBe(true);
});

it('bills what was started for the customer with the rest of his account, and no longer once it is cancelled (C-01, D-23)', async () => {
  const lines = [{ code: 'FTTH', label: 'Accès fibre', recurringCents: 50_00, oneOffCents: 100_00 }];
  await billing.start({ billingKey: 'AFF-2026-000777.S001', customerId: customer, from: '2026-11-01', engagementMonths: 36, lines });
  const [now, coming] = [(await accounts.invoices(customer)).invoices[0], (await accounts.invoices(customer)).next];
  expect([now?.ttcCents, coming?.estimatedTtcCents]).toEqual([4680 + 180_00, 4680 + 60_00]);
  expect((await accounts.account(customer)).balanceCents).toBe(4680 + 180_00);
  expect((await accounts.invoices('CLI-000008')).invoices[0]?.ttcCents).toBe(4680);
  await billing.cancel('AFF-2026-000777.S001');
  expect((await accounts.invoices(customer)).invoices[0]?.ttcCents).toBe(4680);
});

it('invoices him as he chose with the latest of his orders, and as before where nobody asked him (S-05)', async () => {
  const start = (site: string, said: object) => billing.start({ billingKey: `AFF-2026-000779.${site}`, customerId: customer, from: '2026-11-01', engagementMonths: 36, lines: [], ...said });
  const format = async () => (await accounts.account(customer)).payment.invoiceFormat;
  expect(await format()).toBe('electronic');
  await start('S001', { invoice: { channel: 'paper' } });
  await start('S002', {});
  expect(await format()).toBe('paper');
  await start('S003', { invoice: { channel: 'electronic', email: 'compta@martin.invalid' } });
  expect(await format()).toBe('electronic');
  await expect(start('S004', { invoice: { channel: 'electronic' } })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 400 }] });
});

it('bills a stopped subscription until its last day and no longer, what it was billed before staying; and goes on where the stop is withdrawn (C-01, R-04, R-07)', async () => {
  const service = 'AFF-2026-000778.S001';
  await billing.start({ billingKey: service, customerId: customer, from: '2026-09-01', engagementMonths: 36, lines: [{ code: 'FTTH', label: 'Accès fibre', recurringCents: 50_00, oneOffCents: 100_00 }] });
  const billed = async (): Promise<number[]> => {
    const { next, invoices } = await accounts.invoices(customer);
    return [next?.estimatedTtcCents ?? 0, ...invoices.slice(0, 4).map(({ ttcCents }) => ttcCents)].map((cents) => cents - 4680);
  };
  const running = [60_00, 60_00, 60_00, 180_00, 0];
  // Fifteen days of October's thirty-one, with VAT.
  const ended = [0, 0, 29_03, 180_00, 0];
  expect(await billed()).toEqual(running);
  await billing.stop({ service, termination: 'RES-2026-000001', lastDay: '2026-10-15' });
  expect(await billed()).toEqual(ended);
  await billing.withdrawStop({ service, termination: 'RES-2026-000001' });
  expect(await billed()).toEqual(running);
  await billing.stop({ service, termination: 'RES-2026-000002', lastDay: '2026-10-15' });
  await billing.issueFinalInvoice({ termination: 'RES-2026-000002', customerId: customer, lastDay: '2026-10-15', services: [service], feeCents: 0 });
  expect(await billed()).toEqual(ended);
});

it('tells who pays well, and who does not with what his collection has come to and where it is handled (C-01)', async () => {
  expect(await accounts.account(customer)).toMatchObject({ balanceCents: 4680, payer: { quality: 'good', overdueCents: 0, debtCollection: null, links: [] }, deposits: [{ amountCents: 4900, returnedOn: null }] });
  await isUnpaid(1);
  expect((await accounts.account(customer)).payer).toMatchObject({ quality: 'late', overdueCents: 4680, debtCollection: { stage: 'reminded', since: '2026-10-31', amountCents: 4680 } });
  await isUnpaid(3);
  const { payer, balanceCents } = await accounts.account(customer);
  expect([payer.quality, payer.debtCollection?.stage, balanceCents]).toEqual(['bad', 'collection', 4 * 4680]);
  expect(payer.links.map(({ kind }) => kind)).toEqual(['case', 'extension', 'letters']);
  expect((await accounts.invoices(customer)).invoices.map(({ status }) => status).slice(0, 5)).toEqual(['open', 'overdue', 'overdue', 'overdue', 'paid']);
});

it('tells what was used of what is included this month, and what went beyond it (C-01)', async () => {
  expect(await accounts.consumption('CLI-000029')).toEqual({
    from: '2026-11-01', to: '2026-11-22', lines: [{ label: 'Appels vers les mobiles', rds: null, unit: 'minute', used: 858, included: 600, over: 258, overCents: 258 * 12 }],
  });
  expect((await accounts.consumption(customer)).lines[0]).toMatchObject({ over: 0, overCents: 0 });
});

it('knows after a restart what it knew before', async () => {
  await isUnpaid(2);
  const before = await accounts.account(customer);
  await simulator.close();
  simulator = create();
  await simulator.listen(port);
  expect(await accounts.account(customer)).toEqual(before);
});

it('rejects a customer who is none, and another token', async () => {
  await expect(accounts.account('nobody')).rejects.toMatchObject(rejectedWith(400, 'bad-key'));
  await expect(createBillingAccountPort({ baseUrl: `http://127.0.0.1:${port}`, token: 'another-token-altogether' }).account(customer)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 401 }] });
});

it.each([['refuses everything', { errorRate: 1 }], ['hangs', { hang: true }]])('is unavailable when it %s', async (_, faults) => {
  await control.setFaults(faults);
  for (const read of ['account', 'invoices', 'consumption'] as const) await expect(accounts[read](customer)).rejects.toMatchObject(unavailable);
  await control.setFaults({});
});
