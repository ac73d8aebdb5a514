/** Makes the frozen policy of a journey from the written ones: calendars and durations are computed here, outside the workflow. */
import { freezeDays } from '../calendar/businessDays.ts';
import { parseDuration } from '../clock/duration.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { DeliveryPolicy, FrozenDelay, ReminderLadder } from './policy.ts';

/** The policies that a delivery runs under. */
export const deliveryPolicies = ['calendars', 'reminders', 'outside-calls'] as const;
type Written = Pick<Policies, (typeof deliveryPolicies)[number]>;

/** Longer than a deployment lives; two years are some 700 bytes of history. */
const frozenDayCount = 730;
const dayMs = 86_400_000;

/** @throws {RangeError} when the operator's calendar does not exist: the policy's own check allows none such. */
export function freezeDeliveryPolicy(written: Written, versions: Readonly<Record<string, number>>, nowMs: number): DeliveryPolicy {
  const { calendars: { operatorCalendar, calendars }, reminders, 'outside-calls': calls } = written;
  const calendar = calendars[operatorCalendar];
  if (!calendar) throw new RangeError(`no calendar ${operatorCalendar}`);
  return {
    versions,
    // From the day before: the zone's date may be behind that of UTC.
    days: freezeDays(calendar, isoDate(nowMs - dayMs), isoDate(nowMs + frozenDayCount * dayMs)),
    acknowledgement: freezeLadder(reminders['obl-acknowledgement']),
    deliveryReport: freezeLadder(reminders['delivery-report']),
    outsideCalls: { tellAfterMs: milliseconds(calls.tellAfter), againEveryMs: milliseconds(calls.againEvery) },
  };
}

function freezeLadder({ firstAfter, againEvery }: Written['reminders']['obl-acknowledgement']): ReminderLadder {
  return { firstAfter: freezeDelay(firstAfter), againEvery: freezeDelay(againEvery) };
}

function freezeDelay(delay: Written['reminders']['obl-acknowledgement']['firstAfter']): FrozenDelay {
  return 'elapsed' in delay ? { elapsedMs: milliseconds(delay.elapsed) } : delay;
}

function milliseconds(duration: string): number {
  const parsed = parseDuration(duration);
  if (!parsed.ok) throw new RangeError(`not a duration: ${duration}`);
  return parsed.durationMs;
}

function isoDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
