/** The adapter of the billing system: ports/billing.ts over HTTP (D-17, D-18, R-04, R-06). */
import type { BillingPort } from '../../ports/billing.ts';
import { billingSimulationAnswer, billingStartAnswer, madeInvoiceAnswer } from '../../ports/billing.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** The billing system at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}. */
export function createBillingPort(settings: Omit<OutsideSystem, 'system'>): BillingPort {
  const billing: OutsideSystem = { ...settings, system: 'billing' };
  return {
    simulate: (request) => requestOutside(billing, {
      operation: 'simulate', method: 'POST', path: '/v1/simulations', idempotencyKey: request.simulationKey, body: request, answer: billingSimulationAnswer,
    }),
    start: (request, attempt = 1) => requestOutside(billing, {
      operation: 'start', method: 'POST', path: '/v1/subscriptions', idempotencyKey: attempt === 1 ? request.billingKey : `${request.billingKey}.${attempt}`, body: request, answer: billingStartAnswer,
    }),
    cancel: (key) => requestOutside<void>(billing, {
      operation: 'cancel', method: 'POST', path: `/v1/subscriptions/${encodeURIComponent(key)}/cancel`, idempotencyKey: `${key}.cancel`, answer: null,
    }),
    stop: ({ service, ...stop }) => requestOutside<void>(billing, {
      operation: 'stop', method: 'POST', path: stopPath(service), idempotencyKey: `${stop.termination}.${service}.stop`, body: stop, answer: null,
    }),
    withdrawStop: ({ service, termination }) => requestOutside<void>(billing, {
      operation: 'withdraw-stop', method: 'POST', path: `${stopPath(service)}/withdraw`, idempotencyKey: `${termination}.${service}.stop-withdrawn`, body: { termination }, answer: null,
    }),
    issueFinalInvoice: (request) => requestOutside(billing, {
      operation: 'final-invoice', method: 'POST', path: '/v1/final-invoices', idempotencyKey: `${request.termination}.final`, body: request, answer: madeInvoiceAnswer,
    }),
    issueEquipmentInvoice: (request) => requestOutside(billing, {
      operation: 'equipment-invoice', method: 'POST', path: '/v1/equipment-invoices', idempotencyKey: `${request.termination}.equipment`, body: request, answer: madeInvoiceAnswer,
    }),
  };
}

function stopPath(service: string): string {
  return `/v1/subscriptions/${encodeURIComponent(service)}/stop`;
}
