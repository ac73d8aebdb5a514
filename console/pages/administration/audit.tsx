/** Who gave, took or changed what, newest first (C-05). */
import { Code, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { formatInstant } from '../../time/time.ts';
import { Records } from './records.tsx';

type Act = Schema<'PeopleAct'>;
const typedMs = 300;

export function Audit(): ReactNode {
  const { t } = useTranslation('administration');
  const [typed, setTyped] = useState({ object: '', actor: '' });
  const [asked] = useDebouncedValue(typed, typedMs);
  const query = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== '')) as Partial<typeof typed>;
  const list = usePagedList<Act>(listKey('people-acts', query), (cursor) => answerOf(api.GET('/api/v1/people-acts', { params: { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } } })));
  return (
    <Records list={list} label={t('section.audit')} idOf={({ id }) => String(id)} empty={{ title: t('audit.empty'), hint: t('audit.empty-hint') }}
      tools={(['object', 'actor'] as const).map((name) => <TextInput key={name} label={t(`audit.${name}`)} value={typed[name]} onChange={({ currentTarget }) => { setTyped({ ...typed, [name]: currentTarget.value }); }} />)}
      columns={[
        { header: t('audit.at'), cell: ({ at }) => formatInstant(at) },
        { header: t('audit.actor'), cell: ({ actor }) => actor },
        { header: t('audit.act'), cell: ({ act }) => <Code>{act}</Code> },
        { header: t('audit.object'), cell: ({ object }) => object },
        { header: t('audit.change'), cell: ({ before, after }) => <Change before={before} after={after} /> },
      ]} />
  );
}

function Change({ before, after }: Pick<Act, 'before' | 'after'>): ReactNode {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  return names.map((name) => <div key={name}>{name} : {shown(before?.[name])} → {shown(after?.[name])}</div>);
}

function shown(value: unknown): string {
  return value === undefined || value === null ? '∅' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
