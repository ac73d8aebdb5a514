/** Déploiements: the list, narrowed by phase and risk; the address is the view. */
import { Badge, Button, Chip, Group, NativeSelect, Pill } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { useCustomerLabel } from '../../customers/customer-label.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { present } from '../../data/search.ts';
import { useShortcut } from '../../keys/registry.ts';
import type { Column } from '../../list/columns.ts';
import { useCurrentRow } from '../../list/current.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { formatDay, formatInstant } from '../../time/time.ts';
import { phases, type DeploymentsSearch } from './route.ts';

type Deployment = Schema<'DeploymentSummary'>;

const route = getRouteApi('/deployments');
const pageSize = 100;

export function DeploymentsPage(): ReactNode {
  const { t } = useTranslation('deployments');
  const { item, ...filters } = route.useSearch();
  const navigate = useNavigate();
  const mayLaunch = useMay('deployment:launch');
  const columns = useColumns();
  const query = present(filters);
  const list = usePagedList(listKey('deployments', query), (cursor) => answerOf(api.GET('/api/v1/deployments', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  const go = (next: DeploymentsSearch): void => { void navigate({ to: '/deployments', search: present(next), replace: true }); };
  const [current, moveTo] = useCurrentRow(item, (next) => { go({ ...filters, item: next }); });
  useShortcut('deployments-new', () => { void navigate({ to: '/deployments/new' }); }, mayLaunch);
  const customer = useCustomerLabel(filters.customerId);
  const isNarrowed = Object.keys(query).length > 0;
  const launch = mayLaunch && <Button component={Link} to="/deployments/new" leftSection={<IconPlus size={14} />}>{t('launch')}</Button>;
  return (
    <PageFrame title={t('title')} actions={mayLaunch && <><Button component={Link} to="/deployments/import" variant="default" leftSection={<IconFileImport size={14} />}>{t('import')}</Button>{launch}</>}>
      <Group mb="sm" gap="sm" role="search" aria-label={t('filters')}>
        <NativeSelect size="xs" aria-label={t('phase')} value={filters.phase ?? ''} data={[{ value: '', label: t('phase.any') }, ...phases.map((value) => ({ value, label: t(`phase.${value}`) }))]}
          onChange={({ currentTarget: { value } }) => { go({ ...filters, phase: value === '' ? undefined : value as (typeof phases)[number] }); }} />
        <Chip size="xs" checked={filters.atRisk === 'true'} onChange={(on) => { go({ ...filters, atRisk: on ? 'true' : undefined }); }}>{t('at-risk')}</Chip>
        {(['customerId', 'centre'] as const).map((name) => filters[name] !== undefined && <Pill key={name} withRemoveButton onRemove={() => { go({ ...filters, [name]: undefined }); }} removeButtonProps={{ 'aria-label': t(`remove-${name}`), 'aria-hidden': false, 'tabIndex': 0 }}>{t(`filter.${name}`, { value: name === 'customerId' ? customer : filters[name] })}</Pill>)}
      </Group>
      {list.error ? <Failed error={list.error} again={list.again} /> : list.isLoading ? <Loading /> : (
        <DataList name="deployments" label={t('title')} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ id, orderNumber, phase }) => t('row', { id, orderNumber, phase: t(`phase.${phase}`) })}
          total={list.total} paging={list}
          current={current} onCurrent={moveTo} onOpen={({ id }) => { void navigate({ to: '/deployments/$id', params: { id } }); }}
          card={(one) => <><Group gap="xs"><strong>{one.id}</strong>{one.atRisk && <Risk />}</Group><div>{one.orderNumber} · {t(`phase.${one.phase}`)}</div><div>{formatDay(one.targetActivationDate)}</div></>}
          empty={<Empty title={t(isNarrowed ? 'empty.narrowed' : 'empty.title')} hint={t(isNarrowed ? 'empty.narrowed-hint' : 'empty.hint')}>{!isNarrowed && launch}</Empty>} />
      )}
    </PageFrame>
  );
}

function Risk(): ReactNode {
  const { t } = useTranslation('deployments');
  return <Badge size="xs" color="red" variant="light">{t('at-risk')}</Badge>;
}

function useColumns(): readonly Column<Deployment>[] {
  const { t } = useTranslation('deployments');
  return useMemo(() => [
    { key: 'id', header: t('column.id'), width: '140px', fixed: true, cell: ({ id }) => <strong>{id}</strong> },
    { key: 'orderNumber', header: t('column.order'), width: 'minmax(120px, 1fr)', cell: ({ orderNumber }) => orderNumber },
    { key: 'customerId', header: t('column.customer'), width: 'minmax(110px, 1.4fr)', cell: ({ customerId, customerName }) => <span title={customerId}>{customerName}</span> },
    { key: 'phase', header: t('column.phase'), width: 'minmax(160px, 2fr)', cell: ({ phase }) => t(`phase.${phase}`) },
    { key: 'risk', header: t('column.risk'), width: '90px', cell: ({ atRisk }) => atRisk && <Risk /> },
    { key: 'sites', header: t('column.sites'), width: '70px', align: 'end', cell: ({ siteCount }) => siteCount },
    { key: 'coordinator', header: t('column.coordinator'), width: 'minmax(110px, 1fr)', cell: ({ coordinator, coordinatorName }) => coordinatorName ?? coordinator ?? t('nobody') },
    { key: 'target', header: t('column.target'), width: '120px', cell: ({ targetActivationDate }) => formatDay(targetActivationDate) },
    { key: 'launched', header: t('column.launched'), width: '150px', hidden: true, cell: ({ launchedAt }) => formatInstant(launchedAt) },
    { key: 'market', header: t('column.market'), width: '90px', hidden: true, cell: ({ market }) => t(`market.${market}`) },
  ], [t]);
}
