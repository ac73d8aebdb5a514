/** Orders, newest first, by the step that is under way (S-02 to S-06). */
import { Badge, Chip, Group, NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMe } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import type { Column } from '../../list/columns.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatInstant } from '../../time/time.ts';
import type { SectionProps } from './page.tsx';
import { orderPhases } from './route.ts';

type Order = Schema<'OrderSummary'>;

const pageSize = 100;

export function Orders({ search, go }: SectionProps): ReactNode {
  const { t } = useTranslation('sales');
  const navigate = useNavigate();
  const { subject } = useMe();
  const columns = useColumns();
  const query = present({ customerId: search.customerId, phase: search.phase, emitter: search.mine === 'true' ? subject : undefined });
  const list = usePagedList(listKey('orders', query), (cursor) => answerOf(api.GET('/api/v1/orders', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  return (
    <>
      <Group mb="sm" gap="sm" role="search" aria-label={t('filters')}>
        <NativeSelect size="xs" aria-label={t('phase')} value={search.phase ?? ''} data={[{ value: '', label: t('phase.any') }, ...orderPhases.map((value) => ({ value, label: t(`phase.${value}`) }))]}
          onChange={({ currentTarget: { value } }) => { go({ ...search, phase: value === '' ? undefined : value as (typeof orderPhases)[number] }); }} />
        <Chip size="xs" checked={search.mine === 'true'} onChange={(on) => { go({ ...search, mine: on ? 'true' : undefined }); }}>{t('mine')}</Chip>
      </Group>
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <DataList name="orders" label={t('section.orders')} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ id, label, customerName }) => t('row', { id, name: inLanguage(label), customer: customerName })}
          total={list.total} paging={list}
          current={search.item} onCurrent={(item) => { go({ ...search, item }); }} onOpen={({ id }) => { void navigate({ to: '/sales/orders/$id', params: { id } }); }}
          card={(one) => <><Group gap="xs"><strong>{one.id}</strong><Phase order={one} /></Group><div>{one.customerName}</div><div>{t('gross', { amount: formatCents(one.ttcCents) })}</div></>}
          empty={<Empty title={t('orders.empty')} hint={t('orders.hint')} />} />
      )}
    </>
  );
}

export function Phase({ order: { label, outcome } }: { readonly order: Pick<Order, 'label' | 'outcome'> }): ReactNode {
  const { t } = useTranslation('sales');
  return <Badge size="sm" variant="light" color={outcome === null ? 'indigo' : outcome === 'produced' ? 'teal' : 'gray'}>{outcome === null ? inLanguage(label) : t(`outcome.${outcome}`)}</Badge>;
}

function useColumns(): readonly Column<Order>[] {
  const { t } = useTranslation('sales');
  return useMemo(() => [
    { key: 'id', header: t('column.order'), width: '160px', fixed: true, cell: ({ id }) => <strong>{id}</strong> },
    { key: 'customer', header: t('column.customer'), width: 'minmax(110px, 1.4fr)', cell: ({ customerId, customerName }) => <span title={customerId}>{customerName}</span> },
    { key: 'phase', header: t('column.phase'), width: 'minmax(180px, 2fr)', cell: (one) => <Phase order={one} /> },
    { key: 'gross', header: t('column.gross'), width: '130px', align: 'end', cell: ({ ttcCents }) => formatCents(ttcCents) },
    { key: 'signed', header: t('column.signed'), width: '150px', cell: ({ signedAt }) => (signedAt === null ? '' : formatInstant(signedAt)) },
    { key: 'deployment', header: t('column.deployment'), width: '140px', cell: ({ deploymentId, terminationId }) => deploymentId ?? terminationId ?? '' },
    { key: 'by', header: t('column.by'), width: 'minmax(110px, 1fr)', cell: ({ emitter, emitterName }) => emitterName ?? emitter },
    { key: 'opened', header: t('column.opened'), width: '150px', hidden: true, cell: ({ openedAt }) => formatInstant(openedAt) },
  ], [t]);
}
