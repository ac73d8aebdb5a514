/** What can be chosen: profiles, centres, teams, people, each by its label in the reader's language. */
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { inLanguage } from '../../texts/texts.ts';

export interface Choice { readonly value: string; readonly label: string }
const forLong = 5 * 60_000;

/** @param whose grantable: those that may be given for a time. */
export function useProfiles(whose: 'all' | 'grantable' = 'all'): Choice[] {
  const { data } = useQuery({ queryKey: listKey('profiles'), queryFn: () => dataOf(api.GET('/api/v1/profiles')), staleTime: forLong });
  return (data?.items ?? []).filter(({ grantable }) => whose === 'all' || grantable).map(({ profile, label }) => ({ value: profile, label: inLanguage(label) }));
}

export function useCentres(): Choice[] {
  const { data } = useQuery({ queryKey: listKey('centres'), queryFn: () => dataOf(api.GET('/api/v1/centres')), staleTime: forLong });
  return (data?.items ?? []).map(({ key, label }) => ({ value: key, label: inLanguage(label) }));
}

/** The first of the directory; whoever is not among them is typed in by his subject. */
export function usePeople(): Choice[] {
  const limit = 200;
  const { data } = useQuery({ queryKey: listKey('users', { limit }), queryFn: () => dataOf(api.GET('/api/v1/users', { params: { query: { limit } } })), staleTime: forLong });
  return (data?.items ?? []).map(({ subject, name }) => ({ value: subject, label: `${name} (${subject})` }));
}

export function labelIn(choices: readonly Choice[], value: string | null): string {
  return choices.find((choice) => choice.value === value)?.label ?? value ?? '';
}
