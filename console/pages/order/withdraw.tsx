/** The customer's withdrawal from what he signed (C-08): his own, or registered from his letter, of the day on which he declared it. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';

/** @param isRegistered by one of the house, from a letter or a mail */
export function Withdraw({ id, isRegistered }: { readonly id: string; readonly isRegistered: boolean }): ReactNode {
  const { t } = useTranslation('order');
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState({ declaredOn: '', reason: '' });
  const withdraw = useCommand({
    send: (body: { declaredOn?: string; reason?: string }, key) => dataOf(api.POST('/api/v1/orders/{id}/withdraw', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    touches: [['orders'], ['proposals']], done: () => { announce(t('withdrawn')); setOpen(false); },
  });
  const submit = (): void => {
    const reason = typed.reason.trim();
    withdraw.mutate({ ...(typed.declaredOn === '' ? {} : { declaredOn: typed.declaredOn }), ...(reason === '' ? {} : { reason }) });
  };
  return (
    <>
      <Button variant="light" color="red" onClick={() => { setOpen(true); }}>{t('withdraw')}</Button>
      <SideForm title={t('withdraw')} isOpen={isOpen} onClose={() => { setOpen(false); }} action={t('withdraw')} onSubmit={submit} isSending={withdraw.isPending} error={withdraw.error}>
        {isRegistered && <TextInput type="date" label={t('withdraw.declared-on')} description={t('withdraw.declared-on.hint')} value={typed.declaredOn} error={faultsIn(withdraw.error)['/declaredOn']} onChange={({ currentTarget }) => { setTyped({ ...typed, declaredOn: currentTarget.value }); }} />}
        <Textarea label={t('reason')} description={t(isRegistered ? 'reason.hint' : 'withdraw.reason.hint')} autosize minRows={2} maxLength={2000} data-autofocus value={typed.reason} onChange={({ currentTarget }) => { setTyped({ ...typed, reason: currentTarget.value }); }} />
      </SideForm>
    </>
  );
}
