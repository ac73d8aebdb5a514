/** Proposals side by side (S-01): a row for each thing that any of them holds, a column for each of them, what it comes to at the end. */
import { Anchor, Badge, Table, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { formatCents, formatNumber } from '../../time/time.ts';
import { actionTones } from './tones.ts';

type Comparison = Schema<'ProposalComparison'>;
type Cell = Comparison['rows'][number]['cells'][number];

const route = getRouteApi('/sales/compare');

export function ComparePage(): ReactNode {
  const { t } = useTranslation('proposal');
  const { ids = '' } = route.useSearch();
  const { data, error, refetch } = useRead({ queryKey: listKey('proposals', { compared: ids }), queryFn: () => dataOf(api.GET('/api/v1/proposal-comparison', { params: { query: { ids } } })), enabled: ids.includes(',') });
  return (
    <PageFrame title={t('compare')}>
      {!ids.includes(',') ? <Empty title={t('compare.none')} hint={t('compare.hint')} /> : error ? <Failed error={error} again={refetch} /> : !data ? <Loading /> : <Compared comparison={data} />}
    </PageFrame>
  );
}

function Compared({ comparison: { proposals, rows } }: { readonly comparison: Comparison }): ReactNode {
  const { t } = useTranslation('proposal');
  const sum = (label: string, of: (one: Comparison['proposals'][number]) => ReactNode): ReactNode => (
    <Table.Tr key={label}><Table.Th scope="row">{label}</Table.Th>{proposals.map((one) => <Table.Td key={one.id} ta="right"><strong>{of(one)}</strong></Table.Td>)}</Table.Tr>
  );
  return (
    <WideTable minWidth={220 + 220 * proposals.length} label={t('compare')}>
      <Table aria-label={t('compare')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('line')}</Table.Th>
            {proposals.map(({ id, name, status }) => <Table.Th key={id} ta="right"><Anchor component={Link} to={`/sales/proposals/${id}`} size="sm">{name}</Anchor><Text size="xs" c="dimmed">{id} · {t(`sales:status.${status}`)}</Text></Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ range, label, site, cells }, index) => (
            // A row has no name of its own, and rows are shown as they came.
            // oxlint-disable-next-line react/no-array-index-key
            <Table.Tr key={`${range}.${index}`}>
              <Table.Th scope="row" fw={400}>{label}{site !== null && <Text size="xs" c="dimmed">{site}</Text>}</Table.Th>
              {cells.map((cell, at) => <Table.Td key={proposals[at]?.id} ta="right"><One cell={cell} /></Table.Td>)}
            </Table.Tr>
          ))}
          {sum(t('sum.engagement'), ({ engagementMonths }) => t('months', { count: engagementMonths }))}
          {sum(t('sum.monthly'), ({ amounts }) => formatCents(amounts.monthlyCents))}
          {sum(t('sum.change'), ({ amounts }) => formatCents(amounts.monthlyChangeCents))}
          {sum(t('sum.once'), ({ amounts }) => formatCents(amounts.oneOffCents))}
          {sum(t('sum.gross'), ({ amounts }) => formatCents(amounts.ttcCents))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function One({ cell }: { readonly cell: Cell }): ReactNode {
  const { t } = useTranslation('proposal');
  if (!cell) return <Text size="sm" c="dimmed">{t('compare.absent')}</Text>;
  const { action, label, quantity, discountBasisPoints, amounts } = cell;
  return (
    <>
      <Badge size="xs" variant="light" color={actionTones[action]}>{t(`action.${action}`)}</Badge> {t('per-month', { amount: formatCents(amounts.monthlyCents) })}
      <Text size="xs" c="dimmed">{quantity > 1 && `${quantity} × `}{label}{discountBasisPoints > 0 && ` ${t('discounted', { percent: formatNumber(discountBasisPoints / 100) })}`}</Text>
    </>
  );
}
