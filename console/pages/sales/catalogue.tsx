/** The catalogue by range, and how much discount each profile gives by himself (S-01). */
import { Group, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { catalogueQuery, ownLimit } from '../../sales/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatNumber } from '../../time/time.ts';

export function Catalogue(): ReactNode {
  const { t } = useTranslation('sales');
  const me = useMe();
  const { data, error, refetch } = useRead(catalogueQuery);
  if (error) return <Failed error={error} again={refetch} />;
  if (!data) return <Loading />;
  return (
    <Stack>
      <Group gap="lg">
        <Text size="sm">{t('catalogue.limit', { percent: formatNumber(ownLimit(data, me) / 100) })}</Text>
        <Text size="sm">{t('catalogue.engagement', { count: data.engagementMonths })}</Text>
        <Text size="sm" c="dimmed">{t('catalogue.version', { version: data.version })}</Text>
      </Group>
      {data.ranges.map(({ range, label, products }) => (
        <section key={range} aria-labelledby={`range-${range}`}>
          <Title order={2} id={`range-${range}`} mb={4}>{inLanguage(label)}</Title>
          <WideTable minWidth={340} label={inLanguage(label)}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>{t('column.product')}</Table.Th><Table.Th ta="right" w={110}>{t('column.monthly')}</Table.Th><Table.Th ta="right" w={110}>{t('column.once')}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{products.map((one) => (
                <Table.Tr key={one.code}><Table.Td>{inLanguage(one.label)} <Text component="span" size="xs" c="dimmed">{one.code}</Text></Table.Td><Table.Td ta="right">{formatCents(one.recurringCents)}</Table.Td><Table.Td ta="right">{formatCents(one.oneOffCents)}</Table.Td></Table.Tr>
              ))}</Table.Tbody>
            </Table>
          </WideTable>
        </section>
      ))}
    </Stack>
  );
}
