/** When something is due: what remains, coloured and worded by urgency, with the instant itself in the title. */
import { Text } from '@mantine/core';
import { IconAlertTriangleFilled, IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './due.module.css';
import { useNowMs } from './now.ts';
import { formatInstant, formatRemaining } from './time.ts';

const soonMs = 4 * 3_600_000;

export interface DueProps {
  readonly at: string | null;
  readonly isOverdue?: boolean;
  readonly isAtRisk?: boolean;
}

export function Due({ at, isOverdue, isAtRisk = false }: DueProps): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNowMs();
  if (at === null) return <Text component="span" size="sm" c="dimmed">{t('due.none')}</Text>;
  const leftMs = Date.parse(at) - nowMs;
  const late = isOverdue ?? leftMs < 0;
  const urgency = late ? 'late' : isAtRisk || leftMs < soonMs ? 'soon' : 'calm';
  const Icon = late ? IconAlertTriangleFilled : IconClock;
  return (
    <time dateTime={at} title={formatInstant(at, 'full')} className={classes[urgency]}>
      <Icon size={13} aria-hidden />{late ? t('due.late', { since: formatRemaining(leftMs) }) : formatRemaining(leftMs)}
    </time>
  );
}

/** An instant that has been, with the whole of it in the title. */
export function Instant({ at, relative = false }: { readonly at: string; readonly relative?: boolean }): ReactNode {
  const nowMs = useNowMs();
  return <time dateTime={at} title={formatInstant(at, 'full')}>{relative ? formatRemaining(Date.parse(at) - nowMs) : formatInstant(at)}</time>;
}
