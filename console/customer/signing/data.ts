/** The order behind a link to sign by, and the acts on it: each answers with what it is by then. */
import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';

export type OrderToSign = Schema<'OrderToSign'>;
/** What comes by itself: the paper, the SMS, the evidence. */
const soonMs = 1_500;

function isAwaited({ state, code }: OrderToSign): boolean {
  return state === 'preparing' || state === 'sealing' || (state === 'open' && code !== null && !code.isSent);
}

export function orderQuery(token: string) {
  return queryOptions({
    queryKey: ['link', token, 'order'], queryFn: () => dataOf(api.GET('/api/v1/links/{token}/order', { params: { path: { token } } })),
    refetchInterval: ({ state: { data } }) => (data && isAwaited(data) ? soonMs : false),
  });
}

const pathOf = (token: string) => ({ params: { path: { token } } });
export const giveMandate = (token: string, body: Schema<'OwnMandate'>) => dataOf(api.PUT('/api/v1/links/{token}/order/mandate', { ...pathOf(token), body }));
export const askCode = (token: string) => dataOf(api.POST('/api/v1/links/{token}/order/code', pathOf(token)));
export const sign = (token: string, body: Schema<'OwnSignature'>) => dataOf(api.POST('/api/v1/links/{token}/order/sign', { ...pathOf(token), body }));
export const refuse = (token: string, body: Schema<'SignatureRefusal'>) => dataOf(api.POST('/api/v1/links/{token}/order/refuse', { ...pathOf(token), body }));

/** Nothing is called done before the API has said so; refused, the order is read again: another tab or the house may have been faster. */
export function useAct<Input>(token: string, send: (input: Input) => Promise<OrderToSign>, done?: () => void): UseMutationResult<OrderToSign, Error, Input> {
  const client = useQueryClient();
  const { queryKey } = orderQuery(token);
  return useMutation({
    mutationFn: send,
    onSuccess: (order) => { client.setQueryData(queryKey, order); done?.(); },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}
