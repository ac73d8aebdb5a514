/** For whom figures are, what is compared, and of which days. */
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { inLanguage } from '../../texts/texts.ts';
import { useNowMs } from '../../time/now.ts';
import { dayOf } from '../../time/time.ts';
import { defaultPeriod, periodOf, stepOf } from './queries.ts';
import { groupings, periods, steps, type SteeringSearch } from './route.ts';

export interface FiltersProps {
  readonly search: SteeringSearch;
  readonly onChange: (search: SteeringSearch) => void;
}

interface Option { readonly value: string; readonly label: string }
const forLong = 5 * 60_000;
/** A select of more is none: the address takes any of them. */
const peopleAtMost = 200;

/** Centres, regions, teams and people that figures can be narrowed to. */
function useGroups(): Readonly<Record<(typeof groupings)[number], readonly Option[]>> {
  const centres = useQuery({ queryKey: listKey('centres'), queryFn: () => dataOf(api.GET('/api/v1/centres')), staleTime: forLong }).data?.items ?? [];
  const teams = useQuery({ queryKey: listKey('teams'), queryFn: () => dataOf(api.GET('/api/v1/teams')), staleTime: forLong }).data?.items ?? [];
  const people = useQuery({ queryKey: listKey('users', { limit: peopleAtMost }), queryFn: () => dataOf(api.GET('/api/v1/users', { params: { query: { limit: peopleAtMost } } })), staleTime: forLong }).data?.items ?? [];
  return {
    centre: centres.map(({ key, label }) => ({ value: key, label: inLanguage(label) })), region: [...new Set(centres.map(({ region }) => region))].map((value) => ({ value, label: value })),
    team: teams.map(({ key, label }) => ({ value: key, label: inLanguage(label) })), person: people.map(({ subject, name }) => ({ value: subject, label: name })),
  };
}

export function Filters({ search, onChange }: FiltersProps): ReactNode {
  const { t } = useTranslation('steering');
  const groups = useGroups();
  const nowMs = useNowMs();
  const { view = 'live' } = search;
  const isNarrowed = groupings.some((name) => search[name] !== undefined) || search.by !== undefined;
  const hasOwnDays = search.period === undefined && (search.from !== undefined || search.until !== undefined);
  const { from: first = '', until: last = dayOf(nowMs) } = periodOf(search, nowMs);
  /** One that the directory does not list stays seen. */
  const optionsOf = (name: (typeof groupings)[number]): Option[] => {
    const chosen = search[name];
    const known = groups[name];
    return [{ value: '', label: t(`any.${name}`) }, ...known, ...(chosen === undefined || known.some(({ value }) => value === chosen) ? [] : [{ value: chosen, label: chosen }])];
  };
  return (
    <Group gap="xs" mb="md" align="end" role="search" aria-label={t('filters')}>
      <NativeSelect size="xs" label={t('by')} value={search.by ?? ''} data={[{ value: '', label: t('by.none') }, ...groupings.map((value) => ({ value, label: t(`by.${value}`) }))]}
        onChange={({ currentTarget: { value } }) => { onChange({ ...search, by: value === '' ? undefined : value as SteeringSearch['by'] }); }} />
      {groupings.map((name) => (
        <NativeSelect key={name} size="xs" label={t(`group.${name}`)} value={search[name] ?? ''} data={optionsOf(name)} onChange={({ currentTarget: { value } }) => { onChange({ ...search, [name]: value === '' ? undefined : value }); }} />
      ))}
      {view === 'history' && (
        <>
          <NativeSelect size="xs" label={t('period')} value={hasOwnDays ? '' : search.period ?? defaultPeriod} data={[...periods.map((value) => ({ value, label: t(`period.${value}`) })), ...(hasOwnDays ? [{ value: '', label: t('period.own') }] : [])]}
            onChange={({ currentTarget: { value } }) => { onChange({ ...search, period: value as SteeringSearch['period'], from: undefined, until: undefined }); }} />
          <TextInput size="xs" type="date" label={t('from')} value={first} onChange={({ currentTarget: { value } }) => { onChange({ ...search, period: undefined, from: value, until: last }); }} />
          <TextInput size="xs" type="date" label={t('until')} value={last} onChange={({ currentTarget: { value } }) => { onChange({ ...search, period: undefined, from: first, until: value }); }} />
          <NativeSelect size="xs" label={t('step')} value={stepOf(search)} data={steps.map((value) => ({ value, label: t(`step.${value}`) }))} onChange={({ currentTarget: { value } }) => { onChange({ ...search, step: value as SteeringSearch['step'] }); }} />
        </>
      )}
      {isNarrowed && <Button variant="subtle" leftSection={<IconFilterOff size={14} />} onClick={() => { onChange({ ...search, by: undefined, centre: undefined, region: undefined, team: undefined, person: undefined }); }}>{t('clear')}</Button>}
    </Group>
  );
}
