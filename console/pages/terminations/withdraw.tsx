/** The way back, until the final invoice: what follows is said before it is done. */
import { Button, Drawer, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { terminationQuery } from './queries.ts';

const follows = ['tasks', 'undone', 'told'] as const;

export function Withdraw({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('terminations');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const command = useCommand({
    send: (said: string, key) => dataOf(api.POST('/api/v1/terminations/{id}/withdraw', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { reason: said } })),
    touches: [['terminations', 'list'], ['tasks']],
    done: (after) => { client.setQueryData(terminationQuery(id).queryKey, after); announce(t('withdrawn', { id })); setOpen(false); },
  });
  return (
    <>
      <Button variant="default" onClick={() => { setOpen(true); }}>{t('withdraw')}</Button>
      <Drawer opened={isOpen} onClose={() => { setOpen(false); }} position="right" withOverlay={false} lockScroll={false} shadow="md" title={t('withdraw')} closeButtonProps={{ 'aria-label': t('close') }}>
        <form onSubmit={(event) => { event.preventDefault(); command.mutate(reason.trim()); }}>
          <Stack gap="sm">
            <div><Text size="sm" fw={600}>{t('follows')}</Text><List size="sm">{follows.map((one) => <List.Item key={one}>{t(`follows.${one}`)}</List.Item>)}</List></div>
            <Textarea label={t('reason')} required data-autofocus autosize minRows={2} maxLength={2000} value={reason} onChange={({ currentTarget: { value } }) => { setReason(value); }} />
            {command.error && <Failed error={command.error} />}
            <Group justify="flex-end"><Button variant="default" onClick={() => { setOpen(false); }}>{t('cancel')}</Button><Button type="submit" loading={command.isPending}>{t('withdraw')}</Button></Group>
          </Stack>
        </form>
      </Drawer>
    </>
  );
}
