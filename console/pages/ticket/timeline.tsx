/** What happened, act by act, newest first (C-04). */
import { Button, Group, Text, Timeline as Line } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';
import { usePagedList } from '../../data/paged-list.ts';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useNames } from '../../tickets/queries.ts';
import { formatInstant } from '../../time/time.ts';

export function Timeline({ number }: { readonly number: string }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const nameOf = useNames();
  const { rows, error, isLoading, hasMore, more, isLoadingMore, again } = usePagedList(oneKey('tickets', number, 'timeline'), (cursor) => answerOf(api.GET('/api/v1/tickets/{number}/timeline', { params: { path: { number }, query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } } })));
  if (error) return <Failed error={error} again={again} />;
  if (isLoading) return <Loading />;
  return (
    <>
      <Line active={rows.length} bulletSize={10} lineWidth={2}>
        {rows.toReversed().map(({ number: ordinal, type, actor, channel, at }) => (
          <Line.Item key={ordinal} title={<Text component="span" size="sm" fw={500}>{t(`event.${type}`, { defaultValue: type })}</Text>}>
            <Text size="xs" c="dimmed">{nameOf(actor)} · {channel} · <time dateTime={at}>{formatInstant(at)}</time></Text>
          </Line.Item>
        ))}
      </Line>
      {hasMore && <Group mt="sm"><Button variant="default" loading={isLoadingMore} onClick={more}>{t('timeline.more')}</Button></Group>}
    </>
  );
}
