/** All that happened to a complaint (C-04). */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { Timeline } from '../../timeline/timeline.tsx';

export function History({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('complaint');
  const list = usePagedList(oneKey('complaints', id, 'timeline'), (cursor) => answerOf(api.GET('/api/v1/complaints/{id}/timeline', { params: { path: { id }, query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } } })));
  return <Timeline list={list} label={t('part.timeline')} />;
}
