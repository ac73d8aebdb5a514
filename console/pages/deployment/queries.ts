/** A deployment as it is now, and what hangs on it. */
import { queryOptions } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';

export type Deployment = Schema<'Deployment'>;
export type Schedule = Schema<'Schedule'>;

export const deploymentQuery = (id: string) => queryOptions({ queryKey: oneKey('deployments', id), queryFn: () => dataOf(api.GET('/api/v1/deployments/{id}', { params: { path: { id } } })) });
export const documentsQuery = (id: string) => queryOptions({ queryKey: oneKey('deployments', id, 'documents'), queryFn: () => dataOf(api.GET('/api/v1/deployments/{id}/documents', { params: { path: { id } } })) });
export const scheduleQuery = (id: string) => queryOptions({ queryKey: oneKey('deployments', id, 'schedule'), queryFn: () => dataOf(api.GET('/api/v1/deployments/{id}/schedule', { params: { path: { id } } })) });
