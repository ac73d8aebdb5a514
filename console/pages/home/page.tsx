/** Accueil: what is late, what is due today, one's tickets, and what has gone astray; every figure leads to its list. */
import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay, useMe } from '../../data/me.ts';
import { stringifySearch } from '../../data/search.ts';
import { useRead } from '../../data/read.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { useCallWords } from '../../tasks/call-words.ts';
import { pageOf } from '../../tasks/subject-links.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { labelOf, useChoices } from '../../tickets/queries.ts';
import { Due, Instant } from '../../time/due.tsx';
import { useNowMs } from '../../time/now.ts';
import { dayOf, formatDay } from '../../time/time.ts';
import { instantOfLocal } from '../../time/zone.ts';
import { Block, type BlockLine } from './block.tsx';

/** So many lines of each; the list has the rest. */
const limit = 6;
const everyMs = 5 * 60_000;

export function HomePage(): ReactNode {
  const { t } = useTranslation('home');
  const readsTasks = useMay('task:read');
  const readsTickets = useMay('ticket:read', 'ticket:act');
  const readsDeployments = useMay('deployment:read');
  const handlesCalls = useMay('stuck-call:handle');
  const me = useMe();
  const isInside = !me.profiles.every(({ profile }) => profile === 'customer');
  return (
    <PageFrame title={t('title', { name: me.name ?? me.subject })}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {readsTasks && <Late />}
        {readsTasks && <Today />}
        {readsTickets && isInside && <MyTickets />}
        {handlesCalls && <StuckCalls />}
        {readsDeployments && isInside && <AtRisk />}
      </SimpleGrid>
      {!readsTasks && !readsTickets && !readsDeployments && <Empty title={t('nothing')} hint={t('nothing.hint')} />}
    </PageFrame>
  );
}

type Basket = { readonly dueBefore?: string; readonly whose: 'open' };

function useBasket(filters: Basket) {
  return useQuery({ queryKey: listKey('tasks', { ...filters, limit, count: 'true' }), queryFn: () => dataOf(api.GET('/api/v1/tasks', { params: { query: { ...filters, limit, count: 'true' } } })), placeholderData: (before) => before });
}

/** Rounded, so that the question stays the same for a while. */
function useNow(): string {
  return new Date(Math.floor(useNowMs() / everyMs) * everyMs).toISOString();
}

function Late(): ReactNode {
  const { t } = useTranslation('home');
  const filters: Basket = { whose: 'open', dueBefore: useNow() };
  const { data, error, refetch } = useBasket(filters);
  return <Block title={t('late')} tone="late" count={data?.total} href={`/baskets${stringifySearch({ ...filters, sort: 'due' })}`} error={error} again={refetch} lines={data?.items.map(lineOf)} empty={t('late.none')} />;
}

/** Until midnight of the operator's zone. What is late is due today as well, and counted apart. */
function Today(): ReactNode {
  const { t } = useTranslation('home');
  const now = useNow();
  const filters: Basket = { whose: 'open', dueBefore: new Date(instantOfLocal(`${dayOf(Date.parse(now))}T23:59`)).toISOString() };
  const late = useBasket({ whose: 'open', dueBefore: now });
  const { data, error, refetch } = useRead({
    queryKey: listKey('tasks', { ...filters, sort: 'due', limit: 50, count: 'true' }), queryFn: () => dataOf(api.GET('/api/v1/tasks', { params: { query: { ...filters, sort: 'due', limit: 50, count: 'true' } } })),
  });
  const left = data?.items.filter(({ isOverdue }) => !isOverdue);
  const count = data?.total === undefined || late.data?.total === undefined ? undefined : Math.max(0, data.total - late.data.total);
  return <Block title={t('today')} count={count} href={`/baskets${stringifySearch({ ...filters, sort: 'due' })}`} error={error} again={refetch} lines={left?.slice(0, limit).map(lineOf)} empty={t('today.none')} />;
}

function lineOf(item: { readonly id: string; readonly step: string; readonly label: { fr: string; en: string }; readonly journeyId: string; readonly deploymentId: string | null; readonly dueAt: string | null; readonly isOverdue: boolean; readonly isAtRisk: boolean }): BlockLine {
  return { id: item.id, href: item.step === 'ticket' ? pageOf(item) ?? '/' : `/tasks/${item.id}`, title: inLanguage(item.label), subject: item.journeyId, aside: <Due at={item.dueAt} isOverdue={item.isOverdue} isAtRisk={item.isAtRisk} /> };
}

function MyTickets(): ReactNode {
  const { t } = useTranslation('home');
  const { subject } = useMe();
  const choices = useChoices();
  const query = { assignee: subject, open: 'true', sort: 'due', limit } as const;
  const { data, error, refetch } = useRead({ queryKey: listKey('tickets', query), queryFn: () => dataOf(api.GET('/api/v1/tickets', { params: { query } })) });
  return (
    <Block title={t('tickets')} href={`/tickets${stringifySearch({ assignee: subject, open: 'true', sort: 'due' })}`} error={error} again={refetch} empty={t('tickets.none')}
      lines={data?.items.map(({ number, customerId, customerName, category, dueAt, isBreached }) => ({ id: number, href: `/tickets/${number}`, title: number, subject: [customerName ?? customerId, category === null ? undefined : labelOf(choices?.categories, category)].filter(Boolean).join(' · '), aside: <Due at={dueAt} isOverdue={isBreached} /> }))} />
  );
}

function StuckCalls(): ReactNode {
  const { t } = useTranslation('home');
  const words = useCallWords();
  const { data, error, refetch } = useRead({ queryKey: listKey('stuck-calls', { limit }), queryFn: () => answerOf(api.GET('/api/v1/stuck-calls', { params: { query: { limit } } })) });
  return (
    <Block title={t('stuck')} tone="late" count={data && data.nextCursor === undefined ? data.data.items.length : undefined} href={`/baskets${stringifySearch({ whose: 'all', step: 'stuck-call' })}`} error={error} again={refetch} empty={t('stuck.none')}
      lines={data?.data.items.map(({ taskId, journeyId, system, call, since }) => ({ id: taskId, href: `/tasks/${taskId}`, title: words({ system, call }), subject: journeyId, aside: <Instant at={since} relative /> }))} />
  );
}

function AtRisk(): ReactNode {
  const { t } = useTranslation('home');
  const query = { atRisk: 'true', limit } as const;
  const { data, error, refetch } = useRead({ queryKey: listKey('deployments', query), queryFn: () => answerOf(api.GET('/api/v1/deployments', { params: { query } })) });
  return (
    <Block title={t('risk')} tone="soon" count={data && data.nextCursor === undefined ? data.data.items.length : undefined} href="/deployments?atRisk=true" error={error} again={refetch} empty={t('risk.none')}
      lines={data?.data.items.map(({ id, customerId, targetActivationDate, coordinator }) => ({ id, href: `/deployments/${id}`, title: id, subject: [customerId, coordinator].filter(Boolean).join(' · '), aside: t('risk.target', { day: formatDay(targetActivationDate) }) }))} />
  );
}
