/** Instants and days as people read them: in the operator's zone, whatever the browser's. */
import { currentLanguage, type Language } from '../texts/texts.ts';

/** The operator's; the API gives instants in UTC. */
export const timeZone = 'Europe/Paris';

const styles = {
  date: { dateStyle: 'medium' },
  dateTime: { dateStyle: 'medium', timeStyle: 'short' },
  time: { timeStyle: 'short' },
  full: { dateStyle: 'full', timeStyle: 'medium' },
  short: { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type TimeStyle = keyof typeof styles;

const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(style: TimeStyle, zone: string): Intl.DateTimeFormat {
  const name = `${currentLanguage()} ${style} ${zone}`;
  const known = made.get(name) ?? new Intl.DateTimeFormat(localeOf(currentLanguage()), { ...styles[style], timeZone: zone });
  made.set(name, known);
  return known;
}

function localeOf(language: Language): string {
  return language === 'fr' ? 'fr-FR' : 'en-GB';
}

/** An instant, RFC 3339. */
export function formatInstant(at: string, style: TimeStyle = 'dateTime'): string {
  return formatOf(style, timeZone).format(Date.parse(at));
}

/** A day without an hour: `2026-11-22` stays that day wherever it is read. */
export function formatDay(day: string): string {
  return formatOf('date', 'UTC').format(Date.parse(`${day}T00:00:00Z`));
}

/** `2026-11-22` in the operator's zone. */
export function dayOf(atMs: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(atMs);
}

const steps = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const;

/** «dans 2 h», «il y a 3 j»: by the two largest units, for what is near. */
export function formatRemaining(ms: number): string {
  const [unit, size] = steps.find(([, one]) => Math.abs(ms) >= one) ?? steps[2];
  return new Intl.RelativeTimeFormat(localeOf(currentLanguage()), { numeric: 'always', style: 'short' }).format(Math.trunc(ms / size), unit);
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(localeOf(currentLanguage())).format(value);
}

/** Euros of integer cents. */
export function formatCents(cents: number): string {
  return new Intl.NumberFormat(localeOf(currentLanguage()), { style: 'currency', currency: 'EUR' }).format(cents / 100);
}
