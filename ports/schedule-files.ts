/** The schedule as files (D-22): made where calendars and documents are made, handed out by the API and attached to mails. */
import type { ScheduleOverview } from '../domain/deployment/overview.ts';

/** When it was looked at: epoch milliseconds, and an ordinal that only grows. */
export interface ScheduleStamp {
  readonly atMs: number;
  readonly sequence: number;
}

export interface ScheduleFiles {
  /** iCalendar (RFC 5545): all-day events on the expected dates, under the same names each time. */
  calendar(overview: ScheduleOverview, stamp: ScheduleStamp): string;
  /** Tagged, in French. `on`: ISO date of the document. */
  pdf(overview: ScheduleOverview, on: string): Promise<Uint8Array>;
}
