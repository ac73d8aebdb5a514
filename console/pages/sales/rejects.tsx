/** Orders that came back from production or billing (S-06): those of one's group, or all; each with its comment and the way to answer. */
import { Anchor, Badge, Group, SegmentedControl, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { More } from '../../list/more.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { Instant } from '../../time/due.tsx';

const pageSize = 50;
const whoses = ['group', 'all'] as const;

export function Rejects(): ReactNode {
  const { t } = useTranslation('sales');
  const [whose, setWhose] = useState<(typeof whoses)[number]>('group');
  const list = usePagedList(listKey('orders', { rejects: whose }), (cursor) => answerOf(api.GET('/api/v1/order-rejects', { params: { query: { whose, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })));
  return (
    <>
      <SegmentedControl mb="sm" size="xs" aria-label={t('reject.whose')} value={whose} data={whoses.map((value) => ({ value, label: t(`reject.${value}`) }))} onChange={setWhose} />
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : list.rows.length === 0 ? <Empty title={t('reject.none')} hint={t('reject.hint')} /> : (
        <WideTable minWidth={640} label={t('section.rejects')}>
          <Table aria-label={t('section.rejects')}>
            <Table.Thead><Table.Tr><Table.Th>{t('column.order')}</Table.Th><Table.Th>{t('reject.comment')}</Table.Th><Table.Th>{t('column.status')}</Table.Th><Table.Th>{t('column.by')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{list.rows.map(({ orderId, number, customerId, customerName, side, rejectedBy, rejectedByName, comment, status, emitter, emitterName, rejectedAt }) => (
              <Table.Tr key={`${orderId}.${number}`}>
                <Table.Td><Anchor component={Link} to={`/sales/orders/${orderId}`} size="sm">{orderId}</Anchor> <Text size="xs" c="dimmed" title={customerId}>{customerName}</Text></Table.Td>
                <Table.Td>{comment} <Group gap={4}><Text size="xs" c="dimmed">{t(`reject.side.${side}`)} · {rejectedByName ?? rejectedBy} · <Instant at={rejectedAt} /></Text></Group></Table.Td>
                <Table.Td><Badge size="sm" variant="light" color={status === 'to-answer' ? 'orange' : 'indigo'}>{t(`reject.status.${status}`)}</Badge></Table.Td><Table.Td>{emitterName ?? emitter}</Table.Td>
              </Table.Tr>
            ))}</Table.Tbody>
          </Table>
        </WideTable>
      )}
      <More list={list} />
    </>
  );
}
