/** One appointment beside the week: with whom, where, what was answered and told; moved, answered for, cancelled. */
import { Anchor, Button, Drawer, Group, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { oneKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { announce } from '../../parts/announce.tsx';
import { Found } from '../../parts/found.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatInstant } from '../../time/time.ts';
import { MoveForm } from './plan-form.tsx';
import { Answer } from './week.tsx';

type Appointment = Schema<'Appointment'>;

export function AppointmentPanel({ id, mayPlan, onClose }: { readonly id: string; readonly mayPlan: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('agenda');
  const [act, setAct] = useState<'move' | 'cancel'>();
  const read = useRead({ queryKey: oneKey('appointments', id), queryFn: () => dataOf(api.GET('/api/v1/appointments/{id}', { params: { path: { id } } })) });
  const back = (): void => { setAct(undefined); };
  if (read.data && act === 'move') return <MoveForm appointment={read.data} onClose={back} />;
  if (read.data && act === 'cancel') return <CancelForm id={id} onClose={back} />;
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={read.data?.subject ?? id} closeButtonProps={{ 'aria-label': t('close') }}>
      {read.error ? <Failed error={read.error} again={() => read.refetch()} /> : read.data === undefined ? <Loading /> : <Facts appointment={read.data} mayPlan={mayPlan} onAct={setAct} />}
    </Drawer>
  );
}

function Facts({ appointment, mayPlan, onAct }: { readonly appointment: Appointment; readonly mayPlan: boolean; readonly onAct: (act: 'move' | 'cancel') => void }): ReactNode {
  const { t } = useTranslation('agenda');
  const { id, customerId, customerName, opportunityId, formLabel, place, invitee, seller, sellerName, phase, answer, startsAt, endsAt, isTold, confirmAt } = appointment;
  const [mayAccept, mayDecline] = [answer !== 'accepted', answer !== 'declined'];
  const hear = useCommand({
    send: (given: 'accepted' | 'declined', key) => dataOf(api.POST('/api/v1/appointments/{id}/answer', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { answer: given } })), touches: [['appointments']],
    done: () => { announce(t('answered')); },
  });
  return (
    <Stack gap="sm">
      <Group gap="sm"><Answer appointment={appointment} /><Text size="sm" c="dimmed">{id}</Text></Group>
      <Text fw={600}>{t('from-until', { from: formatInstant(startsAt), until: formatInstant(endsAt, 'time') })}</Text>
      <Text>{[inLanguage(formLabel), place].filter(Boolean).join(' · ')}</Text>
      <Text><Anchor component={Link} to={`/customers/${customerId}`}>{customerName}</Anchor>{invitee && ` · ${invitee.name}, ${invitee.email}`}</Text>
      {opportunityId !== null && <Found to="/opportunities" search={{ item: opportunityId }}>{opportunityId}</Found>}
      <Text size="sm" c="dimmed">{t('of-seller', { seller: sellerName ?? seller })}</Text>
      {phase === 'planned' && <Text size="sm">{[t(isTold ? 'told' : 'telling'), confirmAt !== null && t('confirm-at', { at: formatInstant(confirmAt) })].filter(Boolean).join(' ')}</Text>}
      {hear.error && <Failed error={hear.error} />}
      {mayPlan && phase === 'planned' && (
        <Group gap="xs">
          <Button onClick={() => { onAct('move'); }}>{t('move')}</Button>
          <Button variant="default" onClick={() => { onAct('cancel'); }}>{t('cancel')}</Button>
          {mayAccept && <Button variant="default" loading={hear.isPending} onClick={() => { hear.mutate('accepted'); }}>{t('hear.accepted')}</Button>}
          {mayDecline && <Button variant="default" loading={hear.isPending} onClick={() => { hear.mutate('declined'); }}>{t('hear.declined')}</Button>}
        </Group>
      )}
    </Stack>
  );
}

function CancelForm({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('agenda');
  const [reason, setReason] = useState('');
  const cancel = useCommand({
    send: (body: { reason: string }, key) => dataOf(api.POST('/api/v1/appointments/{id}/cancel', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })), touches: [['appointments']],
    done: () => { announce(t('cancelled')); onClose(); },
  });
  return (
    <SideForm title={t('cancel')} isOpen onClose={onClose} action={t('cancel.send')} isSending={cancel.isPending} error={cancel.error} onSubmit={() => { cancel.mutate({ reason }); }}>
      <Text size="sm">{t('cancel.follows')}</Text>
      <TextInput label={t('field.reason')} required maxLength={500} value={reason} error={faultsIn(cancel.error)['/reason']} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
    </SideForm>
  );
}
