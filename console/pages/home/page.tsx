/** Accueil: what is late, what is due today, one's tickets, and what has gone astray. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/empty.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';

export function HomePage(): ReactNode {
  const { t } = useTranslation('home');
  return <PageFrame title={t('title')}><Empty title={t('nothing')} /></PageFrame>;
}
