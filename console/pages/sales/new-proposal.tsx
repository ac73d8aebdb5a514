/** A new proposal (S-01): for whom, called what, from what he has today or from nothing. */
import { Radio, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';

const beginnings = ['today', 'nothing'] as const;

export function NewProposal({ isOpen, customerId, onClose }: { readonly isOpen: boolean; readonly customerId: string | undefined; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('sales');
  const navigate = useNavigate();
  const [typed, setTyped] = useState({ customerId: undefined as string | undefined, name: '', holds: 'today' as (typeof beginnings)[number] });
  const body = { ...typed, customerId: customerId ?? typed.customerId };
  const make = useCommand({
    send: (input: Schema<'NewProposal'>, key) => dataOf(api.POST('/api/v1/proposals', { params: { header: { 'Idempotency-Key': key } }, body: input })),
    touches: [listKey('proposals').slice(0, 2)],
    done: ({ id, name }) => { announce(t('made', { id, name })); onClose(); return navigate({ to: '/sales/proposals/$id', params: { id } }); },
  });
  const faults = faultsIn(make.error);
  return (
    <SideForm title={t('new')} isOpen={isOpen} onClose={onClose} action={t('make')} onSubmit={() => { make.mutate({ ...body, customerId: body.customerId ?? '' }); }} isSending={make.isPending} error={make.error}>
      <CustomerField value={body.customerId} isFixed={customerId !== undefined} error={faults['/customerId']} onChange={(id) => { setTyped({ ...typed, customerId: id }); }} />
      <TextInput label={t('name')} description={t('name.hint')} required maxLength={120} data-autofocus value={typed.name} error={faults['/name']} onChange={({ currentTarget }) => { setTyped({ ...typed, name: currentTarget.value }); }} />
      <Radio.Group label={t('begins')} value={typed.holds} onChange={(holds) => { setTyped({ ...typed, holds }); }}>
        <Stack gap={6} mt={4}>{beginnings.map((one) => <Radio key={one} size="xs" value={one} label={t(`begins.${one}`)} />)}</Stack>
      </Radio.Group>
    </SideForm>
  );
}
