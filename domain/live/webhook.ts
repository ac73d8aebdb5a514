/** Webhooks out: what a subscription asks for, what it is sent, and when a delivery is tried again. */
import { changeKinds, type Change } from './change.ts';

/** What a subscription is told of. */
export interface Subscription {
  /** `ticket.*`, `ticket.ticketOpened`; none: everything. */
  readonly types: readonly string[];
  /** Null: of whatever centre. */
  readonly centres: readonly string[] | null;
  /** Null: of every customer, and of what is nobody's. */
  readonly customerId: string | null;
}

export const typePattern = new RegExp(`^(?:${changeKinds.join('|')})\\.(?:\\*|[a-z][A-Za-z]{1,60})$`);

/** Of one recorded event. */
export function typeOf({ kind, types }: Pick<Change, 'kind' | 'types'>): string {
  return `${kind}.${types[0] ?? ''}`;
}

export function concerns({ types, centres, customerId }: Subscription, change: Change): boolean {
  const { kind, customer } = change;
  return (types.length === 0 || types.includes(`${kind}.*`) || types.includes(typeOf(change)))
    && (centres === null || (customer?.centre != null && centres.includes(customer.centre)))
    && (customerId === null || customer?.id === customerId || customer?.formerIds.includes(customerId) === true);
}

/** The body, as Standard Webhooks shapes it: that something happened, to what, and nothing of what it holds. */
export function bodyOf(change: Change): string {
  const { position, kind, id, customer, deploymentId, at } = change;
  return JSON.stringify({
    type: typeOf(change), timestamp: at.toISOString(), data: { position, kind, id, ...(customer ? { customerId: customer.id } : {}), ...(deploymentId === null ? {} : { deploymentId }) },
  });
}

/** The same however often it is sent: the receiver knows by it what he has. */
export function messageIdOf(webhookId: string, position: number): string {
  return `msg_${webhookId.replaceAll('-', '')}_${position}`;
}

const firstRetryMs = 5_000;
const longestRetryMs = 3_600_000;

/** Five seconds, then twice as long each time up to an hour, a little less or more each time. @param chance from 0 to 1 @param askedMs how long the receiver asked us to wait */
export function retryAfterMs(attempts: number, chance: number, askedMs = 0): number {
  const backoffMs = Math.min(firstRetryMs * 2 ** Math.min(attempts - 1, 20), longestRetryMs);
  return Math.round(Math.min(Math.max(backoffMs, askedMs), longestRetryMs) * (0.9 + chance * 0.2));
}
