/** Follow-ups: whom to talk to again and when; planned, put off and called off. What is due is done in the basket. */
import { Anchor, Badge, Button, Group, NativeSelect, Table, Text, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { More } from '../../list/more.tsx';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatInstant } from '../../time/time.ts';
import { instantOfLocal, localOfInstant } from '../../time/zone.ts';

type FollowUp = Schema<'FollowUp'>;
const touched = [['follow-ups']] as const;
const kinds = ['call', 'mail', 'visit', 'quote', 'other'] as const;
const pageSize = 100;

export function FollowUps({ seller, chosen, mayEdit }: { readonly seller: string | undefined; readonly chosen: string | undefined; readonly mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('opportunities');
  const [moving, setMoving] = useState<FollowUp>();
  const query = { open: 'true' as const, ...(seller === undefined ? {} : { seller }) };
  const list = usePagedList(listKey('follow-ups', query), (cursor) => answerOf(api.GET('/api/v1/follow-ups', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })));
  if (list.error) return <Failed error={list.error} again={list.again} />;
  if (list.isLoading) return <Loading />;
  if (list.rows.length === 0) return <Empty title={t('follow-ups.none')} hint={t('follow-ups.hint')} />;
  return (
    <>
      <WideTable minWidth={720} label={t('view.follow-ups')}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('due')}</Table.Th><Table.Th>{t('what')}</Table.Th><Table.Th>{t('note')}</Table.Th><Table.Th>{t('customer')}</Table.Th><Table.Th>{t('seller')}</Table.Th><Table.Th>{t('acts')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {list.rows.map((one) => (
              <Table.Tr key={one.id} {...(one.id === chosen ? { 'aria-current': true as const, bg: 'var(--jalon-chosen)' } : {})}>
                <Table.Th scope="row">{formatInstant(one.dueAt)} {one.phase === 'due' && <Badge variant="outline" color="red.9">{inLanguage(one.label)}</Badge>}</Table.Th>
                <Table.Td>{inLanguage(one.whatLabel)}</Table.Td><Table.Td>{one.note}</Table.Td><Table.Td><Anchor component={Link} to={`/customers/${one.customerId}`} size="sm" title={one.customerId}>{one.customerName}</Anchor></Table.Td><Table.Td>{one.sellerName ?? one.seller}</Table.Td>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    {one.phase === 'due' && <Anchor component={Link} to="/baskets" size="sm">{t('follow-up.do')}</Anchor>}
                    {mayEdit && <Button size="compact-sm" variant="default" aria-label={t('follow-up.move-of', { id: one.id })} onClick={() => { setMoving(one); }}>{t('follow-up.move')}</Button>}
                    {mayEdit && <CallOff followUp={one} />}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <More list={list} />
      {moving && <MoveFollowUp followUp={moving} onClose={() => { setMoving(undefined); }} />}
    </>
  );
}

function CallOff({ followUp: { id } }: { readonly followUp: FollowUp }): ReactNode {
  const { t } = useTranslation('opportunities');
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const cancel = useCommand({
    send: (body: { reason: string }, key) => dataOf(api.POST('/api/v1/follow-ups/{id}/cancel', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })), touches: touched, done: () => { setAsked(false); announce(t('follow-up.cancelled')); },
  });
  return (
    <>
      <Button size="compact-sm" variant="default" aria-label={t('follow-up.cancel-of', { id })} onClick={() => { setAsked(true); }}>{t('follow-up.cancel')}</Button>
      {isAsked && (
        <SideForm title={t('follow-up.cancel')} isOpen onClose={() => { setAsked(false); }} action={t('follow-up.cancel.send')} isSending={cancel.isPending} error={cancel.error} onSubmit={() => { cancel.mutate({ reason }); }}>
          <TextInput label={t('follow-up.reason')} required maxLength={500} value={reason} error={faultsIn(cancel.error)['/reason']} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
        </SideForm>
      )}
    </>
  );
}

function MoveFollowUp({ followUp: { id, dueAt }, onClose }: { readonly followUp: FollowUp; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('opportunities');
  const [at, setAt] = useState(localOfInstant(dueAt));
  const move = useCommand({
    send: (body: { dueAt: string }, key) => dataOf(api.POST('/api/v1/follow-ups/{id}/move', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })), touches: touched, done: () => { announce(t('follow-up.moved')); onClose(); },
  });
  return (
    <SideForm title={t('follow-up.move')} isOpen onClose={onClose} action={t('follow-up.move')} isSending={move.isPending} error={move.error} onSubmit={() => { move.mutate({ dueAt: instantOfLocal(at) }); }}>
      <TextInput label={t('due')} type="datetime-local" required value={at} error={faultsIn(move.error)['/dueAt']} onChange={({ currentTarget }) => { setAt(currentTarget.value); }} />
    </SideForm>
  );
}

export function PlanFollowUp({ customerId, opportunityId, onClose }: { readonly customerId: string; readonly opportunityId: string; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('opportunities');
  const [value, setValue] = useState({ what: 'call' as (typeof kinds)[number], at: '', note: '' });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const plan = useCommand({
    send: (body: Schema<'NewFollowUp'>, key) => dataOf(api.POST('/api/v1/follow-ups', { params: { header: { 'Idempotency-Key': key } }, body })), touches: touched, done: ({ id }) => { announce(t('follow-up.planned', { id })); onClose(); },
  });
  const faults = faultsIn(plan.error);
  return (
    <SideForm title={t('follow-up.plan')} isOpen onClose={onClose} action={t('follow-up.plan.send')} isSending={plan.isPending} error={plan.error} onSubmit={() => { plan.mutate({ customerId, opportunityId, what: value.what, dueAt: instantOfLocal(value.at), ...(value.note === '' ? {} : { note: value.note }) }); }}>
      <Text size="sm">{t('follow-up.follows')}</Text>
      <NativeSelect label={t('what')} value={value.what} data={kinds.map((one) => ({ value: one, label: t(`what.${one}`) }))} onChange={({ currentTarget }) => { set({ what: currentTarget.value as typeof value.what }); }} />
      <TextInput label={t('due')} type="datetime-local" required value={value.at} error={faults['/dueAt']} onChange={({ currentTarget }) => { set({ at: currentTarget.value }); }} />
      <Textarea label={t('note')} maxLength={2000} autosize minRows={3} value={value.note} error={faults['/note']} onChange={({ currentTarget }) => { set({ note: currentTarget.value }); }} />
    </SideForm>
  );
}
