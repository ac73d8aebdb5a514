/** What people and programs are called, where the record says who they are by a key. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { listKey } from '../data/keys.ts';
import { useMay, useMe } from '../data/me.ts';

const lastingMs = 5 * 60_000;

/** Who acted (C-04): by the name that the API gives; oneself; a program of ours, a customer by his link, a key by what they are; anybody else by his subject. */
export function useActorWords(): (actor: string, name?: string | null) => string {
  const { t } = useTranslation();
  const me = useMe();
  return useCallback((actor, name = null) => {
    if (name !== null) return name;
    if (actor === me.subject && me.name !== null) return me.name;
    if (actor.startsWith('customer-link:')) return t('actor.customer');
    if (actor.startsWith('key:')) return t('actor.key');
    // A journey's own acts need no other word: where it stands says which it is.
    return actor.startsWith('system:') ? t(`actor.${actor.slice('system:'.length)}`, { defaultValue: t('actor.jalon') }) : actor;
  }, [t, me]);
}

/** Where the API gives no names: the desks' people for who may read the directory, everybody else as `useActorWords` says. */
export function useNames(): (subject: string) => string {
  const words = useActorWords();
  const { data } = useQuery({ queryKey: listKey('teams'), queryFn: () => dataOf(api.GET('/api/v1/teams')), staleTime: lastingMs, enabled: useMay('people:read') });
  return useMemo(() => {
    const names = new Map(data?.items.flatMap(({ members }) => members.map(({ subject, name }) => [subject, name] as const)));
    return (subject) => words(subject, names.get(subject));
  }, [data, words]);
}
