/** What is signed: each line with its price, what it comes to, for how long, and when it is paid. */
import { Badge, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatDay } from '../../time/time.ts';
import type { OrderToSign } from './data.ts';

const tones = { add: 'teal', change: 'indigo', remove: 'orange', keep: 'gray' } as const;

export function What({ order: { subOrders, amounts, engagementMonths, schedule } }: { readonly order: OrderToSign }): ReactNode {
  const { t } = useTranslation('link');
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="what">
      <Title order={2} id="what" mb="sm">{t('sign.what')}</Title>
      <Stack gap="md">
        {subOrders.map(({ range, label, lines }) => (
          <section key={range} aria-labelledby={`range-${range}`}>
            <Title order={3} id={`range-${range}`} mb={4}>{inLanguage(label)}</Title>
            {lines.map((line) => <Line key={line.id} line={line} />)}
          </section>
        ))}
        <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0} aria-label={t('sign.total')}>
          <Table.Tbody>
            <Sum label={t('sign.monthly')} value={formatCents(amounts.monthlyCents)} />
            {amounts.oneOffCents !== 0 && <Sum label={t('sign.once')} value={formatCents(amounts.oneOffCents)} />}
            <Sum label={t('sign.engagement')} value={t('sign.months', { count: engagementMonths })} />
            <Sum label={t('sign.net')} value={formatCents(amounts.htCents)} />
            <Sum label={t('sign.vat')} value={formatCents(amounts.vatCents)} />
            <Sum label={t('sign.gross')} value={formatCents(amounts.ttcCents)} isStrong />
          </Table.Tbody>
        </Table>
        {schedule.length > 0 && <Schedule schedule={schedule} />}
      </Stack>
    </Paper>
  );
}

function Line({ line: { label, site, action, quantity, discountBasisPoints, amounts } }: { readonly line: OrderToSign['subOrders'][number]['lines'][number] }): ReactNode {
  const { t } = useTranslation('link');
  const notes = [site, discountBasisPoints > 0 && t('sign.discount', { percent: discountBasisPoints / 100 })].filter(Boolean).join(' · ');
  return (
    <Group justify="space-between" align="start" wrap="nowrap" py={4}>
      <div>
        <Text size="sm">{quantity > 1 && `${quantity} × `}{label} <Badge size="xs" variant="light" color={tones[action]}>{t(`sign.action.${action}`)}</Badge></Text>
        {notes !== '' && <Text size="xs" c="dimmed">{notes}</Text>}
      </div>
      <Text size="sm" ta="right" style={{ whiteSpace: 'nowrap' }}>
        {t('sign.per-month', { amount: formatCents(amounts.monthlyCents) })}
        {amounts.oneOffCents !== 0 && <><br />{t('sign.and-once', { amount: formatCents(amounts.oneOffCents) })}</>}
      </Text>
    </Group>
  );
}

function Sum({ label, value, isStrong = false }: { readonly label: string; readonly value: string; readonly isStrong?: boolean }): ReactNode {
  return <Table.Tr><Table.Th scope="row" fw={isStrong ? 600 : 400}>{label}</Table.Th><Table.Td ta="right" fw={isStrong ? 600 : 400}>{value}</Table.Td></Table.Tr>;
}

/** A few are read at once; many are one sentence, and the rest a fold away. */
function Schedule({ schedule }: Pick<OrderToSign, 'schedule'>): ReactNode {
  const { t } = useTranslation('link');
  const [first] = schedule;
  const rows = (
    <Table verticalSpacing={3} horizontalSpacing={0}>
      <Table.Thead><Table.Tr><Table.Th scope="col">{t('sign.due')}</Table.Th><Table.Th scope="col" ta="right">{t('sign.amount')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>{schedule.map(({ dueOn, ttcCents }) => <Table.Tr key={dueOn}><Table.Td>{formatDay(dueOn)}</Table.Td><Table.Td ta="right">{formatCents(ttcCents)}</Table.Td></Table.Tr>)}</Table.Tbody>
    </Table>
  );
  return (
    <section aria-labelledby="instalments">
      <Title order={3} id="instalments" mb={4}>{t('sign.schedule')}</Title>
      {schedule.length <= 4 || first === undefined ? rows : (
        <details><summary>{t('sign.schedule.first', { count: schedule.length, amount: formatCents(first.ttcCents), on: formatDay(first.dueOn) })}</summary>{rows}</details>
      )}
    </section>
  );
}
