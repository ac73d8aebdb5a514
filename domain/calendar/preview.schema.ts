/** The body and the answer of `POST /previews/clock` (api.md). What the shape cannot say, `previewClock` checks. */
import { z } from 'zod';
import { calendarSchema } from './calendar.schema.ts';

const instant = z.string().max(40).describe('RFC 3339, with offset');

export const previewClockRequest = z.strictObject({
  calendar: calendarSchema.nullable().describe('null: elapsed time, round the clock'),
  start: instant,
  target: z.string().max(60).describe('ISO 8601 duration of open time: days of 24 hours, hours, minutes, seconds'),
  pauses: z.array(z.union([z.tuple([instant]), z.tuple([instant, instant.nullable()])])).max(500).optional()
    .describe('In any order; without an end: still running'),
  thresholds: z.array(z.number()).max(50).optional().describe('Ratios of the target'),
});

export const previewClockAnswer = z.strictObject({
  due: z.iso.datetime().nullable().describe('null while paused without an end'),
  thresholds: z.array(z.strictObject({ ratio: z.number(), at: z.iso.datetime().nullable() })),
  openIntervals: z.array(z.tuple([z.iso.datetime(), z.iso.datetime()])).describe('Half-open, as counted up to the due instant'),
  pausedSeconds: z.number().describe('Open time spent in pauses that have ended, up to the due instant'),
});

export type PreviewClockAnswer = z.infer<typeof previewClockAnswer>;
