/** A customer that a list is narrowed to: his name beside the number, which nobody knows by heart. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { oneKey } from '../data/keys.ts';
import { useMay } from '../data/me.ts';

export const customerQuery = (id: string) => queryOptions({ queryKey: oneKey('customers', id), queryFn: () => dataOf(api.GET('/api/v1/customers/{id}', { params: { path: { id } } })) });

/** Until he is known, or where one may not know him, his number. */
export function useCustomerLabel(id: string | undefined): string | undefined {
  const { t } = useTranslation();
  const { data } = useQuery({ ...customerQuery(id ?? ''), enabled: useMay('customer:read') && id !== undefined });
  return data && id !== undefined ? t('customer-option', { name: data.name, id }) : id;
}
