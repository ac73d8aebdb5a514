/** What happened to a complaint, act by act, newest first (C-04). */
import { Button, Group, Text, Timeline as Line } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { formatInstant } from '../../time/time.ts';

export function Timeline({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('complaint');
  const { rows, error, isLoading, hasMore, more, isLoadingMore, again } = usePagedList(oneKey('complaints', id, 'timeline'), (cursor) => answerOf(api.GET('/api/v1/complaints/{id}/timeline', { params: { path: { id }, query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } } })));
  if (error) return <Failed error={error} again={again} />;
  if (isLoading) return <Loading />;
  return (
    <>
      <Line active={rows.length} bulletSize={10} lineWidth={2}>
        {rows.toReversed().map(({ number, type, actor, channel, at }) => (
          <Line.Item key={number} title={<Text component="span" size="sm" fw={500}>{t(`event.${type}`, { defaultValue: type })}</Text>}>
            <Text size="xs" c="dimmed">{actor} · {channel} · <time dateTime={at}>{formatInstant(at)}</time></Text>
          </Line.Item>
        ))}
      </Line>
      {hasMore && <Group mt="sm"><Button variant="default" loading={isLoadingMore} onClick={more}>{t('timeline.more')}</Button></Group>}
    </>
  );
}
