/** What is ordered: the sub-orders, and when it is paid (S-02). */
import { Badge, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { WideTable } from '../../parts/wide-table.tsx';
import type { Order } from '../../sales/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatDay, formatNumber } from '../../time/time.ts';
import { actionTones } from '../proposal/tones.ts';

export function Content({ order: { subOrders, schedule } }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation(['order', 'proposal']);
  return (
    <Stack>
      {subOrders.map(({ range, label, amounts, lines }) => (
        <Paper key={range} withBorder p="md" component="section" aria-labelledby={`range-${range}`}>
          <Group justify="space-between"><Title order={2} id={`range-${range}`}>{inLanguage(label)}</Title><Text size="sm" c="dimmed">{t('proposal:sub-order', { monthly: formatCents(amounts.monthlyCents), gross: formatCents(amounts.ttcCents) })}</Text></Group>
          <WideTable minWidth={520} label={inLanguage(label)}>
            <Table verticalSpacing={4}>
              <Table.Tbody>{lines.map((line) => (
                <Table.Tr key={line.id}>
                  <Table.Td w={110}><Badge size="sm" variant="light" color={actionTones[line.action]}>{t(`proposal:action.${line.action}`)}</Badge></Table.Td>
                  <Table.Td>{line.quantity > 1 && `${line.quantity} × `}{line.label} <Text component="span" size="xs" c="dimmed">{[line.site, line.rds].filter(Boolean).join(' · ')}</Text></Table.Td>
                  <Table.Td>{line.discountBasisPoints > 0 && t('proposal:discounted', { percent: formatNumber(line.discountBasisPoints / 100) })}</Table.Td>
                  <Table.Td ta="right">{t('proposal:per-month', { amount: formatCents(line.amounts.monthlyCents) })}{line.amounts.oneOffCents !== 0 && <Text size="xs" c="dimmed">{t('proposal:once', { amount: formatCents(line.amounts.oneOffCents) })}</Text>}</Table.Td>
                </Table.Tr>
              ))}</Table.Tbody>
            </Table>
          </WideTable>
        </Paper>
      ))}
      {schedule.length > 0 && (
        <Paper withBorder p="md" component="section" aria-labelledby="schedule">
          <Title order={2} id="schedule" mb="xs">{t('proposal:schedule')}</Title>
          <Table maw={360} verticalSpacing={3}><Table.Tbody>{schedule.map(({ dueOn, ttcCents }) => <Table.Tr key={dueOn}><Table.Td>{formatDay(dueOn)}</Table.Td><Table.Td ta="right">{formatCents(ttcCents)}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
        </Paper>
      )}
    </Stack>
  );
}
