/** What narrows the queue: whose, team, level, priority, state. */
import { Button, Group, NativeSelect, Pill, SegmentedControl } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomerLabel } from '../../customers/customer-label.ts';
import { useNames } from '../../people/names.ts';
import { useChoices } from '../../tickets/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import type { TicketsSearch } from './route.ts';

export interface FacetsProps {
  readonly search: TicketsSearch;
  readonly onChange: (search: TicketsSearch) => void;
}

const names = ['team', 'level', 'priority', 'phase'] as const;
const further = ['assignee', 'centre', 'customerId', 'rds'] as const;
const priorities = ['P1', 'P2', 'P3', 'P4', 'P5'];
const openPhases = ['registered', 'in-progress', 'waiting', 'agreement', 'resolved'];
const endedPhases = ['closed', 'merged'];

export function Facets({ search, onChange }: FacetsProps): ReactNode {
  const { t } = useTranslation('tickets');
  const choices = useChoices();
  const view = search.view ?? 'desk';
  const all = { value: '', label: t('facet.all') };
  const options = {
    team: [all, { value: 'dispatcher', label: t('dispatcher') }, ...(choices?.teams ?? []).map(({ key, label }) => ({ value: key, label: inLanguage(label) }))],
    level: [all, ...['1', '2', '3'].map((level) => ({ value: level, label: t('level', { level }) }))],
    priority: [all, ...priorities.map((value) => ({ value, label: value }))],
    phase: [all, ...(view === 'ended' ? endedPhases : openPhases).map((value) => ({ value, label: t(`phase.${value}`) }))],
  };
  const nameOf = useNames();
  const customer = useCustomerLabel(search.customerId);
  const narrowed = [...names, ...further].some((name) => search[name] !== undefined);
  return (
    <Group gap="xs" mb="sm" align="end" role="search" aria-label={t('facets')}>
      <SegmentedControl size="xs" value={view} aria-label={t('facet.view')} onChange={(value) => { onChange({ ...search, view: value, phase: undefined, item: undefined }); }}
        data={(['desk', 'mine', 'unheld', 'ended'] as const).map((value) => ({ value, label: t(`view.${value}`) }))} />
      {names.map((name) => (
        <NativeSelect key={name} size="xs" label={t(`facet.${name}`)} data={options[name]} value={search[name] ?? ''}
          onChange={({ currentTarget: { value } }) => { onChange({ ...search, [name]: value === '' ? undefined : value, item: undefined }); }} />
      ))}
      {/* What another page has narrowed it to is seen as well, and can be taken away by itself. */}
      {further.map((name) => {
        const value = search[name];
        if (value === undefined) return null;
        return <Pill key={name} withRemoveButton onRemove={() => { onChange({ ...search, [name]: undefined, item: undefined }); }} removeButtonProps={{ 'aria-label': t('facet.remove', { filter: t(`facet.${name}`) }), 'aria-hidden': false, 'tabIndex': 0 }}>{t(`facet.${name}`)} {name === 'assignee' ? nameOf(value) : name === 'customerId' ? customer : value}</Pill>;
      })}
      {narrowed && <Button variant="subtle" leftSection={<IconFilterOff size={14} />} onClick={() => { onChange({ view: search.view, sort: search.sort }); }}>{t('facet.clear')}</Button>}
    </Group>
  );
}
