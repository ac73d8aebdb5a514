/** What production or billing sent back, and the answer to it (S-06). */
import { Anchor, Badge, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { announce } from '../../parts/announce.tsx';
import { SideForm } from '../../parts/side-form.tsx';
import type { Order } from '../../sales/queries.ts';
import { Instant } from '../../time/due.tsx';

const tones = { 'to-answer': 'orange', 'to-review': 'indigo', 'settled': 'teal' } as const;

export function Rejects({ order: { id, phase, rejects, openTasks } }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation(['order', 'sales']);
  const mayReject = useMay('order:reject') && phase === 'in-production';
  if (rejects.length === 0 && openTasks.length === 0 && !mayReject) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="todo">
      <Group justify="space-between"><Title order={2} id="todo">{t('todo')}</Title>{mayReject && <Reject id={id} />}</Group>
      <Stack gap="xs" mt="xs">
        {openTasks.map((task) => <Text key={task.id} size="sm"><Anchor component={Link} to={`/tasks/${encodeURIComponent(task.id)}`} inherit>{t(`todo.task.${task.step}`)}</Anchor></Text>)}
        {rejects.map(({ number, side, rejectedBy, rejectedByName, comment, status, rejectedAt }) => (
          <div key={number}>
            <Text size="sm"><Badge size="sm" variant="light" color={tones[status]}>{t(`sales:reject.status.${status}`)}</Badge> {comment}</Text>
            <Text size="xs" c="dimmed">{t(`sales:reject.side.${side}`)} · {rejectedByName ?? rejectedBy} · <Instant at={rejectedAt} /></Text>
          </div>
        ))}
        {rejects.length === 0 && openTasks.length === 0 && <Text size="sm" c="dimmed">{t('todo.none')}</Text>}
      </Stack>
    </Paper>
  );
}

function Reject({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('order');
  const [isOpen, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  const reject = useCommand({
    send: (body: { comment: string }, key) => dataOf(api.POST('/api/v1/orders/{id}/reject', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    touches: [['orders'], ['tasks']], done: () => { announce(t('rejected')); setComment(''); setOpen(false); },
  });
  return (
    <>
      <Button variant="default" onClick={() => { setOpen(true); }}>{t('reject')}</Button>
      <SideForm title={t('reject')} isOpen={isOpen} onClose={() => { setOpen(false); }} action={t('reject')} onSubmit={() => { reject.mutate({ comment }); }} isSending={reject.isPending} error={reject.error}>
        <Textarea label={t('reject.comment')} description={t('reason.hint')} required autosize minRows={2} maxLength={2000} data-autofocus value={comment} onChange={({ currentTarget }) => { setComment(currentTarget.value); }} />
      </SideForm>
    </>
  );
}
