/** What can be done on a complaint (S-08): its open task that is one's own, a goodwill gesture within one's limit, its withdrawal. */
import { Button, Group, NumberInput, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../../client/failure.ts';
import { choicesQuery, complaintQuery, useComplaintAct, type Complaint } from '../../complaints/queries.ts';
import { useMay, useMe } from '../../data/me.ts';
import { faultsOf } from '../../form/schema-form.tsx';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { TaskPanel } from '../../tasks/task-panel.tsx';
import { formatCents } from '../../time/time.ts';
import type { ComplaintSearch } from './route.ts';

interface ActsProps {
  readonly complaint: Complaint;
  readonly chosen: ComplaintSearch['act'];
  readonly onChoose: (act: ComplaintSearch['act']) => void;
}

export function Acts({ complaint, chosen, onChoose }: ActsProps): ReactNode {
  const { t } = useTranslation('complaint');
  const client = useQueryClient();
  const { profiles } = useMe();
  const mayHandle = useMay('complaint:handle');
  const { id, customerId, outcome, openTasks } = complaint;
  const own = openTasks.find(({ owner }) => profiles.some(({ profile }) => profile === owner));
  const isGoing = outcome === null;
  const close = (): void => { onChoose(undefined); };
  return (
    <Stack gap="sm">
      {own && chosen === undefined && <Paper withBorder p="md" component="section" aria-label={t('own-task')}><TaskPanel id={own.id} scope="task" onDone={() => client.invalidateQueries({ queryKey: complaintQuery(id).queryKey })} /></Paper>}
      {mayHandle && isGoing && chosen === undefined && (
        <Group gap="xs" role="group" aria-label={t('acts')}>
          <Button variant="default" onClick={() => { onChoose('gesture'); }}>{t('act.gesture')}</Button>
          <Button variant="subtle" color="gray" onClick={() => { onChoose('withdraw'); }}>{t('act.withdraw')}</Button>
        </Group>
      )}
      {mayHandle && isGoing && chosen === 'gesture' && <GestureForm complaintId={id} customerId={customerId} given={complaint.gestureCents} onDone={close} />}
      {mayHandle && isGoing && chosen === 'withdraw' && <WithdrawForm complaintId={id} onDone={close} />}
    </Stack>
  );
}

function GestureForm({ complaintId, customerId, given, onDone }: { readonly complaintId: string; readonly customerId: string; readonly given: number; readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation('complaint');
  const { data: choices } = useQuery(choicesQuery(customerId));
  const [euros, setEuros] = useState<number | string>('');
  const [reason, setReason] = useState('');
  const act = useComplaintAct(complaintId, () => {
    announce(t('done.gesture'));
    onDone();
  });
  const faults = faultsOf(act.error instanceof ApiFailure ? act.error.problem?.errors : undefined);
  const cents = Math.round(Number(euros) * 100);
  return (
    <Paper withBorder p="md" component="form" aria-label={t('act.gesture')} onSubmit={(event) => { event.preventDefault(); if (cents > 0 && reason.trim() !== '') act.mutate({ act: 'gestures', input: { cents, reason } }); }}>
      <Stack gap="sm">
        <Title order={2}>{t('act.gesture')}</Title>
        {choices && <Text size="sm">{t('limit', { limit: formatCents(choices.gestureLimitCents), given: formatCents(given) })}</Text>}
        <NumberInput label={t('amount')} required min={0.01} decimalScale={2} decimalSeparator="," suffix={t('euros')} value={euros} onChange={setEuros} error={faults['/cents']} disabled={act.isPending} w={200} />
        <Textarea label={t('reason')} description={t('reason.hint')} required autosize minRows={2} maxLength={2000} value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} disabled={act.isPending} />
        {act.error && <Failed error={act.error} />}
        <Group gap="xs"><Button type="submit" loading={act.isPending} disabled={!(cents > 0) || reason.trim() === ''}>{t('give')}</Button><Button variant="subtle" color="gray" onClick={onDone}>{t('later')}</Button></Group>
      </Stack>
    </Paper>
  );
}

function WithdrawForm({ complaintId, onDone }: { readonly complaintId: string; readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation('complaint');
  const [reason, setReason] = useState('');
  const act = useComplaintAct(complaintId, () => {
    announce(t('done.withdraw'));
    onDone();
  });
  return (
    <Paper withBorder p="md" component="form" aria-label={t('act.withdraw')} onSubmit={(event) => { event.preventDefault(); if (reason.trim() !== '') act.mutate({ act: 'withdraw', input: { reason } }); }}>
      <Stack gap="sm">
        <Title order={2}>{t('act.withdraw')}</Title>
        <Textarea label={t('withdraw.reason')} description={t('reason.hint')} required autosize minRows={2} maxLength={2000} value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} disabled={act.isPending} />
        {act.error && <Failed error={act.error} />}
        <Group gap="xs"><Button type="submit" loading={act.isPending} disabled={reason.trim() === ''}>{t('withdraw')}</Button><Button variant="subtle" color="gray" onClick={onDone}>{t('later')}</Button></Group>
      </Stack>
    </Paper>
  );
}
