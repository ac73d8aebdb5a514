/** From durations and delays as policies write them to what journeys keep; outside workflows, where a calendar may be asked. */
import { freezeDays } from './businessDays.ts';
import type { Calendar } from './calendar.ts';
import type { Delay } from '../policy/parts.schema.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { FrozenDelay } from '../clock/delay.ts';
import { parseDuration } from '../clock/duration.ts';
import type { FrozenDays } from '../clock/frozenDays.ts';

/** Longer than a journey usually lives; two years are some 700 bytes of history. */
const frozenDayCount = 730;
const dayMs = 86_400_000;

export function freezeDelay(delay: Delay): FrozenDelay {
  return 'elapsed' in delay ? { elapsedMs: milliseconds(delay.elapsed) } : delay;
}

/** @throws {RangeError} for what the schema of durations refuses. */
export function milliseconds(duration: string): number {
  const parsed = parseDuration(duration);
  if (!parsed.ok) throw new RangeError(`not a duration: ${duration}`);
  return parsed.durationMs;
}

/** The calendar that schedule and reminders count in. @throws {RangeError} when it does not exist. */
export function operatorCalendar({ operatorCalendar: name, calendars }: Policies['calendars']): Calendar {
  const calendar = calendars[name];
  if (!calendar) throw new RangeError(`no calendar ${name}`);
  return calendar;
}

/** The operator's days from `fromMs` to two years after `nowMs`. */
export function freezeOperatorDays(written: Policies['calendars'], fromMs: number, nowMs: number): FrozenDays {
  return freezeDays(operatorCalendar(written), isoDate(fromMs), isoDate(nowMs + frozenDayCount * dayMs));
}

function isoDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** D-24: when a person is told of a call that keeps failing, and how often the engine tries again by itself. */
export function freezeCalls({ tellAfter, againEvery }: Policies['outside-calls']): { readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number } } {
  return { outsideCalls: { tellAfterMs: milliseconds(tellAfter), againEveryMs: milliseconds(againEvery) } };
}
