/** Who is signed in and what he may: asked once, then known to every page. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { dataOf, type Schema } from '../../client/client.ts';
import { api } from './api.ts';
import { listKey } from './keys.ts';

export type Me = Schema<'Me'>;

export const meQuery = queryOptions({ queryKey: listKey('me'), queryFn: () => dataOf(api.GET('/api/v1/me')), staleTime: 5 * 60_000 });

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** One of the permissions is enough; of none, everybody signed in may. */
export function mayOf(me: Me, anyOf: readonly string[]): boolean {
  return anyOf.length === 0 || me.permissions.some(({ permission }) => anyOf.includes(permission));
}

export function useMay(...anyOf: readonly string[]): boolean {
  return mayOf(useMe(), anyOf);
}
