/** Whether he comes to the appointment that he was invited to (S-09): one touch, and he may change his mind. */
import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../time/time.ts';
import type { Link } from './link.ts';
import { SendFailed } from './send-button.tsx';
import { useAnswer, type AnswerProps } from './use-answer.ts';

export function AppointmentForm(props: AnswerProps): ReactNode {
  const { t } = useTranslation('link');
  const { isSending, error, send } = useAnswer(props);
  const { answer } = props.link.context;
  return (
    <>
      {typeof answer === 'string' && <Text mb="sm" role="status">{t(`appointment.${answer}`)}</Text>}
      <Group gap="sm">
        <Button loading={isSending} variant={answer === 'accepted' ? 'default' : 'filled'} disabled={answer === 'accepted'} onClick={() => { send({ answer: 'accepted' }); }}>{t('appointment.accept')}</Button>
        <Button loading={isSending} variant="default" disabled={answer === 'declined'} onClick={() => { send({ answer: 'declined' }); }}>{t('appointment.decline')}</Button>
      </Group>
      <SendFailed error={error} />
    </>
  );
}

export function AboutAppointment({ context }: Pick<Link, 'context'>): ReactNode {
  const { t } = useTranslation('link');
  const { subject, place, startsAt, endsAt } = context;
  if (typeof startsAt !== 'string' || typeof endsAt !== 'string') return null;
  return (
    <>
      <Text fw={600}>{t('appointment.when', { from: formatInstant(startsAt), until: formatInstant(endsAt, 'time') })}</Text>
      {[subject, place].map((line) => typeof line === 'string' && <Text key={line}>{line}</Text>)}
    </>
  );
}
