/** The forms of an opportunity: opened, edited, given to another channel or seller, closed. */
import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';

type Opportunity = Schema<'Opportunity'>;
const touched = [['opportunities']] as const;
const openStages = ['discovery', 'proposal', 'negotiation'] as const;
const channels = ['field', 'phone', 'partner', 'online'] as const;
const reasons = ['price', 'competitor', 'budget', 'need', 'silent', 'other'] as const;
const cents = 100;

interface Facts { readonly purpose: string; readonly amount: number | string; readonly probability: number | string; readonly closesOn: string }
type Faults = Readonly<Record<string, string>>;

function FactFields({ value, set, faults }: { readonly value: Facts; readonly set: (part: Partial<Facts>) => void; readonly faults: Faults }): ReactNode {
  const { t } = useTranslation('opportunities');
  return (
    <>
      <TextInput label={t('purpose')} description={t('purpose.hint')} required maxLength={300} value={value.purpose} error={faults['/purpose']} onChange={({ currentTarget }) => { set({ purpose: currentTarget.value }); }} />
      <NumberInput label={t('amount')} required min={0} decimalScale={2} suffix=" €" value={value.amount} error={faults['/amountCents']} onChange={(amount) => { set({ amount }); }} />
      <NumberInput label={t('probability')} required min={0} max={100} suffix=" %" value={value.probability} error={faults['/probability']} onChange={(probability) => { set({ probability }); }} />
      <TextInput label={t('closes')} type="date" required value={value.closesOn} error={faults['/closesOn']} onChange={({ currentTarget }) => { set({ closesOn: currentTarget.value }); }} />
    </>
  );
}

function factsOf({ purpose, amount, probability, closesOn }: Facts) {
  return { purpose, amountCents: Math.round(Number(amount) * cents), probability: Number(probability), closesOn };
}

export function NewOpportunity({ customerId, channel, onClose, onOpened }: { readonly customerId: string | undefined; readonly channel: string | undefined; readonly onClose: () => void; readonly onOpened: (opportunity: Opportunity) => void }): ReactNode {
  const { t } = useTranslation('opportunities');
  const [value, setValue] = useState({ customerId, purpose: '', amount: '' as number | string, probability: '' as number | string, closesOn: '', channel: channels.find((one) => one === channel) ?? 'field' });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const open = useCommand({
    send: (body: Schema<'NewOpportunity'>, key) => dataOf(api.POST('/api/v1/opportunities', { params: { header: { 'Idempotency-Key': key } }, body })), touches: touched, done: (made) => { announce(t('opened', { id: made.id })); onOpened(made); },
  });
  const faults = faultsIn(open.error);
  return (
    <SideForm title={t('new')} isOpen onClose={onClose} action={t('new.send')} isSending={open.isPending} error={open.error} onSubmit={() => { open.mutate({ customerId: value.customerId ?? '', channel: value.channel, ...factsOf(value) }); }}>
      <CustomerField value={value.customerId} error={faults['/customerId']} onChange={(chosen) => { set({ customerId: chosen }); }} />
      <FactFields value={value} set={set} faults={faults} />
      <NativeSelect label={t('channel')} value={value.channel} data={channels.map((one) => ({ value: one, label: t(`channel.${one}`) }))} onChange={({ currentTarget }) => { set({ channel: currentTarget.value as typeof value.channel }); }} />
    </SideForm>
  );
}

interface ActProps { readonly opportunity: Opportunity; readonly onClose: () => void }

