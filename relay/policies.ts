/** Moves running journeys to an applied version of a policy: one Update each, the same Update id each time, until the journey has it or has ended. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { Logger } from 'pino';
import { recordedOutcome } from '../db/callbacks/inbox.ts';
import { enlistJourneys, journeysNearHorizon, settleMove, waitingMoves, type Move, type MoveSettlement, type NearHorizon } from '../db/policy/applications.ts';
import { readValues } from '../db/policy/reads.ts';
import { readTicketState } from '../db/ticket/reads.ts';
import type { Pool } from '../db/pool.ts';
import { deliveryPolicies, freezeAppliedPolicy, isDeliveryPolicy, type WrittenPolicy } from '../domain/deployment/freeze-policy.ts';
import { backupPolicies, freezeAppliedBackupPolicy } from '../domain/backup/freeze-policy.ts';
import { freezeAppliedAppointmentPolicy } from '../domain/appointment/freeze-policy.ts';
import { complaintPolicies, freezeAppliedComplaintPolicy } from '../domain/complaint/freeze-policy.ts';
import type { AppliedPolicy } from '../domain/deployment/policy.ts';
import type { Applied } from '../domain/journey/applied-policy.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import { kindOf } from '../domain/journey/kind-of.ts';
import { freezeAppliedOrderPolicy, orderPolicies } from '../domain/order/freeze-policy.ts';
import type { PolicyName } from '../domain/policy/catalogue.ts';
import type { Policies } from '../domain/policy/policies.schema.ts';
import { freezeAppliedReplacementPolicy, replacementPolicies } from '../domain/replacement/freeze-policy.ts';
import { freezeAppliedTerminationPolicy, terminationPolicies } from '../domain/termination/freeze-policy.ts';
import { freezeAppliedTicketPolicy, isTicketPolicy, ticketPolicies, type TicketPolicyName } from '../domain/ticket/freeze-policy.ts';
import type { AppliedTicketPolicy } from '../domain/ticket/ticket-policy.ts';
import { applyPolicyUpdate } from '../workflows/deployment/messages.ts';
import { workflowIdOf, type Act, type Recorded } from '../workflows/journey/messages.ts';

const atOnce = 20;
/** A journey whose worker is away takes it later; meanwhile the move waits in its table, not in this process. */
const answerWithinMs = 15_000;
const dayMs = 86_400_000;
/** More than a journey usually waits for anything: its frozen days are extended before a wait reaches beyond them. */
const horizonDays = 120;

export interface PolicyRelayParts {
  readonly pool: Pool;
  readonly client: Client;
  readonly logger: Logger;
}

/** Moves what waits, each journey by one policy at a time: the next is frozen with the others as the journey has them then (T-05, T-06). Returns how many journeys were tried. */
export async function movePolicies(parts: PolicyRelayParts): Promise<number> {
  const { pool, logger } = parts;
  const waiting = await waitingMoves(pool, atOnce);
  const moves = [...new Map(waiting.toReversed().map((move) => [move.journeyId, move])).values()];
  await Promise.all(moves.map(async (move) => {
    const settlement = await carryOut(parts, move);
    await settleMove(pool, move, settlement);
    const { policy, version, journeyId } = move;
    logger[settlement.status === 'waiting' ? 'warn' : 'debug']({ policy, version, journeyId, ...settlement }, 'policy move settled');
  }));
  return moves.length;
}

/** Enlists journeys that were recorded only after their policy was applied; returns how many. */
export async function enlistLatecomers({ pool }: Pick<PolicyRelayParts, 'pool'>): Promise<number> {
  let enlisted = 0;
  for (const policy of new Set<PolicyName>([...deliveryPolicies, ...ticketPolicies, ...replacementPolicies, ...backupPolicies, ...terminationPolicies, ...orderPolicies, ...complaintPolicies])) enlisted += await enlistJourneys(pool, policy);
  return enlisted;
}

/**
 * Freezes the days of long-lived journeys further, by the version of the calendar that each has. What fails is found again the next time.
 * @returns how many were extended.
 */
export async function extendHorizons({ pool, client, logger }: PolicyRelayParts): Promise<number> {
  const near = await journeysNearHorizon(pool, Math.floor(Date.now() / dayMs) + horizonDays);
  let extended = 0;
  for (let from = 0; from < near.length; from += atOnce) {
    await Promise.all(near.slice(from, from + atOnce).map(async (journey) => {
      try {
        await extend(pool, client, journey);
        extended += 1;
      } catch (error) {
        logger.warn({ journeyId: journey.journeyId, reason: (error as Error).message }, 'frozen days not extended');
      }
    }));
  }
  return extended;
}

async function extend(pool: Pool, client: Client, { journeyId, version, openedAtMs, frozenUntilDay }: NearHorizon): Promise<void> {
  const applied = await frozen(pool, { policy: 'calendars', version, openedAtMs });
  await send(client, journeyId, applied, { actor: 'system:calendar', channel: 'system', commandId: `horizon:${journeyId}:${frozenUntilDay}` });
}

