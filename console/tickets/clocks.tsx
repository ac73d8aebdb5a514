/** The clocks of a ticket in one line: what is left of its resolution or why it stands, and whether it was taken in time (T-07, T-08). */
import { IconAlertTriangleFilled, IconCircleCheck, IconPlayerPauseFilled } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Countdown, formatClock } from '../time/countdown.tsx';
import { formatInstant } from '../time/time.ts';
import { useChoices, wordOf, type Choices, type TicketSummary } from './queries.ts';
import classes from './tickets.module.css';

type Clocked = Pick<TicketSummary, 'dueAt' | 'isBreached' | 'standingLeftSeconds' | 'waitingReason' | 'waitingSince' | 'phase' | 'endedAt' | 'agreedAt' | 'takenAt' | 'takingDueAt' | 'isTakingBreached'>;

/** What clocks are told in: asked for once by whoever shows them, for a list shows eighty. */
export interface ClockWords {
  readonly t: TFunction;
  readonly choices: Choices | undefined;
}

export function useClockWords(): ClockWords {
  const { t } = useTranslation('tickets');
  const choices = useChoices();
  return useMemo(() => ({ t, choices }), [t, choices]);
}

/** `isWhole`: with the reason why it stands, where nothing else says it. */
export function ResolutionClock({ ticket, words: { t, choices }, isWhole = false }: { readonly ticket: Clocked; readonly words: ClockWords; readonly isWhole?: boolean }): ReactNode {
  const { dueAt, isBreached, standingLeftSeconds, waitingReason, waitingSince, endedAt, agreedAt } = ticket;
  if (endedAt !== null || agreedAt !== null) return <Verdict isLate={isBreached} at={agreedAt ?? endedAt ?? ''} t={t} />;
  if (standingLeftSeconds !== null) {
    const left = formatClock(standingLeftSeconds * 1_000, t('countdown.day'));
    const reason = waitingReason === null ? t('clock.agreement') : wordOf(choices?.waitingReasons, waitingReason);
    return (
      <span className={classes['standing']} data-late={standingLeftSeconds < 0 || undefined} title={waitingSince === null ? reason : t('clock.since', { reason, at: formatInstant(waitingSince) })}>
        <IconPlayerPauseFilled size={12} aria-hidden />{standingLeftSeconds < 0 ? t('clock.paused-late', { left }) : t('clock.paused', { left })}{isWhole && ` · ${reason}`}
      </span>
    );
  }
  if (dueAt === null) return <span className={classes['none']}>{t('clock.none')}</span>;
  return <Countdown at={dueAt} title={t('clock.resolution-until')} t={t} />;
}

export function TakingClock({ ticket: { takenAt, takingDueAt, isTakingBreached, standingLeftSeconds, endedAt, agreedAt }, words: { t } }: { readonly ticket: Clocked; readonly words: ClockWords }): ReactNode {
  if (takenAt !== null) return <Verdict isLate={isTakingBreached} at={takenAt} t={t} />;
  if (takingDueAt !== null && endedAt === null && agreedAt === null) return <Countdown at={takingDueAt} title={t('clock.taking-until')} t={t} />;
  return <span className={classes['none']}>{standingLeftSeconds === null ? t('clock.none') : t('clock.stands')}</span>;
}

function Verdict({ isLate, at, t }: { readonly isLate: boolean; readonly at: string; readonly t: TFunction }): ReactNode {
  const Icon = isLate ? IconAlertTriangleFilled : IconCircleCheck;
  return (
    <span className={classes['verdict']} data-late={isLate || undefined} title={formatInstant(at, 'full')}>
      <Icon size={13} aria-hidden />{isLate ? t('clock.was-late') : t('clock.in-time')}
    </span>
  );
}
