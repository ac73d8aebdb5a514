/** What is at risk: deployments whose milestones slip, work that is close to its limit or past it; given to somebody else from here. */
import { Anchor, Badge, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { listKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { usePagedList } from '../../data/paged-list.ts';
import type { Column } from '../../list/columns.ts';
import { DataList } from '../../list/data-list.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import type { BasketLine } from '../../tasks/queries.ts';
import { pageOf } from '../../tasks/subject-links.tsx';
import { inLanguage } from '../../texts/texts.ts';
import { Due } from '../../time/due.tsx';
import { useNowMs } from '../../time/now.ts';
import { formatDay } from '../../time/time.ts';
import { Reassign, type Given } from './reassign.tsx';
import { risks, type SteeringSearch } from './route.ts';
import classes from './steering.module.css';

type Deployment = Schema<'DeploymentSummary'>;
const pageSize = 100;
/** Rounded, so that the question stays the same for a while. */
const everyMs = 5 * 60_000;

export interface RiskViewProps {
  readonly search: SteeringSearch;
  readonly onChange: (search: SteeringSearch) => void;
}

export function RiskView({ search, onChange }: RiskViewProps): ReactNode {
  const { t } = useTranslation('steering');
  const { of = 'deployments' } = search;
  const [given, setGiven] = useState<Given>();
  const [readsDeployments, readsWork] = [useMay('deployment:read'), useMay('task:read')];
  const item = { current: search.item, onCurrent: (next: string) => { onChange({ ...search, item: next }); } };
  return (
    <>
      <div className={classes['themes']}><SegmentedControl size="xs" mb="sm" aria-label={t('risk')} value={of} onChange={(next) => { onChange({ ...search, of: next, item: undefined }); }}
        data={risks.filter((one) => (one === 'deployments' ? readsDeployments : readsWork)).map((value) => ({ value, label: t(`risk.${value}`) }))} /></div>
      {of === 'deployments' ? <Deployments {...item} onGive={setGiven} /> : <Work key={of} of={of} {...item} onGive={setGiven} />}
      {given && <Reassign key={given.id} given={given} onClose={() => { setGiven(undefined); }} />}
    </>
  );
}

interface ListProps {
  readonly current: string | undefined;
  readonly onCurrent: (id: string) => void;
  readonly onGive: (given: Given) => void;
}

function GiveButton({ given, onGive }: { readonly given: Given; readonly onGive: ListProps['onGive'] }): ReactNode {
  const { t } = useTranslation('steering');
  return <Button size="compact-xs" variant="default" aria-label={t('reassign-of', { what: given.name })} onClick={(event) => { event.stopPropagation(); onGive(given); }} onKeyDown={(event) => { event.stopPropagation(); }}>{t('reassign')}</Button>;
}

function Deployments({ current, onCurrent, onGive }: ListProps): ReactNode {
  const { t } = useTranslation(['steering', 'deployments']);
  const navigate = useNavigate();
  const mayReassign = useMay('deployment:reassign');
  const list = usePagedList(listKey('deployments', { atRisk: 'true' }), (cursor) => answerOf(api.GET('/api/v1/deployments', { params: { query: { atRisk: 'true', limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } } })), ({ id }) => id);
  const columns = useMemo((): readonly Column<Deployment>[] => [
    { key: 'id', header: t('column.deployment'), width: '140px', fixed: true, cell: ({ id }) => <Anchor component={Link} to={`/deployments/${id}`} size="sm" tabIndex={-1}>{id}</Anchor> },
    { key: 'customer', header: t('column.customer'), width: 'minmax(110px, 1.4fr)', cell: ({ customerId, customerName }) => <span title={customerId}>{customerName}</span> },
    { key: 'phase', header: t('column.phase'), width: 'minmax(160px, 2fr)', cell: ({ phase }) => t(`deployments:phase.${phase}`) },
    { key: 'target', header: t('column.target'), width: '120px', cell: ({ targetActivationDate }) => formatDay(targetActivationDate) },
    { key: 'holder', header: t('column.coordinator'), width: 'minmax(120px, 1fr)', cell: ({ coordinator, coordinatorName }) => coordinatorName ?? coordinator ?? t('nobody') },
    ...(mayReassign ? [{ key: 'acts', header: t('column.acts'), width: '120px', fixed: true, cell: (one: Deployment) => <GiveButton given={givenOf(one)} onGive={onGive} /> }] : []),
  ], [t, mayReassign, onGive]);
  if (list.error) return <Failed error={list.error} again={list.again} />;
  if (list.isLoading) return <Loading />;
  return (
    <DataList name="steering-deployments" label={t('risk.deployments')} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ id, phase }) => `${id}, ${t(`deployments:phase.${phase}`)}`}
      total={list.total} paging={list} current={current} onCurrent={onCurrent} onOpen={({ id }) => { void navigate({ to: '/deployments/$id', params: { id } }); }}
      card={(one) => <><Group gap="xs" justify="space-between"><strong>{one.id}</strong>{mayReassign && <GiveButton given={givenOf(one)} onGive={onGive} />}</Group><div>{t(`deployments:phase.${one.phase}`)}</div><div>{one.coordinatorName ?? one.coordinator ?? t('nobody')} · {formatDay(one.targetActivationDate)}</div></>}
      empty={<Empty title={t('risk.none')} hint={t('risk.none-hint')} />} />
  );
}

