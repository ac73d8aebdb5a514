/** Completing a task: its form with the draft, the API's faults at their fields, and what has changed meanwhile shown beside what one had. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../client/failure.ts';
import { isConflict } from '../data/problem.ts';
import { useDraft } from '../form/draft.ts';
import { missingOf, sendable, type JsonSchema } from '../form/schema.ts';
import { faultsOf, SchemaForm } from '../form/schema-form.tsx';
import { useShortcut } from '../keys/registry.ts';
import type { ShortcutId } from '../keys/table.ts';
import { announce } from '../parts/announce.tsx';
import { Conflict } from '../parts/conflict.tsx';
import { Failed } from '../parts/failed.tsx';
import { inLanguage } from '../texts/texts.ts';
import { formatInstant } from '../time/time.ts';
import { taskQuery, useCompleteTask, type TaskDetail } from './queries.ts';
import classes from './tasks.module.css';

export interface TaskFormProps {
  readonly task: TaskDetail;
  /** False: shown to read only. */
  readonly mayComplete: boolean;
  readonly shortcut: ShortcutId;
  /** `goesOn`: the next one is wanted. */
  readonly onDone: (goesOn: boolean) => unknown;
}

export function TaskForm({ task, mayComplete, shortcut, onDone }: TaskFormProps): ReactNode {
  const { t } = useTranslation('task');
  const client = useQueryClient();
  const schema = task.inputSchema as JsonSchema;
  const draft = useDraft(`task.${task.id}`);
  const [missing, setMissing] = useState<readonly string[]>([]);
  /** What was shown when it was sent, and what was there. */
  const [compared, setCompared] = useState<{ readonly before: TaskDetail; readonly now: TaskDetail }>();
  const goesOn = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const complete = useCompleteTask((done) => {
    draft.clear();
    announce(t('completed', { task: inLanguage(done.label) }));
    return onDone(goesOn.current);
  });
  const isOpen = task.status === 'open';
  const faults = { ...Object.fromEntries(missing.map((pointer) => [pointer, t('required')])), ...(complete.error instanceof ApiFailure ? faultsOf(complete.error.problem?.errors) : {}) };

  function submit(andNext: boolean): void {
    if (!mayComplete || !isOpen || complete.isPending) return;
    goesOn.current = andNext;
    const found = missingOf(schema, draft.value);
    setMissing(found);
    if (found.length > 0) {
      focusField(found[0] ?? '');
      return;
    }
    complete.mutate({ id: task.id, input: sendable(schema, draft.value) }, {
      onError: (error) => {
        if (isConflict(error)) void client.query({ ...taskQuery(task.id), queryKey: ['tasks', 'fresh', task.id], staleTime: 0 }).then((now) => { setCompared({ before: task, now }); }, () => { setCompared({ before: task, now: task }); });
        else focusField(Object.keys(error instanceof ApiFailure ? faultsOf(error.problem?.errors) : {})[0] ?? '');
      },
    });
  }
  function forget(): void {
    setCompared(undefined);
    complete.reset();
  }
  function focusField(pointer: string): void {
    const field = form.current?.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(pointer)}"]`);
    (field?.matches('input, textarea, select, button') ? field : field?.querySelector<HTMLElement>('input, textarea, select'))?.focus();
  }
  useShortcut(shortcut, () => { submit(true); }, mayComplete && isOpen);
  const closing = ({ closedAt, closedBy, closedByName }: TaskDetail): string => (closedAt === null ? '—' : `${formatInstant(closedAt)}, ${closedByName ?? closedBy ?? t('nobody')}`);
  const holder = ({ claimedBy, claimedByName }: TaskDetail): string => claimedByName ?? claimedBy ?? t('nobody');
  // What one has typed stays to be read when somebody else was faster.
  if (!isOpen && !compared && Object.keys(draft.value).length === 0) return null;

  return (
    <form ref={form} noValidate onSubmit={(event) => { event.preventDefault(); submit(false); }} aria-label={t('form')}>
      <Stack gap="sm">
        {draft.restoredAt !== undefined && <Alert variant="light" p="xs"><Group justify="space-between"><Text size="sm">{t('restored', { at: formatInstant(draft.restoredAt) })}</Text><Button variant="subtle" onClick={draft.clear}>{t('discard')}</Button></Group></Alert>}
        <SchemaForm form={task.step} schema={schema} value={draft.value} faults={faults} disabled={!mayComplete || !isOpen} onChange={(value) => { setMissing([]); draft.set(value); }} />
        {complete.error && !isConflict(complete.error) && <Failed error={complete.error} />}
        {mayComplete && isOpen && (
          <Group className={classes['foot']} gap="xs">
            <Button type="submit" loading={complete.isPending}>{t('complete')}</Button>
            <Button variant="default" loading={complete.isPending} onClick={() => { submit(true); }} aria-keyshortcuts="Control+Enter">{t('complete-next')}</Button>
          </Group>
        )}
      </Stack>
      <Conflict error={compared && complete.error} rows={compared ? [
        { label: t('status'), before: t(`status.${compared.before.status}`), now: t(`status.${compared.now.status}`) },
        { label: t('holder'), before: holder(compared.before), now: holder(compared.now) },
        { label: t('closed'), before: closing(compared.before), now: closing(compared.now) },
      ] : []} onClose={forget} onReload={() => {
        if (compared) client.setQueryData(taskQuery(task.id).queryKey, compared.now);
        forget();
      }} />
    </form>
  );
}
