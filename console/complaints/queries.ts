/** Complaints as the console asks for them: one, what one may say, and the words of what they say. */
import { queryOptions, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { useCommand } from '../data/command.ts';
import { listKey, oneKey } from '../data/keys.ts';

export type Complaint = Schema<'Complaint'>;
export type ComplaintSummary = Schema<'ComplaintSummary'>;
export type ComplaintChoices = Schema<'ComplaintChoices'>;

const lastingMs = 5 * 60_000;

export function complaintQuery(id: string) {
  return queryOptions({ queryKey: oneKey('complaints', id), queryFn: () => dataOf(api.GET('/api/v1/complaints/{id}', { params: { path: { id } } })) });
}

/** With the orders of a customer, where one is named. */
export function choicesQuery(customerId?: string) {
  return queryOptions({ queryKey: listKey('policies', { of: 'complaints', customerId }), queryFn: () => dataOf(api.GET('/api/v1/complaint-choices', { params: { query: customerId === undefined ? {} : { customerId } } })), staleTime: lastingMs });
}

export type ComplaintAct = { readonly act: 'gestures'; readonly input: Schema<'NewGesture'> } | { readonly act: 'withdraw'; readonly input: { readonly reason: string } };

/** Its answer is what is shown. */
export function useComplaintAct(id: string, done: () => unknown): UseMutationResult<Complaint, Error, ComplaintAct> {
  const client = useQueryClient();
  return useCommand<ComplaintAct, Complaint>({
    send: ({ act, input }, key) => {
      const params = { path: { id }, header: { 'Idempotency-Key': key } };
      return dataOf(act === 'gestures' ? api.POST('/api/v1/complaints/{id}/gestures', { params, body: input }) : api.POST('/api/v1/complaints/{id}/withdraw', { params, body: input }));
    },
    touches: [['complaints', 'list'], ['tasks', 'list']],
    done: (complaint) => {
      client.setQueryData(complaintQuery(id).queryKey, complaint);
      return done();
    },
  });
}
