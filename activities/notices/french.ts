/** Dates, times, amounts and measures as French prints them: written out by rule, so that they are the same on every machine and for ever. */
import { wallTimeAt, zoneTimeline } from '../../domain/calendar/zone.ts';
import { dateOf, dayMs, requireDayNumber, weekdayIndex } from '../../domain/clock/localDate.ts';
import { euros } from '../../domain/errors/money.ts';

/** No-break space: before a colon, within guillemets, between a number and its unit. */
export const nbsp = '\u00A0';
/** Narrow no-break space: between thousands, before `;`, `!` and `?`. */
const nnbsp = '\u202F';
const minus = '\u2212';

const months = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'];
const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const hourMs = 3_600_000;
const minuteMs = 60_000;

/** «23 novembre 2026», «1er décembre 2026». @param date ISO date @throws {RangeError} when it is none */
export function frenchDate(date: string): string {
  const iso = dateOf(requireDayNumber(date));
  const day = Number(iso.slice(8, 10));
  return [day === 1 ? '1er' : String(day), months[Number(iso.slice(5, 7)) - 1], iso.slice(0, 4)].join(nbsp);
}

/** «lundi 23 novembre 2026». @throws {RangeError} when it is no date */
export function frenchDay(date: string): string {
  return `${weekdays[weekdayIndex(requireDayNumber(date))]} ${frenchDate(date)}`;
}

/**
 * «le lundi 23 novembre 2026, de 8 h à 12 h 30»; over several days «du … à … au … à …».
 * @param timeZone IANA name, of the site
 */
export function frenchSlot({ startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string }, timeZone: string): string {
  const [start, end] = [localTime(startsAt, timeZone), localTime(endsAt, timeZone)];
  if (start.date === end.date) return `le ${frenchDay(start.date)}, de ${start.time} à ${end.time}`;
  return `du ${frenchDay(start.date)} à ${start.time} au ${frenchDay(end.date)} à ${end.time}`;
}

/** «lundi 23 novembre 2026 à 8 h 30». @param timeZone IANA name */
export function frenchInstant(atMs: number, timeZone: string): string {
  const { date, time } = localTime(new Date(atMs).toISOString(), timeZone);
  return `${frenchDay(date)} à ${time}`;
}

/** «1 234,56 €», «−12,00 €». @param cents integer */
export function frenchMoney(cents: number): string {
  return euros(cents, 'fr');
}

/** «20 %», «5,5 %». @param basisPoints 2000 is 20 % */
export function frenchRate(basisPoints: number): string {
  return `${frenchNumber(basisPoints / 100)}${nbsp}%`;
}

/** «941,5», with as many decimals as the number has. */
export function frenchNumber(value: number): string {
  const [whole = '', decimals] = String(Math.abs(value)).split('.');
  return `${value < 0 ? minus : ''}${/^\d+$/.test(whole) ? thousands(whole) : whole}${decimals === undefined ? '' : `,${decimals}`}`;
}

function thousands(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, nnbsp);
}

function localTime(instant: string, timeZone: string): { date: string; time: string } {
  const atMs = Date.parse(instant);
  const wallMs = wallTimeAt(zoneTimeline(timeZone, atMs, atMs), atMs);
  const day = Math.floor(wallMs / dayMs);
  const minutes = Math.floor((wallMs - day * dayMs) % hourMs / minuteMs);
  const hour = `${Math.floor((wallMs - day * dayMs) / hourMs)}${nbsp}h`;
  return { date: dateOf(day), time: minutes === 0 ? hour : `${hour}${nbsp}${String(minutes).padStart(2, '0')}` };
}
