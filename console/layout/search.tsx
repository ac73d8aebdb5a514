/** The search of the top bar: a number leads to its file, a name to its customer. */
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../client/client.ts';
import { api } from '../data/api.ts';
import { listKey } from '../data/keys.ts';
import { useMay } from '../data/me.ts';
import { announce } from '../parts/announce.tsx';
import classes from './search.module.css';

/** Pages by what a number begins with. */
const files = [[/^AFF-\d{4}-\d+(?:\/S\d+)?$/i, '/deployments/'], [/^TCK-\d{4}-\d+$/i, '/tickets/'], [/^RES-\d{4}-\d+$/i, '/terminations/'], [/^CMD-\d{4}-\d+$/i, '/sales/orders/'], [/^PRO-\d{4}-\d+$/i, '/sales/proposals/'], [/^REC-\d{4}-\d+$/i, '/complaints/'], [/^CLI-\d+$/i, '/customers/']] as const;
const fewest = 2;

function pageOfNumber(text: string): string | undefined {
  const found = files.find(([pattern]) => pattern.test(text));
  return found && found[1] + (text.toUpperCase().split('/')[0] ?? '');
}

export function Search(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const listId = useId();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const readsCustomers = useMay('customer:read');
  const isName = readsCustomers && asked.length >= fewest && pageOfNumber(asked) === undefined;
  const { data } = useQuery({
    queryKey: listKey('customers', { search: asked, limit: 8 }), queryFn: () => dataOf(api.GET('/api/v1/customers', { params: { query: { search: asked, limit: 8 } } })), enabled: isName, placeholderData: keepPreviousData,
  });
  const found = isName ? [...new Set(data?.items.map(({ id, name }) => `${name} · ${id}`))] : [];

  function go(wanted: string): void {
    const number = /(CLI-\d+)$/.exec(wanted)?.[1] ?? wanted.trim();
    const to = pageOfNumber(number);
    if (to === undefined) announce(t('search.unknown', { text: wanted }), 'refused');
    else {
      setText('');
      void navigate({ to });
    }
  }
  return (
    <form className={classes['search'] ?? ''} role="search" aria-label={t('search')} onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') go(found[0] ?? text); }}>
      <TextInput id="search" size="xs" aria-label={t('search')} placeholder={t('search.hint')} leftSection={<IconSearch size={14} aria-hidden />} autoComplete="off" list={listId}
        value={text} onChange={({ currentTarget: { value } }) => { if (found.includes(value)) go(value); else setText(value); }} />
      <datalist id={listId}>{found.map((one) => <option key={one} value={one}>{one}</option>)}</datalist>
    </form>
  );
}
