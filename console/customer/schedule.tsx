/** The schedule of the customer's deployment, as far as it concerns him (D-22): read when it is opened. */
import { Badge, Button, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../client/client.ts';
import { Loading } from '../parts/loading.tsx';
import { formatDay } from '../time/time.ts';
import { scheduleQuery } from './link.ts';

export function ScheduleSection({ token }: { readonly token: string }): ReactNode {
  const { t } = useTranslation('link');
  const [isOpen, setOpen] = useState(false);
  return (
    <Stack gap="sm" component="section" aria-label={t('schedule')}>
      <Button variant="default" w="fit-content" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen); }}>{t(isOpen ? 'schedule.hide' : 'schedule.show')}</Button>
      {isOpen && <Schedule token={token} />}
    </Stack>
  );
}

function Schedule({ token }: { readonly token: string }): ReactNode {
  const { t } = useTranslation('link');
  const { data, isError } = useQuery(scheduleQuery(token));
  if (isError) return <Text role="alert">{t('schedule.away')}</Text>;
  if (!data) return <Loading />;
  return (
    <Paper withBorder p="md">
      <Title order={2}>{t('schedule')}</Title>
      <Text size="sm" c="dimmed" mb="sm">{t('schedule.target', { day: formatDay(data.targetActivationDate) })}</Text>
      <Lines lines={data.milestones} caption={t('schedule.whole')} />
      {data.sites.map((site) => <Lines key={site.site} lines={site.milestones} caption={t('schedule.site', { site: site.site })} />)}
    </Paper>
  );
}

function Lines({ lines, caption }: { readonly lines: readonly Schema<'ScheduleLine'>[]; readonly caption: string }): ReactNode {
  const { t } = useTranslation('link');
  if (lines.length === 0) return null;
  return (
    <Table layout="auto" verticalSpacing={6} captionSide="top">
      <Table.Caption>{caption}</Table.Caption>
      <Table.Thead><Table.Tr><Table.Th scope="col">{t('schedule.step')}</Table.Th><Table.Th scope="col">{t('schedule.day')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {lines.map(({ milestone, label, expectedOn, doneOn }) => (
          <Table.Tr key={milestone}>
            <Table.Th scope="row" fw={400}>{label}</Table.Th>
            <Table.Td>{formatDay(doneOn ?? expectedOn)} {doneOn !== null && <Badge size="xs" variant="light" color="teal">{t('schedule.done')}</Badge>}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
