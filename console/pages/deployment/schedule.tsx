/** Rétroplanning (D-20): what was and is to be expected against the latest dates; a step that is moved shows its impact, the wished date can be changed for good. */
import { Anchor, Button, Group, SegmentedControl, Stack, Table, Text, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { announce } from '../../parts/announce.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import { formatDay } from '../../time/time.ts';
import { Gantt } from './gantt.tsx';
import { useMilestoneWords } from './milestone-words.ts';
import { deploymentQuery, scheduleQuery, type Schedule } from './queries.ts';

type Preview = Schema<'SchedulePreview'>;

export function ScheduleTab({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('deployments');
  const { data, error, isPending, refetch } = useRead(scheduleQuery(id));
  if (error) return <Failed error={error} again={refetch} />;
  if (isPending) return <Loading />;
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm">{t('schedule.activation', { on: formatDay(data.activationOn), target: formatDay(data.targetActivationDate) })}</Text>
        <Group gap="sm"><Anchor href={`/api/v1/deployments/${id}/schedule.ics`} size="sm">{t('schedule.ics')}</Anchor><Anchor href={`/api/v1/deployments/${id}/schedule.pdf`} size="sm" target="_blank">{t('schedule.pdf')}</Anchor></Group>
      </Group>
      <Plan key={id} id={id} schedule={data} />
    </Stack>
  );
}

function Plan({ id, schedule }: { readonly id: string; readonly schedule: Schedule }): ReactNode {
  const { t } = useTranslation('deployments');
  const [site, setSite] = useState('');
  const [moved, setMoved] = useState<Readonly<Record<string, string>>>({});
  const [target, setTarget] = useState(schedule.targetActivationDate);
  const mayPreview = useMay('preview:use');
  const mayChange = useMay('deployment:change');
  const shown = schedule.sites.find((one) => one.site === site) ?? schedule;
  const hasNewTarget = target !== schedule.targetActivationDate && target !== '';
  const impact = useMutation({
    mutationFn: () => dataOf(api.POST('/api/v1/previews/schedule', {
      body: { deploymentId: id, changes: { ...(site === '' ? {} : { site }), ...(Object.keys(moved).length > 0 ? { moved: { ...moved } } : {}), ...(hasNewTarget ? { targetActivationDate: target } : {}) } },
    })),
  });
  const reset = (): void => { setMoved({}); setTarget(schedule.targetActivationDate); impact.reset(); };
  const isChanged = Object.keys(moved).length > 0 || hasNewTarget;
  return (
    <>
      {schedule.sites.length > 0 && <SegmentedControl aria-label={t('schedule.of')} value={site} onChange={(next) => { setSite(next); setMoved({}); impact.reset(); }} data={[{ value: '', label: t('schedule.whole') }, ...schedule.sites.map((one) => ({ value: one.site, label: one.site }))]} w="fit-content" />}
      <Gantt lines={shown.milestones} criticalPath={shown.criticalPath} moved={moved} onMove={mayPreview ? (milestone, on) => { setMoved({ ...moved, [milestone]: on }); impact.reset(); } : undefined} />
      {mayPreview && (
        <Group align="end">
          <TextInput type="date" label={t('schedule.target')} value={target} onChange={({ currentTarget }) => { setTarget(currentTarget.value); impact.reset(); }} />
          <Button disabled={!isChanged} loading={impact.isPending} onClick={() => { impact.mutate(); }}>{t('schedule.impact')}</Button>
          {isChanged && <Button variant="default" onClick={reset}>{t('schedule.reset')}</Button>}
        </Group>
      )}
      {impact.error && <Failed error={impact.error} />}
      {impact.data && <Impact preview={impact.data} />}
      {impact.data && hasNewTarget && mayChange && <Apply id={id} target={target} onDone={reset} />}
      {impact.data && !hasNewTarget && <Text size="sm" c="dimmed">{t('schedule.only-seen')}</Text>}
      <AsTable lines={shown.milestones} />
    </>
  );
}

function Impact({ preview: { impact, activationOn } }: { readonly preview: Preview }): ReactNode {
  const { t } = useTranslation('deployments');
  const words = useMilestoneWords();
  const changes = impact?.milestones.filter(({ before, after }) => before.expectedOn !== after.expectedOn || before.latestOn !== after.latestOn) ?? [];
  return (
    <div role="status">
      <Text size="sm" fw={600}>{changes.length === 0 ? t('schedule.no-impact') : t('schedule.moves', { count: changes.length, on: formatDay(activationOn) })}</Text>
      {impact?.raised.map(({ site, milestone, latestOn }) => <Text key={`${site}.${milestone}`} size="sm" c="red">{t('schedule.raised', { site: site ?? '', milestone: words(milestone), on: formatDay(latestOn) })}</Text>)}
      {impact?.cleared.map(({ site, milestone }) => <Text key={`${site}.${milestone}`} size="sm">{t('schedule.cleared', { site: site ?? '', milestone: words(milestone) })}</Text>)}
      {changes.length > 0 && (
        <Table aria-label={t('schedule.impact')}>
          <Table.Thead><Table.Tr><Table.Th>{t('schedule.step')}</Table.Th><Table.Th>{t('schedule.before')}</Table.Th><Table.Th>{t('schedule.after')}</Table.Th><Table.Th>{t('schedule.float')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{changes.map(({ site, milestone, before, after }) => <Table.Tr key={`${site}.${milestone}`}><Table.Td>{site} {words(milestone)}</Table.Td><Table.Td>{formatDay(before.expectedOn)}</Table.Td><Table.Td>{formatDay(after.expectedOn)}</Table.Td><Table.Td>{before.floatDays} → {after.floatDays}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      )}
    </div>
  );
}

/** D-26: with its reason, for good. */
function Apply({ id, target, onDone }: { readonly id: string; readonly target: string; readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation('deployments');
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const change = useCommand({
    send: (why: string, key) => dataOf(api.POST('/api/v1/deployments/{id}/changes', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { reason: why, targetActivationDate: target } })),
    touches: [['deployments']],
    done: (after) => { client.setQueryData(deploymentQuery(after.id).queryKey, after); announce(t('schedule.applied', { on: formatDay(target) })); onDone(); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); change.mutate(reason.trim()); }}>
      <Stack maw={520}>
        <Textarea label={t('act.reason')} required value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
        {change.error && <Failed error={change.error} />}
        <Button type="submit" w="fit-content" loading={change.isPending}>{t('schedule.apply', { on: formatDay(target) })}</Button>
      </Stack>
    </form>
  );
}

/** The same as the drawing says, for who does not see it. */
function AsTable({ lines }: { readonly lines: Schedule['milestones'] }): ReactNode {
  const { t } = useTranslation('deployments');
  const words = useMilestoneWords();
  return (
    <WideTable minWidth={560} label={t('schedule.table')}>
      <Table aria-label={t('schedule.table')}>
        <Table.Thead><Table.Tr><Table.Th>{t('schedule.step')}</Table.Th><Table.Th>{t('schedule.starts')}</Table.Th><Table.Th>{t('schedule.expected')}</Table.Th><Table.Th>{t('schedule.latest')}</Table.Th><Table.Th>{t('schedule.float')}</Table.Th><Table.Th>{t('schedule.why')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{lines.map(({ milestone, label, startsOn, expectedOn, doneOn, latestOn, floatDays, isCritical, cause }) => (
          <Table.Tr key={milestone}>
            <Table.Td>{label}</Table.Td><Table.Td>{formatDay(startsOn)}</Table.Td><Table.Td>{doneOn === null ? formatDay(expectedOn) : t('schedule.done', { on: formatDay(doneOn) })}</Table.Td><Table.Td>{formatDay(latestOn)}</Table.Td>
            <Table.Td>{floatDays} {isCritical && t('schedule.critical')}</Table.Td><Table.Td>{cause && t('schedule.cause', { milestone: words(cause.milestone), count: cause.slippedDays })}</Table.Td>
          </Table.Tr>
        ))}</Table.Tbody>
      </Table>
    </WideTable>
  );
}
