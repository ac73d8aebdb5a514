/** Said when the session has ended: what was typed is kept, and signing in leads back here. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { signInAddress } from '../data/session.ts';

export function SessionEnded(): ReactNode {
  const { t } = useTranslation();
  return (
    <Alert role="alert" mb="md" color="orange" icon={<IconLogin2 />} title={t('session.ended')}>
      <Text size="sm">{t('session.kept')}</Text>
      <Group mt="sm"><Button component="a" href={signInAddress()}>{t('session.sign-in')}</Button></Group>
    </Alert>
  );
}
