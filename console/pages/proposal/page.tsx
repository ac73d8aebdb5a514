/** One proposal (S-01 to S-03): its lines, what keeps it from being presented with the repair beside, its schedule, and what it leads to. */
import { Anchor, Badge, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { SideForm } from '../../parts/side-form.tsx';
import { proposalQuery, type Proposal } from '../../sales/queries.ts';
import { Checks } from './checks.tsx';
import { DropButton } from './drop.tsx';
import { Lines } from './lines.tsx';
import { ScheduleSection } from './schedule.tsx';
import { Sums } from './sums.tsx';
import { statusTones } from './tones.ts';

const route = getRouteApi('/sales/proposals/$id');

export function ProposalPage(): ReactNode {
  const { t } = useTranslation(['proposal', 'sales']);
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useRead(proposalQuery(id));
  return (
    <PageFrame title={data?.name ?? id} aside={data && <Badge variant="light" color={statusTones[data.status]}>{t(`sales:status.${data.status}`)}</Badge>} actions={data && <Acts proposal={data} />}>
      {error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : <Body proposal={data} />}
    </PageFrame>
  );
}

function Body({ proposal }: { readonly proposal: Proposal }): ReactNode {
  const { t } = useTranslation('proposal');
  const { id, customerId, customerName, madeFrom, orderId, ticket, createdBy, createdByName, status } = proposal;
  const mayEdit = useMay('proposal:edit') && (status === 'draft' || status === 'presented');
  return (
    <Stack>
      <Paper withBorder p="md">
        <Group justify="space-between" align="start">
          <Group gap="lg">
            <Text size="sm">{id}</Text>
            <Anchor component={Link} to={`/customers/${customerId}`} size="sm" title={customerId}>{customerName}</Anchor>
            <Anchor component={Link} to={`/sales?customerId=${customerId}`} size="sm">{t('others')}</Anchor>
            {madeFrom !== null && <Text size="sm">{t('made-from')} <Anchor component={Link} to={`/sales/proposals/${madeFrom}`} inherit>{madeFrom}</Anchor></Text>}
            {orderId !== null && <Text size="sm">{t('ordered-as')} <Anchor component={Link} to={`/sales/orders/${orderId}`} inherit>{orderId}</Anchor></Text>}
            {ticket !== null && <Text size="sm">{t('handed-ticket')} <Anchor component={Link} to={`/tickets/${ticket}`} inherit>{ticket}</Anchor></Text>}
            <Text size="sm" c="dimmed">{t('by', { who: createdByName ?? createdBy })}</Text>
          </Group>
        </Group>
        <Sums proposal={proposal} />
      </Paper>
      <Checks proposal={proposal} mayEdit={mayEdit} />
      <Lines key={id} proposal={proposal} mayEdit={mayEdit} />
      <ScheduleSection key={`schedule.${proposal.version}`} proposal={proposal} mayEdit={mayEdit} />
    </Stack>
  );
}

/** One at a time is what comes next; the rest stays beside. */
function Acts({ proposal }: { readonly proposal: Proposal }): ReactNode {
  const { t } = useTranslation('proposal');
  const { id, status, anomalies } = proposal;
  const [mayEdit, mayOrder] = [useMay('proposal:edit'), useMay('order:place')];
  const [isCopying, setCopying] = useState(false);
  const present = useCommand({
    send: (_: null, key) => dataOf(api.POST('/api/v1/proposals/{id}/present', { params: { path: { id }, header: { 'Idempotency-Key': key } } })),
    touches: [['proposals']], done: () => { announce(t('presented', { id })); },
  });
  return (
    <>
      {mayEdit && status === 'draft' && <Button loading={present.isPending} disabled={anomalies.length > 0} onClick={() => { present.mutate(null); }}>{t('present')}</Button>}
      {mayOrder && status === 'presented' && <Button component={Link} to={`/sales/new-order?proposal=${id}`}>{t('place')}</Button>}
      <Button component="a" href={`/api/v1/proposals/${id}/quote.pdf`} download variant="default">{t('quote')}</Button>
      {mayEdit && <Button variant="default" onClick={() => { setCopying(true); }}>{t('duplicate')}</Button>}
      {mayEdit && (status === 'draft' || status === 'presented') && <DropButton proposal={proposal} />}
      {present.error && <Failed error={present.error} />}
      <Copy proposal={proposal} isOpen={isCopying} onClose={() => { setCopying(false); }} />
    </>
  );
}

function Copy({ proposal: { id, name }, isOpen, onClose }: { readonly proposal: Proposal; readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('proposal');
  const navigate = useNavigate();
  const [typed, setTyped] = useState<string>();
  const value = typed ?? t('copy-of', { name });
  const copy = useCommand({
    send: (body: { name: string }, key) => dataOf(api.POST('/api/v1/proposals/{id}/duplicate', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    touches: [listKey('proposals').slice(0, 2)],
    done: (made) => { announce(t('duplicated', { id: made.id })); setTyped(undefined); onClose(); return navigate({ to: '/sales/proposals/$id', params: { id: made.id } }); },
  });
  return (
    <SideForm title={t('duplicate')} isOpen={isOpen} onClose={onClose} action={t('duplicate')} onSubmit={() => { copy.mutate({ name: value }); }} isSending={copy.isPending} error={copy.error}>
      <TextInput label={t('name')} required maxLength={120} data-autofocus value={value} onChange={({ currentTarget }) => { setTyped(currentTarget.value); }} />
    </SideForm>
  );
}
