/** Calls to the outside that keep failing: what, since when, why, and to try again or go on without (D-24). */
import { Anchor, Button, Code, Radio, Stack, Text, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { listKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { announce } from '../../parts/announce.tsx';
import { useCallWords } from '../../tasks/call-words.ts';
import { formatInstant } from '../../time/time.ts';
import { Records } from './records.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';

type StuckCall = Schema<'StuckCall'>;
const choices = ['retry', 'skip'] as const;

export function StuckCalls(): ReactNode {
  const { t } = useTranslation('administration');
  const words = useCallWords();
  const [decided, setDecided] = useState<StuckCall>();
  const list = usePagedList<StuckCall>(listKey('stuck-calls'), (cursor) => answerOf(api.GET('/api/v1/stuck-calls', { params: { query: cursor === undefined ? {} : { cursor } } })));
  return (
    <>
      <Records list={list} label={t('section.stuck-calls')} idOf={({ taskId }) => taskId} empty={{ title: t('stuck.empty'), hint: t('stuck.empty-hint') }}
        columns={[
          { header: t('stuck.journey'), cell: ({ journeyId, taskId }) => <Anchor size="sm" renderRoot={(props) => <Link to="/tasks/$id" params={{ id: taskId }} {...props} />}>{journeyId}</Anchor> },
          { header: t('stuck.call'), cell: words },
          { header: t('stuck.since'), cell: ({ since }) => formatInstant(since) },
          { header: t('stuck.attempts'), cell: ({ attempts, nextTryAt }) => t('stuck.rounds', { count: attempts, at: formatInstant(nextTryAt, 'short') }) },
          { header: t('stuck.error'), cell: ({ lastError }) => <><Code>{lastError.code}</Code> {lastError.message}</> },
        ]}
        acts={(one) => (one.verdict === null ? <Button variant="default" aria-label={t('stuck.decide-of', { journey: one.journeyId })} onClick={() => { setDecided(one); }}>{t('stuck.decide')}</Button> : t(`stuck.decided.${one.verdict}`))} />
      {decided && <Decision key={decided.taskId} call={decided} onClose={() => { setDecided(undefined); }} />}
    </>
  );
}

function Decision({ call, onClose }: { readonly call: StuckCall; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  const [choice, setChoice] = useState<(typeof choices)[number]>('retry');
  const [comment, setComment] = useState('');
  const words = useCallWords();
  const decide = useCommand({
    send: (body: { choice: string; comment: string }, key) => dataOf(api.POST('/api/v1/tasks/{id}/complete', { params: { path: { id: call.taskId }, header: { 'Idempotency-Key': key } }, body })),
    touches: [['stuck-calls'], ['tasks']],
    done: () => { announce(t(`stuck.decided.${choice}`)); onClose(); },
  });
  return (
    <SideForm title={t('stuck.decide-of', { journey: call.journeyId })} isOpen onClose={onClose} action={t(`stuck.choice.${choice}`)} isSending={decide.isPending} error={decide.error}
      onSubmit={() => { decide.mutate({ choice, comment: comment.trim() }); }}>
      <Text size="sm">{words(call)} · <Code>{call.lastError.code}</Code></Text>
      <Radio.Group label={t('stuck.choice')} value={choice} onChange={(next) => { setChoice(next); }}>
        <Stack gap="xs" mt={4}>{choices.map((one) => <Radio key={one} value={one} label={t(`stuck.choice.${one}`)} description={t(`stuck.choice-hint.${one}`)} />)}</Stack>
      </Radio.Group>
      <Textarea label={t('stuck.comment')} required autosize minRows={2} maxLength={2000} value={comment} error={faultsIn(decide.error)['/comment']} onChange={({ currentTarget }) => { setComment(currentTarget.value); }} />
    </SideForm>
  );
}
