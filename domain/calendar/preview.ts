/** `POST /previews/clock`: the clock's arithmetic, open to anyone's test; nothing is stored. */
import { parseDuration } from '../clock/duration.ts';
import { under, type Fault } from '../clock/faults.ts';
import type { Pause, Reached } from '../clock/frozen.ts';
import { earliestInstantMs, formatInstant, latestInstantMs, parseInstant } from '../clock/instant.ts';
import type { Calendar } from './calendar.ts';
import { readClock } from './clock.ts';
import type { PreviewClockAnswer } from './preview.schema.ts';
import { calendarFaults } from './validate.ts';

export interface PreviewClockRequest {
  readonly calendar: Calendar | null;
  readonly start: string;
  readonly target: string;
  readonly pauses?: readonly (readonly [start: string] | readonly [start: string, end: string | null])[] | undefined;
  readonly thresholds?: readonly number[] | undefined;
}

export type PreviewClockResult = { readonly ok: true; readonly answer: PreviewClockAnswer } | { readonly ok: false; readonly faults: readonly Fault[] };

const largestRatio = 100;

/** What a clock would say, or every fault of the request by JSON pointer. Never throws for a request of the right shape. */
export function previewClock(request: PreviewClockRequest): PreviewClockResult {
  const faults: Fault[] = request.calendar === null ? [] : under('/calendar', calendarFaults(request.calendar));
  const startMs = readInstant(request.start, '/start', faults);
  const targetMs = readDuration(request.target, faults);
  const pauses = (request.pauses ?? []).map((pause, index) => readPause(pause, `/pauses/${index}`, faults));
  const ratios = request.thresholds ?? [];
  for (const [index, ratio] of ratios.entries()) {
    if (!(ratio >= 0 && ratio <= largestRatio)) faults.push({ pointer: `/thresholds/${index}`, code: 'ratio-out-of-range' });
  }
  if (faults.length > 0) return { ok: false, faults };

  const reading = readClock(request.calendar, { startMs, targetMs, pauses }, ratios);
  noteBeyond(reading.due, '/target', faults);
  for (const [index, { reached }] of reading.thresholds.entries()) noteBeyond(reached, `/thresholds/${index}`, faults);
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    answer: {
      due: instantOf(reading.due),
      thresholds: reading.thresholds.map(({ ratio, reached }) => ({ ratio, at: instantOf(reached) })),
      openIntervals: reading.openIntervals.map(([fromMs, untilMs]) => [formatInstant(fromMs), formatInstant(untilMs)]),
      pausedSeconds: reading.pausedMs / 1000,
    },
  };
}

function readInstant(text: string, pointer: string, faults: Fault[]): number {
  const atMs = parseInstant(text);
  if (atMs === null) faults.push({ pointer, code: 'malformed-instant' });
  else if (atMs < earliestInstantMs || atMs >= latestInstantMs) faults.push({ pointer, code: 'instant-out-of-range' });
  return atMs ?? 0;
}

function readDuration(text: string, faults: Fault[]): number {
  const duration = parseDuration(text);
  if (duration.ok) return duration.durationMs;
  faults.push({ pointer: '/target', code: duration.code });
  return 0;
}

function readPause([start, end]: readonly [string, (string | null)?], pointer: string, faults: Fault[]): Pause {
  const startMs = readInstant(start, `${pointer}/0`, faults);
  if (end === undefined || end === null) return [startMs, null];
  const endMs = readInstant(end, `${pointer}/1`, faults);
  if (endMs < startMs) faults.push({ pointer, code: 'end-before-start' });
  return [startMs, endMs];
}

function noteBeyond(reached: Reached, pointer: string, faults: Fault[]): void {
  if (reached.outcome === 'horizon-exhausted') faults.push({ pointer, code: 'beyond-horizon' });
}

function instantOf(reached: Reached): string | null {
  return reached.outcome === 'at' ? formatInstant(reached.atMs) : null;
}
