/** What is left until an instant, to the second. Each second writes into the elements that are shown and renders nothing: a list of ten thousand stays still. */
import { IconAlertTriangleFilled, IconClock } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import classes from './countdown.module.css';
import { formatInstant } from './time.ts';

const tellers = new Set<(nowMs: number) => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
const soonMs = 30 * 60_000;

function everySecond(tell: (nowMs: number) => void): () => void {
  tellers.add(tell);
  ticking ??= setInterval(() => {
    const nowMs = Date.now();
    for (const one of tellers) one(nowMs);
  }, 1_000);
  return () => {
    tellers.delete(tell);
    if (tellers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** `2 j 03:12:05`; the sign is for a word to say. @param dayUnit of the language */
export function formatClock(ms: number, dayUnit: string): string {
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  const days = Math.floor(seconds / 86_400);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3_600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days} ${dayUnit} ${clock}` : clock;
}

export interface CountdownProps {
  readonly at: string;
  /** What it counts down to, for the title. */
  readonly title: string;
  /** Of whoever shows it: a list shows eighty. */
  readonly t: TFunction;
}

export function Countdown({ at, title, t }: CountdownProps): ReactNode {
  const frame = useRef<HTMLTimeElement>(null);
  const digits = useRef<HTMLSpanElement>(null);
  const dayUnit = t('countdown.day');
  useLayoutEffect(() => {
    const atMs = Date.parse(at);
    const show = (nowMs: number): void => {
      const leftMs = atMs - nowMs;
      const urgency = leftMs < 0 ? 'late' : leftMs < soonMs ? 'soon' : 'calm';
      if (frame.current && frame.current.dataset['urgency'] !== urgency) frame.current.dataset['urgency'] = urgency;
      if (digits.current) digits.current.textContent = formatClock(leftMs, dayUnit);
    };
    show(Date.now());
    return everySecond(show);
  }, [at, dayUnit]);
  return (
    <time ref={frame} dateTime={at} title={`${title} ${formatInstant(at, 'full')}`} className={classes['countdown']}>
      <IconClock size={13} aria-hidden className={classes['calmIcon']} /><IconAlertTriangleFilled size={13} aria-hidden className={classes['lateIcon']} />
      <span className={classes['lateWord']}>{t('countdown.late')}</span><span ref={digits} />
    </time>
  );
}
