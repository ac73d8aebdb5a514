/** A closed ticket that comes up again, as a new one linked to it (T-16). */
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { Failed } from '../../parts/failed.tsx';
import { ticketLists, type Ticket } from '../../tickets/queries.ts';

export function Reopen({ number }: { readonly number: string }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const navigate = useNavigate();
  const [reason, setReason] = useState<string>();
  const reopen = useCommand<string, Ticket>({
    send: (text, key) => dataOf(api.POST('/api/v1/tickets/{number}/reopen', { params: { path: { number }, header: { 'Idempotency-Key': key } }, body: { reason: text, despiteDuplicates: false } })),
    touches: ticketLists, done: (ticket) => navigate({ to: '/tickets/$number', params: { number: ticket.number } }),
  });
  if (!useMay('ticket:create')) return null;
  if (reason === undefined) return <Button onClick={() => { setReason(''); }}>{t('reopen')}</Button>;
  return (
    <form onSubmit={(event) => { event.preventDefault(); reopen.mutate(reason); }}>
      <Stack gap="xs" miw={320}>
        <Textarea label={t('reopen.reason')} required autosize minRows={2} data-autofocus value={reason} onChange={({ currentTarget: { value } }) => { setReason(value); }} />
        {reopen.error && <Failed error={reopen.error} />}
        <Group><Button type="submit" loading={reopen.isPending} disabled={reason.trim() === ''}>{t('reopen')}</Button></Group>
      </Stack>
    </form>
  );
}
