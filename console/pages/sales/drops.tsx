/** What customers do not go on with (S-07): summed up by kind, each with its reason; and the total one, entered here. */
import { Button, Group, NativeSelect, Paper, SimpleGrid, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import { More } from '../../list/more.tsx';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { dayOf, formatCents, formatDay } from '../../time/time.ts';
import type { SectionProps } from './page.tsx';
import { dropKinds } from './route.ts';

export function Drops({ search, go }: SectionProps): ReactNode {
  const { t } = useTranslation('sales');
  const mayEnter = useMay('proposal:edit');
  const [isOpen, setOpen] = useState(false);
  const [sums, setSums] = useState<readonly { kind: (typeof dropKinds)[number]; count: number; monthlyCents: number }[]>([]);
  const query = present({ customerId: search.customerId, kind: search.kind });
  const list = usePagedList(listKey('proposals', { drops: true, ...query }), async (cursor) => {
    const answer = await answerOf(api.GET('/api/v1/sales-drops', { params: { query: { ...query, limit: 100, ...(cursor === undefined ? {} : { cursor }) } } }));
    setSums(answer.data.sums);
    return answer;
  });
  return (
    <>
      <Group mb="sm" justify="space-between">
        <NativeSelect size="xs" aria-label={t('drop.kind')} value={search.kind ?? ''} data={[{ value: '', label: t('drop.any') }, ...dropKinds.map((value) => ({ value, label: t(`drop.${value}`) }))]}
          onChange={({ currentTarget: { value } }) => { go({ ...search, kind: value === '' ? undefined : value as (typeof dropKinds)[number] }); }} />
        {mayEnter && <Button variant="default" onClick={() => { setOpen(true); }}>{t('drop.enter-total')}</Button>}
      </Group>
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : list.rows.length === 0 ? <Empty title={t('drop.none')} hint={t('drop.hint')} /> : (
        <>
          <SimpleGrid cols={{ base: 1, sm: 3 }} mb="md">{sums.map(({ kind, count, monthlyCents }) => (
            <Paper key={kind} withBorder p="sm"><Text size="xs" c="dimmed">{t(`drop.${kind}`)}</Text><Text fw={600}>{t('drop.sum', { count, amount: formatCents(monthlyCents) })}</Text></Paper>
          ))}</SimpleGrid>
          <WideTable minWidth={640} label={t('section.drops')}>
            <Table aria-label={t('section.drops')}>
              <Table.Thead><Table.Tr><Table.Th>{t('drop.on')}</Table.Th><Table.Th>{t('column.customer')}</Table.Th><Table.Th>{t('drop.what')}</Table.Th><Table.Th ta="right">{t('column.monthly')}</Table.Th><Table.Th>{t('drop.reason')}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{list.rows.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>{formatDay(one.droppedOn)}</Table.Td><Table.Td title={one.customerId}>{one.customerName}</Table.Td>
                  <Table.Td>{t(`drop.${one.kind}`)} <Text size="xs" c="dimmed">{one.lines.map(({ label }) => label).join(', ')}</Text></Table.Td>
                  <Table.Td ta="right">{formatCents(one.monthlyCents)}</Table.Td><Table.Td>{one.reason} <Text size="xs" c="dimmed">{one.enteredByName ?? one.enteredBy}</Text></Table.Td>
                </Table.Tr>
              ))}</Table.Tbody>
            </Table>
          </WideTable>
          <More list={list} />
        </>
      )}
      <TotalDrop isOpen={isOpen} customerId={search.customerId} onClose={() => { setOpen(false); }} />
    </>
  );
}

function TotalDrop({ isOpen, customerId, onClose }: { readonly isOpen: boolean; readonly customerId: string | undefined; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('sales');
  const [typed, setTyped] = useState(() => ({ id: undefined as string | undefined, droppedOn: dayOf(Date.now()), reason: '' }));
  const id = customerId ?? typed.id;
  const enter = useCommand({
    send: (body: Schema<'TotalDrop'>, key) => dataOf(api.POST('/api/v1/customers/{id}/drop', { params: { path: { id: id ?? '' }, header: { 'Idempotency-Key': key } }, body })),
    touches: [listKey('proposals').slice(0, 2)],
    done: () => { announce(t('drop.entered')); onClose(); },
  });
  const faults = faultsIn(enter.error);
  return (
    <SideForm title={t('drop.enter-total')} isOpen={isOpen} onClose={onClose} action={t('drop.enter')} onSubmit={() => { enter.mutate({ droppedOn: typed.droppedOn, reason: typed.reason }); }} isSending={enter.isPending} error={enter.error}>
      <Text size="sm">{t('drop.total.lead')}</Text>
      <CustomerField value={id} isFixed={customerId !== undefined} onChange={(chosen) => { setTyped({ ...typed, id: chosen }); }} />
      <TextInput label={t('drop.on')} type="date" required value={typed.droppedOn} error={faults['/droppedOn']} onChange={({ currentTarget }) => { setTyped({ ...typed, droppedOn: currentTarget.value }); }} />
      <Textarea label={t('drop.reason')} required autosize minRows={2} maxLength={1000} value={typed.reason} error={faults['/reason']} onChange={({ currentTarget }) => { setTyped({ ...typed, reason: currentTarget.value }); }} />
    </SideForm>
  );
}
