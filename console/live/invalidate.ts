/** What a live event makes stale: the subject itself, the lists that it may be in, and the baskets. */
import type { Query } from '@tanstack/react-query';
import type { Schema } from '../../client/client.ts';
import { oneKey, type Resource } from '../data/keys.ts';
import { queryClient } from '../data/query-client.ts';

export type LiveEvent = Schema<'LiveEvent'>;

const resources: Readonly<Record<LiveEvent['kind'], Resource>> = {
  deployment: 'deployments', site: 'deployments', ticket: 'tickets', replacement: 'replacements', backup: 'tasks', termination: 'terminations', order: 'orders', appointment: 'appointments', followUp: 'follow-ups', complaint: 'complaints', customer: 'customers',
};
/** Lists that anything may change. */
const everywhere: ReadonlySet<unknown> = new Set<Resource>(['tasks', 'stuck-calls', 'indicators']);
/** At most once a second: a hundred changes are one question. */
const everyMs = 1_000;
const soonMs = 80;

let waiting: LiveEvent[] = [];
let lastMs = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export function invalidateFor(event: LiveEvent): void {
  waiting.push(event);
  timer ??= setTimeout(flush, Math.max(soonMs, lastMs + everyMs - Date.now()));
}

/** Somebody came to the ticket, or left it. */
export function invalidatePresence(number: string): void {
  void queryClient.invalidateQueries({ queryKey: oneKey('tickets', number, 'presence') });
}

export function invalidateAll(): void {
  void queryClient.invalidateQueries();
}

function flush(): void {
  const events = waiting;
  [waiting, timer, lastMs] = [[], undefined, Date.now()];
  void queryClient.invalidateQueries({ predicate: (query) => events.some((event) => isStale(event, query)) });
}

function isStale({ kind, id, deploymentId, customerId }: LiveEvent, { queryKey: [resource, shape, subject] }: Query): boolean {
  // What happens to a proposal is told of its customer, by the customer's own record.
  if (resource === 'proposals') return kind === 'customer' || kind === 'order';
  // Opportunities are told of in their customer's record.
  if (kind === 'customer' && resource === 'opportunities') return true;
  if (shape === 'list') return resource === resources[kind] || everywhere.has(resource);
  if (shape !== 'one' || typeof subject !== 'string') return false;
  // Who claims a task, or lets go of it, is told as an act of the customer's.
  if (resource === 'tasks') return kind === 'customer' || subject.startsWith(`${id.replace('/', '.')}.`);
  if (resource === 'customers') return subject === customerId;
  return resource === resources[kind] && (subject === id || subject === deploymentId || subject === id.split('/')[0]);
}
