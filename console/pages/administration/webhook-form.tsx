/** One subscription: where to, of what, of whom; a new one answers with its secret. */
import { MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { useCentres } from './choices.ts';

type Webhook = Schema<'Webhook'>;
type Entry = Schema<'WebhookEntry'>;

export interface WebhookFormProps {
  /** Undefined: a new one. */
  readonly webhook: Webhook | undefined;
  readonly onClose: () => void;
  readonly onMade: (made: Schema<'NewWebhook'>) => void;
}

const kinds = ['deployment.*', 'site.*', 'ticket.*', 'replacement.*', 'termination.*', 'order.*', 'customer.*', 'backup.*'];

export function WebhookForm({ webhook, onClose, onMade }: WebhookFormProps): ReactNode {
  const { t } = useTranslation('administration');
  const centres = useCentres();
  const [value, setValue] = useState({ url: webhook?.url ?? '', description: webhook?.description ?? '', contact: webhook?.contact ?? '', customerId: webhook?.customerId ?? '' });
  const [types, setTypes] = useState(webhook?.types ?? []);
  const [ofCentres, setCentres] = useState(webhook?.centres ?? []);
  const set = (name: keyof typeof value) => ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void => { setValue({ ...value, [name]: currentTarget.value }); };
  const keep = useCommand<Entry, Webhook | Schema<'NewWebhook'>>({
    send: (body) => dataOf<Webhook | Schema<'NewWebhook'>>(webhook
      ? api.PUT('/api/v1/webhooks/{id}', { params: { path: { id: webhook.id }, header: { 'If-Match': `"${webhook.version}"` } }, body })
      : api.POST('/api/v1/webhooks', { body })),
    touches: [['webhooks'], ['people-acts']],
    done: (kept) => {
      announce(t('webhooks.kept', { url: kept.url }));
      if ('secret' in kept) onMade(kept);
      onClose();
    },
  });
  const faults = faultsIn(keep.error);
  const faultBelow = (pointer: string): string | undefined => Object.entries(faults).find(([at]) => at === pointer || at.startsWith(`${pointer}/`))?.[1];
  return (
    <SideForm title={webhook ? t('webhooks.edit-of', { url: webhook.url }) : t('webhooks.make')} isOpen onClose={onClose} action={t('people.keep')} isSending={keep.isPending} error={keep.error} onSubmit={() => {
      const { contact, customerId, ...rest } = value;
      keep.mutate({ ...rest, contact: contact === '' ? null : contact, customerId: customerId === '' ? null : customerId, types, centres: ofCentres.length === 0 ? null : ofCentres, status: webhook?.status === 'paused' ? 'paused' : 'active' });
    }}>
      <TextInput label={t('webhooks.url')} description={t('webhooks.url-hint')} type="url" required value={value.url} onChange={set('url')} error={faults['/url']} />
      <TextInput label={t('webhooks.description')} maxLength={500} value={value.description} onChange={set('description')} error={faults['/description']} />
      <TagsInput label={t('webhooks.types')} description={t('webhooks.types-hint')} data={kinds} value={types} onChange={setTypes} error={faultBelow('/types')} />
      <MultiSelect label={t('webhooks.centres')} description={t('webhooks.centres-hint')} data={centres} value={ofCentres} onChange={setCentres} error={faultBelow('/centres')} />
      <TextInput label={t('webhooks.customer')} value={value.customerId} onChange={set('customerId')} error={faults['/customerId']} />
      <TextInput label={t('webhooks.contact')} description={t('webhooks.contact-hint')} type="email" value={value.contact} onChange={set('contact')} error={faults['/contact']} />
    </SideForm>
  );
}
