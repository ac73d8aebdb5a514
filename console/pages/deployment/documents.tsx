/** The documents of a deployment (D-04): what is missing first; added, read, accepted or refused here. */
import { Anchor, Badge, Button, FileInput, Group, Modal, NativeSelect, Stack, Table, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, formOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { oneKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatInstant } from '../../time/time.ts';
import { documentsQuery } from './queries.ts';

type Document = Schema<'Document'>;

const tones = { added: 'blue', accepted: 'teal', rejected: 'red', issued: 'gray', missing: 'orange' } as const;

export function Documents({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('deployments');
  const { data, error, isPending, refetch } = useRead(documentsQuery(id));
  const [mayAdd, mayAccept] = [useMay('document:add'), useMay('document:accept')];
  if (error) return <Failed error={error} again={refetch} />;
  if (isPending) return <Loading />;
  return (
    <Stack>
      <Group gap="xs">{data.required.map(({ kind, label, status }) => <Badge key={kind} variant="light" color={tones[status]}>{inLanguage(label)} · {t(`document.${status}`)}</Badge>)}</Group>
      {mayAdd && <Add id={id} kinds={[...new Map(data.required.map(({ kind, label }) => [kind, inLanguage(label)])), ['other', t('document.other')]]} />}
      {data.items.length === 0 ? <Empty title={t('document.none')} hint={t('document.hint')} /> : (
        <WideTable minWidth={640} label={t('tab.documents')}>
          <Table aria-label={t('tab.documents')}>
            <Table.Thead><Table.Tr><Table.Th>{t('document.what')}</Table.Th><Table.Th>{t('document.state')}</Table.Th><Table.Th>{t('document.added-at')}</Table.Th><Table.Th>{t('column.acts')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{data.items.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td><Anchor href={`/api/v1/documents/${one.id}/content`} target="_blank" rel="noopener" size="sm">{inLanguage(one.label)}</Anchor> <Text component="span" size="xs" c="dimmed">{one.fileName} {one.site}</Text></Table.Td>
                <Table.Td><Badge size="sm" variant="light" color={tones[one.status]}>{t(`document.${one.status}`)}</Badge> <Text component="span" size="xs">{one.rejectionReason}</Text></Table.Td>
                <Table.Td>{formatInstant(one.addedAt)} <Text component="span" size="xs" c="dimmed">{one.addedByName ?? one.addedBy}</Text></Table.Td>
                <Table.Td>{mayAccept && one.status === 'added' && <Judge document={one} deployment={id} />}</Table.Td>
              </Table.Tr>
            ))}</Table.Tbody>
          </Table>
        </WideTable>
      )}
    </Stack>
  );
}

function Add({ id, kinds }: { readonly id: string; readonly kinds: readonly (readonly [string, string])[] }): ReactNode {
  const { t } = useTranslation('deployments');
  const [kind, setKind] = useState(kinds[0]?.[0] ?? 'other');
  const [file, setFile] = useState<File | null>(null);
  const add = useCommand({
    send: (input: { kind: string; name: string }, key) => dataOf(api.POST('/api/v1/deployments/{id}/documents', {
      params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { kind: input.kind as 'other', file: '' }, bodySerializer: () => formOf({ kind: input.kind, file: file ?? undefined }),
    })),
    touches: [oneKey('deployments', id)],
    done: () => { setFile(null); announce(t('document.is-added')); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (file) add.mutate({ kind, name: `${file.name} ${file.size} ${file.lastModified}` }); }}>
      <Group align="end">
        <NativeSelect label={t('document.kind')} value={kind} data={kinds.map(([value, label]) => ({ value, label }))} onChange={({ currentTarget }) => { setKind(currentTarget.value); }} />
        <FileInput label={t('document.file')} placeholder={t('import.choose')} w={280} clearable clearButtonProps={{ 'aria-label': t('import.clear') }} value={file} onChange={setFile} />
        <Button type="submit" disabled={!file} loading={add.isPending}>{t('document.add')}</Button>
      </Group>
      {add.error && <Failed error={add.error} />}
    </form>
  );
}

function Judge({ document, deployment }: { readonly document: Document; readonly deployment: string }): ReactNode {
  const { t } = useTranslation('deployments');
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const touches = [oneKey('deployments', deployment), ['tasks']];
  const params = (key: string) => ({ path: { id: document.id }, header: { 'Idempotency-Key': key } });
  const accept = useCommand({ send: (_: null, key) => dataOf(api.POST('/api/v1/documents/{id}/accept', { params: params(key) })), touches, done: () => { announce(t('document.is-accepted')); } });
  const reject = useCommand({ send: (why: string, key) => dataOf(api.POST('/api/v1/documents/{id}/reject', { params: params(key), body: { reason: why } })), touches, done: () => { setOpen(false); announce(t('document.is-rejected')); } });
  const what = inLanguage(document.label);
  return (
    <Group gap="xs">
      <Button size="compact-xs" variant="light" color="teal" loading={accept.isPending} aria-label={t('document.accept-it', { what })} onClick={() => { accept.mutate(null); }}>{t('document.accept')}</Button>
      <Button size="compact-xs" variant="subtle" color="red" aria-label={t('document.reject-it', { what })} onClick={() => { setOpen(true); }}>{t('document.reject')}</Button>
      {accept.error && <Failed error={accept.error} />}
      <Modal opened={isOpen} onClose={() => { setOpen(false); }} title={t('document.reject-it', { what })} closeButtonProps={{ 'aria-label': t('close') }}>
        <form onSubmit={(event) => { event.preventDefault(); reject.mutate(reason.trim()); }}>
          <Stack>
            <Textarea label={t('act.reason')} required data-autofocus value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
            {reject.error && <Failed error={reject.error} />}
            <Button type="submit" color="red" loading={reject.isPending}>{t('document.reject')}</Button>
          </Stack>
        </form>
      </Modal>
    </Group>
  );
}
