/** What billing tells of a customer under every id that he ever had (C-09): it bills what was opened under a merged record under that record's id for as long as it runs. */
import type { AccountConsumption, AccountInvoices, BillingAccount, BillingAccountPort } from '../../ports/billing-account.ts';

export interface UnitedAccount {
  readonly account: () => Promise<BillingAccount>;
  readonly invoices: () => Promise<AccountInvoices>;
  readonly consumption: () => Promise<AccountConsumption>;
}

/** As much as the port says that an account has. */
const most = { reference: 100, links: 10, deposits: 100, invoices: 36, lines: 200 } as const;

/** @param customerIds the record that remains first. What it fails with is what the first one failed with: where any of his accounts is not heard, he is not told half of what he owes. */
export function unitedAccount(port: BillingAccountPort, customerIds: readonly string[]): UnitedAccount {
  let asked: Promise<Several<readonly [string, BillingAccount]>> | undefined;
  /** Each account once: where billing has merged two itself it tells the same of both. */
  const distinct = async (): Promise<Several<readonly [string, BillingAccount]>> => {
    const all = await (asked ??= heard(customerIds, (id) => port.account(id)));
    const [first, ...others] = all;
    return [first, ...others.filter((one, index) => all.findIndex(([, { accountReference }]) => accountReference === one[1].accountReference) === index + 1)];
  };
  // Of one record nothing has to be told apart.
  const ids = async (): Promise<readonly string[]> => (customerIds.length === 1 ? customerIds : (await distinct()).map(([id]) => id));
  return {
    account: async () => unite(valuesOf(await distinct()), accounts),
    invoices: async () => unite(valuesOf(await heard(await ids(), (id) => port.invoices(id))), invoices),
    consumption: async () => unite(valuesOf(await heard(await ids(), (id) => port.consumption(id))), consumption),
  };
}

type Several<T> = readonly [T, ...T[]];

/** Those that billing knows, with the id under which it does: of a record that it never billed there is nothing to tell. */
async function heard<T>(customerIds: readonly string[], ask: (customerId: string) => Promise<T>): Promise<Several<readonly [string, T]>> {
  const asked = await Promise.allSettled(customerIds.map(async (id) => [id, await ask(id)] as const));
  const failures = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const [first, ...others] = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const grave = failures.find((failure) => first === undefined || !isUnknown(failure));
  if (first === undefined || grave !== undefined) throw grave;
  return [first, ...others];
}

function valuesOf<T>([[, first], ...others]: Several<readonly [string, T]>): Several<T> {
  return [first, ...others.map(([, value]) => value)];
}

/** As the port says it of a customer whom billing does not know. */
function isUnknown(failure: unknown): boolean {
  const { type, details } = failure as { readonly type?: unknown; readonly details?: readonly { readonly status?: unknown }[] };
  return type === 'outside.rejected' && details?.[0]?.status === 404;
}

function unite<T>(all: Several<T>, together: (all: Several<T>) => T): T {
  return all.length === 1 ? all[0] : together(all);
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0);
const worstFirst = { quality: ['bad', 'late', 'good', 'unknown'], stage: ['collection', 'suspended', 'formal-notice', 'reminded'] } as const;

/** How he pays is what is set for the record that remains. */
function accounts(all: Several<BillingAccount>): BillingAccount {
  const debts = all.flatMap(({ payer: { debtCollection } }) => (debtCollection ? [debtCollection] : []));
  const stage = worstFirst.stage.find((one) => debts.some((debt) => debt.stage === one));
  const since = debts.map((debt) => debt.since).toSorted()[0];
  return {
    ...all[0], accountReference: all.map(({ accountReference }) => accountReference).join(', ').slice(0, most.reference),
    balanceCents: sum(all, ({ balanceCents }) => balanceCents), revenueCents: sum(all, ({ revenueCents }) => revenueCents),
    payer: {
      quality: worstFirst.quality.find((one) => all.some(({ payer }) => payer.quality === one)) ?? 'unknown', overdueCents: sum(all, ({ payer }) => payer.overdueCents),
      debtCollection: stage && since ? { stage, since, amountCents: sum(debts, ({ amountCents }) => amountCents) } : null, links: all.flatMap(({ payer }) => payer.links).slice(0, most.links),
    },
    deposits: all.flatMap(({ deposits }) => deposits).slice(0, most.deposits),
  };
}

/** The next one: what is expected first, of all that is expected that day. */
function invoices(all: Several<AccountInvoices>): AccountInvoices {
  const next = all.flatMap((one) => (one.next ? [one.next] : []));
  const expectedOn = next.map((one) => one.expectedOn).toSorted()[0];
  return {
    next: expectedOn === undefined ? null : { expectedOn, estimatedTtcCents: sum(next.filter((one) => one.expectedOn === expectedOn), ({ estimatedTtcCents }) => estimatedTtcCents) },
    invoices: all.flatMap((one) => one.invoices).toSorted((one, other) => other.issuedOn.localeCompare(one.issuedOn)).slice(0, most.invoices),
  };
}

function consumption(all: Several<AccountConsumption>): AccountConsumption {
  const [from, to] = [all.map((one) => one.from).toSorted()[0], all.map((one) => one.to).toSorted().at(-1)];
  return { from: from ?? all[0].from, to: to ?? all[0].to, lines: all.flatMap(({ lines }) => lines).slice(0, most.lines) };
}
