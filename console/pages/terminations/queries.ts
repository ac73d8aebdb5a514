/** A termination as it is now, and what hangs on it. */
import { queryOptions } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';

export type Termination = Schema<'Termination'>;
export type TerminationSummary = Schema<'TerminationSummary'>;
export type Fee = Schema<'EarlyTerminationFee'>;

export const terminationQuery = (id: string) => queryOptions({ queryKey: oneKey('terminations', id), queryFn: () => dataOf(api.GET('/api/v1/terminations/{id}', { params: { path: { id } } })) });
