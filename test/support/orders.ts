/** Orders before a test: proposals presented and ordered over the API, their files, and the codes that the SMS simulator was given. */
import { expect } from 'vitest';
import { json, type RunningApi } from './api.ts';
import { eventually } from './eventually.ts';
import type { House } from './house.ts';
import { samplePdf } from './sample-files.ts';

export interface Order {
  readonly id: string; readonly phase: string; readonly outcome: string | null; readonly deploymentId: string | null; readonly missing: readonly string[]; readonly signature: { readonly mandateReference: string | null } | null;
  readonly code: { readonly ordinal: number; readonly isSent: boolean; readonly attemptsLeft: number } | null; readonly documents: readonly { readonly id: string; readonly kind: string; readonly sha256: string }[];
  readonly rejects: readonly { readonly status: string; readonly comment: string }[]; readonly party: { readonly contacts: readonly { readonly name: string }[] } | null;
}
export const party = {
  contacts: [{ role: 'administrative', name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }], targetActivationDate: '2030-03-01', collection: { existingLineToMigrate: false, numberPortability: false },
  sites: [{ label: 'Lyon', accessType: 'ftth', address: { street: '1 rue de la Gare', postalCode: '69001', city: 'Lyon' } }],
};
export const signatory = { name: 'Jeanne Martin', email: 'jeanne@martin.invalid', mobile: '+33 6 39 98 12 34' };

export const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

export type OrderDesk = ReturnType<typeof orderDesk>;

export function orderDesk(house: House, api: RunningApi) {
  const edits = /^\/orders\/[^/]+\/(party|signature)$/;
  /** Who edits an order has read it, unless the test says otherwise. */
  const send = async (as: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    await api.request(`/api/v1${path}`, { ...(body === undefined || body instanceof FormData ? { method, ...(body ? { body } : {}) } : { ...json(body), method }), headers: { ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }), authorization: `Bearer ${as}`, ...(edits.test(path) ? { 'if-match': '*' } : {}), ...headers } });
  async function done<T>(as: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await send(as, method, path, body, headers);
    const answer = await response.json() as T;
    expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
    return answer;
  }
  const read = (id: string) => done<Order>('sales-engineer', 'GET', `/orders/${id}`);
  const reaches = (id: string, phase: string) => eventually(async () => { const order = await read(id); expect(order.phase).toBe(phase); return order; });

  async function presented(lines: readonly object[], opportunityId?: string): Promise<string> {
    const made = await done<{ id: string }>('sales-engineer', 'POST', '/proposals', { customerId: 'CLI-000001', name: 'Fibre', holds: 'nothing', opportunityId });
    const { version } = await done<{ version: number }>('sales-engineer', 'PATCH', `/proposals/${made.id}`, { lines }, { 'if-match': '"1"' });
    await done('sales-engineer', 'PUT', `/proposals/${made.id}/schedule`, { instalments: 3, firstOn: '2030-03-01' }, { 'if-match': `"${version}"` });
    await done('sales-engineer', 'POST', `/proposals/${made.id}/present`);
    return made.id;
  }
  async function ordered(discountBasisPoints = 0): Promise<string> {
    const proposalId = await presented([{ action: 'add', product: 'ftth-pro', site: 'Lyon', discountBasisPoints }, { action: 'add', product: 'router-pro', site: 'Lyon' }]);
    return (await done<Order>('sales-engineer', 'POST', '/orders', { proposalId, market: 'private', party })).id;
  }
  async function addFile(id: string, kind: string, orderNumber?: string): Promise<Response> {
    const form = new FormData();
    form.append('kind', kind);
    if (orderNumber !== undefined) form.append('orderNumber', orderNumber);
    form.append('file', new File([new Uint8Array(samplePdf)], `${kind}.pdf`));
    return await send('sales-engineer', 'POST', `/orders/${id}/files`, form);
  }
  /** @param onRecord false: as soon as it is on the telephone */
  async function codeOf(id: string, ordinal = 1, onRecord = true): Promise<string> {
    return await eventually(async () => {
      const { messages } = await (await fetch(`${house.urls.sms}/v1/messages`, { headers: { authorization: `Bearer ${house.token}` } })).json() as { messages: { messageKey: string; text: string }[] };
      const text = messages.find(({ messageKey }) => messageKey === `${id}.code.${ordinal}`)?.text;
      const code = /\b(\d{6})\b/.exec(text?.replaceAll(/\s/g, ' ') ?? '')?.[1];
      expect(code).toBeDefined();
      if (onRecord) expect((await read(id)).code?.isSent).toBe(true);
      return code ?? '';
    });
  }
  return { send, done, read, reaches, presented, ordered, addFile, codeOf };
}
