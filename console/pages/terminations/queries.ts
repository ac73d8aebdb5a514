/** A termination as it is now, and what hangs on it. */
import { queryOptions } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey, oneKey } from '../../data/keys.ts';

export type Termination = Schema<'Termination'>;
export type TerminationSummary = Schema<'TerminationSummary'>;
export type Fee = Schema<'EarlyTerminationFee'>;

export const terminationQuery = (id: string) => queryOptions({ queryKey: oneKey('terminations', id), queryFn: () => dataOf(api.GET('/api/v1/terminations/{id}', { params: { path: { id } } })) });

const lastingMs = 5 * 60_000;
/** What the policy lets one give as a reason. */
export const choicesQuery = queryOptions({ queryKey: listKey('policies', { of: 'termination' }), queryFn: () => dataOf(api.GET('/api/v1/termination-choices')), staleTime: lastingMs });
