/** What went wrong, by its cause, with the way to try again. */
import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../client/failure.ts';
import { announce } from './announce.tsx';

export interface FailedProps {
  readonly error: unknown;
  readonly again?: () => unknown;
}

/** In the place of what could not be shown. */
export function Failed({ error, again }: FailedProps): ReactNode {
  const { t } = useTranslation();
  const { title, detail, traceId } = useCause(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle />} title={title}>
      <Text size="sm">{detail}</Text>
      {traceId !== undefined && <Text size="xs" mt={4}>{t('failed.trace')} <Code>{traceId}</Code></Text>}
      {again && <Group mt="sm"><Button variant="default" onClick={() => void again()}>{t('failed.again')}</Button></Group>}
    </Alert>
  );
}

/** In the place of a whole page. */
export function FailedPage({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  return <Failed error={error} again={() => { reset(); return router.invalidate(); }} />;
}

export interface Cause { readonly title: string; readonly detail: string; readonly traceId: string | undefined }

/** The API's own sentence; where it did not answer, ours. */
export function useCause(error: unknown): Cause {
  return causeOf(error, useTranslation().t);
}

/** In one line. */
export function useSentenceOf(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => causeOf(error, t).detail;
}

/** For a command whose refusal has no place of its own: said as a note. */
export function useRefused(): { readonly onError: (error: unknown) => void } {
  const sentenceOf = useSentenceOf();
  return { onError: (error) => { announce(sentenceOf(error), 'refused'); } };
}

function causeOf(error: unknown, t: TFunction): Cause {
  if (!(error instanceof ApiFailure)) return { title: t('failed.bug.title'), detail: error instanceof Error ? error.message : String(error), traceId: undefined };
  if (!error.problem) return { title: t('failed.away.title'), detail: t('failed.away.detail'), traceId: undefined };
  return { title: error.problem.title, detail: error.problem.detail, traceId: error.status !== null && error.status >= 500 ? error.problem.traceId : undefined };
}
