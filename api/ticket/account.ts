/** What billing knows of a customer, for whoever answers his payment question (C-08); nothing while it is away: the question is registered all the same. */
import type { AccountFacts } from '../../domain/ticket/payment.ts';
import { formerIdsOf, survivingId } from '../../db/customer/customers.ts';
import { unitedAccount } from '../customer/united-account.ts';
import type { Services } from '../services.ts';

/** The customer has those before at hand. */
const invoicesShown = 3;

export type ReadAccount = (customerId: string) => Promise<AccountFacts | null>;

export function accountReader(services: Pick<Services, 'outside' | 'pool'>): ReadAccount {
  return async (customerId) => {
    const { pool, outside } = services;
    const remains = await survivingId(pool, customerId);
    const accounts = unitedAccount(outside.accounts, [remains, ...await formerIdsOf(pool, remains)]);
    const known = await Promise.all([accounts.account(), accounts.invoices()]).catch(() => null);
    if (known === null) return null;
    const [{ balanceCents, payer: { overdueCents } }, { invoices }] = known;
    return {
      balanceCents, overdueCents,
      invoices: invoices.slice(0, invoicesShown).map(({ number, issuedOn, dueOn, ttcCents, status }) => ({ number, issuedOn, dueOn, ttcCents, status })),
    };
  };
}
