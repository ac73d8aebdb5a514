/** What narrows a basket. Every filter that holds is seen, and can be taken away by itself. */
import { Chip, Group, NativeSelect, Pill, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomerLabel } from '../../customers/customer-label.ts';
import { kinds, whoseNames, type BasketSearch } from './route.ts';
import { formatInstant } from '../../time/time.ts';

const further = ['owner', 'step', 'customerId', 'deploymentId', 'dueBefore'] as const;

export function BasketFilters({ filters, onChange }: { readonly filters: BasketSearch; readonly onChange: (next: BasketSearch) => void }): ReactNode {
  const { t } = useTranslation(['baskets', 'deployments']);
  const customer = useCustomerLabel(filters.customerId);
  return (
    <Group mb="sm" gap="sm" role="search" aria-label={t('filters')}>
      <SegmentedControl size="xs" aria-label={t('whose')} value={filters.whose ?? (filters.owner === undefined ? 'open' : 'all')} onChange={(whose) => { onChange({ ...filters, whose }); }}
        data={whoseNames.map((value) => ({ value, label: t(`whose.${value}`) }))} />
      <NativeSelect size="xs" aria-label={t('kind')} value={filters.kind ?? ''} onChange={({ currentTarget: { value } }) => { onChange({ ...filters, kind: value === '' ? undefined : value as 'site' }); }}
        data={[{ value: '', label: t('kind.any') }, ...kinds.map((value) => ({ value, label: t(`kind.${value}`) }))]} />
      <Chip size="xs" checked={filters.atRisk === 'true'} onChange={(on) => { onChange({ ...filters, atRisk: on ? 'true' : undefined }); }}>{t('at-risk')}</Chip>
      {further.map((name) => {
        const value = filters[name];
        if (value === undefined) return null;
        return (
          <Pill key={name} withRemoveButton onRemove={() => { onChange({ ...filters, [name]: undefined }); }} removeButtonProps={{ 'aria-label': t('filter.remove', { filter: t(`filter.${name}`) }), 'aria-hidden': false, tabIndex: 0 }}>
            {t(`filter.${name}`)} {name === 'dueBefore' ? formatInstant(value) : name === 'customerId' ? customer : name === 'step' ? t(`deployments:step.${value}`, { defaultValue: value }) : value}
          </Pill>
        );
      })}
    </Group>
  );
}
