/** The schedule as a drawing: a bar a milestone, its latest date as a mark, the critical path hatched and named; a bar is moved by dragging or by the arrow keys. */
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNowMs } from '../../time/now.ts';
import { dayOf, formatDay } from '../../time/time.ts';
import classes from './gantt.module.css';
import type { Schedule } from './queries.ts';

type Line = Schedule['milestones'][number];

export interface GanttProps {
  readonly lines: readonly Line[];
  readonly criticalPath: readonly string[];
  /** Where milestones were put, not yet asked for. */
  readonly moved: Readonly<Record<string, string>>;
  /** None: it is only looked at. */
  readonly onMove: ((milestone: string, on: string) => void) | undefined;
}

const dayMs = 86_400_000;
const [rowHeight, labelWidth, width, top] = [26, 260, 1000, 24];

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs;
const dayAt = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);

export function Gantt({ lines, criticalPath, moved, onMove }: GanttProps): ReactNode {
  const { t } = useTranslation('deployments');
  const drawing = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<{ readonly milestone: string; readonly fromX: number; readonly fromDay: number }>();
  const days = lines.flatMap(({ startsOn, expectedOn, latestOn, milestone }) => [startsOn, expectedOn, latestOn, moved[milestone] ?? expectedOn].map((day) => dayNumber(day)));
  const [first, last] = [Math.min(...days) - 1, Math.max(...days) + 2];
  const perDay = (width - labelWidth - 12) / Math.max(last - first, 1);
  const x = (day: string): number => labelWidth + (dayNumber(day) - first) * perDay;
  const today = dayOf(useNowMs());

  function onKeyDown(event: KeyboardEvent, { milestone, expectedOn }: Line): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 7, PageUp: -7 }[event.key];
    if (step === undefined || !onMove) return;
    event.preventDefault();
    onMove(milestone, dayAt(dayNumber(moved[milestone] ?? expectedOn) + step));
  }
  function onPointerMove({ clientX }: PointerEvent): void {
    if (!drag || !onMove) return;
    const scale = width / (drawing.current?.clientWidth ?? width);
    onMove(drag.milestone, dayAt(Math.round(drag.fromDay + ((clientX - drag.fromX) * scale) / perDay)));
  }

  return (
    <div className={classes['frame']}>
      <svg ref={drawing} viewBox={`0 0 ${width} ${top + lines.length * rowHeight + 6}`} className={classes['drawing']} role="group" aria-label={t('schedule.drawing')} onPointerMove={onPointerMove} onPointerUp={() => { setDrag(undefined); }}>
        <defs><pattern id="critical" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" className={classes['critical']} /><line x1="0" y1="0" x2="0" y2="6" className={classes['hatch']} /></pattern></defs>
        {dayNumber(today) >= first && dayNumber(today) <= last && <><line x1={x(today)} x2={x(today)} y1={top - 6} y2={top + lines.length * rowHeight} className={classes['today']} /><text x={x(today) + 3} y={12} className={classes['small']}>{t('schedule.today')}</text></>}
        {lines.map((line, index) => {
          const { milestone, label, startsOn, expectedOn, latestOn, doneOn, isCritical, floatDays } = line;
          const on = moved[milestone] ?? expectedOn;
          const y = top + index * rowHeight;
          const isMovable = onMove !== undefined && doneOn === null;
          const critical = isCritical || criticalPath.includes(milestone);
          const start = Math.min(x(startsOn), x(on));
          return (
            <g key={milestone}>
              <text x={0} y={y + 16} className={classes['label']}>{label}</text>
              <g className={classes['bar']} data-movable={isMovable || undefined} {...(isMovable ? {
                'tabIndex': 0, 'role': 'slider', 'aria-label': label, 'aria-valuenow': dayNumber(on), 'aria-valuemin': first, 'aria-valuemax': last,
                'aria-valuetext': t('schedule.value', { on: formatDay(on), latest: formatDay(latestOn), count: floatDays }),
                'onKeyDown': (event: KeyboardEvent) => { onKeyDown(event, line); },
                'onPointerDown': ({ clientX, currentTarget, pointerId }: PointerEvent) => { currentTarget.setPointerCapture(pointerId); setDrag({ milestone, fromX: clientX, fromDay: dayNumber(on) }); },
              } : {})}>
                <rect x={start} y={y + 5} width={Math.max(Math.abs(x(on) - x(startsOn)), 5)} height={14} rx={3} className={doneOn === null ? classes['open'] : classes['done']} {...(critical && doneOn === null ? { style: { fill: 'url(#critical)' } } : {})} />
                {moved[milestone] !== undefined && <rect x={x(on) - 3} y={y + 3} width={6} height={18} rx={2} className={classes['moved']} />}
              </g>
              <path d={`M ${x(latestOn)} ${y + 4} l 5 8 l -5 8 l -5 -8 z`} className={floatDays < 0 ? classes['late'] : classes['latest']}><title>{t('schedule.latest')} {formatDay(latestOn)}</title></path>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
