/** What a running ticket asks of PostgreSQL before it decides: the desk's teams, and more open time of a calendar. */
import { ApplicationFailure } from '@temporalio/common';
import type { FrozenCalendar } from '../../domain/clock/frozen.ts';
import { freezeFurther } from '../../domain/ticket/freeze-policy.ts';
import type { Team } from '../../domain/ticket/ticket.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';

export interface TicketActivities {
  /** The teams of a desk, by level, in the order in which they are escalated to (T-07, T-09). */
  readTeams(desk: string): Promise<Team[]>;
  /** What a ticket keeps of a calendar, covering more than before, by the same version (T-06). Instants in epoch milliseconds. */
  freezeFurther(known: { readonly calendar: string; readonly version: number; readonly coversFromMs: number; readonly coversUntilMs: number }): Promise<FrozenCalendar>;
  /** @throws {ApplicationFailure} `still-to-tell` while notices of the ticket wait: to be asked again. */
  everybodyTold(number: string): Promise<void>;
}

export interface TicketFactParts {
  readonly readTeams: (desk: string) => Promise<Team[]>;
  readonly isEverybodyTold: (number: string) => Promise<boolean>;
  /** The policy `calendars` in one version. */
  readonly readCalendars: (version: number) => Promise<Policies['calendars']>;
}

/** Failures are those of PostgreSQL, and retried. */
export function ticketActivities({ readTeams, readCalendars, isEverybodyTold }: TicketFactParts): TicketActivities {
  return {
    readTeams,
    async freezeFurther({ calendar, version, ...covers }) {
      return freezeFurther(await readCalendars(version), calendar, covers);
    },
    async everybodyTold(number) {
      if (!(await isEverybodyTold(number))) throw ApplicationFailure.retryable('Somebody is still to be told.', 'still-to-tell');
    },
  };
}
