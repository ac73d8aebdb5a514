/** Calendars that the clock's tests share. */
import type { Calendar, OpenRow } from '../../../domain/calendar/calendar.ts';

const longDay: readonly OpenRow[] = [['08:30', '12:30'], ['13:30', '18:00']];
const friday: readonly OpenRow[] = [['08:30', '12:30'], ['13:30', '17:00']];

/** The desk's hours of T-06: 8.5 h Monday to Thursday, 7.5 h on Friday, 41.5 h a week. */
export const office: Calendar = {
  timeZone: 'Europe/Paris', weekly: { mon: longDay, tue: longDay, wed: longDay, thu: longDay, fri: friday },
};

/** Every day of the week with the same rows. */
export function daily(timeZone: string, ...rows: readonly OpenRow[]): Calendar {
  return { timeZone, weekly: { mon: rows, tue: rows, wed: rows, thu: rows, fri: rows, sat: rows, sun: rows } };
}
