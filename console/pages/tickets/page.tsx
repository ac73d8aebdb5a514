/** The queue: who is running out of time first, whatever happens elsewhere; taken in one stroke. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay, useMe } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import { useShortcut } from '../../keys/registry.ts';
import { DataList } from '../../list/data-list.tsx';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { useTicketAct } from '../../tickets/queries.ts';
import classes from '../../tickets/tickets.module.css';
import { TicketCard, useTicketColumns } from './columns.tsx';
import { Facets } from './facets.tsx';
import type { TicketsSearch } from './route.ts';

const route = getRouteApi('/tickets');
const pageSize = 200;

export function TicketsPage(): ReactNode {
  const { t } = useTranslation('tickets');
  const search = route.useSearch();
  const navigate = useNavigate();
  const { subject } = useMe();
  const columns = useTicketColumns();
  const [mayCreate, mayAct] = [useMay('ticket:create'), useMay('ticket:act')];
  const sort = search.sort ?? 'due';
  const query = queryOf(search, subject);
  const list = usePagedList(listKey('tickets', query), (cursor) => answerOf(api.GET('/api/v1/tickets', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? { count: 'true' } : { cursor }) } } })));
  const go = (next: TicketsSearch): void => { void navigate({ to: '/tickets', search: present(next), replace: true }); };
  const take = useTicketAct(({ number }) => { announce(t('taken', { number })); });
  const current = list.rows.find(({ number }) => number === search.item);
  useShortcut('tickets-new', () => { void navigate({ to: '/tickets/new' }); }, mayCreate);
  useShortcut('tickets-mine', () => { go({ ...search, view: search.view === 'mine' ? 'desk' : 'mine', item: undefined }); });
  useShortcut('tickets-take', () => {
    if (!current) return;
    take.mutate({ number: current.number, address: 'take', input: {} });
  }, mayAct && current !== undefined);
  const isNarrowed = Object.keys(query).length > 2;
  return (
    <PageFrame title={t('title')} actions={mayCreate && <Button component={Link} to="/tickets/new" leftSection={<IconPlus size={14} />}>{t('new')}</Button>}>
      <Facets search={search} onChange={go} />
      {take.error !== null && <Failed error={take.error} />}
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <div className={classes['queue']}><DataList name="tickets" label={t('title')} columns={columns} rows={list.rows} rowId={({ number }) => number} total={list.total} hasMore={list.hasMore} more={list.more} isLoadingMore={list.isLoadingMore}
          rowLabel={({ number, customerName, priority, phase }) => t('row', { number, customer: customerName ?? '', priority, phase: t(`phase.${phase}`) })}
          current={search.item} onCurrent={(item) => { go({ ...search, item }); }} onOpen={({ number }) => { void navigate({ to: `/tickets/${number}` }); }}
          sort={{ key: sort, direction: sort === 'importance' ? 'descending' : 'ascending' }} onSort={(key) => { go({ ...search, sort: key as TicketsSearch['sort'] }); }}
          card={(ticket) => <TicketCard ticket={ticket} />}
          empty={<Empty title={t(isNarrowed ? 'empty.narrowed' : 'empty.title')} hint={t(`empty.${search.view ?? 'desk'}`)} />} /></div>
      )}
    </PageFrame>
  );
}

function queryOf({ view = 'desk', sort = 'due', team, level, priority, phase, customerId, rds, assignee, centre }: TicketsSearch, subject: string) {
  const whose = { desk: { open: 'true' }, mine: { open: 'true', assignee: subject }, unheld: { open: 'true', held: 'false' }, ended: { open: 'false' } } as const;
  return { sort, ...present({ assignee, centre }), ...whose[view], ...present({ team, level: level === undefined ? undefined : Number(level), priority, phase: phase as 'waiting' | undefined, customerId, rds }) };
}