export function EditOpportunity({ opportunity, onClose }: ActProps): ReactNode {
  const { t } = useTranslation('opportunities');
  const { id, version, purpose, amountCents, probability, closesOn, stage } = opportunity;
  const [value, setValue] = useState({ purpose, amount: amountCents / cents as number | string, probability: probability as number | string, closesOn, stage: openStages.find((one) => one === stage) ?? 'discovery' });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const edit = useCommand({
    send: (body: Schema<'OpportunityPatch'>) => dataOf(api.PATCH('/api/v1/opportunities/{id}', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body })), touches: touched, done: () => { announce(t('changed')); onClose(); },
  });
  const faults = faultsIn(edit.error);
  return (
    <SideForm title={t('edit')} isOpen onClose={onClose} action={t('save')} isSending={edit.isPending} error={edit.error} onSubmit={() => { edit.mutate({ ...factsOf(value), stage: value.stage }); }}>
      <FactFields value={value} set={set} faults={faults} />
      <NativeSelect label={t('stage')} value={value.stage} data={openStages.map((one) => ({ value: one, label: t(`stage.${one}`) }))} onChange={({ currentTarget }) => { set({ stage: currentTarget.value as typeof value.stage }); }} />
    </SideForm>
  );
}

export function TransferOpportunity({ opportunity: { id, channel, seller }, onClose }: ActProps): ReactNode {
  const { t } = useTranslation('opportunities');
  const [value, setValue] = useState({ channel, seller, comment: '' });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const transfer = useCommand({
    send: (body: Schema<'OpportunityTransfer'>, key) => dataOf(api.POST('/api/v1/opportunities/{id}/transfer', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })), touches: touched, done: () => { announce(t('transferred')); onClose(); },
  });
  const faults = faultsIn(transfer.error);
  return (
    <SideForm title={t('transfer')} isOpen onClose={onClose} action={t('transfer.send')} isSending={transfer.isPending} error={transfer.error} onSubmit={() => { transfer.mutate(value); }}>
      <NativeSelect label={t('channel')} value={value.channel} data={channels.map((one) => ({ value: one, label: t(`channel.${one}`) }))} onChange={({ currentTarget }) => { set({ channel: currentTarget.value as typeof value.channel }); }} />
      <TextInput label={t('seller')} required value={value.seller} error={faults['/seller']} onChange={({ currentTarget }) => { set({ seller: currentTarget.value }); }} />
      <Textarea label={t('comment')} required maxLength={1000} value={value.comment} error={faults['/comment']} onChange={({ currentTarget }) => { set({ comment: currentTarget.value }); }} />
    </SideForm>
  );
}

export function CloseOpportunity({ opportunity: { id, amountCents }, onClose }: ActProps): ReactNode {
  const { t } = useTranslation('opportunities');
  const [value, setValue] = useState({ outcome: 'won' as 'won' | 'lost', amount: amountCents / cents as number | string, reason: 'price' as (typeof reasons)[number], comment: '' });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const close = useCommand({
    send: (body: Schema<'OpportunityClosing'>, key) => dataOf(api.POST('/api/v1/opportunities/{id}/close', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })), touches: touched, done: () => { announce(t('closed')); onClose(); },
  });
  const faults = faultsIn(close.error);
  return (
    <SideForm title={t('close-it')} isOpen onClose={onClose} action={t('close.send')} isSending={close.isPending} error={close.error} onSubmit={() => {
      const comment = value.comment === '' ? {} : { comment: value.comment };
      close.mutate(value.outcome === 'won' ? { outcome: 'won', amountCents: Math.round(Number(value.amount) * cents), ...comment } : { outcome: 'lost', reason: value.reason, ...comment });
    }}>
      <NativeSelect label={t('outcome')} value={value.outcome} data={(['won', 'lost'] as const).map((one) => ({ value: one, label: t(`stage.${one}`) }))} onChange={({ currentTarget }) => { set({ outcome: currentTarget.value as typeof value.outcome }); }} />
      {value.outcome === 'won' ? <NumberInput label={t('amount')} min={0} decimalScale={2} suffix=" €" value={value.amount} error={faults['/amountCents']} onChange={(amount) => { set({ amount }); }} />
        : <NativeSelect label={t('reason')} value={value.reason} error={faults['/reason']} data={reasons.map((one) => ({ value: one, label: t(`reason.${one}`) }))} onChange={({ currentTarget }) => { set({ reason: currentTarget.value as typeof value.reason }); }} />}
      <Textarea label={t('comment')} maxLength={1000} value={value.comment} error={faults['/comment']} onChange={({ currentTarget }) => { set({ comment: currentTarget.value }); }} />
    </SideForm>
  );
}
