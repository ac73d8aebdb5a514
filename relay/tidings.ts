/** Carries what one ticket has to tell another (T-02): its links, the messages to all of a common cause, its solution. What is still to tell is read from the record, so that nothing is lost, and nothing is told twice. */
import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { linksToHear, tidingsOfCauses, type ToHear } from '../db/ticket/links.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import { workflowIdOf } from '../workflows/journey/messages.ts';
import { hearTidingsUpdate } from '../workflows/ticket/messages.ts';
import type { RelayParts } from './inbox.ts';

const atOnce = 20;
/** A ticket whose worker is away hears of it later; the others of its incident do not wait for it. */
const answerWithinMs = 15_000;
const againAfterMs = 30_000;

/** Makes the carrying of one process. It returns how many tickets were told something. */
export function createTidings({ pool, client, logger }: RelayParts): () => Promise<number> {
  const silentUntilMs = new Map<string, number>();

  return async () => {
    const nowMs = Date.now();
    for (const [ticket, untilMs] of silentUntilMs) if (untilMs <= nowMs) silentUntilMs.delete(ticket);
    const silent = [...silentUntilMs.keys()];
    const links = await linksToHear(pool, atOnce, silent);
    const due = [...links, ...await tidingsOfCauses(pool, atOnce, silent)];
    const told = await Promise.all(due.map(tell));
    return told.filter(Boolean).length;
  };

  async function tell({ ticket, tidings }: ToHear): Promise<boolean> {
    // Each time another one: it is what the ticket knows already that makes a repetition change nothing.
    const commandId = `tidings:${randomUUID()}`;
    const meta: ActMeta = { actor: 'system:tidings', channel: 'system', commandId };
    try {
      await client.connection.withDeadline(Date.now() + answerWithinMs, () => client.workflow.getHandle(workflowIdOf(ticket)).executeUpdate(hearTidingsUpdate, { updateId: commandId, args: [{ tidings, meta }] }));
      return true;
    } catch (error) {
      silentUntilMs.set(ticket, Date.now() + againAfterMs);
      // It has ended meanwhile: what is linked to it shows in its view all the same.
      if (!(error instanceof WorkflowNotFoundError)) logger.warn({ ticket, tidings: tidings.kind, reason: (error as Error).message }, 'a ticket did not hear of another');
      return false;
    }
  }
}
