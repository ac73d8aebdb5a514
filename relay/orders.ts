/** Hands signed orders over to production (S-05): the deployment is launched with the order's documents and collection, services of which nothing is left are terminated; and tells each order when what came of it has ended. What is still to do is read from the record, so that nothing is lost, and nothing is done twice. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { keepDocumentFile } from '../db/documents/files.ts';
import { callingOrders, handedOverTo, type CallingOrder } from '../db/order/orders.ts';
import { readParty, readSignature } from '../db/order/parties.ts';
import { heldByCustomer, readProposal } from '../db/sales/proposals.ts';
import { readTimeZone } from '../db/policy/store.ts';
import { today } from '../domain/calendar/today.ts';
import type { DeploymentDocument, DeploymentState } from '../domain/deployment/deployment.ts';
import { launchFile, type LaunchFile } from '../domain/deployment/launch.schema.ts';
import type { DocumentKind } from '../domain/documents/kinds.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import { deliveryOf } from '../domain/order/delivery.ts';
import { launchOf } from '../domain/order/launch.ts';
import { openingOf, type OrderState } from '../domain/order/order.ts';
import { addDocumentUpdate, collectionPushedUpdate } from '../workflows/deployment/messages.ts';
import { workflowIdOf, type Act, type Recorded } from '../workflows/journey/messages.ts';
import { handedOverUpdate, handOverFailedUpdate, productionEndedUpdate } from '../workflows/order/messages.ts';
import type { RelayParts } from './inbox.ts';

const atOnce = 20;
const answerWithinMs = 15_000;
/** One that could not be served is looked at again after this. */
const againAfterMs = 5_000;

/** @throws {Refused} what the launch or the opening says no with. */
export interface HandOverActs {
  readonly launch: (file: LaunchFile, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>) => Promise<string>;
  readonly terminate: (request: { readonly services: readonly string[]; readonly receivedOn: string; readonly letterReference: string; readonly contact: { readonly name: string; readonly email: string | null; readonly phone: string | null } }, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>) => Promise<string>;
  /** The code of a refusal; null of what may go through another time. */
  readonly refusalOf: (thrown: unknown) => string | null;
}

