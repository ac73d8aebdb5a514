/** Whom a ticket waits for, and when he is reminded (T-08, T-13). */
import { after } from '../clock/delay.ts';
import type { TicketPolicy } from './ticket-policy.ts';
import type { TicketState } from './ticket.ts';

/** T-14: what a proposed solution waits for. While the requester is asked for his agreement the clock stands, if the policy of this reason says so (T-07). */
export const awaitingAgreement = 'requester-agreement';

/** What a person may have a ticket wait for: nobody is asked to agree where nothing was proposed. */
export function reasonsToWait({ waiting }: Pick<TicketPolicy, 'waiting'>): string[] {
  return Object.keys(waiting).filter((reason) => reason !== awaitingAgreement);
}

/** The outsider whom a ticket waits for (T-13). */
export interface ThirdParty {
  /** A firm, or its key; never a person's name. */
  readonly party: string;
  /** Their own reference of it. */
  readonly reference?: string | undefined;
  /** ISO date. */
  readonly expectedOn?: string | undefined;
}

/** When who is awaited is reminded next, epoch milliseconds; null while nobody is. */
export function nextReminderAtMs({ opening, waiting, endedAtMs }: TicketState): number | null {
  if (!opening || !waiting || endedAtMs !== null) return null;
  const delay = opening.policy.waiting[waiting.reason]?.remindAfter ?? null;
  return delay && after(opening.policy, waiting.remindedAtMs ?? waiting.sinceMs, delay);
}
