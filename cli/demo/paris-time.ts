/** The operator's time, which the people of the demonstration live by. */
import { Temporal } from 'temporal-polyfill';

const timeZone = 'Europe/Paris';

/** The date of an instant, ISO. */
export function dateIn(atMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** `2026-12-07 09:00`, of an instant in RFC 3339. */
export function momentIn(instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** From 9 to 11 on the first working day at least so many days from now, RFC 3339. */
export function morningIn(days: number, nowMs: number): { startsAt: string; endsAt: string } {
  let day = Temporal.PlainDate.from(dateIn(nowMs)).add({ days });
  while (day.dayOfWeek > 5) day = day.add({ days: 1 });
  const at = (plainTime: string): string => day.toZonedDateTime({ timeZone, plainTime }).toString({ timeZoneName: 'never' });
  return { startsAt: at('09:00'), endsAt: at('11:00') };
}
