/** What a link asks, and the answer to it. The token is the whole credential: it goes nowhere but to the API. */
import { queryOptions } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../client/client.ts';
import { api } from '../data/api.ts';
import type { FormValue } from '../form/schema.ts';

export type Link = Schema<'CustomerLink'>;

export function linkQuery(token: string) {
  return queryOptions({ queryKey: ['link', token], queryFn: () => dataOf(api.GET('/api/v1/links/{token}', { params: { path: { token } } })), staleTime: Infinity, refetchOnWindowFocus: false });
}

export function scheduleQuery(token: string) {
  return queryOptions({ queryKey: ['link', token, 'schedule'], queryFn: () => dataOf(api.GET('/api/v1/links/{token}/schedule', { params: { path: { token } } })), staleTime: Infinity });
}

export function sendAnswer(token: string, body: FormValue): Promise<Link> {
  return dataOf(api.POST('/api/v1/links/{token}', { params: { path: { token } }, body }));
}

/** Kept on this device until it is sent; by the end of the token, which is its signature. */
export function draftKey(token: string): string {
  return `jalon.draft.link.${token.slice(-24)}`;
}
