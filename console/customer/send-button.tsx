/** The end of a customer's form: what is wrong, said where it is read aloud, and the button. */
import { Alert, Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../client/failure.ts';

export function SendButton({ error, isSending, isIncomplete }: { readonly error: Error | null; readonly isSending: boolean; readonly isIncomplete: boolean }): ReactNode {
  const { t } = useTranslation('link');
  return (
    <Stack gap="sm" mt="md">
      <SendFailed error={error} isIncomplete={isIncomplete} />
      <Button type="submit" size="md" loading={isSending} fullWidth>{t('send')}</Button>
    </Stack>
  );
}

export function SendFailed({ error, isIncomplete = false }: { readonly error: Error | null; readonly isIncomplete?: boolean }): ReactNode {
  const { t } = useTranslation('link');
  const sentence = isIncomplete ? t('incomplete') : error instanceof ApiFailure && error.problem ? error.problem.detail : error ? t('away.next') : undefined;
  return sentence === undefined ? null : <Alert role="alert" variant="light" color="red">{sentence}</Alert>;
}
