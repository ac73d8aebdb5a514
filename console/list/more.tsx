/** What is behind the end of what is loaded, asked for by a button; where it could not be read, why, in its place. What is shown stays. */
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PagedList } from '../data/paged-list.ts';
import { Failed } from '../parts/failed.tsx';

export function More({ list: { hasMore, more, isLoadingMore, moreError } }: { readonly list: Pick<PagedList<unknown>, 'hasMore' | 'more' | 'isLoadingMore' | 'moreError'> }): ReactNode {
  const { t } = useTranslation();
  if (!hasMore) return null;
  if (moreError !== null && !isLoadingMore) return <Failed error={moreError} again={more} />;
  return <Group justify="center" my="md"><Button variant="default" loading={isLoadingMore} onClick={more}>{t('list.show-more')}</Button></Group>;
}
