/** Who signs, by what, and how he is invoiced (S-04, S-05); an account typed here is kept on no device. */
import { Radio, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import type { Order } from '../../sales/queries.ts';

const channels = ['electronic', 'paper'] as const;

export function SignatureForm({ order: { id, version: known, party, signature }, onClose }: { readonly order: Order; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('order');
  const contact = party?.contacts[0];
  const [typed, setTyped] = useState({
    mode: signature?.mode ?? 'electronic', name: signature?.signatory?.name ?? contact?.name ?? '', email: signature?.signatory?.email ?? contact?.email ?? '', mobile: signature?.signatory?.mobile ?? contact?.phone ?? '',
    holder: '', iban: '', invoice: signature?.invoice ?? 'electronic', invoiceEmail: contact?.email ?? '',
  });
  // As the form was filled from it: what somebody else has said since is not overwritten.
  const [version] = useState(known);
  const prepare = useCommand({
    send: (body: Schema<'SignatureRequest'>) => dataOf(api.PUT('/api/v1/orders/{id}/signature', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body })),
    touches: [['orders']], done: () => { announce(t('signature.prepared')); onClose(); },
  });
  const faults = faultsIn(prepare.error);
  const { mode, name, email, mobile, holder, iban, invoice, invoiceEmail } = typed;
  const send = (): void => {
    prepare.mutate({
      mode, signatory: { name, email, ...(mobile.trim() === '' ? {} : { mobile: mobile.trim() }) },
      ...(mode === 'electronic' && iban.trim() !== '' ? { mandate: { holder, iban } } : {}), invoice: invoice === 'electronic' ? { channel: invoice, email: invoiceEmail } : { channel: invoice },
    });
  };
  const text = (key: 'name' | 'email' | 'mobile' | 'holder' | 'iban' | 'invoiceEmail', pointer: string, isRequired: boolean, type = 'text'): ReactNode => (
    <TextInput label={t(`sign.${key}`)} type={type} required={isRequired} autoComplete="off" value={typed[key]} error={faults[pointer]} onChange={({ currentTarget }) => { setTyped({ ...typed, [key]: currentTarget.value }); }} />
  );
  const choice = (key: 'mode' | 'invoice'): ReactNode => (
    <Radio.Group label={t(`sign.${key}`)} value={typed[key]} onChange={(next) => { setTyped({ ...typed, [key]: next }); }}><Stack gap={6} mt={4}>{channels.map((one) => <Radio key={one} size="xs" value={one} label={t(`${key}.${one}`)} />)}</Stack></Radio.Group>
  );
  return (
    <SideForm title={t('signature.prepare')} isOpen onClose={onClose} action={t(mode === 'electronic' ? 'signature.send' : 'signature.keep')} onSubmit={send} isSending={prepare.isPending} error={prepare.error}>
      {choice('mode')}
      {text('name', '/signatory/name', true)}{text('email', '/signatory/email', true, 'email')}
      {mode === 'electronic' && <>{text('mobile', '/signatory/mobile', true, 'tel')}{text('iban', '/mandate/iban', false)}{iban.trim() !== '' && text('holder', '/mandate/holder', true)}</>}
      {choice('invoice')}
      {invoice === 'electronic' && text('invoiceEmail', '/invoice/email', true, 'email')}
    </SideForm>
  );
}
