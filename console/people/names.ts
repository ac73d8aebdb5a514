/** What people are called, where the record says who they are by their subject. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { dataOf } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { listKey } from '../data/keys.ts';
import { useMay, useMe } from '../data/me.ts';

const lastingMs = 5 * 60_000;

/** Oneself, and the desks' people for who may read the directory; anybody else by his subject. */
export function useNames(): (subject: string) => string {
  const me = useMe();
  const { data } = useQuery({ queryKey: listKey('teams'), queryFn: () => dataOf(api.GET('/api/v1/teams')), staleTime: lastingMs, enabled: useMay('people:read') });
  return useMemo(() => {
    const names = new Map(data?.items.flatMap(({ members }) => members.map(({ subject, name }) => [subject, name] as const)));
    if (me.name !== null) names.set(me.subject, me.name);
    return (subject) => names.get(subject) ?? subject;
  }, [data, me]);
}
