/** What policies are made of: texts, keys, durations and delays. */
import { z } from 'zod';
import { parseDuration } from '../clock/duration.ts';

/** How an entry of a closed list is called in data, for ever. */
export const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(60);

export const text = z.strictObject({ fr: z.string().min(1).max(200), en: z.string().min(1).max(200) });

/** Ten years. Without an end an instant computed from it would lie beyond what a date, the engine and PostgreSQL can say. */
const longestMs = 3_653 * 86_400_000;

/** An exact ISO 8601 duration longer than nothing, at most ten years: `PT8H`. */
export const duration = z.string().max(60).refine((value) => {
  const parsed = parseDuration(value);
  return parsed.ok && parsed.durationMs > 0 && parsed.durationMs <= longestMs;
}, 'an exact ISO 8601 duration of at most ten years, such as PT8H');

/** Waiting for people is counted in business days of the operator's calendar; a demonstration may count elapsed time instead. */
export const delay = z.union([
  z.strictObject({ businessDays: z.int().min(1).max(365) }),
  z.strictObject({ elapsed: duration }),
]);

/** More entries than anybody keeps by hand; what compares them with each other stays quick. */
const entriesMax = 200;

/** Entries by key, a bounded number of them. */
export function entriesOf<Value extends z.ZodType>(value: Value, { keys = key, max = entriesMax }: { keys?: z.ZodType<string, string>; max?: number } = {}) {
  return z.record(keys, value).refine((entries) => Object.keys(entries).length <= max, `at most ${max} entries`);
}

export const ratio = z.number().gt(0).max(100);
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** The name of a calendar of the policy `calendars`; null counts elapsed time, round the clock. */
export const calendarName = key.nullable();

export type Delay = z.infer<typeof delay>;
