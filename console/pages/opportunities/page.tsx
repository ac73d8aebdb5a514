/** Opportunities and follow-ups: what may be sold, how likely, when; and whom to talk to again. */
import { Button, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, useNavigate, useRouterState } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay, useMe } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { formatCents, formatNumber } from '../../time/time.ts';
import { Stage, useOpportunityColumns } from './columns.tsx';
import { FollowUps } from './follow-ups.tsx';
import { NewOpportunity } from './forms.tsx';
import { OpportunityPanel } from './panel.tsx';
import { stages, views, whose, type OpportunitiesSearch } from './route.ts';
import { Totals } from './totals.tsx';

const route = getRouteApi('/opportunities');
const pageSize = 100;

export function OpportunitiesPage(): ReactNode {
  const { t } = useTranslation('opportunities');
  const search = route.useSearch();
  const navigate = useNavigate();
  const { subject } = useMe();
  const mayEdit = useMay('opportunity:edit');
  const known = useRouterState({ select: ({ location }) => (location.state as { known?: { channel?: string } }).known });
  const [isOpening, setOpening] = useState(search.opens === 'true' && mayEdit);
  const view = search.followUp === undefined ? search.view ?? 'opportunities' : 'follow-ups';
  const seller = search.whose === 'all' ? undefined : subject;
  const query = present({ seller, stage: search.stage, customerId: search.customerId, period: search.period !== undefined && /^2[01]\d{2}-Q[1-4]$/.test(search.period) ? search.period : undefined });
  const go = (next: OpportunitiesSearch): void => { void navigate({ to: '/opportunities', search: present(next), replace: true }); };
  return (
    <PageFrame title={t('title')} actions={mayEdit && <Button leftSection={<IconPlus size={14} />} onClick={() => { setOpening(true); }}>{t('new')}</Button>}>
      <Group mb="md" gap="sm" align="end">
        <SegmentedControl aria-label={t('view')} value={view} data={views.map((value) => ({ value, label: t(`view.${value}`) }))} onChange={(next) => { go({ ...search, view: next, followUp: undefined }); }} />
        <SegmentedControl aria-label={t('whose')} value={search.whose ?? 'mine'} data={whose.map((value) => ({ value, label: t(`whose.${value}`) }))} onChange={(next) => { go({ ...search, whose: next }); }} />
        {view === 'opportunities' && (
          <>
            <NativeSelect label={t('stage')} value={search.stage ?? ''} data={[{ value: '', label: t('stage.all') }, ...stages.map((value) => ({ value, label: t(`stage.${value}`) }))]} onChange={({ currentTarget }) => { go({ ...search, stage: (currentTarget.value === '' ? undefined : currentTarget.value) as OpportunitiesSearch['stage'] }); }} />
            <TextInput label={t('period')} w={120} defaultValue={search.period ?? ''} placeholder={t('period.example')} onBlur={({ currentTarget }) => { go({ ...search, period: currentTarget.value === '' ? undefined : currentTarget.value }); }} />
          </>
        )}
      </Group>
      {view === 'follow-ups' ? <FollowUps seller={seller} chosen={search.followUp} mayEdit={mayEdit} /> : (
        <>
          <Totals query={query} />
          <List query={query} search={search} go={go} />
        </>
      )}
      {search.item !== undefined && <OpportunityPanel key={search.item} id={search.item} mayEdit={mayEdit} onClose={() => { go({ ...search, item: undefined }); }} />}
      {isOpening && <NewOpportunity customerId={search.customerId} channel={known?.channel} onClose={() => { setOpening(false); go({ ...search, opens: undefined }); }} onOpened={({ id }) => { setOpening(false); go({ ...search, opens: undefined, view: 'opportunities', item: id }); }} />}
    </PageFrame>
  );
}

function List({ query, search, go }: { readonly query: Parameters<typeof Totals>[0]['query']; readonly search: OpportunitiesSearch; readonly go: (next: OpportunitiesSearch) => void }): ReactNode {
  const { t } = useTranslation('opportunities');
  const columns = useOpportunityColumns();
  const [current, setCurrent] = useState(search.item);
  const list = usePagedList(listKey('opportunities', { ...query }), (cursor) => answerOf(api.GET('/api/v1/opportunities', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  if (list.error) return <Failed error={list.error} again={list.again} />;
  if (list.isLoading) return <Loading />;
  return (
    <DataList name="opportunities" label={t('title')} columns={columns} rows={list.rows} rowId={({ id }) => id} total={list.total} paging={list}
      rowLabel={({ id, purpose, customerName }) => t('row', { id, purpose, customer: customerName })} current={current} onCurrent={setCurrent} onOpen={({ id }) => { go({ ...search, item: id }); }}
      card={(one) => <><Group gap="xs"><strong>{one.purpose}</strong><Stage opportunity={one} /></Group>{one.customerName}<br />{formatCents(one.amountCents)} · {t('percent', { value: formatNumber(one.probability) })}</>} empty={<Empty title={t('empty')} hint={t('empty.hint')} />} />
  );
}
