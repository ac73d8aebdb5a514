/** All that happened in a termination, oldest first (C-04). */
import { Button, Group, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { Instant } from '../../time/due.tsx';

export function History({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation(['terminations', 'customer']);
  const list = usePagedList(oneKey('terminations', id, 'timeline'), (cursor) => answerOf(api.GET('/api/v1/terminations/{id}/timeline', { params: { path: { id }, query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } } })));
  if (list.error) return <Failed error={list.error} again={list.again} />;
  if (list.isLoading) return <Loading />;
  return (
    <>
      <WideTable minWidth={520} label={t('history')}>
        <Table aria-label={t('history')}>
          <Table.Tbody>{list.rows.map(({ number, at, type, actor, channel }) => (
            <Table.Tr key={number}>
              <Table.Td w={170}><Instant at={at} /></Table.Td>
              <Table.Td>{t([`event.${type}`, `customer:event.${type}`], { defaultValue: type.replaceAll(/([A-Z])/g, ' $1').toLowerCase() })}</Table.Td><Table.Td><Text size="xs" c="dimmed">{actor} · {channel}</Text></Table.Td>
            </Table.Tr>
          ))}</Table.Tbody>
        </Table>
      </WideTable>
      {list.hasMore && <Group justify="center" mt="md"><Button variant="default" loading={list.isLoadingMore} onClick={list.more}>{t('more')}</Button></Group>}
    </>
  );
}
