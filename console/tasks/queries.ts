/** A task as it is now, and what can be done with it. */
import { queryOptions, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { useCommand } from '../data/command.ts';
import { listKey, oneKey } from '../data/keys.ts';
import type { FormValue } from '../form/schema.ts';

export type TaskDetail = Schema<'TaskDetail'>;
export type BasketLine = Schema<'BasketLine'>;
export const basketKeys = [['tasks', 'list']] as const;

export function taskQuery(id: string) {
  return queryOptions({ queryKey: oneKey('tasks', id), queryFn: () => dataOf(api.GET('/api/v1/tasks/{id}', { params: { path: { id } } })) });
}

export type TaskAct = 'claim' | 'release';

/** Claims or releases; `done` gets the task as it is then. */
export function useTaskAct(done: (task: TaskDetail, act: TaskAct) => unknown): UseMutationResult<TaskDetail, Error, { readonly id: string; readonly act: TaskAct }> {
  const client = useQueryClient();
  return useCommand({
    send: ({ id, act }, key) => {
      const params = { path: { id }, header: { 'Idempotency-Key': key } };
      return dataOf(act === 'claim' ? api.POST('/api/v1/tasks/{id}/claim', { params }) : api.POST('/api/v1/tasks/{id}/release', { params }));
    },
    touches: basketKeys,
    done: (task, { act }) => {
      client.setQueryData(taskQuery(task.id).queryKey, task);
      return done(task, act);
    },
  });
}

export function useCompleteTask(done: (task: TaskDetail) => unknown): UseMutationResult<TaskDetail, Error, { readonly id: string; readonly input: FormValue }> {
  const client = useQueryClient();
  return useCommand({
    send: ({ id, input }, key) => dataOf(api.POST('/api/v1/tasks/{id}/complete', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: input })),
    touches: [...basketKeys, listKey('deployments').slice(0, 1)],
    done: (task) => {
      client.setQueryData(taskQuery(task.id).queryKey, task);
      return done(task);
    },
  });
}
