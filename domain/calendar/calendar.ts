/** Calendars: when an operator, a desk or a site is open, in its own wall-clock time (T-06). */

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

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
