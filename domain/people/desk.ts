/** A desk as the policies have it: when its people work, when the first line changes hands, who gives tickets their technicians (T-11, T-19). */
import type { Calendar } from '../calendar/calendar.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { Handover } from './rota.ts';

export const deskPolicyNames = ['desks', 'calendars'] as const;

export interface Desk {
  readonly desk: string;
  readonly attribution: Policies['desks']['desks'][string]['attribution'];
  /** Null: no rota. */
  readonly handover: Handover | null;
  /** Of the operator where the desk works round the clock. */
  readonly timeZone: string;
  /** The hours of a person with this calendar, or with none of his own; null: round the clock. */
  readonly hoursOf: (calendar: string | null) => Calendar | null;
}

/** Undefined for a desk that the policy does not know. */
export function deskOf({ desks: { desks }, calendars: { calendars, operatorCalendar } }: Pick<Policies, (typeof deskPolicyNames)[number]>, desk: string): Desk | undefined {
  const terms = Object.hasOwn(desks, desk) ? desks[desk] : undefined;
  if (!terms) return undefined;
  const { attribution, calendar, rotaHandover } = terms;
  const own = calendar === null ? null : calendars[calendar] ?? null;
  const timeZone = (own ?? calendars[operatorCalendar])?.timeZone ?? 'UTC';
  return {
    desk, attribution, timeZone, handover: rotaHandover && { ...rotaHandover, timeZone },
    // A calendar that is gone from the policy is no reason to leave its people without work.
    hoursOf: (name) => (name === null ? own : calendars[name] ?? own),
  };
}
