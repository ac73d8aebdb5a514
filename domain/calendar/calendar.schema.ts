/** The shape of a calendar as it comes in; `calendarFaults` says what the shape cannot. */
import { z } from 'zod';
import type { Calendar } from './calendar.ts';

const row = z.tuple([z.string().max(8), z.string().max(8)]);
const rows = z.array(row).max(12);

export const calendarSchema = z.strictObject({
  timeZone: z.string().min(1).max(64).describe('IANA name'),
  weekly: z.strictObject({ mon: rows, tue: rows, wed: rows, thu: rows, fri: rows, sat: rows, sun: rows }).partial()
    .describe('Open rows as ["HH:MM", "HH:MM"], up to 24:00; a day without one is closed'),
  holidays: z.array(z.string().max(10)).max(2000).optional().describe('Dates closed all day'),
  holidayRegion: z.string().min(2).max(12).optional().describe('ISO 3166 code of the place whose public holidays are closed too: FR, FR-57, FR-974, DE-BY'),
}) satisfies z.ZodType<Calendar>;
