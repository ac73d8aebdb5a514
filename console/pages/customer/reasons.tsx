/** Why a customer makes contact, and what handles it (C-02): the contact is noted, and the right form opens with what is known; who may not open it learns who may. */
import { Alert, Button, Group, NativeSelect, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { useNavigate, type NavigateOptions } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { oneKey } from '../../data/keys.ts';
import { useRead } from '../../data/read.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import type { View } from './contents.tsx';
import classes from './reasons.module.css';

type Lead = Schema<'ContactLead'>;
type Interaction = Schema<'Interaction'>;

const channels = ['phone', 'mail', 'letter', 'shop', 'chat', 'visit'] as const satisfies readonly Interaction['channel'][];

/** Which page of ours opens an operation; what is known goes along in the history's state, never in an address. */
const pages: Readonly<Record<string, string>> = { registerTicket: '/tickets/new', launchDeployment: '/deployments/new', openTermination: '/terminations/new', openComplaint: '/complaints/new', openOpportunity: '/opportunities' };

function openingOf(to: string, id: string, { customerId = id, rds, ...known }: Readonly<Record<string, unknown>>): NavigateOptions {
  // A letter names services, the one that is spoken of first among them.
  const [service] = Array.isArray(known['services']) ? known['services'] as unknown[] : [rds];
  return { to, search: to === '/opportunities' ? { customerId, opens: 'true' } : { customerId, rds: service }, state: { known: to === '/deployments/new' ? { customerId, ...known } : known } } as NavigateOptions;
}

export function Reasons({ id, view }: { readonly id: string; readonly view: View }): ReactNode {
  const { t } = useTranslation('customer');
  const navigate = useNavigate();
  const [said, setSaid] = useState<{ channel: Interaction['channel']; rds: string; contactId: string }>({ channel: 'phone', rds: '', contactId: '' });
  const [lead, setLead] = useState<Lead>();
  const named = { ...(said.rds === '' ? {} : { rds: said.rds }), ...(said.contactId === '' ? {} : { contactId: said.contactId }) };
  const reasons = useRead({ queryKey: oneKey('customers', id, 'contact-reasons', { ...named, channel: said.channel }), queryFn: () => dataOf(api.GET('/api/v1/customers/{id}/contact-reasons', { params: { path: { id }, query: { ...named, channel: said.channel } } })) });
  const record = useCommand({
    send: (reason: string, key) => dataOf(api.POST('/api/v1/customers/{id}/interactions', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { reason, channel: said.channel, direction: 'in', ...named } })),
    touches: [oneKey('customers', id)],
    done: (opened) => {
      announce(t('reason.noted'));
      const [only, ...others] = opened.opens;
      const to = pages[opened.operationId];
      if (only && others.length === 0 && to !== undefined) return navigate(openingOf(to, id, only.body));
      setLead(opened);
      return undefined;
    },
  });
  return (
    <Stack maw={860}>
      <Group align="end">
        <NativeSelect label={t('reason.channel')} data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))} value={said.channel} onChange={({ currentTarget }) => { setSaid({ ...said, channel: currentTarget.value as Interaction['channel'] }); }} />
        <NativeSelect label={t('reason.who')} data={[{ value: '', label: t('reason.anybody') }, ...(view.blocks.contacts?.items ?? []).map(({ id: value, name }) => ({ value, label: name }))]} value={said.contactId} onChange={({ currentTarget }) => { setSaid({ ...said, contactId: currentTarget.value }); }} />
        <NativeSelect label={t('reason.service')} data={[{ value: '', label: t('reason.any-service') }, ...(view.blocks.offers?.items ?? []).map(({ rds, accessType }) => ({ value: rds, label: `${accessType.toUpperCase()} ${rds}` }))]} value={said.rds} onChange={({ currentTarget }) => { setSaid({ ...said, rds: currentTarget.value }); }} />
      </Group>
      {record.error && <Failed error={record.error} />}
      {lead && <Opened id={id} lead={lead} onClose={() => { setLead(undefined); }} />}
      {reasons.error ? <Failed error={reasons.error} again={reasons.refetch} /> : reasons.isPending ? <Loading /> : (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
          {reasons.data.items.map(({ reason, label, opens, openedBy }) => (
            <UnstyledButton key={reason} className={classes['reason'] ?? ''} disabled={record.isPending} onClick={() => { record.mutate(reason); }}>
              <Text size="sm" fw={600}>{label}</Text>
              <Text size="xs" c="dimmed">{opens.length > 0 ? t('reason.opens') : t('reason.for', { who: openedBy.map(({ label: who }) => who).join(', ') })}</Text>
            </UnstyledButton>
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}

/** What it leads to where no page of ours opens by itself: several, or none that is his. */
function Opened({ id, lead, onClose }: { readonly id: string; readonly lead: Lead; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('customer');
  const navigate = useNavigate();
  const to = pages[lead.operationId];
  return (
    <Alert role="status" title={lead.label} withCloseButton closeButtonLabel={t('close')} onClose={onClose}>
      <Text size="sm">{lead.opens.length === 0 ? t('reason.hand-over', { who: lead.openedBy.map(({ label }) => label).join(', ') }) : t('reason.several')}</Text>
      {to !== undefined && <Group mt="xs">{lead.opens.map(({ href, body }, index) => <Button key={JSON.stringify([href, body])} variant="default" onClick={() => { void navigate(openingOf(to, id, body)); }}>{t('reason.open', { number: index + 1 })}</Button>)}</Group>}
      {to === undefined && lead.opens.map(({ href }) => <Text key={href} size="xs" c="dimmed">{href.split('/').slice(3).join(' · ')}</Text>)}
    </Alert>
  );
}