/** Makes the carrying of one process. It returns how many orders something was done for. */
export function createOrderHandOvers({ pool, client, logger }: RelayParts, { launch, terminate, refusalOf }: HandOverActs, waitMs = againAfterMs): () => Promise<number> {
  const silentUntilMs = new Map<string, number>();

  return async () => {
    const nowMs = Date.now();
    for (const [id, untilMs] of silentUntilMs) if (untilMs <= nowMs) silentUntilMs.delete(id);
    const calling = await callingOrders(pool, atOnce, [...silentUntilMs.keys()]);
    await Promise.all(calling.map(async (one) => {
      try {
        await carry(one);
      } catch (error) {
        const code = refusalOf(error);
        if (code !== null && one.state.phase === 'handing-over') await tellFailure(one.id, one.state, code).catch(() => undefined);
        logger.warn({ order: one.id, reason: (error as Error).message }, 'an order was not handed over');
      }
      // The record says what came of it in a moment.
      silentUntilMs.set(one.id, Date.now() + waitMs);
    }));
    return calling.length;
  };

  async function carry({ id, state, isCancelled }: CallingOrder): Promise<void> {
    if (state.phase !== 'handing-over') return await tell(id, productionEndedUpdate, `${id}:ended`, isCancelled ? { how: 'cancelled' as const } : {});
    const [proposal, party, signature, timeZone] = await Promise.all([readProposal(pool, openingOf(state).proposalId), readParty(pool, id, state.partyVersion), readSignature(pool, id, state.signature?.termsId), readTimeZone(pool)]);
    if (!proposal || !party || !state.signed) throw new Error(`${id}: what was ordered is not known`);
    const signedOn = today(state.signed.atMs, timeZone);
    // Of his record as it is now: merged into another, what he has is there (C-09).
    const { customerId } = proposal;
    const delivery = deliveryOf(proposal.lines, await heldByCustomer(pool, customerId), proposal);
    let [deploymentId, terminationId]: (string | null)[] = [null, null];
    // Or what was to end was to be delivered anew by then: what another order left of it.
    if (openingOf(state).delivers || delivery.sites.length > 0) {
      const file = launchFile.safeParse(launchOf({ ...openingOf(state), customerId, engagementMonths: proposal.engagementMonths, party, delivery, signedOn, terms: state.signature, invoice: signature?.signature.invoice ?? null }));
      // What was to be delivered there has gone since.
      if (!file.success) return await tellFailure(id, state, delivery.sites.length === 0 ? 'S-05.service-gone' : 'S-05.site-undeliverable');
      deploymentId = await launch(file.data, metaOf(`${id}:launch`), (make) => handedOverTo(pool, id, 'deployment', make));
      await attach(deploymentId, state);
      await tell(deploymentId, collectionPushedUpdate, `${id}:collection`, { collection: { ...party.collection, b2linktReference: id } });
    }
    if (delivery.ends.length > 0) {
      const contact = party.contacts.find(({ role }) => role === 'administrative');
      terminationId = await terminate(
        // what the customer signed is his letter.
        { services: delivery.ends, receivedOn: signedOn, letterReference: id, contact: { name: contact?.name ?? customerId, email: contact?.email ?? null, phone: contact?.phone ?? null } },
        metaOf(`${id}:terminate`), (make) => handedOverTo(pool, id, 'termination', make),
      );
    }
    await tell(id, handedOverUpdate, `${id}:handed-over`, { deploymentId, terminationId });
  }

  /** Its seller is asked to put it right. */
  async function tellFailure(id: string, { handOver }: OrderState, code: string): Promise<void> {
    await tell(id, handOverFailedUpdate, `${id}:failed:${handOver?.atMs ?? 0}`, { code });
  }

  /** D-04: the contents are where the deployment reads them; each has a name there, and is one of its documents. */
  async function attach(deploymentId: string, state: OrderState): Promise<void> {
    const known = new Set((await pool.query<{ state: DeploymentState }>('SELECT state FROM journeys WHERE id = $1', [deploymentId])).rows.flatMap((row) => Object.keys(row.state.documents)));
    for (const { fileName, document } of documentsOf(state)) {
      if (known.has(document.id)) continue;
      await keepDocumentFile(pool, document.id, fileName);
      await tell(deploymentId, addDocumentUpdate, `${document.id}:attach`, { document });
    }
  }

  /** The same command id each time: what was done is not done again. */
  async function tell<Fields extends object>(journeyId: string, update: UpdateDefinition<Recorded, [Act<Fields>]>, commandId: string, fields: Fields): Promise<void> {
    try {
      await client.connection.withDeadline(Date.now() + answerWithinMs, () => client.workflow.getHandle(workflowIdOf(journeyId)).executeUpdate(update, { updateId: commandId, args: [{ ...fields, meta: metaOf(commandId) }] as never }));
    } catch (error) {
      // It has ended, or gone on, meanwhile: the next look at the record shows what is left to do.
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) throw new Error(`${journeyId} did not take it: ${error.message}`, { cause: error });
      throw error;
    }
  }
}

/** What the order came with, as a deployment knows it. */
function documentsOf({ document, evidence, files }: OrderState): { readonly fileName: string; readonly document: DeploymentDocument }[] {
  const issued = (kind: DocumentKind, of: { readonly id: string; readonly digest: string; readonly sizeBytes: number } | null | undefined) =>
    (of ? [{ fileName: `${kind}.pdf`, document: { id: of.id, kind, digest: of.digest, sizeBytes: of.sizeBytes, mediaType: 'application/pdf' } }] : []);
  return [
    ...(evidence ? [...issued('purchase-order', document), ...issued('signature-evidence', evidence.pdf), ...issued('sepa-mandate', evidence.mandate)] : []),
    ...files.map((file) => ({ fileName: file.kind, document: file })),
  ];
}

function metaOf(commandId: string): ActMeta {
  return { actor: 'system:orders', channel: 'system', commandId };
}
