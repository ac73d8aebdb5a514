/** Carries callbacks from the inbox to their journeys: again until one takes them, the same Update id each time. */
import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Logger } from 'pino';
import { recordedOutcome, settleCallback, waitingCallbacks, type InboxEntry, type Settlement } from '../db/callbacks/inbox.ts';
import type { Pool } from '../db/pool.ts';
import type { OblFact } from '../domain/deployment/site.ts';
import { oblCallback, type OblCallback } from '../ports/obl.ts';
import { oblToldUpdate, workflowIdOf } from '../workflows/deployment/messages.ts';

const atOnce = 20;
/** A journey whose worker is away answers later; the callback waits in the inbox, not in this process. */
const deliveryTimeoutMs = 15_000;

export interface RelayParts {
  readonly pool: Pool;
  readonly client: Client;
  readonly logger: Logger;
}

/** Delivers what waits; returns how many callbacks were tried. */
export async function deliverCallbacks({ pool, client, logger }: RelayParts): Promise<number> {
  const entries = await waitingCallbacks(pool, atOnce);
  await Promise.all(entries.map(async (entry) => {
    const settlement = await deliver(pool, client, entry);
    await settleCallback(pool, entry, settlement);
    const level = settlement.status === 'delivered' ? 'debug' : 'info';
    logger[level]({ source: entry.source, callback: entry.id, ...settlement }, 'callback settled');
  }));
  return entries.length;
}

async function deliver(pool: Pool, client: Client, entry: InboxEntry): Promise<Settlement> {
  const parsed = oblCallback.safeParse(entry.payload);
  // A later version may understand it; until then it is shown.
  if (!parsed.success) return { status: 'unmatched', reason: 'contract-mismatch', journeyId: null, againInMs: backoffMs(entry.attempts) };
  const { orderKey } = parsed.data;
  const journeyId = orderKey.split('.').slice(0, 2).join('/');
  const commandId = `${entry.source}:${entry.id}`;
  try {
    await client.connection.withDeadline(Date.now() + deliveryTimeoutMs, () =>
      client.workflow.getHandle(workflowIdOf(journeyId)).executeUpdate(oblToldUpdate, {
        updateId: commandId,
        args: [{ orderKey, fact: factOf(parsed.data), meta: { actor: `system:${entry.source}`, channel: 'callback', commandId } }],
      }));
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return { status: 'unmatched', reason: 'refused', journeyId, againInMs: backoffMs(entry.attempts) };
    if (!(error instanceof WorkflowNotFoundError)) return { status: 'pending', reason: 'not-answered', journeyId, againInMs: backoffMs(entry.attempts) };
    const { known, command } = await recordedOutcome(pool, journeyId, commandId);
    if (!known) return { status: 'unmatched', reason: 'unknown-journey', journeyId, againInMs: backoffMs(entry.attempts) };
    if (command === 'none') return { status: 'ignored', reason: 'journey-ended', journeyId };
  }
  const { command, reason } = await recordedOutcome(pool, journeyId, commandId);
  return { status: command === 'ignored' ? 'ignored' : 'delivered', reason, journeyId };
}

/** From a second up to five minutes. */
function backoffMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempts, 10), 300_000);
}

function factOf(callback: OblCallback): OblFact {
  switch (callback.type) {
    case 'order.acknowledged':
      return { type: 'acknowledged', oblReference: callback.oblReference, plannedDeliveryDate: callback.plannedDeliveryDate };
    case 'order.refused':
      return { type: 'refused', reason: callback.reason };
    case 'order.delivered': {
      const { oblReference, reportReference, deliveredOn, reservations } = callback;
      return { type: 'delivered', oblReference, report: { reportReference, deliveredOn, reservations } };
    }
    case 'order.cancelled':
      return { type: 'cancelled' };
  }
}
