/** The adapter of the local-loop operator: ports/obl.ts over HTTP (D-09, D-10). */
import type { OblPort } from '../../ports/obl.ts';
import { oblCancelAnswer, oblOrderState, oblTerminationAnswer } from '../../ports/obl.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/**
 * The OBL at `baseUrl`, real or simulated. Every call may be repeated: its idempotency key is made of the order's.
 * Failures are those of {@link requestOutside}; a reminder, an escalation or a slot of an unknown order is `outside.rejected` (404).
 */
export function createOblPort(settings: Omit<OutsideSystem, 'system'>): OblPort {
  const obl: OutsideSystem = { ...settings, system: 'obl' };
  const pathOf = (orderKey: string) => `/v1/orders/${encodeURIComponent(orderKey)}`;
  return {
    orderState: (orderKey) => requestOutside(obl, { operation: 'order-state', method: 'GET', path: pathOf(orderKey), answer: oblOrderState }),
    remind: (orderKey, ordinal) => requestOutside<void>(obl, {
      operation: 'remind', method: 'POST', path: `${pathOf(orderKey)}/reminders`, idempotencyKey: `${orderKey}.remind.${ordinal}`, answer: null,
    }),
    escalate: ({ orderKey, ordinal, awaited }) => requestOutside<void>(obl, {
      operation: 'escalate', method: 'POST', path: `${pathOf(orderKey)}/escalations`, idempotencyKey: `${orderKey}.escalation.${ordinal}`, body: { awaited }, answer: null,
    }),
    proposeSlot: ({ orderKey, ordinal, slot }) => requestOutside<void>(obl, {
      operation: 'propose-slot', method: 'POST', path: `${pathOf(orderKey)}/slots`, idempotencyKey: `${orderKey}.slot.${ordinal}`, body: { ordinal, slot }, answer: null,
    }),
    cancelOrder: (orderKey) => requestOutside(obl, {
      operation: 'cancel-order', method: 'POST', path: `${pathOf(orderKey)}/cancel`, idempotencyKey: `${orderKey}.cancel`, answer: oblCancelAnswer,
    }),
    terminateLine: ({ orderKey, lastDay }) => requestOutside(obl, {
      operation: 'terminate-line', method: 'POST', path: `${pathOf(orderKey)}/terminate`, idempotencyKey: `${orderKey}.terminate`, body: { lastDay }, answer: oblTerminationAnswer,
    }),
  };
}
