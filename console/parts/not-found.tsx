/** An address under which there is nothing. */
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from './empty.tsx';
import { PageFrame } from './page-frame.tsx';

export function NotFound(): ReactNode {
  const { t } = useTranslation();
  return (
    <PageFrame title={t('not-found.title')}>
      <Empty title={t('not-found.lead')} hint={t('not-found.hint')} icon={<IconMapOff size={18} stroke={1.5} />}>
        <Button component={Link} to="/" variant="default">{t('not-found.home')}</Button>
      </Empty>
    </PageFrame>
  );
}
