/** The calendar of a site: the operator's hours, in the site's own time and with its own public holidays. */
import type { Calendar } from './calendar.ts';
import { frenchHolidayRegion, isHolidayRegion } from './holidays.ts';

/**
 * The operator's week on the site's wall clock, closed on the site's public holidays.
 * @param siteTimeZones by holiday region, from the policy `calendars`; a region that is not there keeps the operator's zone.
 * @param countryCode ISO 3166-1 alpha-2; a country without known holidays keeps the operator's.
 */
export function calendarOfSite(
  operator: Calendar, siteTimeZones: Readonly<Record<string, string>>, { countryCode, postalCode }: { readonly countryCode: string; readonly postalCode: string },
): Calendar {
  const region = countryCode === 'FR' ? frenchHolidayRegion(postalCode) : countryCode;
  if (!isHolidayRegion(region)) return operator;
  return { ...operator, timeZone: siteTimeZones[region] ?? operator.timeZone, holidayRegion: region };
}
