/** The numbers of a ticket that are policy and not rule, as it keeps them from its creation on. */
import type { FrozenDelay } from '../clock/delay.ts';
import type { FrozenCalendar } from '../clock/frozen.ts';
import type { FrozenDays } from '../clock/frozenDays.ts';
import type { Policies } from '../policy/policies.schema.ts';
import type { Priority } from '../policy/support.schema.ts';
import type { Scripts } from './diagnosis.ts';
import type { AskedStep } from './tasks.ts';
import type { ContractClass } from './ticket.ts';

/** What the clock of a contract class promises (T-06). */
export interface ClockTerms {
  /** Null: no promised time. */
  readonly resolutionMs: number | null;
  readonly takingChargeMs: number | null;
  /** Name among the frozen calendars; null: elapsed time round the clock. */
  readonly calendar: string | null;
}

export interface WaitingTerms {
  readonly stopsClock: boolean;
  readonly awaits: 'customer' | 'third-party' | 'ourselves';
  /** Null: nobody is reminded. */
  readonly remindAfter: FrozenDelay | null;
  /** After this many reminders without an answer, closing is proposed; null: never. */
  readonly proposeClosingAfterReminders: number | null;
}

export interface TicketPolicy {
  /** Version by policy name. */
  readonly versions: Readonly<Record<string, number>>;
  readonly priorities: Policies['service-levels']['priorities'];
  readonly contracts: Readonly<Record<ContractClass, ClockTerms>>;
  /** The operator's days: reminders count in them. */
  readonly days: FrozenDays;
  /** Open time of the calendars that clocks count in, computed outside the workflow. */
  readonly calendars: Readonly<Record<string, FrozenCalendar>>;
  readonly escalation: Policies['escalation'];
  readonly waiting: Readonly<Record<string, WaitingTerms>>;
  /** T-09: an unsolved ticket leaves the first level after so long; null: no limit. */
  readonly firstLineLimitMs: number | null;
  /** C-03: an offer that is not acknowledged in this time goes to the dispatcher's queue. */
  readonly acknowledgeWithinMs: number;
  /** T-07: when notices to people go out, by a calendar of the version kept; null: at any hour. */
  readonly notices: { readonly calendar: string | null; readonly atAnyHour: readonly Priority[] };
  /** D-24: when a failing call is told to a person, and tried again. */
  readonly outsideCalls: { readonly tellAfterMs: number; readonly againEveryMs: number };
  /** T-12: what is asked and tested, by category. */
  readonly scripts: Scripts;
  /** T-24: categories that become a task of sales. */
  readonly salesCategories: readonly string[];
  /** C-08: categories that become a task of billing; absent in tickets that are older than these. */
  readonly billingCategories?: readonly string[];
  /** By when what it asks of others is due, and when a proposal to the documentation lapses, counted from its end (T-18, T-23, T-24). */
  readonly taskTerms: { readonly dueAfter: Readonly<Record<AskedStep, FrozenDelay>>; readonly documentationLapsesAfter: FrozenDelay };
}

/** One version of one policy, frozen for a running ticket: what of it takes the place of what the ticket has. */
export interface AppliedTicketPolicy {
  readonly policy: string;
  readonly version: number;
  readonly frozen: Partial<Omit<TicketPolicy, 'versions'>>;
}