function givenOf({ id, coordinator }: Deployment): Given {
  return { kind: 'deployment', id, name: id, holder: coordinator, profile: 'coordinator' };
}

function Work({ of, current, onCurrent, onGive }: ListProps & { readonly of: 'at-risk' | 'late' }): ReactNode {
  const { t } = useTranslation('steering');
  const navigate = useNavigate();
  const [assigns, attributes] = [useMay('task:assign'), useMay('ticket:attribute')];
  const now = new Date(Math.floor(useNowMs() / everyMs) * everyMs).toISOString();
  const query = of === 'late' ? { whose: 'all', sort: 'due', dueBefore: now } as const : { whose: 'all', sort: 'urgency', atRisk: 'true' } as const;
  const list = usePagedList<BasketLine>(listKey('tasks', query), (cursor) => answerOf(api.GET('/api/v1/tasks', { params: { query: { ...query, limit: pageSize, ...(cursor === undefined ? { count: 'true' } : { cursor }) } } })), ({ id }) => id);
  const mayGive = assigns || attributes;
  const columns = useMemo((): readonly Column<BasketLine>[] => {
    const give = (one: BasketLine): ReactNode => (one.step === 'ticket' ? attributes : assigns) && <GiveButton given={workOf(one)} onGive={onGive} />;
    return [
      { key: 'what', header: t('column.what'), width: 'minmax(180px, 2fr)', fixed: true, cell: ({ label }) => inLanguage(label) },
      { key: 'subject', header: t('column.subject'), width: '150px', cell: (one) => { const to = pageOf(one); return to === undefined ? one.journeyId : <Anchor component={Link} to={to} size="sm" tabIndex={-1}>{one.journeyId}</Anchor>; } },
      { key: 'due', header: t('column.due'), width: 'minmax(130px, 1fr)', cell: ({ dueAt, isOverdue, isAtRisk }) => <Due at={dueAt} isOverdue={isOverdue} isAtRisk={isAtRisk} /> },
      { key: 'customer', header: t('column.customer'), width: 'minmax(110px, 1.4fr)', cell: ({ customerId, customerName }) => <span title={customerId}>{customerName ?? customerId}</span> },
      { key: 'holder', header: t('column.holder'), width: 'minmax(120px, 1fr)', cell: ({ heldBy, heldByName }) => heldByName ?? heldBy ?? t('nobody') },
      ...(mayGive ? [{ key: 'acts', header: t('column.acts'), width: '120px', fixed: true, cell: give }] : []),
    ];
  }, [t, mayGive, assigns, attributes, onGive]);
  if (list.error) return <Failed error={list.error} again={list.again} />;
  if (list.isLoading) return <Loading />;
  const open = (one: BasketLine): void => { void (one.step === 'ticket' ? navigate({ to: pageOf(one) ?? '/' }) : navigate({ to: '/tasks/$id', params: { id: one.id } })); };
  return (
    <DataList name="steering-work" label={t(`risk.${of}`)} columns={columns} rows={list.rows} rowId={({ id }) => id} rowLabel={({ label, journeyId }) => `${inLanguage(label)}, ${journeyId}`}
      total={list.total} paging={list} current={current} onCurrent={onCurrent} onOpen={open}
      card={(one) => (
        <>
          <Group gap="xs" justify="space-between" wrap="nowrap"><Text size="sm" fw={600} truncate>{inLanguage(one.label)}</Text>{(one.step === 'ticket' ? attributes : assigns) && <GiveButton given={workOf(one)} onGive={onGive} />}</Group>
          <Group gap="xs"><span>{one.journeyId}</span>{one.isAtRisk && <Badge size="xs" color="red" variant="light">{t('risky')}</Badge>}</Group>
          <div><Due at={one.dueAt} isOverdue={one.isOverdue} isAtRisk={one.isAtRisk} /> · {one.heldByName ?? one.heldBy ?? t('nobody')}</div>
        </>
      )}
      empty={<Empty title={t('risk.none')} hint={t('risk.none-hint')} />} />
  );
}

function workOf({ id, step, label, journeyId, heldBy, owner }: BasketLine): Given {
  const name = `${inLanguage(label)} · ${journeyId}`;
  return step === 'ticket' ? { kind: 'ticket', id: journeyId, name, holder: heldBy, profile: null } : { kind: 'task', id, name, holder: heldBy, profile: owner };
}
