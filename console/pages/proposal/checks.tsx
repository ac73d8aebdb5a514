/** The checks at presentation (S-03): what is wrong names its sub-order, and its repair is the button beside. */
import { Alert, Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconTool } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { SideForm } from '../../parts/side-form.tsx';
import { proposalQuery, type Proposal } from '../../sales/queries.ts';

export function Checks({ proposal, mayEdit }: { readonly proposal: Proposal; readonly mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('proposal');
  const client = useQueryClient();
  const { id, anomalies, status } = proposal;
  const [split, setSplit] = useState<string>();
  const [isHanding, setHanding] = useState(false);
  const repair = useCommand({
    send: (_: null, key) => dataOf(api.POST('/api/v1/proposals/{id}/repair', { params: { path: { id }, header: { 'Idempotency-Key': key } } })),
    touches: [['proposals']],
    done: ({ proposal: mended, split: other }) => {
      client.setQueryData(proposalQuery(id).queryKey, mended);
      setSplit(other?.id);
      announce(t(other === null ? 'repaired' : 'repaired.split', { id: other?.id ?? '' }));
    },
  });
  if (status === 'ordered' || status === 'handed-over') return null;
  const canRepair = mayEdit && anomalies.some(({ repair: how }) => how !== null && how.how !== 'customer-service');
  return (
    <Stack gap="xs" component="section" aria-label={t('checks')}>
      {split !== undefined && <Alert variant="light" color="teal" role="status"><Text size="sm">{t('split-is')} <Anchor component={Link} to={`/sales/proposals/${split}`} c="inherit" inherit>{split}</Anchor></Text></Alert>}
      {anomalies.length === 0 ? <Alert variant="light" color="teal" icon={<IconCircleCheck />} title={t(status === 'presented' ? 'checks.presented' : 'checks.fine')} role="status">{t(status === 'presented' ? 'checks.presented.next' : 'checks.fine.next')}</Alert> : (
        <Alert variant="light" color="orange" icon={<IconAlertTriangle />} title={t('checks.found', { count: anomalies.length })} role="status">
          <Stack gap="xs" component="ul" m={0} pl="md">
            {anomalies.map(({ code, range, message, repair: how }) => (
              <li key={`${code}.${range ?? ''}`}>
                <Text size="sm" component="span">{message}</Text>{' '}
                {mayEdit && how?.how === 'customer-service' && <Button size="compact-xs" variant="default" onClick={() => { setHanding(true); }}>{t('to-customer-service')}</Button>}
              </li>
            ))}
          </Stack>
          {canRepair && <Group mt="sm"><Button size="xs" leftSection={<IconTool size={14} aria-hidden />} loading={repair.isPending} onClick={() => { repair.mutate(null); }}>{t('repair')}</Button><Text size="xs">{t('repair.what')}</Text></Group>}
        </Alert>
      )}
      {repair.error && <Failed error={repair.error} />}
      <HandOver id={id} isOpen={isHanding} onClose={() => { setHanding(false); }} />
    </Stack>
  );
}

/** An amendment without any product change is customer service's. */
function HandOver({ id, isOpen, onClose }: { readonly id: string; readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('proposal');
  const [request, setRequest] = useState('');
  const hand = useCommand({
    send: (body: { request: string }, key) => dataOf(api.POST('/api/v1/proposals/{id}/to-customer-service', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    touches: [['proposals'], ['tickets']], done: ({ ticket }) => { announce(t('handed', { ticket: ticket ?? '' })); onClose(); },
  });
  return (
    <SideForm title={t('to-customer-service')} isOpen={isOpen} onClose={onClose} action={t('hand')} onSubmit={() => { hand.mutate({ request }); }} isSending={hand.isPending} error={hand.error}>
      <Textarea label={t('request')} description={t('request.hint')} required autosize minRows={3} maxLength={2000} data-autofocus value={request} onChange={({ currentTarget }) => { setRequest(currentTarget.value); }} />
    </SideForm>
  );
}
