/** A desk as the policies have it now: when its people work, when the first line changes hands (T-11, T-19). */
import type { Calendar } from '../../domain/calendar/calendar.ts';
import type { Handover } from '../../domain/people/rota.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import { currentPolicies } from '../policy/store.ts';
import type { Pool } from '../pool.ts';

export interface DeskPolicy {
  readonly attribution: Policies['desks']['desks'][string]['attribution'];
  /** Null: no rota. */
  readonly handover: Handover | null;
  /** Of the operator where the desk works round the clock. */
  readonly timeZone: string;
  /** The hours of a person with this calendar, or with none of his own; null: round the clock. */
  readonly hoursOf: (calendar: string | null) => Calendar | null;
}

/** Undefined for a desk that the policy does not know. */
export async function readDeskPolicy(pool: Pool, desk: string): Promise<DeskPolicy | undefined> {
  const { values: { desks: { desks }, calendars: { calendars, operatorCalendar } } } = await currentPolicies(pool, ['desks', 'calendars']);
  const terms = Object.hasOwn(desks, desk) ? desks[desk] : undefined;
  if (!terms) return undefined;
  const { attribution, calendar, rotaHandover } = terms;
  const own = calendar === null ? null : calendars[calendar] ?? null;
  const timeZone = (own ?? calendars[operatorCalendar])?.timeZone ?? 'UTC';
  return {
    attribution, timeZone, handover: rotaHandover && { ...rotaHandover, timeZone },
    // A calendar that is gone from the policy is no reason to leave its people without work.
    hoursOf: (name) => (name === null ? own : calendars[name] ?? own),
  };
}
