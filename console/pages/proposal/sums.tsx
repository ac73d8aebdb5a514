/** What a proposal comes to: each month, once, over the engagement. */
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../client/client.ts';
import { formatCents } from '../../time/time.ts';

export function Sums({ proposal: { amounts, engagementMonths } }: { readonly proposal: { readonly amounts: Schema<'SaleAmounts'>; readonly engagementMonths: number } }): ReactNode {
  const { t } = useTranslation('proposal');
  const facts = [
    ['sum.monthly', formatCents(amounts.monthlyCents)], ['sum.change', formatCents(amounts.monthlyChangeCents)], ['sum.once', formatCents(amounts.oneOffCents)], ['sum.engagement', t('months', { count: engagementMonths })],
    ['sum.net', formatCents(amounts.htCents)], ['sum.gross', formatCents(amounts.ttcCents)],
  ] as const;
  return (
    <Group gap="xl" mt="sm" component="dl" mb={0}>
      {facts.map(([key, value]) => <div key={key}><Text component="dt" size="xs" c="dimmed">{t(key)}</Text><Text component="dd" m={0} fw={600}>{value}</Text></div>)}
    </Group>
  );
}
