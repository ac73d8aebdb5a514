/** Whether what is shown follows what happens; when it does not, since when. */
import { Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { notifyManager } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isBehind } from '../data/problem.ts';
import { queryClient } from '../data/query-client.ts';
import { useMay } from '../data/me.ts';
import { formatInstant } from '../time/time.ts';
import classes from './live-badge.module.css';
import { liveState, onLiveState, startLive } from './stream.ts';

const answers = queryClient.getQueryCache();
/** Told once for answers that come together. */
const onAnswer = (tell: () => void): (() => void) => answers.subscribe(notifyManager.batchCalls(tell));
/** Of what is on the screen. */
const hasBehind = (): boolean => answers.findAll({ type: 'active' }).some(({ state }) => isBehind(state));

export function LiveBadge(): ReactNode {
  const { t } = useTranslation();
  const mayFollow = useMay('deployment:read', 'ticket:read', 'backup:read', 'termination:read', 'customer:read');
  const state = useSyncExternalStore(onLiveState, liveState);
  const isSomeBehind = useSyncExternalStore(onAnswer, hasBehind);
  useEffect(() => (mayFollow ? startLive() : undefined), [mayFollow]);
  const sentence = state.is === 'lost' ? t('live.lost', { at: formatInstant(state.since, 'time') }) : isSomeBehind ? t('live.behind') : null;
  if (!mayFollow && sentence === null) return null;
  return (
    <output aria-live="polite">
      {sentence !== null
        ? <Group gap={6} wrap="nowrap" className={classes['lost'] ?? ''}><IconPlugConnectedX size={16} aria-hidden /><Text size="sm" fw={600} component="span">{sentence}</Text></Group>
        : <Text size="xs" c="dimmed" component="span" visibleFrom="sm" className={state.is === 'live' ? classes['live'] ?? '' : ''}>{t(`live.${state.is}`)}</Text>}
    </output>
  );
}
