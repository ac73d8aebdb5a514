/** The early-termination fee with its working, service by service. */
import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../data/read.ts';
import { WideTable } from '../../parts/wide-table.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatDay } from '../../time/time.ts';
import { choicesQuery, type Fee } from './queries.ts';

const cents = (value: number | null, unknown: string): string => (value === null ? unknown : formatCents(value));

export function FeeWorking({ fee: { receivedOn, noticeEndsOn, endsOn, lines, exemption, totalCents } }: { readonly fee: Fee }): ReactNode {
  const { t } = useTranslation('terminations');
  const choices = useRead({ ...choicesQuery, enabled: exemption !== null });
  // One that the policy no longer has goes by its key.
  const reason = choices.data?.exemptions.find(({ key }) => key === exemption)?.label;
  return (
    <>
      <Text size="sm" mb="xs">{t('fee.how', { received: formatDay(receivedOn), notice: formatDay(noticeEndsOn), from: formatDay(endsOn) })}</Text>
      <WideTable minWidth={460} label={t('fee')}>
        <Table verticalSpacing={4} aria-label={t('fee')}>
          <Table.Thead><Table.Tr><Table.Th scope="col">{t('fee.service')}</Table.Th><Table.Th scope="col" ta="end">{t('fee.monthly')}</Table.Th><Table.Th scope="col">{t('fee.engaged')}</Table.Th><Table.Th scope="col" ta="end">{t('fee.months')}</Table.Th><Table.Th scope="col" ta="end">{t('fee.amount')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{lines.map(({ rds, monthlyCents, engagementEndsOn, months, cents: amount }) => (
            <Table.Tr key={rds}>
              <Table.Th scope="row" fw={500}>{rds}</Table.Th><Table.Td ta="end">{cents(monthlyCents, t('unknown'))}</Table.Td><Table.Td>{engagementEndsOn === null ? t('unknown') : formatDay(engagementEndsOn)}</Table.Td>
              <Table.Td ta="end">{months ?? t('unknown')}</Table.Td><Table.Td ta="end">{cents(amount, t('unknown'))}</Table.Td>
            </Table.Tr>
          ))}</Table.Tbody>
          <Table.Tfoot><Table.Tr><Table.Th scope="row" colSpan={4}>{t('fee.total')}</Table.Th><Table.Td ta="end" fw={700}>{cents(totalCents, t('unknown'))}</Table.Td></Table.Tr></Table.Tfoot>
        </Table>
      </WideTable>
      {exemption !== null && <Text size="sm" mt={4}>{t('fee.exempt', { reason: reason === undefined ? exemption : inLanguage(reason) })}</Text>}
    </>
  );
}
