/** Proposals, newest first: of one customer two or more are chosen and compared side by side (S-01). */
import { Badge, Button, Group, NativeSelect } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import type { Column } from '../../list/columns.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { formatCents, formatInstant } from '../../time/time.ts';
import { statusTones } from '../proposal/tones.ts';
import type { SectionProps } from './page.tsx';
import { proposalStatuses } from './route.ts';

type Proposal = Schema<'ProposalSummary'>;

const pageSize = 100;
/** As many as are compared at once. */
const most = 10;

export function Proposals({ search, go }: SectionProps): ReactNode {
  const { t } = useTranslation('sales');
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const columns = useColumns();
  const query = present({ customerId: search.customerId, status: search.status });
  const list = usePagedList(listKey('proposals', query), (cursor) => answerOf(api.GET('/api/v1/proposals', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  const isNarrowed = Object.keys(query).length > 0;
  const compare = (): void => { void navigate({ to: '/sales/compare', search: { ids: [...chosen].join(',') } }); };
  return (
    <>
      <Group mb="sm" gap="sm" role="search" aria-label={t('filters')}>
        <NativeSelect size="xs" aria-label={t('status')} value={search.status ?? ''} data={[{ value: '', label: t('status.any') }, ...proposalStatuses.map((value) => ({ value, label: t(`status.${value}`) }))]}
          onChange={({ currentTarget: { value } }) => { go({ ...search, status: value === '' ? undefined : value as (typeof proposalStatuses)[number] }); }} />
      </Group>
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <DataList name="proposals" label={t('section.proposals')} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ id, name, customerName }) => t('row', { id, name, customer: customerName })}
          total={list.total} paging={list} chosen={chosen} onChoose={setChosen}
          current={search.item} onCurrent={(item) => { go({ ...search, item }); }} onOpen={({ id }) => { void navigate({ to: '/sales/proposals/$id', params: { id } }); }}
          tools={chosen.size > 1 && <Button variant="light" size="compact-xs" leftSection={<IconColumns3 size={13} aria-hidden />} disabled={chosen.size > most} onClick={compare}>{t('compare', { count: chosen.size })}</Button>}
          card={(one) => <><Group gap="xs"><strong>{one.name}</strong><Status status={one.status} /></Group><div>{one.id} · {one.customerName}</div><div>{t('per-month', { amount: formatCents(one.amounts.monthlyCents) })}</div></>}
          empty={<Empty title={t(isNarrowed ? 'proposals.narrowed' : 'proposals.empty')} hint={t('proposals.hint')} />} />
      )}
    </>
  );
}

function Status({ status }: Pick<Proposal, 'status'>): ReactNode {
  const { t } = useTranslation('sales');
  return <Badge size="xs" variant="light" color={statusTones[status]}>{t(`status.${status}`)}</Badge>;
}

function useColumns(): readonly Column<Proposal>[] {
  const { t } = useTranslation('sales');
  return useMemo(() => [
    { key: 'name', header: t('column.name'), width: 'minmax(160px, 3fr)', fixed: true, cell: ({ name }) => <strong>{name}</strong> },
    { key: 'id', header: t('column.proposal'), width: '140px', cell: ({ id }) => id },
    { key: 'customer', header: t('column.customer'), width: 'minmax(110px, 1.4fr)', cell: ({ customerId, customerName }) => <span title={customerId}>{customerName}</span> },
    { key: 'status', header: t('column.status'), width: '120px', cell: ({ status }) => <Status status={status} /> },
    { key: 'monthly', header: t('column.monthly'), width: '120px', align: 'end', cell: ({ amounts }) => formatCents(amounts.monthlyCents) },
    { key: 'gross', header: t('column.gross'), width: '130px', align: 'end', cell: ({ amounts }) => formatCents(amounts.ttcCents) },
    { key: 'order', header: t('column.order'), width: '140px', cell: ({ orderId, ticket }) => orderId ?? ticket ?? '' },
    { key: 'by', header: t('column.by'), width: 'minmax(110px, 1fr)', cell: ({ createdBy, createdByName }) => createdByName ?? createdBy },
    { key: 'changed', header: t('column.changed'), width: '150px', hidden: true, cell: ({ changedAt }) => formatInstant(changedAt) },
  ], [t]);
}
