/** A task with all that is needed to do it: who has it, by when, what is known, its documents, its form. */
import { Anchor, Badge, Button, Divider, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '../data/me.ts';
import { useRead } from '../data/read.ts';
import { useShortcut } from '../keys/registry.ts';
import type { ShortcutId } from '../keys/table.ts';
import { announce } from '../parts/announce.tsx';
import { Failed } from '../parts/failed.tsx';
import { inLanguage } from '../texts/texts.ts';
import { Due, Instant } from '../time/due.tsx';
import { TaskDocuments } from './documents.tsx';
import { TaskFacts } from './facts.tsx';
import { taskQuery, useTaskAct, type TaskDetail } from './queries.ts';
import { SubjectLinks } from './subject-links.tsx';
import { TaskForm } from './task-form.tsx';

export interface TaskPanelProps {
  readonly id: string;
  /** Whose shortcuts hold: a page's own, or those of the list that it stands beside. */
  readonly scope: 'task' | 'baskets';
  readonly onDone: (goesOn: boolean) => unknown;
  /** The page has the title itself. */
  readonly hasTitle?: boolean;
}

export function TaskPanel({ id, ...rest }: TaskPanelProps): ReactNode {
  const { data, error, refetch } = useRead(taskQuery(id));
  if (!data && error) return <Failed error={error} again={refetch} />;
  if (!data) return <Stack><Skeleton h={20} w="60%" /><Skeleton h={80} /><Skeleton h={160} /></Stack>;
  // A form of its own for each task: what was typed for one is not shown for the next.
  return <Panel key={id} task={data} {...rest} />;
}

function Panel({ task, scope, onDone, hasTitle = true }: Omit<TaskPanelProps, 'id'> & { readonly task: TaskDetail }): ReactNode {
  const { t } = useTranslation('task');
  const me = useMe();
  const isOpen = task.status === 'open';
  const isOwned = me.profiles.some(({ profile }) => profile === task.owner);
  const mayComplete = useMay('task:complete', 'stuck-call:handle') && (isOwned || task.step === 'stuck-call');
  const seesDocuments = useMay('deployment:read');
  const act = useTaskAct((_, done) => { announce(t(`done.${done}`)); });
  const canClaim = isOpen && mayComplete && task.claimedBy === null;
  const canRelease = isOpen && task.claimedBy === me.subject;
  useShortcut(`${scope}-claim` satisfies ShortcutId, () => { act.mutate({ id: task.id, act: 'claim' }); }, scope === 'task' && canClaim);
  useShortcut(`${scope}-release` satisfies ShortcutId, () => { act.mutate({ id: task.id, act: 'release' }); }, scope === 'task' && canRelease);
  return (
    <Stack gap="md">
      {hasTitle && <Title order={2}>{inLanguage(task.label)}</Title>}
      <Group gap="xs">
        <Badge variant="light" color={isOpen ? 'indigo' : 'gray'}>{t(`status.${task.status}`)}</Badge>
        {isOpen ? <Due at={task.dueAt} /> : task.closedAt !== null && <Text size="sm" component="span"><Instant at={task.closedAt} />{task.closedBy !== null && ` · ${task.closedByName ?? task.closedBy}`}</Text>}
        <Text size="sm" c="dimmed">{task.claimedBy === null ? t('unclaimed') : task.claimedBy === me.subject ? t('mine') : t('claimed', { person: task.claimedByName ?? task.claimedBy })}</Text>
        <Group gap="xs" ml="auto">
          {canClaim && <Button variant="default" loading={act.isPending} onClick={() => { act.mutate({ id: task.id, act: 'claim' }); }} aria-keyshortcuts="a">{t('claim')}</Button>}
          {canRelease && <Button variant="default" loading={act.isPending} onClick={() => { act.mutate({ id: task.id, act: 'release' }); }} aria-keyshortcuts="r">{t('release')}</Button>}
        </Group>
      </Group>
      {act.error && <Failed error={act.error} />}
      <SubjectLinks task={task} />
      <TaskFacts task={task} />
      {task.deploymentId !== null && seesDocuments && (
        <Stack gap="xs"><Divider /><Title order={3}>{t('documents')}</Title><TaskDocuments deploymentId={task.deploymentId} /></Stack>
      )}
      <Divider />
      {!isOpen && <Text size="sm" c="dimmed">{t('closed-hint')}</Text>}
      {isOpen && !mayComplete && <Text size="sm" c="dimmed">{t('not-yours')}</Text>}
      <TaskForm task={task} mayComplete={mayComplete} shortcut={`${scope}-complete-next`} onDone={onDone} />
      {scope === 'baskets' && <Anchor component={Link} size="sm" to={`/tasks/${task.id}`}>{t('open-page')}</Anchor>}
    </Stack>
  );
}
