/** What pages of sales ask for: the catalogue, a proposal with its version, an order. */
import { queryOptions } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { listKey, oneKey } from '../data/keys.ts';
import type { Me } from '../data/me.ts';

export type Proposal = Schema<'Proposal'>;
export type Order = Schema<'Order'>;
export type Catalogue = Schema<'SalesCatalogue'>;

export const catalogueQuery = queryOptions({ queryKey: listKey('proposals', { catalogue: true }), queryFn: () => dataOf(api.GET('/api/v1/sales-catalogue')), staleTime: 5 * 60_000 });
export const proposalQuery = (id: string) => queryOptions({ queryKey: oneKey('proposals', id), queryFn: () => dataOf(api.GET('/api/v1/proposals/{id}', { params: { path: { id } } })) });
export const orderQuery = (id: string) => queryOptions({ queryKey: oneKey('orders', id), queryFn: () => dataOf(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })) });

/** As the API writes it: the version that an edit was made from. */
export const etagOf = ({ version }: Pick<Proposal, 'version'>): string => `"${version}"`;

/** Basis points that one gives by oneself; beyond them the business director approves. */
export function ownLimit({ discountLimits }: Catalogue, { profiles }: Me): number {
  return Math.max(0, ...profiles.map(({ profile }) => discountLimits[profile] ?? 0));
}
