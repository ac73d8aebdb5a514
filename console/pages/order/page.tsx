/** One order (S-02 to S-06): where it stands and what comes next; its content and its history are a tab away. It follows what happens elsewhere, also on the customer's telephone. */
import { Anchor, Button, Group, Paper, Stack, Tabs, Text, Textarea } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { SideForm } from '../../parts/side-form.tsx';
import { orderQuery, type Order } from '../../sales/queries.ts';
import { formatCents, formatInstant } from '../../time/time.ts';
import { Phase } from '../sales/orders.tsx';
import { Content } from './content.tsx';
import { Documents } from './documents.tsx';
import { HandOver } from './hand-over.tsx';
import { History } from './history.tsx';
import { PartySection } from './party.tsx';
import { Rejects } from './rejects.tsx';
import { tabs } from './route.ts';
import { Signature } from './signature.tsx';
import { Withdraw } from './withdraw.tsx';

const route = getRouteApi('/sales/orders/$id');
/** Until it is handed over; the server says what of it may still change. */
const beforeProduction = ['discount-approval', 'issuing', 'signature', 'signed'];

export function OrderPage(): ReactNode {
  const { t } = useTranslation('order');
  const { id } = route.useParams();
  const { tab = 'state' } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useRead(orderQuery(id));
  const [mayTimeline, mayPlace, mayWithdraw] = [useMay('timeline:read'), useMay('order:place'), useMay('deployment:withdraw')];
  return (
    <PageFrame title={id} aside={data && <Phase order={data} />} actions={data && <>{mayPlace && beforeProduction.includes(data.phase) && <Abandon id={id} />}{mayWithdraw && data.phase === 'signed' && <Withdraw id={id} isRegistered={mayTimeline} />}</>}>
      {error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : (
        <>
          <Head order={data} />
          <Tabs value={tab} keepMounted={false} onChange={(next) => { void navigate({ to: '/sales/orders/$id', params: { id }, search: next === 'state' ? {} : { tab: next as (typeof tabs)[number] }, replace: true }); }}>
            <Tabs.List mb="md">{tabs.filter((one) => one !== 'history' || mayTimeline).map((one) => <Tabs.Tab key={one} value={one}>{t(`tab.${one}`)}</Tabs.Tab>)}</Tabs.List>
            <Tabs.Panel value="state">
              <Stack>
                <Rejects order={data} />
                <Signature order={data} />
                <HandOver order={data} />
                <Documents order={data} />
                <PartySection order={data} mayChange={mayPlace && beforeProduction.includes(data.phase)} />
              </Stack>
            </Tabs.Panel>
            <Tabs.Panel value="content"><Content order={data} /></Tabs.Panel>
            {mayTimeline && <Tabs.Panel value="history"><History id={id} /></Tabs.Panel>}
          </Tabs>
        </>
      )}
    </PageFrame>
  );
}

function Head({ order: { customerId, customerName, proposalId, emitter, emitterName, ttcCents, deploymentId, terminationId, openedAt } }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('order');
  return (
    <Paper withBorder p="md" mb="md">
      <Group gap="lg">
        <Text size="sm">{t('gross')} <strong>{formatCents(ttcCents)}</strong></Text>
        <Anchor component={Link} to={`/customers/${customerId}`} size="sm" title={customerId}>{customerName}</Anchor>
        <Anchor component={Link} to={`/sales/proposals/${proposalId}`} size="sm">{proposalId}</Anchor>
        {deploymentId !== null && <Text size="sm">{t('deployment')} <Anchor component={Link} to={`/deployments/${deploymentId}`} inherit>{deploymentId}</Anchor></Text>}
        {terminationId !== null && <Text size="sm">{t('termination')} <Anchor component={Link} to={`/terminations/${terminationId}`} inherit>{terminationId}</Anchor></Text>}
        <Text size="sm" c="dimmed">{t('by', { who: emitterName ?? emitter, at: formatInstant(openedAt) })}</Text>
      </Group>
    </Paper>
  );
}

function Abandon({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('order');
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const abandon = useCommand({
    send: (body: { reason: string }, key) => dataOf(api.POST('/api/v1/orders/{id}/abandon', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    touches: [['orders'], ['proposals']], done: () => { announce(t('abandoned')); setOpen(false); },
  });
  return (
    <>
      <Button variant="light" color="red" onClick={() => { setOpen(true); }}>{t('abandon')}</Button>
      <SideForm title={t('abandon')} isOpen={isOpen} onClose={() => { setOpen(false); }} action={t('abandon')} onSubmit={() => { abandon.mutate({ reason }); }} isSending={abandon.isPending} error={abandon.error}>
        <Textarea label={t('reason')} description={t('reason.hint')} required autosize minRows={2} maxLength={1000} data-autofocus value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
      </SideForm>
    </>
  );
}
