/** Whether the ticket is solved, and how he found our service (T-14, T-16). */
import { Group, Radio, Stack, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SendButton } from './send-button.tsx';
import { useAnswer, type AnswerProps } from './use-answer.ts';

const grades = [1, 2, 3, 4, 5] as const;
const reasonMax = 500;

export function AgreementForm(props: AnswerProps): ReactNode {
  const { t } = useTranslation('link');
  const answer = useAnswer(props);
  const { agrees, satisfaction, reason } = answer.value;
  const [isIncomplete, setIncomplete] = useState(false);
  const set = (name: string, value: unknown): void => { answer.set({ ...answer.value, [name]: value }); };
  const given = typeof reason === 'string' ? reason.trim() : '';
  const submit = (event: { readonly preventDefault: () => void }): void => {
    event.preventDefault();
    const isWhole = agrees === true || (agrees === false && given !== '');
    setIncomplete(!isWhole);
    if (isWhole) answer.send(agrees ? { agrees, ...(satisfaction === undefined ? {} : { satisfaction }) } : { agrees, reason: given });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="md">
        <Radio.Group label={t('agrees')} required value={agrees === undefined ? '' : String(agrees)} onChange={(chosen) => { set('agrees', chosen === 'true'); }}>
          <Stack gap="xs" mt="xs">
            <Radio value="true" label={t('agrees.yes')} disabled={answer.isSending} />
            <Radio value="false" label={t('agrees.no')} disabled={answer.isSending} />
          </Stack>
        </Radio.Group>
        {agrees === true && (
          <Radio.Group label={t('satisfaction')} description={t('satisfaction.hint')} value={satisfaction === undefined ? '' : String(satisfaction)} onChange={(chosen) => { set('satisfaction', Number(chosen)); }}>
            <Group gap="lg" mt="xs">{grades.map((grade) => <Radio key={grade} value={String(grade)} label={t(`satisfaction.${grade}`)} disabled={answer.isSending} />)}</Group>
          </Radio.Group>
        )}
        {agrees === false && (
          <Textarea label={t('reason')} required autosize minRows={3} maxLength={reasonMax} value={typeof reason === 'string' ? reason : ''} error={answer.faults['/reason']} disabled={answer.isSending}
            onChange={({ currentTarget }) => { set('reason', currentTarget.value); }} />
        )}
      </Stack>
      <SendButton error={answer.error} isSending={answer.isSending} isIncomplete={isIncomplete} />
    </form>
  );
}
