/** The adapter of the inventory (Nestor): ports/inventory.ts over HTTP (T-12, T-20). */
import type { InventoryPort } from '../../ports/inventory.ts';
import { inventoryAnswer, inventoryList, itemCreationAnswer } from '../../ports/inventory.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** The inventory at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}; `outside.rejected` with 409 for the creation of what is known already. */
export function createInventoryPort(settings: Omit<OutsideSystem, 'system'>): InventoryPort {
  const inventory: OutsideSystem = { ...settings, system: 'inventory' };
  return {
    lookUp: (serialNumber) => requestOutside(inventory, { operation: 'look-up', method: 'GET', path: `/v1/items/${encodeURIComponent(serialNumber)}`, answer: inventoryAnswer }),
    async itemsOf(customerId) {
      const path = `/v1/items?${String(new URLSearchParams({ customerId }))}`;
      return (await requestOutside(inventory, { operation: 'items-of', method: 'GET', path, answer: inventoryList })).items;
    },
    requestCreation: (creation) =>
      requestOutside(inventory, { operation: 'request-creation', method: 'POST', path: '/v1/items', idempotencyKey: creation.itemKey, body: creation, answer: itemCreationAnswer }),
  };
}
