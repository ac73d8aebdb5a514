/** Clients: one search over all that a customer is known by, and the way to his page. */
import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import type { Column } from '../../list/columns.ts';
import { useCurrentRow } from '../../list/current.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';

type Customer = Schema<'Customer'>;

const route = getRouteApi('/customers');
const pageSize = 100;
/** So long after the last letter the search begins. */
const typedMs = 250;

export function CustomersPage(): ReactNode {
  const { t } = useTranslation('customers');
  const { search, item } = route.useSearch();
  const navigate = useNavigate();
  const mayCreate = useMay('customer:edit');
  const columns = useColumns();
  const query = search === undefined ? {} : { search };
  const list = usePagedList(listKey('customers', query), (cursor) => answerOf(api.GET('/api/v1/customers', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  const [current, moveTo] = useCurrentRow(item, (next) => { void navigate({ to: '/customers', search: { ...query, item: next }, replace: true }); });
  const newButton = mayCreate && <Button component={Link} to="/customers/new" leftSection={<IconPlus size={14} />}>{t('new')}</Button>;
  return (
    <PageFrame title={t('title')} actions={newButton}>
      <SearchField value={search ?? ''} onChange={(next) => { void navigate({ to: '/customers', search: next === '' ? {} : { search: next }, replace: true }); }} />
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <DataList name="customers" label={t('title')} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ id, name }) => t('row', { id, name })}
          total={list.total} paging={list}
          current={current} onCurrent={moveTo}
          onOpen={({ id }) => { void navigate({ to: '/customers/$id', params: { id } }); }}
          card={(one) => <><strong>{one.name}</strong><div>{one.id} · {one.address?.city ?? t('no-city')}</div></>}
          empty={<Empty title={t(search === undefined ? 'empty.title' : 'empty.search')} hint={t(search === undefined ? 'empty.hint' : 'empty.search-hint')}>{newButton}</Empty>} />
      )}
    </PageFrame>
  );
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const [{ from, typed }, setTyped] = useState({ from: value, typed: value });
  const later = useDebouncedCallback(onChange, typedMs);
  // Back and forward in the browser bring another search; one's own is there already.
  if (from !== value) setTyped({ from: value, typed: typed.trim() === value ? typed : value });
  return (
    <TextInput type="search" label={t('search')} placeholder={t('search-hint')} leftSection={<IconSearch size={14} aria-hidden />} mb="sm" maw={520} value={typed}
      onChange={({ currentTarget }) => { setTyped({ from, typed: currentTarget.value }); later(currentTarget.value.trim()); }} />
  );
}

function useColumns(): readonly Column<Customer>[] {
  const { t } = useTranslation('customers');
  return useMemo(() => [
    { key: 'name', header: t('column.name'), width: 'minmax(180px, 3fr)', fixed: true, cell: ({ name }) => <strong>{name}</strong> },
    { key: 'id', header: t('column.id'), width: '110px', cell: ({ id }) => id },
    { key: 'kind', header: t('column.kind'), width: '110px', cell: ({ kind }) => t(`kind.${kind}`) },
    { key: 'contract', header: t('column.contract'), width: '110px', cell: ({ contract }) => t(`contract.${contract}`) },
    { key: 'city', header: t('column.city'), width: 'minmax(110px, 1.5fr)', cell: ({ address }) => address?.city ?? '' },
    { key: 'siren', header: t('column.siren'), width: '110px', cell: ({ siren }) => siren ?? '' },
    { key: 'phone', header: t('column.phone'), width: '140px', cell: ({ phone }) => phone ?? '' },
    { key: 'email', header: t('column.email'), width: 'minmax(140px, 2fr)', hidden: true, cell: ({ email }) => email ?? '' },
    { key: 'centre', header: t('column.centre'), width: '110px', hidden: true, cell: ({ centre }) => centre ?? '' },
  ], [t]);
}
