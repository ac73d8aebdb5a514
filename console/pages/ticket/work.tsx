/** What was worked: worksheets with their time and who pays, and what closing asked of others (T-17, T-18, T-23, T-24). */
import { Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/empty.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { useNames } from '../../people/names.ts';
import type { Ticket } from '../../tickets/queries.ts';
import { formatInstant } from '../../time/time.ts';

export function Work({ ticket: { work } }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const nameOf = useNames();
  if (!work) return null;
  const { worksheets, minutes, sales, payment, documentation, thirdParties } = work;
  return (
    <Stack gap="sm">
      {worksheets.length === 0 ? <Empty title={t('worksheets.none')} hint={t('worksheets.hint')} /> : (
        <WideTable minWidth={560} label={t('part.work')}>
          <Table fz="sm" aria-label={t('part.work')}>
            <Table.Thead><Table.Tr>{(['reference', 'by', 'when', 'minutes', 'done', 'billing'] as const).map((name) => <Table.Th key={name}>{t(`worksheet.${name}`)}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {worksheets.map(({ reference, by, startedAt, minutes: spent, workDone, billing, billingReason }) => (
                <Table.Tr key={reference}><Table.Td>{reference}</Table.Td><Table.Td>{nameOf(by)}</Table.Td><Table.Td>{formatInstant(startedAt)}</Table.Td><Table.Td>{spent}</Table.Td><Table.Td>{workDone ?? t('erased')}</Table.Td><Table.Td title={billingReason ?? ''}>{t(`billing.${billing}`)}</Table.Td></Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {worksheets.length > 0 && <Text size="sm">{t('worked', { count: minutes })}</Text>}
      {thirdParties.map(({ party, reason, reference, since, until }) => <Text key={`${party} ${since}`} size="sm">{t('third-party', { party, reference: reference ?? reason, since: formatInstant(since) })}{until !== null && ` → ${formatInstant(until)}`}</Text>)}
      {sales && <Text size="sm">{t('sales-answer', { outcome: t(`sales.${sales.outcome}`) })} {sales.reference}</Text>}
      {payment && <Text size="sm">{t('payment-answer', { outcome: t(`payment.${payment.outcome}`) })} {payment.reference}</Text>}
      {documentation && <Text size="sm">{t('documentation', { phase: t(`documentation.${documentation.phase}`) })} {documentation.text}</Text>}
    </Stack>
  );
}
