/** All that happened in a deployment and at its sites (C-04). */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { Timeline } from '../../timeline/timeline.tsx';

export function History({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('deployments');
  const list = usePagedList(oneKey('deployments', id, 'timeline'), (cursor) => answerOf(api.GET('/api/v1/deployments/{id}/timeline', { params: { path: { id }, query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } } })));
  return <Timeline list={list} label={t('tab.history')} />;
}
