/** The list of complaints (S-08): what waits for an answer, by when; late ones alone; those that have ended. */
import { Anchor, Button, Group, NativeSelect, Pill, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { choicesQuery, type ComplaintSummary } from '../../complaints/queries.ts';
import { useCustomerLabel } from '../../customers/customer-label.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import { useRead } from '../../data/read.ts';
import type { Column } from '../../list/columns.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { Due } from '../../time/due.tsx';
import { formatCents, formatInstant } from '../../time/time.ts';
import { views, type ComplaintsSearch } from './route.ts';

const route = getRouteApi('/complaints');
const pageSize = 100;
const asked = { open: { open: 'true' }, late: { open: 'true', late: 'true' }, ended: { open: 'false' } } as const;

export function ComplaintsPage(): ReactNode {
  const { t } = useTranslation('complaints');
  const { item, view = 'open', sort: chosen, ...filters } = route.useSearch();
  const navigate = useNavigate();
  const mayOpen = useMay('complaint:open');
  const columns = useColumns();
  const sort = chosen ?? (view === 'ended' ? 'newest' : 'due');
  const query = { ...asked[view], sort, ...present(filters) };
  const choices = useRead({ ...choicesQuery(), enabled: mayOpen });
  const list = usePagedList(listKey('complaints', query), (cursor) => answerOf(api.GET('/api/v1/complaints', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  const customer = useCustomerLabel(filters.customerId);
  const go = (next: ComplaintsSearch): void => { void navigate({ to: '/complaints', search: present(next), replace: true }); };
  const enter = mayOpen && <Button component={Link} to="/complaints/new" leftSection={<IconPlus size={14} />}>{t('new')}</Button>;
  return (
    <PageFrame title={t('title')} actions={enter}>
      <Group gap="xs" mb="sm" align="end" role="search" aria-label={t('filters')}>
        <SegmentedControl size="xs" value={view} aria-label={t('view')} onChange={(value) => { go({ ...filters, view: value }); }} data={views.map((value) => ({ value, label: t(`view.${value}`) }))} />
        {choices.data && (
          <NativeSelect size="xs" label={t('subject')} value={filters.subject ?? ''} data={[{ value: '', label: t('subject.any') }, ...choices.data.subjects.map(({ key, label }) => ({ value: key, label: inLanguage(label) }))]}
            onChange={({ currentTarget: { value } }) => { go({ ...filters, view, sort: chosen, subject: value === '' ? undefined : value }); }} />
        )}
        {filters.customerId !== undefined && <Pill withRemoveButton onRemove={() => { go({ ...filters, view, customerId: undefined }); }} removeButtonProps={{ 'aria-label': t('remove-customer'), 'aria-hidden': false, tabIndex: 0 }}>{customer}</Pill>}
      </Group>
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <DataList name="complaints" label={t('title')} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ id, customerName, customerId, label }) => t('row', { id, customer: customerName ?? customerId, phase: inLanguage(label) })}
          total={list.total} paging={list}
          current={item} onCurrent={(next) => { go({ ...filters, view, sort: chosen, item: next }); }} onOpen={({ id }) => { void navigate({ to: `/complaints/${id}` }); }}
          sort={{ key: sort, direction: sort === 'due' ? 'ascending' : 'descending' }} onSort={(key) => { go({ ...filters, view, sort: key as ComplaintsSearch['sort'] }); }}
          card={(one) => <Card complaint={one} />} empty={<Empty title={t(`empty.${view}`)} hint={t('empty.hint')}>{enter}</Empty>} />
      )}
    </PageFrame>
  );
}

function Card({ complaint: { id, customerName, customerId, subjectLabel, dueAt, isLate, isDueSoon, label } }: { readonly complaint: ComplaintSummary }): ReactNode {
  return (
    <Stack gap={2}>
      <Group gap="xs" wrap="nowrap"><Text component="span" size="sm" fw={600}>{id}</Text><Text component="span" size="xs" c="dimmed" ml="auto">{inLanguage(label)}</Text></Group>
      <Text size="sm" truncate>{customerName ?? customerId} · {inLanguage(subjectLabel)}</Text>
      {dueAt !== null && <Due at={dueAt} isOverdue={isLate} isAtRisk={isDueSoon} />}
    </Stack>
  );
}

function useColumns(): readonly Column<ComplaintSummary>[] {
  const { t } = useTranslation('complaints');
  return useMemo(() => {
    const column = (key: string, width: string, cell: (row: ComplaintSummary) => ReactNode, more: Partial<Column<ComplaintSummary>> = {}): Column<ComplaintSummary> => ({ key, header: t(`column.${key}`), width, cell, ...more });
    return [
      column('id', '146px', ({ id }) => <Anchor component={Link} to={`/complaints/${id}`} size="sm" tabIndex={-1} onClick={(event) => { event.stopPropagation(); }}>{id}</Anchor>, { fixed: true }),
      column('due', 'minmax(140px, 1fr)', ({ dueAt, isLate, isDueSoon }) => (dueAt === null ? '–' : <Due at={dueAt} isOverdue={isLate} isAtRisk={isDueSoon} />), { sortKey: 'due', fixed: true }),
      column('phase', 'minmax(120px, 1fr)', ({ label }) => inLanguage(label)),
      column('customer', 'minmax(120px, 1.4fr)', ({ customerName, customerId }) => <span title={customerId}>{customerName ?? customerId}</span>),
      column('subject', 'minmax(110px, 1fr)', ({ subjectLabel }) => inLanguage(subjectLabel)),
      column('order', 'minmax(120px, 1fr)', ({ orderNumber, edition }) => t('order', { orderNumber, edition })),
      column('gestures', '100px', ({ gestureCents }) => (gestureCents === 0 ? '–' : formatCents(gestureCents))),
      column('opened', '120px', ({ openedAt }) => formatInstant(openedAt, 'short'), { sortKey: 'newest' }),
    ];
  }, [t]);
}
