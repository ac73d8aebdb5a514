/** A sale for the console's tests: a proposal that was presented, and the order that came of another one. */
import { party } from '../../support/orders.ts';
import { api } from './browser.ts';

export async function aSale(): Promise<{ readonly proposal: string; readonly order: string }> {
  const [proposal, ordered] = [await presented(), await presented()];
  return { proposal, order: (await sent<{ id: string }>('POST', '/orders', { proposalId: ordered, market: 'private', party })).id };
}

async function presented(): Promise<string> {
  const { id } = await sent<{ id: string }>('POST', '/proposals', { customerId: 'CLI-000001', name: 'Fibre', holds: 'nothing' });
  const lines = [{ action: 'add', product: 'ftth-pro', site: 'Lyon' }, { action: 'add', product: 'router-pro', site: 'Lyon' }];
  const { version } = await sent<{ version: number }>('PATCH', `/proposals/${id}`, { lines }, '"1"');
  await sent('PUT', `/proposals/${id}/schedule`, { instalments: 3, firstOn: '2030-03-01' }, `"${version}"`);
  await sent('POST', `/proposals/${id}/present`, {});
  return id;
}

/** @throws {Error} with what the API said. */
export async function sent<T>(method: string, path: string, body: object, version?: string): Promise<T> {
  const response = await api().request(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...(version === undefined ? {} : { 'if-match': version }) } }, 'sales-engineer');
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}
