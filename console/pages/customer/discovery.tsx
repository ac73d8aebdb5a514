/** What was found out about a customer (S-09): essential facts, which he may read himself; noted at least three at a time, and words of judgement stood by. */
import { ActionIcon, Alert, Anchor, Button, Checkbox, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { oneKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { useDraft } from '../../form/draft.ts';
import { More } from '../../list/more.tsx';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { faultsIn } from '../../parts/side-form.tsx';
import { Instant } from '../../time/due.tsx';
import classes from './customer.module.css';
import { Aside } from './facts.tsx';

const pageSize = 50;
const [fewest, most] = [3, 20];
const keyOf = (id: string) => oneKey('customers', id, 'discovery-notes');

export function Discovery({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('customer');
  const mayNote = useMay('opportunity:edit');
  const list = usePagedList(keyOf(id), (cursor) => answerOf(api.GET('/api/v1/customers/{id}/discovery-notes', { params: { path: { id }, query: { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })));
  return (
    <Stack gap="md" maw={760}>
      {mayNote && <Note id={id} />}
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : list.rows.length === 0 ? <Empty title={t('discovery.empty')} hint={t('discovery.hint')} /> : (
        <section aria-label={t('discovery.noted')}>
          {list.rows.map((note) => <Noted key={note.id} note={note} />)}
          <More list={list} />
        </section>
      )}
    </Stack>
  );
}

function Noted({ note: { facts, writtenAt, writtenBy, writtenByName, opportunityId } }: { readonly note: Schema<'DiscoveryNote'> }): ReactNode {
  return (
    <article className={classes['entry']}>
      <Aside><Instant at={writtenAt} /></Aside>
      <div>
        <List size="sm">{facts.map((fact) => <List.Item key={fact}>{fact}</List.Item>)}</List>
        <Aside>{writtenByName ?? writtenBy}{opportunityId !== null && <> · <Anchor component={Link} to={`/opportunities?item=${opportunityId}`} inherit>{opportunityId}</Anchor></>}</Aside>
      </div>
    </article>
  );
}

function Note({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('customer');
  const draft = useDraft(`discovery.${id}`, { facts: Array<string>(fewest).fill('') });
  const facts = draft.value['facts'] as readonly string[];
  const [isConfirmed, setConfirmed] = useState(false);
  const put = (next: readonly string[]): void => {
    draft.set({ facts: [...next] });
    // Other words are not those that were stood by.
    setConfirmed(false);
  };
  const note = useCommand({
    send: (body: Schema<'NewDiscoveryNote'>, key) => dataOf(api.POST('/api/v1/customers/{id}/discovery-notes', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    touches: [keyOf(id)],
    done: () => { draft.clear(); setConfirmed(false); announce(t('discovery.done')); },
  });
  const faults = faultsIn(note.error);
  const problem = note.error instanceof ApiFailure ? note.error.problem : undefined;
  return (
    <Paper withBorder p="sm">
      <form aria-label={t('discovery.note')} onSubmit={(event) => { event.preventDefault(); note.mutate({ facts: facts.map((fact) => fact.trim()).filter((fact) => fact !== ''), isWordingConfirmed: isConfirmed }); }}>
        <Stack gap="sm">
          <Title order={2} size="h4">{t('discovery.note')}</Title>
          <Text size="sm">{t('discovery.lead')}</Text>
          {draft.restoredAt !== undefined && <Text size="xs" c="dimmed">{t('draft')}</Text>}
          {facts.map((fact, index) => (
            // A fact has no name of its own; they are only added at the end and taken out.
            // oxlint-disable-next-line react/no-array-index-key
            <Group key={index} align="end" gap="xs" wrap="nowrap">
              <TextInput flex={1} label={t('discovery.fact', { number: index + 1 })} required={index < fewest} maxLength={500} value={fact} error={faults[`/facts/${index}`]} onChange={({ currentTarget: { value } }) => { put(facts.map((one, at) => (at === index ? value : one))); }} />
              {index >= fewest && <ActionIcon size="lg" aria-label={t('discovery.remove', { number: index + 1 })} onClick={() => { put(facts.filter((_, at) => at !== index)); }}><IconTrash size={16} /></ActionIcon>}
            </Group>
          ))}
          {problem?.code === 'S-09.not-objective' ? (
            <Alert color="orange" role="alert" title={problem.title}><Text size="sm" mb="xs">{problem.detail}</Text><Checkbox size="xs" checked={isConfirmed} label={t('discovery.confirm')} onChange={({ currentTarget: { checked } }) => { setConfirmed(checked); }} /></Alert>
          ) : note.error && <Failed error={note.error} />}
          <Group>
            <Button type="submit" loading={note.isPending}>{t('discovery.send')}</Button>
            {facts.length < most && <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => { put([...facts, '']); }}>{t('discovery.add')}</Button>}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
