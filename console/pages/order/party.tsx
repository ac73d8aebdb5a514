/** The customer's data of an order (S-02): one set for all sub-orders; changed before the signature, it is issued anew. */
import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import type { Order } from '../../sales/queries.ts';
import { formatDay } from '../../time/time.ts';
import { PartyFields } from './party-fields.tsx';
import { formOf, partyOf, type Party, type PartyForm } from './party-form.ts';

export function PartySection({ order, mayChange }: { readonly order: Order; readonly mayChange: boolean }): ReactNode {
  const { t } = useTranslation('order');
  const [isOpen, setOpen] = useState(false);
  const { party } = order;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="party">
      <Group justify="space-between" mb="xs"><Title order={2} id="party">{t('party')}</Title>{mayChange && party && <Button variant="default" onClick={() => { setOpen(true); }}>{t('party.change')}</Button>}</Group>
      {party === null ? <Text size="sm" c="dimmed">{t('erased')}</Text> : (
        <>
          {party.contacts.map(({ role, name, email, phone }) => <Text key={`${role}.${name}`} size="sm">{name} <Text component="span" size="xs" c="dimmed">{[email, phone].filter(Boolean).join(' · ')}</Text></Text>)}
          {party.sites.map(({ label, accessType, address }) => <Text key={label} size="sm">{label} <Text component="span" size="xs" c="dimmed">{accessType.toUpperCase()} · {address.street}, {address.postalCode} {address.city}</Text></Text>)}
          <Text size="sm">{t('field.targetActivationDate')} <strong>{formatDay(party.targetActivationDate)}</strong></Text>
          {isOpen && <Change id={order.id} version={order.version} party={party} onClose={() => { setOpen(false); }} />}
        </>
      )}
    </Paper>
  );
}

function Change({ id, version: known, party, onClose }: { readonly id: string; readonly version: string; readonly party: NonNullable<Order['party']>; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('order');
  // As the form was filled from it: what somebody else has changed since is not overwritten.
  const [version] = useState(known);
  const [form, setForm] = useState<PartyForm>(() => formOf(party));
  const change = useCommand({
    send: (body: Party) => dataOf(api.PUT('/api/v1/orders/{id}/party', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body })),
    touches: [['orders']], done: () => { announce(t('party.changed')); onClose(); },
  });
  const faults = faultsIn(change.error);
  // What this form does not show stays as it is: other contacts, an eligibility.
  const send = (): void => {
    const typed = partyOf(form);
    change.mutate({ ...typed, contacts: [...typed.contacts, ...party.contacts.filter(({ role }) => role !== 'administrative')], collection: { ...party.collection, ...typed.collection }, sites: typed.sites.map((site, index) => {
      const before = party.sites[index];
      return { ...before, ...site, address: { ...site.address, country: before?.address.country ?? site.address.country }, contacts: [...site.contacts, ...(before?.contacts.slice(1) ?? [])] };
    }) });
  };
  return (
    <SideForm size="xl" title={t('party.change')} isOpen onClose={onClose} action={t('party.save')} onSubmit={send} isSending={change.isPending} error={change.error}>
      <PartyFields form={form} fault={(pointer) => faults[pointer]} set={(part) => { setForm({ ...form, ...part }); }} />
    </SideForm>
  );
}
