/** Tâche: one task with its circumstances; once done, the next one of one's basket is a key away. */
import { Paper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { announce } from '../../parts/announce.tsx';
import { PageFrame } from '../../parts/page-frame.tsx';
import { taskQuery } from '../../tasks/queries.ts';
import { TaskPanel } from '../../tasks/task-panel.tsx';
import { inLanguage } from '../../texts/texts.ts';

const route = getRouteApi('/tasks/$id');

export function TaskPage(): ReactNode {
  const { t } = useTranslation('task');
  const { id } = route.useParams();
  const navigate = useNavigate();
  const { history } = useRouter();
  const canGoBack = useCanGoBack();
  const { data } = useQuery(taskQuery(id));

  async function goOn(goesOn: boolean): Promise<void> {
    // Where he came from: whoever leads a deployment wants to see it go on.
    if (!goesOn && canGoBack) return history.back();
    if (!goesOn) return await navigate({ to: '/baskets' });
    const { items } = await dataOf(api.GET('/api/v1/tasks', { params: { query: { whose: 'open', limit: 20 } } }));
    const next = items.find((item) => item.id !== id && item.step !== 'ticket');
    if (next) return await navigate({ to: '/tasks/$id', params: { id: next.id } });
    announce(t('no-next'));
    await navigate({ to: '/baskets' });
  }

  return (
    <PageFrame title={data ? inLanguage(data.label) : t('title')}>
      <Paper withBorder p="lg" maw={860}><TaskPanel id={id} scope="task" hasTitle={false} onDone={goOn} /></Paper>
    </PageFrame>
  );
}