/** What one version of a policy is to whatever journey keeps it. */
type AnyApplied = AppliedPolicy | AppliedTicketPolicy | Applied<never>;

/** Every kind of journey takes what was frozen for it under the same name. */
async function send(client: Client, journeyId: string, applied: AnyApplied, meta: ActMeta): Promise<void> {
  const update = applyPolicyUpdate as UpdateDefinition<Recorded, [Act<{ applied: AnyApplied }>]>;
  await client.connection.withDeadline(Date.now() + answerWithinMs, () =>
    client.workflow.getHandle(workflowIdOf(journeyId)).executeUpdate(update, { updateId: meta.commandId, args: [{ applied, meta }] }));
}

async function carryOut({ pool, client }: PolicyRelayParts, move: Move): Promise<MoveSettlement> {
  const { policy, version, journeyId, requestedBy, channel, requestId } = move;
  const commandId = `policy:${policy}:${version}:${journeyId}`;
  try {
    await send(client, journeyId, await frozenFor(pool, move), { actor: requestedBy, channel, commandId, ...(requestId === null ? {} : { requestId }) });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) return { status: 'waiting', reason: (error as Error).message.slice(0, 200), againInMs: backoffMs(move.attempts) };
    // Closed: perhaps after this very Update, whose answer was lost.
    const { command } = await recordedOutcome(pool, journeyId, commandId);
    return command === 'applied' ? { status: 'moved', reason: null } : { status: 'unneeded', reason: 'journey-ended' };
  }
  const { command } = await recordedOutcome(pool, journeyId, commandId);
  return command === 'applied' ? { status: 'moved', reason: null } : { status: 'unneeded', reason: 'ended-or-newer' };
}

async function frozenFor(pool: Pool, move: Move): Promise<AnyApplied> {
  const kind = kindOf(move.journeyId);
  if (kind === 'ticket') return await frozenForTicket(pool, move);
  const { policy, version, openedAtMs } = move;
  // The value was read by its name.
  if (kind === 'termination') return freezeAppliedTerminationPolicy({ policy, version, value: await writtenValue(pool, policy, version) } as Parameters<typeof freezeAppliedTerminationPolicy>[0], openedAtMs, Date.now());
  if (kind === 'complaint') return freezeAppliedComplaintPolicy({ policy, version, value: await writtenValue(pool, policy, version) } as Parameters<typeof freezeAppliedComplaintPolicy>[0], openedAtMs, Date.now());
  if (kind === 'order') return freezeAppliedOrderPolicy({ policy, version, value: await writtenValue(pool, policy, version) } as Parameters<typeof freezeAppliedOrderPolicy>[0]);
  if (kind === 'appointment') return freezeAppliedAppointmentPolicy({ policy, version, value: await writtenValue(pool, policy, version) } as Parameters<typeof freezeAppliedAppointmentPolicy>[0]);
  if (kind !== 'replacement' && kind !== 'backup') return await frozen(pool, move);
  if (policy !== 'field-service' && policy !== 'outside-calls') throw new Error(`no ${kind} keeps the policy ${policy}`);
  // The value was read by its name.
  const written = { policy, version, value: await writtenValue(pool, policy, version) } as Parameters<typeof freezeAppliedBackupPolicy>[0];
  return kind === 'replacement' ? freezeAppliedReplacementPolicy(written) : freezeAppliedBackupPolicy(written);
}

async function frozen(pool: Pool, { policy, version, openedAtMs }: Pick<Move, 'policy' | 'version' | 'openedAtMs'>): Promise<AppliedPolicy> {
  if (!isDeliveryPolicy(policy)) throw new Error(`no journey keeps the policy ${policy}`);
  const value = await writtenValue(pool, policy, version);
  // The value was read by its name.
  return freezeAppliedPolicy({ policy, version, value } as WrittenPolicy, openedAtMs, Date.now());
}

/** T-05, T-06: with the other policies as the ticket has them, for its clocks count in calendars that the service levels name. */
async function frozenForTicket(pool: Pool, { policy, version, journeyId, openedAtMs }: Move): Promise<AppliedTicketPolicy> {
  const opening = (await readTicketState(pool, journeyId))?.opening;
  if (!isTicketPolicy(policy) || !opening) throw new Error(`no ticket keeps the policy ${policy}`);
  const written = await Promise.all(ticketPolicies.map(async (name) => [name, await writtenValue(pool, name, name === policy ? version : opening.policy.versions[name] ?? 0)] as const));
  return freezeAppliedTicketPolicy(Object.fromEntries(written) as Pick<Policies, TicketPolicyName>, policy, version, { desk: opening.desk, openedAtMs }, Date.now());
}

async function writtenValue<Name extends PolicyName>(pool: Pool, policy: Name, version: number): Promise<Policies[Name]> {
  const value = (await readValues(pool, policy, [version])).get(version);
  if (value === undefined) throw new Error(`no version ${version} of the policy ${policy}`);
  return value;
}

/** From a second up to five minutes. */
function backoffMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempts, 10), 300_000);
}
