/** Whom it is about: a customer found by whatever he is known by. */
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { listKey } from '../data/keys.ts';
import { customerQuery } from './customer-label.ts';

export interface CustomerFieldProps {
  readonly value: string | undefined;
  readonly onChange: (customerId: string | undefined) => void;
  readonly error?: string | undefined;
  /** Known where the form was opened. */
  readonly isFixed?: boolean;
}

const typedMs = 200;

export function CustomerField({ value, onChange, error, isFixed = false }: CustomerFieldProps): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, typedMs);
  const found = useQuery({ queryKey: listKey('customers', { search }), queryFn: () => dataOf(api.GET('/api/v1/customers', { params: { query: { limit: 20, ...(search === '' ? {} : { search }) } } })), placeholderData: keepPreviousData });
  const chosen = useQuery({ ...customerQuery(value ?? ''), enabled: value !== undefined });
  const customers = new Map([...found.data?.items ?? [], ...(chosen.data ? [chosen.data] : [])].map(({ id, name }) => [id, { value: id, label: t('customer-option', { name, id }) }]));
  return (
    <Select label={t('customer')} required searchable readOnly={isFixed} value={value ?? null} onSearchChange={setTyped} nothingFoundMessage={t('customer.none')} error={error} data={[...customers.values()]} filter={({ options }) => options} placeholder={t('customer.search')}
      onChange={(id) => { onChange(id ?? undefined); }} />
  );
}
