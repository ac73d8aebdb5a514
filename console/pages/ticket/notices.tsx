/** Who was told what, and who is still to be (T-07, T-22). */
import { Badge, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { formatInstant } from '../../time/time.ts';

const tones = { pending: 'blue', sent: 'teal', nobody: 'orange', stale: 'gray', skipped: 'orange' } as const;

export function Notices({ number }: { readonly number: string }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const { data, error, refetch } = useRead({ queryKey: oneKey('tickets', number, 'notices'), queryFn: () => dataOf(api.GET('/api/v1/tickets/{number}/notices', { params: { path: { number } } })) });
  if (error) return <Failed error={error} again={refetch} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Empty title={t('notices.none')} />;
  return (
    <WideTable minWidth={560} label={t('part.notices')}>
      <Table fz="sm" aria-label={t('part.notices')}>
        <Table.Thead><Table.Tr><Table.Th>{t('notice.kind')}</Table.Th><Table.Th>{t('notice.to')}</Table.Th><Table.Th>{t('notice.arose')}</Table.Th><Table.Th>{t('notice.status')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {data.items.map(({ key, kind, to, aroseAt, status, endedAt, attempts }) => (
            <Table.Tr key={key}><Table.Td>{t(`notice.kind.${kind}`)}</Table.Td><Table.Td>{t(`notice.to.${to}`)}</Table.Td><Table.Td>{formatInstant(aroseAt)}</Table.Td><Table.Td><Badge variant="dot" color={tones[status]} title={endedAt === null ? '' : formatInstant(endedAt)}>{t(attempts > 0 && (status === 'stale' || status === 'skipped') ? 'notice.perhaps-sent' : `notice.status.${status}`)}</Badge></Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
