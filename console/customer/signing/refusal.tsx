/** What the API refused, in its own sentence; where it did not answer, what to do. */
import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../../client/failure.ts';

export function Refusal({ error }: { readonly error: Error }): ReactNode {
  const { t } = useTranslation('link');
  return <Alert role="alert" variant="light" color="red">{error instanceof ApiFailure && error.problem ? error.problem.detail : t('away.next')}</Alert>;
}
