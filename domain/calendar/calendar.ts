/** Calendars: when an operator, a desk or a site is open, in its own wall-clock time (T-06). */
import type { Language, Text } from '../errors/codes.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export const weekdayLabels: Readonly<Record<Weekday, Text>> = {
  mon: { fr: 'lundi', en: 'Monday' }, tue: { fr: 'mardi', en: 'Tuesday' }, wed: { fr: 'mercredi', en: 'Wednesday' },
  thu: { fr: 'jeudi', en: 'Thursday' }, fri: { fr: 'vendredi', en: 'Friday' }, sat: { fr: 'samedi', en: 'Saturday' },
  sun: { fr: 'dimanche', en: 'Sunday' },
} satisfies Record<Weekday, Record<Language, string>>;

/** `["08:30", "12:30"]`: open from the first wall-clock time to the second; `24:00` is the end of the day. */
export type OpenRow = readonly [opens: string, closes: string];

export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** A day without a row is closed. */
  readonly weekly: Readonly<Partial<Record<Weekday, readonly OpenRow[] | undefined>>>;
  /** Dates (`YYYY-MM-DD`) closed all day, whatever the week says. */
  readonly holidays?: readonly string[] | undefined;
  /** Public holidays of this place are closed too: `FR`, `FR-57`, `FR-974`, `DE-BY`… (see holidays.ts). */
  readonly holidayRegion?: string | undefined;
}
