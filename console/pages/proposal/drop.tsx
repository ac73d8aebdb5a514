/** What the customer has and will not go on with (S-07): a range or products leave the proposal, with the reason. */
import { Button, Checkbox, Radio, Stack, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { announce } from '../../parts/announce.tsx';
import { SideForm } from '../../parts/side-form.tsx';
import { proposalQuery, type Proposal } from '../../sales/queries.ts';
import { inLanguage } from '../../texts/texts.ts';

const kinds = ['partial', 'product'] as const;

export function DropButton({ proposal: { id, subOrders } }: { readonly proposal: Proposal }): ReactNode {
  const { t } = useTranslation('proposal');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [kind, setKind] = useState<(typeof kinds)[number]>('product');
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const held = subOrders.map((one) => ({ ...one, lines: one.lines.filter(({ rds }) => rds !== null) })).filter(({ lines }) => lines.length > 0);
  const choices = kind === 'partial' ? held.map(({ range, label }) => ({ value: range as string, label: inLanguage(label) })) : held.flatMap(({ lines }) => lines.map((line) => ({ value: line.id, label: `${line.label} ${line.rds ?? ''}` })));
  const drop = useCommand({
    send: (body: { lines: string[]; reason: string } | { ranges: (typeof held)[number]['range'][]; reason: string }, key) => dataOf(api.POST('/api/v1/proposals/{id}/drops', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    touches: [listKey('proposals').slice(0, 2)],
    done: (left) => { client.setQueryData(proposalQuery(id).queryKey, left); announce(t('dropped')); setChosen([]); setOpen(false); },
  });
  if (held.length === 0) return null;
  const send = (): void => { drop.mutate(kind === 'partial' ? { ranges: chosen as (typeof held)[number]['range'][], reason } : { lines: chosen, reason }); };
  return (
    <>
      <Button variant="default" onClick={() => { setOpen(true); }}>{t('drop')}</Button>
      <SideForm title={t('drop')} isOpen={isOpen} onClose={() => { setOpen(false); }} action={t('drop.enter')} onSubmit={send} isSending={drop.isPending} error={drop.error}>
        <Radio.Group label={t('drop.kind')} value={kind} onChange={(next) => { setKind(next); setChosen([]); }}><Stack gap={6} mt={4}>{kinds.map((one) => <Radio key={one} size="xs" value={one} label={t(`drop.${one}`)} />)}</Stack></Radio.Group>
        <Checkbox.Group label={t('drop.what')} value={chosen} onChange={setChosen}><Stack gap={6} mt={4}>{choices.map(({ value, label }) => <Checkbox key={value} size="xs" value={value} label={label} />)}</Stack></Checkbox.Group>
        <Textarea label={t('drop.reason')} required autosize minRows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
      </SideForm>
    </>
  );
}
