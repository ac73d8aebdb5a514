/** Commands to journeys: sent as Updates, answered once recorded, refusals turned into problems. */
import {
  type Client, type WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition, type Workflow } from '@temporalio/common';
import type { Pool } from 'pg';
import { recordedOutcome } from '../../db/callbacks/inbox.ts';
import { isRecorded } from '../../db/journey/record.ts';
import { refuse, type Refusal } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { isRunning, type Act, type Recorded, workflowIdOf } from '../../workflows/journey/messages.ts';
import { Problem, problem } from '../http/problem.ts';
import type { RouteRequest } from '../http/route.ts';

/** The recorder's time; then the caller hears `outcome-unknown`, and the same key later gives the answer. */
const answerWithinMs = 10_000;

export interface JourneyServices {
  readonly pool: Pool;
  readonly client: Client;
}

/** Of the request by which a journey is opened. */
export interface Opener extends Pick<RouteRequest<unknown, unknown, unknown, { permission: 'task:read' }>, 'principal' | 'scope' | 'allocate'> {
  readonly meta: ActMeta;
}

/** Who acts, as the record keeps it. */
export function metaOf({ principal, channel, commandId, requestId }: Pick<RouteRequest<unknown, unknown, unknown, { permission: 'task:read' }>, 'principal' | 'channel' | 'commandId' | 'requestId'>): ActMeta {
  return { actor: principal.subject, channel, commandId, requestId };
}

/**
 * Sends an act to a running journey and waits until it is recorded.
 * @throws {Problem} the journey's refusal; `wrong-state` when it has ended; `outcome-unknown` when no answer came in time.
 */
export async function act<Message extends Act>(
  { client, pool }: JourneyServices, journeyId: string, update: UpdateDefinition<Recorded, [Message]>, message: Message,
): Promise<void> {
  const { commandId } = message.meta;
  const journey = client.workflow.getHandle(workflowIdOf(journeyId));
  try {
    await client.connection.withDeadline(Date.now() + answerWithinMs, () =>
      journey.executeUpdate(update, { updateId: commandId, args: [message] as never }));
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refused(error);
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    // Closed: perhaps by this very act, whose answer was lost.
    const { command } = await recordedOutcome(pool, journeyId, commandId);
    if (command !== 'none') return;
    throw problem(await isRunning(journey) ? refuse('outcome-unknown') : refuse('wrong-state', { state: 'ended', states: 'open' }));
  }
}

/** Starts a journey with its opening act, once however often it is asked. */
export async function open<Message extends Act>(
  { client, pool }: JourneyServices, journeyId: string, update: UpdateDefinition<Recorded, [Message]>, message: Message, start: WithStartWorkflowOperation<Workflow>,
): Promise<void> {
  const { commandId } = message.meta;
  try {
    await client.connection.withDeadline(Date.now() + answerWithinMs, () =>
      client.workflow.executeUpdateWithStart(update, { updateId: commandId, args: [message] as never, startWorkflowOperation: start }));
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refused(error);
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { command } = await recordedOutcome(pool, journeyId, commandId);
    if (command === 'none') throw error;
  }
}

/**
 * Does what leads to an act, checks included. An accepted act whose answer was lost comes again under its key: it is on record, and what has become of its journey since does not judge it anew.
 * @throws {Problem} what `perform` throws, where the command is not on record.
 */
export async function unlessRecorded({ pool }: Pick<JourneyServices, 'pool'>, { commandId }: Pick<ActMeta, 'commandId'>, perform: () => Promise<void>): Promise<void> {
  try {
    await perform();
  } catch (error) {
    if (!isRefusal(error) || !(await isRecorded(pool, commandId))) throw error;
  }
}

/** Whether the journey has said no: what was prepared for the act may go. With any other failure it may have taken it. */
export function isRefusal(thrown: unknown): boolean {
  return thrown instanceof Problem && thrown.refusal.code !== 'outcome-unknown';
}

function refused(error: WorkflowUpdateFailedError): Error {
  const { cause } = error;
  const refusal = cause instanceof ApplicationFailure ? (cause.details?.[0] as Refusal | undefined) : undefined;
  return refusal?.code === undefined ? error : problem(refusal, { cause });
}
