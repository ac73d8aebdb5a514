/** The rules' figures: read, changed as JSON with the impact seen before, by version, and applied to what runs. */
import { Alert, Anchor, Badge, Button, Code, Group, NativeSelect, Stack, Table, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Answer, type Schema } from '../../../client/client.ts';
import type { paths } from '../../../client/schema.d.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey, oneKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { useRead } from '../../data/read.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useActorWords } from '../../people/names.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatInstant } from '../../time/time.ts';
import { Impact } from './impact.tsx';
import { Records } from './records.tsx';

type Policy = Schema<'Policy'>;
/** From the address: the API refuses what is none. */
type PolicyName = paths['/api/v1/policies/{name}']['get']['parameters']['path']['name'];
const route = getRouteApi('/administration');

export function Policies(): ReactNode {
  const { t } = useTranslation('administration');
  const words = useActorWords();
  const { item } = route.useSearch();
  const list = usePagedList<Schema<'PolicySummary'>>(listKey('policies'), () => answerOf(api.GET('/api/v1/policies')));
  if (item !== undefined) return <OnePolicy key={item} name={item} />;
  return (
    <Records list={list} label={t('section.policies')} idOf={({ name }) => name} empty={{ title: t('policies.empty'), hint: t('policies.empty-hint') }}
      columns={[
        { header: t('policies.name'), cell: ({ name, label }) => <Anchor size="sm" renderRoot={(props) => <Link to="/administration" search={{ section: 'policies', item: name }} {...props} />}>{inLanguage(label)}</Anchor> },
        { header: t('policies.rules'), cell: ({ rules }) => rules.join(', ') },
        { header: t('policies.version'), cell: ({ version }) => version },
        { header: t('policies.changed'), cell: ({ createdAt, author, authorName }) => `${formatInstant(createdAt)} · ${words(author, authorName)}` },
      ]} />
  );
}

function OnePolicy({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation('administration');
  const words = useActorWords();
  const [version, setVersion] = useState<number>();
  const read = useRead({ queryKey: oneKey('policies', name, 'value', { version }), queryFn: () => answerOf(api.GET('/api/v1/policies/{name}', { params: { path: { name: name as PolicyName }, query: version === undefined ? {} : { version } } })) });
  const versions = useQuery({ queryKey: oneKey('policies', name, 'versions'), queryFn: () => dataOf(api.GET('/api/v1/policies/{name}/versions', { params: { path: { name: name as PolicyName }, query: {} } })) });
  return (
    <Stack gap="sm">
      <Anchor size="sm" renderRoot={(props) => <Link to="/administration" search={{ section: 'policies' }} {...props} />}>{t('policies.all')}</Anchor>
      {read.error ? <Failed error={read.error} again={read.refetch} /> : !read.data ? <Loading /> : (
        <>
          <Group><Title order={2}>{inLanguage(read.data.data.label)}</Title>{!read.data.data.current && <Badge variant="light" color="gray">{t('policies.old')}</Badge>}</Group>
          <NativeSelect w="fit-content" label={t('policies.version')} value={String(read.data.data.version)} onChange={({ currentTarget }) => { setVersion(Number(currentTarget.value)); }}
            data={(versions.data?.items ?? [read.data.data]).map((one) => ({ value: String(one.version), label: `${one.version} · ${formatInstant(one.createdAt)} · ${words(one.author, one.authorName)}` }))} />
          <Editor key={`${read.data.data.version} ${read.data.data.current}`} read={read.data} onKept={() => { setVersion(undefined); }} />
        </>
      )}
      <Applications name={name} />
    </Stack>
  );
}

/** A version that is not the current one can be taken up again: it is compared, and kept as a new one. */
function Editor({ read: { data: policy, etag }, onKept }: { readonly read: Answer<Policy>; readonly onKept: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  const mayEdit = useMay('policy:edit');
  const before = JSON.stringify(policy.value, undefined, 2);
  const [text, setText] = useState(before);
  const parsed = parse(text);
  const path = { name: policy.name as PolicyName };
  const preview = useMutation({ mutationFn: (value: Policy['value']) => dataOf(api.POST('/api/v1/policies/{name}/impact', { params: { path }, body: { value } })) });
  const keep = useCommand({
    send: async (value: Policy['value']) => {
      // What the preview compared with: whoever changed it meanwhile is not overwritten.
      const expected = policy.current ? etag ?? '' : `"${preview.data?.currentVersion ?? 0}"`;
      return await dataOf(api.PUT('/api/v1/policies/{name}', { params: { path, header: { 'If-Match': expected } }, body: { value } }));
    },
    touches: [['policies']],
    done: ({ version }) => { announce(t('policies.kept', { version })); onKept(); },
  });
  const apply = useCommand({ send: (_: string, key) => dataOf(api.POST('/api/v1/policies/{name}/apply', { params: { path, header: { 'Idempotency-Key': key } } })), touches: [['policies']], done: ({ journeys }) => { announce(t('policies.applied', { count: journeys })); } });
  const error = preview.error ?? keep.error ?? apply.error;
  return (
    <Stack gap="sm">
      <Textarea label={t('policies.value')} description={t('policies.value-hint')} autosize minRows={8} maxRows={28} spellCheck={false} readOnly={!mayEdit} value={text} error={parsed === undefined && t('policies.not-json')}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }} onChange={({ currentTarget }) => { setText(currentTarget.value); preview.reset(); keep.reset(); }} />
      {error && <Failed error={error} />}
      {preview.data && <Impact impact={preview.data} />}
      {mayEdit && (
        <Group>
          <Button variant="default" disabled={parsed === undefined} loading={preview.isPending} onClick={() => { if (parsed) preview.mutate(parsed); }}>{t('policies.preview')}</Button>
          <Button disabled={!parsed || !preview.data || preview.data.changes.length === 0} loading={keep.isPending} onClick={() => { if (parsed) keep.mutate(parsed); }}>{t('policies.keep')}</Button>
          {policy.current && text === before && <Button variant="default" loading={apply.isPending} onClick={() => { apply.mutate(policy.name); }}>{t('policies.apply')}</Button>}
        </Group>
      )}
    </Stack>
  );
}

function parse(text: string): Policy['value'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Policy['value'] : undefined;
  } catch {
    return undefined;
  }
}

function Applications({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation('administration');
  const { data } = useQuery({ queryKey: oneKey('policies', name, 'applications'), queryFn: () => dataOf(api.GET('/api/v1/policies/{name}/applications', { params: { path: { name: name as PolicyName }, query: {} } })) });
  if (!data || data.items.length === 0) return null;
  return (
    <Alert variant="light" color="gray" title={t('policies.applications')}>
      <Table>
        <Table.Tbody>
          {data.items.map((one) => (
            <Table.Tr key={`${one.version} ${one.requestedAt}`}>
              <Table.Th scope="row"><Code>{one.version}</Code></Table.Th><Table.Td>{formatInstant(one.requestedAt)} · {one.requestedBy}</Table.Td>
              <Table.Td><Text size="sm">{t('policies.progress', { moved: one.moved, waiting: one.waiting, journeys: one.journeys, troubled: one.troubled })}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  );
}
