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
import { useCurrentRow } from '../../list/current.ts';
import { DataList } from '../../list/data-list.tsx';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { useTicketAct, type TicketSummary } from '../../tickets/queries.ts';
import classes from '../../tickets/tickets.module.css';
import { TicketCard, useTicketColumns } from './columns.tsx';
import { Facets } from './facets.tsx';
import type { TicketsSearch } from './route.ts';

const route = getRouteApi('/tickets');
const pageSize = 200;

const cardOf = (ticket: TicketSummary): ReactNode => <TicketCard ticket={ticket} />;

export function TicketsPage(): ReactNode {
  const { t } = useTranslation('tickets');
  const search = route.useSearch();
  const navigate = useNavigate();
  const mayCreate = useMay('ticket:create');
  const go = (next: TicketsSearch): void => { void navigate({ to: '/tickets', search: present(next), replace: true }); };
  useShortcut('tickets-new', () => { void navigate({ to: '/tickets/new' }); }, mayCreate);
  useShortcut('tickets-mine', () => { go({ ...search, view: search.view === 'mine' ? 'desk' : 'mine', item: undefined }); });
  return (
    <PageFrame title={t('title')} actions={mayCreate && <Button component={Link} to="/tickets/new" leftSection={<IconPlus size={14} />}>{t('new')}</Button>}>
      <Facets search={search} onChange={go} />
      <Queue search={search} onChange={go} />
    </PageFrame>
  );
}

/** Apart from what narrows it: who goes down the list has none of that rendered anew. */
function Queue({ search, onChange }: { readonly search: TicketsSearch; readonly onChange: (search: TicketsSearch) => void }): ReactNode {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const { subject } = useMe();
  const columns = useTicketColumns();
  const mayAct = useMay('ticket:act');
  const sort = search.sort ?? 'due';
  const query = queryOf(search, subject);
  const list = usePagedList(listKey('tickets', query), (cursor) => answerOf(api.GET('/api/v1/tickets', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? { count: 'true' } : { cursor }) } } })), ({ number }) => number);
  const [item, moveTo] = useCurrentRow(search.item, (next) => { onChange({ ...search, item: next }); });
  const take = useTicketAct(({ number }) => { announce(t('taken', { number })); });
  const current = item === undefined ? undefined : list.rows.find(({ number }) => number === item);
  useShortcut('tickets-take', () => {
    if (!current) return;
    take.mutate({ number: current.number, address: 'take', input: {} });
  }, mayAct && current !== undefined);
  const isNarrowed = Object.keys(query).length > 2;
  if (list.error) return <Failed error={list.error} again={list.again} />;
  if (list.isLoading) return <Loading />;
  return (
    <div className={classes['queue']}>
      {take.error !== null && <Failed error={take.error} />}
      <DataList name="tickets" label={t('title')} columns={columns} rows={list.rows} rowId={({ number }) => number} total={list.total} paging={list}
        rowLabel={({ number, customerName, priority, phase }) => t('row', { number, customer: customerName ?? '', priority, phase: t(`phase.${phase}`) })}
        current={item} onCurrent={moveTo} onOpen={({ number }) => { void navigate({ to: `/tickets/${number}` }); }}
        sort={{ key: sort, direction: sort === 'importance' ? 'descending' : 'ascending' }} onSort={(key) => { onChange({ ...search, sort: key as TicketsSearch['sort'] }); }}
        card={cardOf} empty={<Empty title={t(isNarrowed ? 'empty.narrowed' : 'empty.title')} hint={t(`empty.${search.view ?? 'desk'}`)} />} />
    </div>
  );
}

function queryOf({ view = 'desk', sort = 'due', team, level, priority, phase, customerId, rds, assignee, centre }: TicketsSearch, subject: string) {
  const whose = { desk: { open: 'true' }, mine: { open: 'true', assignee: subject }, unheld: { open: 'true', held: 'false' }, ended: { open: 'false' } } as const;
  return { sort, ...present({ assignee, centre }), ...whose[view], ...present({ team, level: level === undefined ? undefined : Number(level), priority, phase: phase as 'waiting' | undefined, customerId, rds }) };
}
