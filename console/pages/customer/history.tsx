/** All that was ever done for a customer, over every subject (C-04): searched, newest first, with what it changed. */
import { Anchor, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { More } from '../../list/more.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useActorWords } from '../../people/names.ts';
import { Instant } from '../../time/due.tsx';
import { useEventWords } from '../../timeline/words.ts';
import classes from './customer.module.css';
import { Aside } from './facts.tsx';

const pageSize = 50;

export function History({ id, text = '', onText }: { readonly id: string; readonly text?: string | undefined; readonly onText: (text: string) => void }): ReactNode {
  const { t } = useTranslation(['customer', 'events']);
  const [typed, setTyped] = useState(text);
  const later = useDebouncedCallback(onText, 300);
  const query = text === '' ? {} : { text };
  const list = usePagedList(oneKey('customers', id, 'timeline', query), (cursor) => answerOf(api.GET('/api/v1/customers/{id}/timeline', { params: { path: { id }, query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })));
  return (
    <>
      <TextInput type="search" label={t('history.search')} leftSection={<IconSearch size={14} aria-hidden />} maw={420} mb="sm" value={typed} onChange={({ currentTarget }) => { setTyped(currentTarget.value); later(currentTarget.value.trim()); }} />
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : list.rows.length === 0 ? <Empty title={t('history.empty')} hint={t('history.empty-hint')} /> : (
        <>
          {list.rows.map((entry) => <Entry key={`${entry.journeyId}.${entry.number}`} entry={entry} />)}
          <More list={list} />
        </>
      )}
    </>
  );
}

function Entry({ entry: { at, type, journeyId, actor, actorName, channel, payload, before, after } }: { readonly entry: Schema<'CustomerTimelineEntry'> }): ReactNode {
  const { t } = useTranslation('customer');
  const words = useEventWords();
  const actorWords = useActorWords();
  const to = pageOf(journeyId);
  return (
    <article className={classes['entry']}>
      <Aside><Instant at={at} /></Aside>
      <div>
        <strong>{words.event(type)}</strong> {words.step(payload)} {to === undefined ? journeyId : <Anchor component={Link} to={to} inherit>{journeyId}</Anchor>}
        <div><Aside>{actorWords(actor, actorName)} · {words.channel(channel)}</Aside></div>
        {Array.isArray(changes(before, after)) && changes(before, after).map(({ field, was, is }) => <Text key={field} size="xs">{t(`fact.${field}`, { defaultValue: field })} : <del>{was}</del> → <ins>{is}</ins></Text>)}
      </div>
    </article>
  );
}

/** What differs between two records. */
function changes(before: unknown, after: unknown): { readonly field: string; readonly was: string; readonly is: string }[] {
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return [];
  return Object.entries(after).flatMap(([field, is]) => {
    const was = (before as Record<string, unknown>)[field];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, was: shown(was), is: shown(is) }];
  });
}

function shown(value: unknown): string {
  return value === null || value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value);
}

function pageOf(journeyId: string): string | undefined {
  const [key = ''] = journeyId.split('/');
  if (key.startsWith('AFF-')) return `/deployments/${key}`;
  if (key.startsWith('TCK-')) return `/tickets/${key}`;
  if (key.startsWith('CMD-')) return `/sales/orders/${key}`;
  if (key.startsWith('REC-')) return `/complaints/${key}`;
  return key.startsWith('RES-') ? `/terminations/${key}` : undefined;
}
