/** Programs outside that are told what happens: subscribed, paused, tried, their secret shown once (docs/webhooks.md). */
import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { announce } from '../../parts/announce.tsx';
import { useRefused } from '../../parts/failed.tsx';
import { Deliveries } from './deliveries.tsx';
import { Records } from './records.tsx';
import { Secret } from './secret.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookState } from './webhook-state.tsx';

type Webhook = Schema<'Webhook'>;

const route = getRouteApi('/administration');
const touches = [['webhooks'], ['people-acts']];
/** So long the secret that was there signs as well: time to change it at the receiver. */
const overlapHours = 24;

export function Webhooks(): ReactNode {
  const { t } = useTranslation('administration');
  const { item } = route.useSearch();
  const [edited, setEdited] = useState<Webhook | 'new'>();
  const [secret, setSecret] = useState<{ readonly url: string; readonly value: string }>();
  const list = usePagedList<Webhook>(listKey('webhooks'), () => answerOf(api.GET('/api/v1/webhooks')));
  const refused = useRefused();
  const change = useCommand({
    send: ({ webhook: { id, version, url, description, types, centres, customerId, contact }, status }: { readonly webhook: Webhook; readonly status: 'active' | 'paused' }) =>
      dataOf(api.PUT('/api/v1/webhooks/{id}', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body: { url, description, types, centres, customerId, contact, status } })),
    touches, done: ({ url, status }) => { announce(t(`webhooks.is.${status}`, { url })); },
  });
  const rotate = useCommand({
    send: ({ id }: Webhook) => dataOf(api.POST('/api/v1/webhooks/{id}/rotate-secret', { params: { path: { id } }, body: { overlapHours } })),
    touches, done: ({ secret: value }, { url }) => { setSecret({ url, value }); },
  });
  const shown = list.rows.find(({ id }) => id === item);
  if (shown) return <Deliveries webhook={shown} />;
  return (
    <>
      {secret && <Secret title={t('webhooks.secret', { url: secret.url })} hint={t('webhooks.secret-hint')} value={secret.value} onClose={() => { setSecret(undefined); }} />}
      <Records list={list} label={t('section.webhooks')} idOf={({ id }) => id} empty={{ title: t('webhooks.empty'), hint: t('webhooks.empty-hint') }}
        tools={<Button leftSection={<IconPlus size={14} />} onClick={() => { setEdited('new'); }}>{t('webhooks.make')}</Button>}
        columns={[
          { header: t('webhooks.url'), cell: ({ url, description }) => <>{url}{description !== '' && <Text size="xs" c="dimmed">{description}</Text>}</> },
          { header: t('webhooks.types'), cell: ({ types }) => (types.length === 0 ? t('webhooks.everything') : types.join(', ')) },
          { header: t('webhooks.state'), cell: (webhook) => <WebhookState webhook={webhook} /> },
        ]}
        acts={(webhook) => (
          <>
            <Button variant="default" renderRoot={(props) => <Link to="/administration" search={{ section: 'webhooks', item: webhook.id }} {...props} />} aria-label={t('webhooks.deliveries-of', { url: webhook.url })}>{t('webhooks.deliveries')}</Button>
            <Button variant="default" aria-label={t('webhooks.edit-of', { url: webhook.url })} onClick={() => { setEdited(webhook); }}>{t('people.edit')}</Button>
            {webhook.status === 'active'
              ? <Button variant="default" aria-label={t('webhooks.pause-of', { url: webhook.url })} onClick={() => { change.mutate({ webhook, status: 'paused' }, refused); }}>{t('webhooks.pause')}</Button>
              : <Button variant="default" aria-label={t('webhooks.resume-of', { url: webhook.url })} onClick={() => { change.mutate({ webhook, status: 'active' }, refused); }}>{t('webhooks.resume')}</Button>}
            <Button variant="default" aria-label={t('webhooks.rotate-of', { url: webhook.url })} onClick={() => { rotate.mutate(webhook, refused); }}>{t('webhooks.rotate')}</Button>
          </>
        )} />
      {edited !== undefined && <WebhookForm key={edited === 'new' ? '' : edited.id} webhook={edited === 'new' ? undefined : edited} onClose={() => { setEdited(undefined); }} onMade={({ url, secret: value }) => { setSecret({ url, value }); }} />}
    </>
  );
}
