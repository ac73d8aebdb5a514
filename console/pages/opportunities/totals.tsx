/** What opportunities come to, by period and stage: whole, and as likely as they are. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { formatCents, formatNumber } from '../../time/time.ts';
import { stages } from './route.ts';

type Total = Schema<'OpportunityTotal'>;
interface TotalsQuery { readonly seller?: string; readonly stage?: Total['stage']; readonly customerId?: string; readonly period?: string }

export function Totals({ query }: { readonly query: TotalsQuery }): ReactNode {
  const { t } = useTranslation('opportunities');
  const totals = useRead({ queryKey: listKey('opportunities', { totals: true, ...query }), queryFn: () => dataOf(api.GET('/api/v1/opportunity-totals', { params: { query } })) });
  if (totals.error) return <Failed error={totals.error} again={() => totals.refetch()} />;
  const items = totals.data?.items ?? [];
  if (items.length === 0) return null;
  const rows = new Map<string, Total[]>();
  for (const one of items) {
    const key = `${one.period} ${one.seller}`;
    rows.set(key, [...rows.get(key) ?? [], one]);
  }
  const shown = stages.filter((stage) => items.some((one) => one.stage === stage));
  return (
    <WideTable minWidth={640} label={t('totals')}>
      <Table mb="md" captionSide="top" withTableBorder>
        <Table.Caption>{t('totals')}</Table.Caption>
        <Table.Thead><Table.Tr><Table.Th>{t('period')}</Table.Th><Table.Th>{t('seller')}</Table.Th>{shown.map((stage) => <Table.Th key={stage} ta="end">{t(`stage.${stage}`)}</Table.Th>)}<Table.Th ta="end">{t('weighted')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {[...rows].map(([key, of]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row">{of[0]?.period}</Table.Th><Table.Td>{of[0]?.sellerName ?? of[0]?.seller}</Table.Td>
              {shown.map((stage) => <Table.Td key={stage} ta="end">{cell(of.find((one) => one.stage === stage))}</Table.Td>)}
              <Table.Td ta="end" fw={600}>{formatCents(of.reduce((sum, { weightedCents }) => sum + weightedCents, 0))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function cell(total: Total | undefined): string {
  return total ? `${formatCents(total.amountCents)} (${formatNumber(total.count)})` : '';
}
