/** The adapter of warranty and parts (Warranty Check, PartSurfer, CSDP): ports/hardware.ts over HTTP (T-20). */
import type { HardwarePort } from '../../ports/hardware.ts';
import { partCancelAnswer, partOrderAnswer, partOrderState, partsAnswer, warrantyAnswer } from '../../ports/hardware.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/**
 * Warranty and parts at `baseUrl`, real or simulated. Every call may be repeated: its idempotency key is made of the order's.
 * Failures are those of {@link requestOutside}; the return of a part that was never ordered is `outside.rejected` (404), of one not yet received (409).
 */
export function createHardwarePort(settings: Omit<OutsideSystem, 'system'>): HardwarePort {
  const hardware: OutsideSystem = { ...settings, system: 'hardware' };
  const pathOf = (orderKey: string) => `/v1/orders/${encodeURIComponent(orderKey)}`;
  return {
    warranty: (serialNumber) => requestOutside(hardware, { operation: 'warranty', method: 'GET', path: `/v1/warranties/${encodeURIComponent(serialNumber)}`, answer: warrantyAnswer }),
    async findParts(request) {
      const path = `/v1/parts?${String(new URLSearchParams(request))}`;
      return (await requestOutside(hardware, { operation: 'find-parts', method: 'GET', path, answer: partsAnswer })).parts;
    },
    order: (order) => requestOutside(hardware, { operation: 'order', method: 'POST', path: '/v1/orders', idempotencyKey: order.orderKey, body: order, answer: partOrderAnswer }),
    orderState: (orderKey) => requestOutside(hardware, { operation: 'order-state', method: 'GET', path: pathOf(orderKey), answer: partOrderState }),
    announceReturn: ({ orderKey, ...announced }) => requestOutside<void>(hardware, {
      operation: 'announce-return', method: 'POST', path: `${pathOf(orderKey)}/return`, idempotencyKey: `${orderKey}.return`, body: announced, answer: null,
    }),
    cancelOrder: (orderKey) => requestOutside(hardware, {
      operation: 'cancel-order', method: 'POST', path: `${pathOf(orderKey)}/cancel`, idempotencyKey: `${orderKey}.cancel`, answer: partCancelAnswer,
    }),
  };
}
