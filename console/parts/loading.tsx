/** What stands where something is still coming: said to everybody, shown only when it takes a moment. */
import { Center, Loader, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export function Loading(): ReactNode {
  const { t } = useTranslation();
  return <Center p="xl" component="output"><Loader size="sm" type="dots" aria-hidden /><VisuallyHidden>{t('loading')}</VisuallyHidden></Center>;
}
