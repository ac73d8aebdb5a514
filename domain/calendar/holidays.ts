/** Public holidays: computed from the law for France and its overseas departments, taken from date-holidays for other countries. */
import { dateOf, dayNumber } from '../clock/localDate.ts';
import { worldHolidays, isWorldRegion } from './worldHolidays.ts';

/** Month and day of the commemoration of the abolition of slavery (Code du travail L. 3422-2, décret 83-1003). */
const abolitionDays: ReadonlyMap<string, readonly [month: number, day: number]> = new Map([
  ['FR-971', [5, 27]], ['FR-972', [5, 22]], ['FR-973', [6, 10]], ['FR-974', [12, 20]], ['FR-976', [4, 27]], ['FR-BL', [10, 9]], ['FR-MF', [5, 28]],
]);

/** Moselle, Bas-Rhin, Haut-Rhin: local law adds Good Friday and 26 December (Code du travail L. 3134-13). */
const alsaceMoselle: readonly string[] = ['FR-57', 'FR-67', 'FR-68'];

/** Other names of the same places. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['FR-GP', 'FR-971'], ['GP', 'FR-971'], ['FR-MQ', 'FR-972'], ['MQ', 'FR-972'], ['FR-GF', 'FR-973'], ['GF', 'FR-973'], ['FR-RE', 'FR-974'], ['RE', 'FR-974'],
  ['FR-YT', 'FR-976'], ['YT', 'FR-976'], ['BL', 'FR-BL'], ['MF', 'FR-MF'], ['FR-6AE', 'FR-67'],
]);

/** Whether `holidaysOf` knows the place: a French region here, or any country or subdivision of date-holidays. */
export function isHolidayRegion(region: string): boolean {
  return isFrench(canonical(region)) || isWorldRegion(region);
}

/**
 * The public holidays of a place in a year, ascending, as `YYYY-MM-DD`. None for a place that `isHolidayRegion` does not know.
 * @param region ISO 3166: `FR` (metropolitan), `FR-57`/`FR-67`/`FR-68` (Alsace-Moselle), `FR-971`…`FR-976`, or a country (`BE`, `DE-BY`).
 */
export function holidaysOf(region: string, year: number): readonly string[] {
  const place = canonical(region);
  return isFrench(place) ? frenchHolidays(place, year).map(dateOf) : worldHolidays(region, year);
}

/** The holiday region of a French site by its postal code: what its calendar uses when it is not given one. */
export function frenchHolidayRegion(postalCode: string): string {
  // Saint-Barthélemy and Saint-Martin kept postal codes of Guadeloupe.
  if (postalCode === '97133') return 'FR-BL';
  if (postalCode === '97150') return 'FR-MF';
  const department = postalCode.startsWith('97') ? postalCode.slice(0, 3) : postalCode.slice(0, 2);
  const region = `FR-${department}`;
  return isFrench(region) ? region : 'FR';
}

/** Day number of Easter Sunday in the Gregorian calendar (Meeus/Jones/Butcher). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const monthAndDay = h + l - 7 * m + 114;
  return dayNumber(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1);
}

function canonical(region: string): string {
  return aliases.get(region) ?? region;
}

function isFrench(region: string): boolean {
  return region === 'FR' || abolitionDays.has(region) || alsaceMoselle.includes(region);
}

function frenchHolidays(region: string, year: number): number[] {
  const easter = easterSunday(year);
  const abolition = abolitionDays.get(region);
  return [
    // Code du travail L. 3133-1.
    dayNumber(year, 1, 1), easter + 1, dayNumber(year, 5, 1), dayNumber(year, 5, 8), easter + 39, easter + 50,
    dayNumber(year, 7, 14), dayNumber(year, 8, 15), dayNumber(year, 11, 1), dayNumber(year, 11, 11), dayNumber(year, 12, 25),
    ...(alsaceMoselle.includes(region) ? [easter - 2, dayNumber(year, 12, 26)] : []),
    ...(abolition ? [dayNumber(year, ...abolition)] : []),
    // Ascension can fall on 1 or 8 May: one day, said once.
  ].sort((x, y) => x - y).filter((day, index, days) => day !== days[index - 1]);
}
