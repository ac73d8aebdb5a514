/** The adapter of the billing system: ports/billing.ts over HTTP (D-17, D-18). */
import type { BillingPort } from '../../ports/billing.ts';
import { billingSimulationAnswer, billingStartAnswer } from '../../ports/billing.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** The billing system at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}. */
export function createBillingPort(settings: Omit<OutsideSystem, 'system'>): BillingPort {
  const billing: OutsideSystem = { ...settings, system: 'billing' };
  return {
    simulate: (request) => requestOutside(billing, {
      operation: 'simulate', method: 'POST', path: '/v1/simulations', idempotencyKey: request.simulationKey, body: request, answer: billingSimulationAnswer,
    }),
    start: (request) => requestOutside(billing, {
      operation: 'start', method: 'POST', path: '/v1/subscriptions', idempotencyKey: request.billingKey, body: request, answer: billingStartAnswer,
    }),
    cancel: (key) => requestOutside<void>(billing, {
      operation: 'cancel', method: 'POST', path: `/v1/subscriptions/${encodeURIComponent(key)}/cancel`, idempotencyKey: `${key}.cancel`, answer: null,
    }),
  };
}
