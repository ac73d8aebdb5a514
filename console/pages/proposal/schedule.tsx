/** The payment schedule (S-02, S-03): equal instalments that come to the total to the cent, as the API makes them. */
import { Box, Button, Group, NumberInput, Paper, Table, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { etagOf, proposalQuery, type Proposal } from '../../sales/queries.ts';
import { dayOf, formatCents, formatDay } from '../../time/time.ts';

const usual = 12;

export function ScheduleSection({ proposal, mayEdit }: { readonly proposal: Proposal; readonly mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('proposal');
  const client = useQueryClient();
  const { id, schedule, amounts: { ttcCents } } = proposal;
  const [typed, setTyped] = useState(() => ({ instalments: schedule.length > 0 ? schedule.length : usual, firstOn: schedule[0]?.dueOn ?? dayOf(Date.now()) }));
  const set = useCommand({
    send: (body: Schema<'NewPaymentSchedule'>) => dataOf(api.PUT('/api/v1/proposals/{id}/schedule', { params: { path: { id }, header: { 'If-Match': etagOf(proposal) } }, body })),
    touches: [listKey('proposals').slice(0, 2)], done: (saved) => { client.setQueryData(proposalQuery(id).queryKey, saved); announce(t('scheduled')); },
  });
  const total = schedule.reduce((sum, one) => sum + one.ttcCents, 0);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="schedule">
      <Title order={2} id="schedule" mb="xs">{t('schedule')}</Title>
      {ttcCents <= 0 && <Text size="sm" c="dimmed">{t('schedule.nothing')}</Text>}
      {mayEdit && ttcCents > 0 && (
        <form onSubmit={(event) => { event.preventDefault(); set.mutate(typed); }}>
          <Group align="end">
            <NumberInput label={t('schedule.count')} required min={1} max={120} w={130} value={typed.instalments} onChange={(next) => { setTyped({ ...typed, instalments: Number(next) }); }} />
            <TextInput label={t('schedule.first')} type="date" required value={typed.firstOn} onChange={({ currentTarget }) => { setTyped({ ...typed, firstOn: currentTarget.value }); }} />
            <Button type="submit" variant="default" loading={set.isPending}>{t(schedule.length > 0 ? 'schedule.again' : 'schedule.make')}</Button>
          </Group>
        </form>
      )}
      {mayEdit && schedule.length > 0 && ttcCents <= 0 && <Button mt="xs" variant="default" loading={set.isPending} onClick={() => { set.mutate({ parts: [] }); }}>{t('schedule.clear')}</Button>}
      {set.error && <Failed error={set.error} />}
      {schedule.length > 0 && (
        <Box component="details" mt="sm" open={schedule.length <= 6}>
          <summary>{t('schedule.sum', { count: schedule.length, amount: formatCents(total) })}</summary>
          <Table maw={360} verticalSpacing={3} aria-label={t('schedule')}>
            <Table.Tbody>{schedule.map(({ dueOn, ttcCents: cents }) => <Table.Tr key={dueOn}><Table.Td>{formatDay(dueOn)}</Table.Td><Table.Td ta="right">{formatCents(cents)}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Box>
      )}
    </Paper>
  );
}
