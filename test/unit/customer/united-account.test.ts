/** What billing tells of a customer whose records were merged (C-01, C-09). */
import { expect, it } from 'vitest';
import { outsideError } from '../../../activities/outside/http.ts';
import { unitedAccount } from '../../../api/customer/united-account.ts';
import { accountConsumption, accountInvoices, billingAccount, type AccountConsumption, type AccountInvoices, type BillingAccount } from '../../../ports/billing-account.ts';

interface Told { readonly account: BillingAccount; readonly invoices: AccountInvoices; readonly consumption: AccountConsumption }

const payment = { mode: 'direct-debit', channel: 'sepa', invoiceFormat: 'electronic' } as const;
const one: Told = {
  account: { accountReference: 'CPT-1', balanceCents: 1_000, revenueCents: 50_000, payment, payer: { quality: 'good', overdueCents: 0, debtCollection: null, links: [] }, deposits: [] },
  invoices: { next: { expectedOn: '2026-12-01', estimatedTtcCents: 4_680 }, invoices: [{ number: 'F-2', issuedOn: '2026-11-01', dueOn: '2026-11-20', ttcCents: 4_680, paidOn: null, status: 'open', url: null }] },
  consumption: { from: '2026-11-01', to: '2026-11-23', lines: [{ label: 'Mobiles', rds: 'RDS-1', unit: 'minute', used: 10, included: 600, over: 0, overCents: 0 }] },
};
const other: Told = {
  account: {
    accountReference: 'CPT-2', balanceCents: 9_360, revenueCents: 20_000, payment: { ...payment, mode: 'cheque' },
    payer: { quality: 'bad', overdueCents: 9_360, debtCollection: { stage: 'formal-notice', since: '2026-10-01', amountCents: 9_360 }, links: [{ kind: 'case', url: 'https://recouvrement.invalid/2' }] },
    deposits: [{ reference: 'DEP-2', label: 'Dépôt', amountCents: 4_900, paidOn: '2025-01-01', returnedOn: null }],
  },
  invoices: { next: { expectedOn: '2026-12-01', estimatedTtcCents: 1_000 }, invoices: [{ number: 'F-3', issuedOn: '2026-11-10', dueOn: '2026-11-30', ttcCents: 1_000, paidOn: null, status: 'open', url: null }, { number: 'F-1', issuedOn: '2026-10-01', dueOn: '2026-10-20', ttcCents: 1_000, paidOn: null, status: 'overdue', url: null }] },
  consumption: { from: '2026-11-05', to: '2026-11-23', lines: [{ label: 'Mobiles', rds: 'RDS-2', unit: 'minute', used: 5, included: 600, over: 0, overCents: 0 }] },
};

const failed = (status: number) => outsideError(status >= 500 ? 'outside.unavailable' : 'outside.rejected', { system: 'billing', operation: 'account', status });
const of = (told: Readonly<Record<string, Told>>, ids: readonly string[], status = 404) => {
  const find = async (id: string): Promise<Told> => told[id] ?? await Promise.reject(failed(status));
  return unitedAccount({ account: async (id) => (await find(id)).account, invoices: async (id) => (await find(id)).invoices, consumption: async (id) => (await find(id)).consumption }, ids);
};

it('is told of all his accounts together, as of one (C-09)', async () => {
  const united = of({ 'CLI-1': one, 'CLI-2': other }, ['CLI-1', 'CLI-2']);
  const account = await united.account();
  expect(billingAccount.parse(account)).toEqual({
    accountReference: 'CPT-1, CPT-2', balanceCents: 10_360, revenueCents: 70_000, payment,
    payer: { ...other.account.payer, quality: 'bad' }, deposits: other.account.deposits,
  });
  const { next, invoices } = accountInvoices.parse(await united.invoices());
  expect([next, invoices.map(({ number }) => number)]).toEqual([{ expectedOn: '2026-12-01', estimatedTtcCents: 5_680 }, ['F-3', 'F-2', 'F-1']]);
  expect(accountConsumption.parse(await united.consumption())).toMatchObject({ from: '2026-11-01', to: '2026-11-23', lines: [{ rds: 'RDS-1' }, { rds: 'RDS-2' }] });
});

it('is as billing tells it where he has one account, under whichever id, or billing has merged two itself (C-09)', async () => {
  expect(await of({ 'CLI-1': one }, ['CLI-1']).account()).toEqual(one.account);
  expect(await of({ 'CLI-2': other }, ['CLI-1', 'CLI-2']).account()).toEqual(other.account);
  expect(await of({ 'CLI-1': one, 'CLI-2': one }, ['CLI-1', 'CLI-2']).account()).toEqual(one.account);
});

it('is not half of it: what cannot be heard of one of them is heard of none; and unknown is who is unknown under every id (C-01, C-09)', async () => {
  await expect(of({ 'CLI-1': one }, ['CLI-1', 'CLI-2'], 503).account()).rejects.toMatchObject({ type: 'outside.unavailable' });
  await expect(of({}, ['CLI-1', 'CLI-2']).account()).rejects.toMatchObject({ type: 'outside.rejected' });
});

it('has all that two of his accounts have alike: the same from each is twice as much (C-09)', async () => {
  const alike = { ...one, account: { ...one.account, accountReference: 'CPT-3' }, invoices: { ...one.invoices, invoices: [] } };
  const united = of({ 'CLI-1': { ...one, invoices: { ...one.invoices, invoices: [] } }, 'CLI-3': alike }, ['CLI-1', 'CLI-3']);
  expect((await united.invoices()).next?.estimatedTtcCents).toBe(9_360);
  expect((await united.consumption()).lines).toHaveLength(2);
  const merged = of({ 'CLI-1': one, 'CLI-2': one }, ['CLI-1', 'CLI-2']);
  expect([(await merged.invoices()).next?.estimatedTtcCents, (await merged.consumption()).lines.length]).toEqual([4_680, 1]);
});
