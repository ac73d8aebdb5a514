/** The days of a week, as the operator's calendar has them: a week begins on Monday, whatever the clocks are turned by in it. */
import { dayOf } from '../../time/time.ts';
import { instantOfLocal } from '../../time/zone.ts';

const dayMs = 86_400_000;
const shortest = 7;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Its seven days, from Monday on; of today's where the address names none. */
export function weekOf(day: string | undefined, nowMs: number): readonly string[] {
  const known = day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : dayOf(nowMs);
  const monday = addDays(known, -((new Date(`${known}T00:00:00Z`).getUTCDay() + shortest - 1) % shortest));
  return Array.from({ length: shortest }, (_, index) => addDays(monday, index));
}

/** From midnight to midnight where the operator is: 167 or 169 hours in the weeks in which the clocks are turned. */
export function spanOf(days: readonly string[]): { readonly from: string; readonly until: string } {
  const [first = '', last = first] = [days[0], days.at(-1)];
  return { from: instantOfLocal(`${first}T00:00`), until: instantOfLocal(`${addDays(last, 1)}T00:00`) };
}
