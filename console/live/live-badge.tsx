/** Whether what is shown follows what happens; when it does not, since when. */
import { Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../data/me.ts';
import { formatInstant } from '../time/time.ts';
import classes from './live-badge.module.css';
import { liveState, onLiveState, startLive } from './stream.ts';

export function LiveBadge(): ReactNode {
  const { t } = useTranslation();
  const mayFollow = useMay('deployment:read', 'ticket:read', 'backup:read', 'termination:read', 'customer:read');
  const state = useSyncExternalStore(onLiveState, liveState);
  useEffect(() => (mayFollow ? startLive() : undefined), [mayFollow]);
  if (!mayFollow) return null;
  return (
    <output aria-live="polite">
      {state.is === 'lost'
        ? <Group gap={6} wrap="nowrap" className={classes['lost'] ?? ''}><IconPlugConnectedX size={16} aria-hidden /><Text size="sm" fw={600} component="span">{t('live.lost', { at: formatInstant(state.since, 'time') })}</Text></Group>
        : <Text size="xs" c="dimmed" component="span" visibleFrom="sm" className={state.is === 'live' ? classes['live'] ?? '' : ''}>{t(`live.${state.is}`)}</Text>}
    </output>
  );
}
