/** The adapter of customers' accounts at billing: ports/billing-account.ts over HTTP (C-01). */
import type { BillingAccountPort } from '../../ports/billing-account.ts';
import { accountConsumption, accountInvoices, billingAccount } from '../../ports/billing-account.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** Billing at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}; `outside.rejected` with 404 for a customer it does not know. */
export function createBillingAccountPort(settings: Omit<OutsideSystem, 'system'>): BillingAccountPort {
  const billing: OutsideSystem = { ...settings, system: 'billing' };
  const at = (customerId: string, rest = '') => `/v1/accounts/${encodeURIComponent(customerId)}${rest}`;
  return {
    account: (customerId) => requestOutside(billing, { operation: 'account', method: 'GET', path: at(customerId), answer: billingAccount }),
    invoices: (customerId) => requestOutside(billing, { operation: 'invoices', method: 'GET', path: at(customerId, '/invoices'), answer: accountInvoices }),
    consumption: (customerId) => requestOutside(billing, { operation: 'consumption', method: 'GET', path: at(customerId, '/consumption'), answer: accountConsumption }),
  };
}
