/** Dossier: the head says who has it, where it stands and what to do next; the rest is a tab away. */
import { Anchor, Badge, Button, Group, Paper, Tabs, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { formatDay } from '../../time/time.ts';
import { Acts } from './acts.tsx';
import { Documents } from './documents.tsx';
import { History } from './history.tsx';
import { useMilestoneWords } from './milestone-words.ts';
import { deploymentQuery, type Deployment } from './queries.ts';
import { tabs } from './route.ts';
import { ScheduleTab } from './schedule.tsx';
import { Sites } from './sites.tsx';

const route = getRouteApi('/deployments/$id');

export function DeploymentPage(): ReactNode {
  const { t } = useTranslation('deployments');
  const { id } = route.useParams();
  const { tab = 'state' } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useRead(deploymentQuery(id));
  const mayTimeline = useMay('timeline:read');
  return (
    <PageFrame title={id} aside={data && <><Badge variant="light">{t(`phase.${data.phase}`)}</Badge>{data.atRisk && <Badge color="red" variant="light">{t('at-risk')}</Badge>}</>} actions={data && <Acts deployment={data} />}>
      {error ? <Failed error={error} again={refetch} /> : isPending ? <Loading /> : (
        <>
          <Head deployment={data} />
          <Tabs value={tab} onChange={(next) => { void navigate({ to: '/deployments/$id', params: { id }, search: next === 'state' ? {} : { tab: next as (typeof tabs)[number] }, replace: true }); }} keepMounted={false}>
            <Tabs.List mb="md">{tabs.filter((one) => one !== 'history' || mayTimeline).map((one) => <Tabs.Tab key={one} value={one}>{t(`tab.${one}`)}</Tabs.Tab>)}</Tabs.List>
            <Tabs.Panel value="state"><Sites deployment={data} /></Tabs.Panel>
            <Tabs.Panel value="documents"><Documents id={id} /></Tabs.Panel>
            <Tabs.Panel value="schedule"><ScheduleTab id={id} /></Tabs.Panel>
            {mayTimeline && <Tabs.Panel value="history"><History id={id} /></Tabs.Panel>}
          </Tabs>
        </>
      )}
    </PageFrame>
  );
}

/** What blocks is a task of somebody, or a milestone that slips. */
function Head({ deployment: { id, customerId, customerName, orderNumber, coordinator, coordinatorName, targetActivationDate, openTasks, jeopardies = [] } }: { readonly deployment: Deployment }): ReactNode {
  const { t } = useTranslation('deployments');
  const { temporalUiUrl, profiles } = useMe();
  const words = useMilestoneWords();
  // One's own: what somebody else is waited for is only looked at.
  const next = openTasks.find(({ owner }) => profiles.some(({ profile }) => profile === owner));
  return (
    <Paper withBorder p="md" mb="md">
      <Group justify="space-between" align="start" gap="lg">
        <div>
          <Group gap="lg">
            <Text size="sm">{t('column.order')} <strong>{orderNumber}</strong></Text>
            <Anchor component={Link} to={`/customers/${customerId}`} size="sm" title={customerId}>{customerName}</Anchor>
            <Text size="sm">{t('column.coordinator')} <strong>{coordinatorName ?? coordinator ?? t('nobody')}</strong></Text>
            <Text size="sm">{t('column.target')} <strong>{formatDay(targetActivationDate)}</strong></Text>
            {typeof temporalUiUrl === 'string' && <Anchor href={`${temporalUiUrl}/namespaces/default/workflows/${encodeURIComponent(`deployment/${id}`)}`} target="_blank" rel="noreferrer" size="sm">{t('engine')} <IconExternalLink size={12} aria-hidden /></Anchor>}
          </Group>
          <Text size="sm" mt="xs" role="status">{openTasks.length === 0 ? t('blocks.nothing') : t('blocks.tasks', { count: openTasks.length })}</Text>
          {jeopardies.map(({ milestone, expectedOn, latestOn }) => <Text key={milestone} size="sm">{t('jeopardy', { milestone: words(milestone), expected: formatDay(expectedOn), latest: formatDay(latestOn) })}</Text>)}
        </div>
        <Group gap="xs">
          {next && <Button component={Link} to={`/tasks/${encodeURIComponent(next.id)}`}>{t('next-task', { step: t(`step.${next.step}`), site: next.site ?? '' })}</Button>}
          {openTasks.filter((task) => task !== next).slice(0, 4).map((task) => <Button key={task.id} component={Link} to={`/tasks/${encodeURIComponent(task.id)}`} variant="default">{t(`step.${task.step}`)} {task.site}</Button>)}
        </Group>
      </Group>
    </Paper>
  );
}
