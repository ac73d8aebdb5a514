/** What became of the messages to one subscription; each can be sent again, and so can all from a position on. */
import { Anchor, Badge, Button, Group, NativeSelect, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { oneKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { announce } from '../../parts/announce.tsx';
import { useRefused } from '../../parts/failed.tsx';
import { SideForm } from '../../parts/side-form.tsx';
import { formatInstant } from '../../time/time.ts';
import { Records } from './records.tsx';
import { WebhookState } from './webhook-state.tsx';

type Delivery = Schema<'WebhookDelivery'>;

const statuses = ['waiting', 'delivered', 'failing', 'failed'] as const;
/** No live event tells of them: what waits is looked at again so soon. */
const lookAgainMs = 1_000;
const tones = { waiting: 'blue', delivered: 'teal', failing: 'orange', failed: 'red' } as const;

export function Deliveries({ webhook }: { readonly webhook: Schema<'Webhook'> }): ReactNode {
  const { t } = useTranslation('administration');
  const path = { id: webhook.id };
  const [status, setStatus] = useState<(typeof statuses)[number] | ''>('');
  const [isRewinding, setRewinding] = useState(false);
  const query = status === '' ? {} : { status };
  const key = oneKey('webhooks', webhook.id, 'deliveries', query);
  const list = usePagedList<Delivery>(key, (cursor) => answerOf(api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path, query: { ...query, ...(cursor === undefined ? {} : { cursor }) } } })));
  const touches = [['webhooks']];
  const client = useQueryClient();
  const refresh = (): void => { void client.invalidateQueries({ queryKey: ['webhooks'] }); };
  useEffect(() => {
    if (!list.rows.some((delivery) => delivery.status === 'waiting')) return undefined;
    const timer = setTimeout(() => { void client.invalidateQueries({ queryKey: ['webhooks'] }); }, lookAgainMs);
    return () => { clearTimeout(timer); };
  }, [client, list.rows]);
  const refused = useRefused();
  const ping = useCommand({ send: () => dataOf(api.POST('/api/v1/webhooks/{id}/ping', { params: { path } })), touches, done: () => { announce(t('webhooks.tested')); } });
  const again = useCommand({
    send: ({ id }: Delivery) => dataOf(api.POST('/api/v1/webhooks/{id}/deliveries/{deliveryId}/replay', { params: { path: { ...path, deliveryId: id } } })), touches, done: () => { announce(t('webhooks.sent-again')); },
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="end">
        <div>
          <Anchor size="sm" renderRoot={(props) => <Link to="/administration" search={{ section: 'webhooks' }} {...props} />}>{t('webhooks.all')}</Anchor>
          <Title order={2}>{webhook.url}</Title>
          <WebhookState webhook={webhook} />
          <Text size="xs" c="dimmed">{t('webhooks.position', { position: webhook.position })}</Text>
        </div>
        <Group gap="xs">
          <Button loading={ping.isPending} onClick={() => { ping.mutate(undefined, refused); }}>{t('webhooks.test')}</Button>
          <Button variant="default" onClick={() => { setRewinding(true); }}>{t('webhooks.replay')}</Button>
          <Button variant="default" onClick={refresh}>{t('webhooks.refresh')}</Button>
        </Group>
      </Group>
      <Records list={list} label={t('webhooks.deliveries-of', { url: webhook.url })} idOf={({ id }) => id} empty={{ title: t('webhooks.no-delivery'), hint: t('webhooks.no-delivery-hint') }}
        tools={<NativeSelect label={t('webhooks.state')} value={status} data={[{ value: '', label: t('webhooks.any') }, ...statuses.map((value) => ({ value, label: t(`webhooks.delivery.${value}`) }))]}
          onChange={({ currentTarget }) => { setStatus(currentTarget.value as typeof status); }} />}
        columns={[
          { header: t('webhooks.message'), cell: ({ type, subject }) => <>{type}{subject !== null && <Text size="xs" c="dimmed">{subject}</Text>}</> },
          { header: t('webhooks.state'), cell: ({ status: became }) => <Badge variant="dot" color={tones[became]}>{t(`webhooks.delivery.${became}`)}</Badge> },
          { header: t('webhooks.answer'), cell: ({ answer, fault, tookMs }) => [answer, fault === null ? null : t(`webhooks.fault.${fault}`), tookMs === null ? null : t('webhooks.took', { ms: tookMs })].filter((part) => part !== null).join(' · ') },
          { header: t('webhooks.attempts'), cell: ({ attempts }) => attempts },
          { header: t('webhooks.at'), cell: ({ firstAt, lastAt }) => formatInstant(lastAt ?? firstAt) },
        ]}
        acts={(delivery) => delivery.status !== 'waiting' && <Button variant="default" aria-label={t('webhooks.again-of', { type: delivery.type, subject: delivery.subject ?? '' })} onClick={() => { again.mutate(delivery, refused); }}>{t('webhooks.again')}</Button>} />
      {isRewinding && <Rewind webhook={webhook} onClose={() => { setRewinding(false); }} />}
    </Stack>
  );
}

function Rewind({ webhook, onClose }: { readonly webhook: Schema<'Webhook'>; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  const [after, setAfter] = useState<number | string>(webhook.position);
  const rewind = useCommand({
    send: (body: Schema<'WebhookRewinding'>) => dataOf(api.POST('/api/v1/webhooks/{id}/replay', { params: { path: { id: webhook.id } }, body })), touches: [['webhooks'], ['people-acts']],
    done: ({ position }) => { announce(t('webhooks.rewound', { position })); onClose(); },
  });
  return (
    <SideForm title={t('webhooks.replay')} isOpen onClose={onClose} action={t('webhooks.replay')} isSending={rewind.isPending} error={rewind.error} onSubmit={() => { rewind.mutate({ after: Number(after) }); }}>
      <Text size="sm">{t('webhooks.replay-hint')}</Text>
      <NumberInput label={t('webhooks.after')} required min={0} max={webhook.position} allowDecimal={false} value={after} onChange={setAfter} />
    </SideForm>
  );
}
