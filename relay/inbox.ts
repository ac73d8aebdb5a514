/** Carries callbacks from the inbox to their journeys: again until one takes them, the same Update id each time. */
import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Logger } from 'pino';
import { deploymentOfOrder, recordedOutcome, settleCallback, unknownOrder, waitingCallbacks, type InboxEntry, type Settlement } from '../db/callbacks/inbox.ts';
import type { Pool } from '../db/pool.ts';
import { inSpan } from '../ports/tracing.ts';
import { isRunning, workflowIdOf } from '../workflows/journey/messages.ts';
import { readCallback } from './callbacks.ts';

const atOnce = 20;
/** A journey whose worker is away answers later; the callback waits in the inbox, not in this process. */
const deliveryTimeoutMs = 15_000;

export interface RelayParts {
  readonly pool: Pool;
  readonly client: Client;
  readonly logger: Logger;
}

/** Carries what is for no journey alone, by source: it finds out itself whose it is. */
export type Carriers = Readonly<Record<string, (entry: InboxEntry) => Promise<Settlement>>>;

export interface Delivery {
  /** Starts to deliver what waits and is not under way; returns how many callbacks it started. */
  start(): Promise<number>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Makes the delivery of one process. A journey that does not answer holds up its own callbacks and nobody else's. */
export function createDelivery({ pool, client, logger }: RelayParts, carriers: Carriers = {}): Delivery {
  const underWay = new Map<string, Promise<void>>();

  async function carry(entry: InboxEntry): Promise<void> {
    try {
      const settlement = await inSpan(`inbox ${entry.source}`, { kind: 'CONSUMER', attributes: { 'jalon.callback': entry.id, 'jalon.attempt': entry.attempts + 1 }, parent: entry.traceparent }, () =>
        carriers[entry.source]?.(entry) ?? deliver(pool, client, entry));
      await settleCallback(pool, entry, settlement);
      logger[settlement.status === 'delivered' ? 'debug' : 'info']({ source: entry.source, callback: entry.id, ...settlement }, 'callback settled');
    } catch (error) {
      // It waits as before, and goes again under the same Update id.
      logger.warn({ source: entry.source, callback: entry.id, reason: (error as Error).message }, 'callback not settled');
    } finally {
      underWay.delete(keyOf(entry));
    }
  }

  return {
    async start() {
      const room = atOnce - underWay.size;
      if (room === 0) await Promise.race(underWay.values());
      // Taken before the query: what it still shows as waiting may be settled by the time it answers.
      const taken = new Set(underWay.keys());
      const waiting = await waitingCallbacks(pool, atOnce + taken.size);
      const next = waiting.filter((entry) => !taken.has(keyOf(entry))).slice(0, Math.max(room, 1));
      for (const entry of next) underWay.set(keyOf(entry), carry(entry));
      return next.length;
    },
    idle: async () => { await Promise.all(underWay.values()); },
  };
}

function keyOf({ source, id }: InboxEntry): string {
  return `${source}:${id}`;
}

async function deliver(pool: Pool, client: Client, entry: InboxEntry): Promise<Settlement> {
  const told = readCallback(entry.source, entry.payload);
  // A later version may understand it; until then it is shown.
  if (told === null) return { status: 'unmatched', reason: 'contract-mismatch', journeyId: null, againInMs: backoffMs(entry.attempts) };
  const { journey, update, content } = told;
  const journeyId = 'id' in journey ? journey.id : await deploymentOfOrder(pool, journey.orderNumber);
  if (journeyId === null) return { status: 'unmatched', reason: unknownOrder, journeyId, againInMs: backoffMs(entry.attempts) };
  const commandId = keyOf(entry);
  const handle = client.workflow.getHandle(workflowIdOf(journeyId));
  const notAnswered: Settlement = { status: 'pending', reason: 'not-answered', journeyId, againInMs: backoffMs(entry.attempts) };
  try {
    await client.connection.withDeadline(Date.now() + deliveryTimeoutMs, () =>
      handle.executeUpdate(update, {
        updateId: commandId,
        args: [{ ...content, meta: { actor: `system:${entry.source}`, channel: 'callback', commandId } }],
      }));
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return { status: 'unmatched', reason: 'refused', journeyId, againInMs: backoffMs(entry.attempts) };
    if (!(error instanceof WorkflowNotFoundError)) return notAnswered;
    const { known, command } = await recordedOutcome(pool, journeyId, commandId);
    if (!known) return { status: 'unmatched', reason: 'unknown-journey', journeyId, againInMs: backoffMs(entry.attempts) };
    if (command === 'none') return (await isRunning(handle)) ? notAnswered : { status: 'ignored', reason: 'journey-ended', journeyId };
  }
  const { command, reason } = await recordedOutcome(pool, journeyId, commandId);
  return { status: command === 'ignored' ? 'ignored' : 'delivered', reason, journeyId };
}

/** From a second up to five minutes. */
export function backoffMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempts, 10), 300_000);
}
