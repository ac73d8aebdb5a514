/** Résiliations: the list, narrowed by state, phase and customer; the address is the view. */
import { Anchor, Badge, Group, NativeSelect, Pill, SegmentedControl } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { terminationPhases, terminationSteps } from '../../../domain/termination/views.ts';
import { useCustomerLabel } from '../../customers/customer-label.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import type { Column } from '../../list/columns.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatDay } from '../../time/time.ts';
import type { TerminationSummary } from './queries.ts';
import { states, type TerminationsSearch } from './route.ts';

const route = getRouteApi('/terminations');
const pageSize = 100;
const narrowing = ['customerId', 'rds'] as const;

export function TerminationsPage(): ReactNode {
  const { t } = useTranslation('terminations');
  const { item, state = 'open', ...filters } = route.useSearch();
  const navigate = useNavigate();
  const columns = useColumns();
  const query = present({ ...filters, open: state === 'all' ? undefined : state === 'open' ? 'true' as const : 'false' as const });
  const list = usePagedList(listKey('terminations', query), (cursor) => answerOf(api.GET('/api/v1/terminations', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  const go = (next: TerminationsSearch): void => { void navigate({ to: '/terminations', search: present(next), replace: true }); };
  const current = { state, ...filters };
  const narrowed = { customerId: useCustomerLabel(filters.customerId), rds: filters.rds };
  const isNarrowed = Object.keys(present(filters)).length > 0;
  const phaseNames = terminationPhases.filter((phase) => phase !== 'new').map((value) => ({ value, label: inLanguage(terminationSteps[value].labels) }));
  return (
    <PageFrame title={t('title')}>
      <Group mb="sm" gap="sm" role="search" aria-label={t('filters')}>
        <SegmentedControl size="xs" aria-label={t('state')} value={state} onChange={(value) => { go({ ...current, state: value, phase: undefined }); }} data={states.map((value) => ({ value, label: t(`state.${value}`) }))} />
        <NativeSelect size="xs" aria-label={t('phase')} value={filters.phase ?? ''} data={[{ value: '', label: t('phase.any') }, ...phaseNames]} onChange={({ currentTarget: { value } }) => { go({ ...current, phase: value === '' ? undefined : value as TerminationsSearch['phase'] }); }} />
        {narrowing.map((name) => filters[name] !== undefined && (
          <Pill key={name} withRemoveButton onRemove={() => { go({ ...current, [name]: undefined }); }} removeButtonProps={{ 'aria-label': t('remove-filter', { filter: narrowed[name] }), 'aria-hidden': false, 'tabIndex': 0 }}>{narrowed[name]}</Pill>
        ))}
      </Group>
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <DataList name="terminations" label={t('title')} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ id, customerName, label }) => `${id}, ${customerName}, ${inLanguage(label)}`}
          total={list.total} paging={list} current={item} onCurrent={(next) => { go({ ...current, item: next }); }} onOpen={({ id }) => { void navigate({ to: '/terminations/$id', params: { id } }); }}
          card={(one) => <><Group gap="xs"><strong>{one.id}</strong><Badge size="xs" variant="light">{one.outcome === null ? inLanguage(one.label) : t(`outcome.${one.outcome}`)}</Badge></Group><div>{one.customerName} · {one.services.join(', ')}</div><div>{one.effectiveOn === null ? t('received', { on: formatDay(one.receivedOn) }) : t('effective', { on: formatDay(one.effectiveOn) })}</div></>}
          empty={<Empty title={t(isNarrowed ? 'empty.narrowed' : 'empty.title')} hint={t(isNarrowed ? 'empty.narrowed-hint' : 'empty.hint')} />} />
      )}
    </PageFrame>
  );
}

function useColumns(): readonly Column<TerminationSummary>[] {
  const { t } = useTranslation('terminations');
  return useMemo(() => [
    { key: 'id', header: t('column.id'), width: '140px', fixed: true, cell: ({ id }) => <strong>{id}</strong> },
    { key: 'customer', header: t('column.customer'), width: 'minmax(110px, 1.4fr)', cell: ({ customerId, customerName }) => <Anchor component={Link} to={`/customers/${customerId}`} size="sm" title={customerId} tabIndex={-1} onClick={(event) => { event.stopPropagation(); }}>{customerName}</Anchor> },
    { key: 'services', header: t('column.services'), width: 'minmax(110px, 1fr)', cell: ({ services }) => services.join(', ') },
    { key: 'phase', header: t('column.phase'), width: 'minmax(180px, 2fr)', cell: ({ label, outcome }) => (outcome === null ? inLanguage(label) : t(`outcome.${outcome}`)) },
    { key: 'origin', header: t('column.origin'), width: '140px', cell: ({ origin }) => t(`origin.${origin}`) },
    { key: 'received', header: t('column.received'), width: '120px', cell: ({ receivedOn }) => formatDay(receivedOn) },
    { key: 'effective', header: t('column.effective'), width: '120px', cell: ({ effectiveOn }) => (effectiveOn === null ? '–' : formatDay(effectiveOn)) },
    { key: 'fee', header: t('column.fee'), width: '110px', align: 'end', cell: ({ feeCents }) => (feeCents === null ? '–' : formatCents(feeCents)) },
    { key: 'ticket', header: t('column.ticket'), width: '140px', hidden: true, cell: ({ ticket }) => ticket ?? '–' },
  ], [t]);
}
