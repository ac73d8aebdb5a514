/** Carries what the two halves of a change of offer or of a move have to tell each other (C-08): the deployment opens, releases and takes back the termination of the old services, which tells the site how far it is. What is still to do is read from the record, so that nothing is lost, and nothing is done twice. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { readLaunchFile } from '../db/deployment/launch-files.ts';
import { successionsDue, terminationNumberFor, type SuccessionDue } from '../db/deployment/successions.ts';
import { readDate } from '../db/policy/store.ts';
import { lastDayBefore } from '../domain/deployment/succession.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import type { TerminationOpening } from '../domain/termination/termination.ts';
import { oldServicesToldUpdate } from '../workflows/deployment/messages.ts';
import { workflowIdOf, type Act, type Recorded } from '../workflows/journey/messages.ts';
import { releaseTerminationUpdate, withdrawTerminationUpdate } from '../workflows/termination/messages.ts';
import type { RelayParts } from './inbox.ts';

const atOnce = 20;
const answerWithinMs = 15_000;
/** One whose worker is away is tried again after this. */
const againAfterMs = 5_000;

/** Opens a termination of services that something takes the place of. @returns its id. */
export type OpenTermination = (
  request: Pick<TerminationOpening, 'origin' | 'receivedOn' | 'belongsTo'> & { readonly services: readonly string[]; readonly contact: { readonly name: string; readonly email: string | null; readonly phone: string | null } },
  meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>,
) => Promise<string>;

/** Makes the carrying of one process. It returns how many successions something was done for. */
export function createSuccessions({ pool, client, logger }: RelayParts, openTermination: OpenTermination, waitMs = againAfterMs): () => Promise<number> {
  const silentUntilMs = new Map<string, number>();

  return async () => {
    const nowMs = Date.now();
    for (const [id, untilMs] of silentUntilMs) if (untilMs <= nowMs) silentUntilMs.delete(id);
    const due = await successionsDue(pool, atOnce, [...silentUntilMs.keys()]);
    const done = await Promise.all(due.map(async (one) => {
      try {
        await carry(one);
        return true;
      } catch (error) {
        silentUntilMs.set(one.journeyId, Date.now() + waitMs);
        logger.warn({ site: one.journeyId, act: one.act, reason: (error as Error).message }, 'the old services of a site were not served');
        return false;
      }
    }));
    return done.filter(Boolean).length;
  };

  async function carry(due: SuccessionDue): Promise<void> {
    const { journeyId } = due;
    switch (due.act) {
      case 'open': {
        const { contacts } = await readLaunchFile(pool, due.deploymentId);
        const { name = '', email = null, phone = null } = contacts.find(({ role }) => role === 'administrative') ?? {};
        await openTermination(
          { origin: due.origin, services: due.services, belongsTo: journeyId, receivedOn: await readDate(pool, Date.now()), contact: { name, email, phone } },
          metaOf(`${journeyId}:open`), (make) => terminationNumberFor(pool, journeyId, make),
        );
        return;
      }
      case 'withdraw':
        return await tell(due.termination, withdrawTerminationUpdate, `${journeyId}:withdraw`, { reason: 'new-service-given-up' });
      case 'release':
        // Whatever the customer chose; else the day before the new service's first: none is billed twice, none is left out.
        return await tell(due.termination, releaseTerminationUpdate, `${journeyId}:release`, { effectiveOn: due.endsOldOn ?? lastDayBefore(due.acceptedOn ?? '') });
      case 'tell':
        return await tell(journeyId, oldServicesToldUpdate, `${due.termination}:${due.stage}`, { termination: due.termination, stage: due.stage });
    }
  }

  async function tell<Fields>(journeyId: string, update: UpdateDefinition<Recorded, [Act<Fields>]>, commandId: string, fields: Fields): Promise<void> {
    try {
      await client.connection.withDeadline(Date.now() + answerWithinMs, () => client.workflow.getHandle(workflowIdOf(journeyId)).executeUpdate(update, { updateId: commandId, args: [{ ...fields, meta: metaOf(commandId) }] as never }));
    } catch (error) {
      // It has ended, or gone on, meanwhile: the next look at the record shows what is left to do.
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) throw new Error(`${journeyId} did not take it: ${error.message}`, { cause: error });
      throw error;
    }
  }
}

function metaOf(commandId: string): ActMeta {
  return { actor: 'system:successions', channel: 'system', commandId };
}
