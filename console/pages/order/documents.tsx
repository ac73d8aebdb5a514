/** The documents of an order: issued, signed, brought; the scan of one that was signed on paper carries its number (S-04). */
import { Anchor, Button, FileInput, Group, NativeSelect, Paper, Table, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, formOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import type { Order } from '../../sales/queries.ts';
import { formatInstant } from '../../time/time.ts';

const takes = ['discount-approval', 'issuing', 'signature', 'sealing', 'signed'];
const kinds = ['deal-simulator', 'eligibility-evidence', 'bank-details', 'sepa-mandate', 'notification-letter', 'feasibility-answer', 'custom-offer-validation', 'terms-amendment', 'other'] as const;
type Kind = (typeof kinds)[number] | 'purchase-order';
/** By the customer's own hand. */
const isSigned = (kind: Kind): boolean => kind === 'purchase-order' || kind === 'sepa-mandate' || kind === 'terms-amendment';

export function Documents({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('order');
  const { documents, phase } = order;
  const mayAdd = useMay('order:place') && takes.includes(phase);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="documents">
      <Title order={2} id="documents" mb="xs">{t('documents')}</Title>
      {documents.length === 0 ? <Text size="sm" c="dimmed">{t('documents.none')}</Text> : (
        <Table verticalSpacing={4} aria-labelledby="documents">
          <Table.Tbody>{documents.map(({ id, kind, at, href }) => <Table.Tr key={id}><Table.Td><Anchor href={href} download size="sm">{t(`kind.${kind}`)}</Anchor></Table.Td><Table.Td ta="right"><Text size="xs" c="dimmed">{formatInstant(at)}</Text></Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      )}
      {mayAdd && <Add order={order} />}
    </Paper>
  );
}

function Add({ order: { id, missing, phase, signature } }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('order');
  const isPaper = phase === 'signature' && signature?.mode === 'paper';
  const offered: readonly Kind[] = [...(isPaper ? ['purchase-order' as const] : []), ...kinds.toSorted((one, other) => Number(missing.includes(other)) - Number(missing.includes(one)))];
  const [chosen, setKind] = useState<Kind>();
  const kind = chosen !== undefined && offered.includes(chosen) ? chosen : offered[0] ?? 'deal-simulator';
  const [orderNumber, setOrderNumber] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const add = useCommand({
    send: (input: { kind: Kind; name: string; orderNumber: string }, key) => dataOf(api.POST('/api/v1/orders/{id}/files', {
      params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { kind: input.kind, file: '' }, bodySerializer: () => formOf({ kind: input.kind, file: file ?? undefined, orderNumber: isSigned(input.kind) ? input.orderNumber : undefined }),
    })),
    touches: [['orders']], done: () => { setFile(null); announce(t('documents.added')); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (file) add.mutate({ kind, name: `${file.name} ${file.size} ${file.lastModified}`, orderNumber: orderNumber.trim() }); }}>
      <Group align="end" mt="sm">
        <NativeSelect label={t('documents.kind')} value={kind} data={offered.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={({ currentTarget }) => { setKind(currentTarget.value as Kind); }} />
        {isSigned(kind) && <TextInput label={t('documents.number')} required placeholder={id} value={orderNumber} onChange={({ currentTarget }) => { setOrderNumber(currentTarget.value); }} />}
        <FileInput label={t('documents.file')} placeholder={t('documents.choose')} w={260} clearable clearButtonProps={{ 'aria-label': t('documents.clear') }} value={file} onChange={setFile} />
        <Button type="submit" variant="default" disabled={!file} loading={add.isPending}>{t('documents.add')}</Button>
      </Group>
      {add.error && <Failed error={add.error} />}
    </form>
  );
}
