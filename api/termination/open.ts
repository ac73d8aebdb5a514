/** Opening a termination (R-01, C-08): facts are read here and travel in the command; the journey starts once per command id. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Pool } from 'pg';
import { readCustomerPlace } from '../../db/deployment/reads.ts';
import { inTransaction } from '../../db/pool.ts';
import { currentPolicies, readTimeZone } from '../../db/policy/store.ts';
import { staleTerminationsOf, takeForTermination } from '../../db/termination/holds.ts';
import { keepContact, readServicesToEnd, readTermination, servicesOf, type ContactRead, type ServiceToEnd } from '../../db/termination/terminations.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { nextNumber } from '../../db/numbers.ts';
import { today } from '../../domain/calendar/today.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { everything, type Scope } from '../../domain/people/scope.ts';
import { freezeTerminationPolicy, terminationPolicies } from '../../domain/termination/freeze-policy.ts';
import type { LeavingEquipment, LeavingService, TerminationOpening } from '../../domain/termination/termination.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { isRunning, taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { terminationSummary } from '../../workflows/termination/details.ts';
import { openTerminationUpdate, terminationType, type TerminationStart } from '../../workflows/termination/messages.ts';
import { problem } from '../http/problem.ts';
import { open, type JourneyServices } from '../journey/act.ts';

/** What an opening may be refused with. */
export const openingRefusals = [
  'R-01.unknown-service', 'R-01.not-in-service', 'R-01.termination-open', 'R-01.received-in-the-future', 'R-03.unknown-exemption', 'outcome-unknown',
] as const satisfies readonly ErrorCode[];

export interface TerminationRequest extends Pick<TerminationOpening, 'origin' | 'receivedOn' | 'letterReference' | 'belongsTo' | 'wishedOn' | 'claimedExemption'> {
  /** RDS of one customer. */
  readonly services: readonly string[];
  /** Null: what was installed, as far as it is recorded. */
  readonly equipment: readonly LeavingEquipment[] | null;
  readonly contact: ContactRead;
}

export interface OpeningTerms {
  readonly nowMs: number;
  /** Whose services may be named; by default everybody's. */
  readonly scope?: Scope;
}

/**
 * @param allocate remembers the number that was taken, so that a repetition opens nothing anew.
 * @returns the termination's id.
 * @throws {Problem} when a service does not exist, is not in service, or is being ended already; nothing is started then.
 */
export async function openTermination(services: JourneyServices, request: TerminationRequest, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>, { nowMs, scope = everything }: OpeningTerms): Promise<string> {
  const { pool } = services;
  const { values, versions } = await currentPolicies(pool, terminationPolicies);
  const { exemptions } = values.termination;
  const { claimedExemption } = request;
  if (claimedExemption !== null && !Object.hasOwn(exemptions, claimedExemption)) throw problem(refuse('R-03.unknown-exemption', { exemption: claimedExemption, exemptions: Object.keys(exemptions).join(', ') }, '/exemption'));
  // A repetition finds its services ended, or held by itself: what was checked for the number is not checked again.
  const id = await allocate(async () => {
    await check(pool, request, { nowMs, scope });
    const made = await nextNumber(pool, 'RES', new Date(nowMs).getUTCFullYear());
    await take(services, made, request);
    return made;
  });
  // Of a start that failed for long another may have taken them meanwhile; what has started has them until it ends.
  if (!(await readTermination(pool, id))) await take(services, id, request);
  await keepContact(pool, id, request.contact);
  const leaving = await readServicesToEnd(pool, request.services);
  const customerId = leaving[0]?.customerId ?? '';
  const centre = (await readCustomerPlace(pool, customerId))?.centre ?? null;
  const { origin, receivedOn, letterReference, belongsTo, wishedOn, equipment } = request;
  const opening: TerminationOpening = {
    id, customerId, ...(centre === null ? {} : { centre }), origin, receivedOn, letterReference, belongsTo, wishedOn, claimedExemption, services: leaving.map(leavingService),
    equipment: equipment ?? leaving.flatMap(({ serialNumbers }) => serialNumbers.map((serialNumber) => ({ serialNumber, model: null }))), policy: freezeTerminationPolicy(values, versions, nowMs),
  };
  const start: TerminationStart = { journeyId: id, opening: { command: { type: 'open', opening }, meta } };
  await open(services, id, openTerminationUpdate, { meta }, new WithStartWorkflowOperation(terminationType, {
    workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: terminationSummary(opening), typedSearchAttributes: [{ key: searchAttributes.customer, value: opening.customerId }],
  }));
  return id;
}

/** @throws {Problem} `R-01.termination-open`. */
async function take({ pool, client }: JourneyServices, id: string, { services, belongsTo }: TerminationRequest): Promise<void> {
  // The record does not know it yet: its worker is away, but the engine has it.
  for (const other of await staleTerminationsOf(pool, services, id)) if (await isRunning(client.workflow.getHandle(workflowIdOf(other)))) throw problem(refuse('R-01.termination-open', { rds: services.join(', ') }, '/services'));
  const taken = await inTransaction(pool, async (connection) => await takeForTermination(connection, id, services, belongsTo?.split('/')[0] ?? null));
  if (taken.length > 0) throw problem(refuse('R-01.termination-open', { rds: taken.map(({ rds }) => rds).join(', ') }, '/services'));
}

function leavingService({ rds, deploymentId, site, orderKey, monthlyCents, engagementEndsOn }: ServiceToEnd): LeavingService {
  return { rds, serviceKey: deploymentId === null || site === null ? rds : `${deploymentId}.${site}`, orderKey, monthlyCents, engagementEndsOn };
}

/** @throws {Problem} naming the rule. */
async function check(pool: Pool, { services, receivedOn }: TerminationRequest, { nowMs, scope }: Required<OpeningTerms>): Promise<void> {
  const known = await readServicesToEnd(pool, services);
  const [customerId = ''] = known.map((service) => service.customerId);
  // C-05: what he may not see is unknown to him.
  const isVisible = customerId !== '' && await seesCustomer(pool, scope, customerId);
  const own = new Set(!isVisible ? [] : known.filter((service) => service.customerId === customerId && service.endedOn === null).map(({ rds }) => rds));
  const strange = services.filter((rds) => !own.has(rds));
  if (strange.length > 0) throw problem(refuse('R-01.unknown-service', { rds: strange.join(', '), services: (isVisible ? await servicesOf(pool, customerId) : []).join(', ') || '–' }, '/services'));
  // D-23: before, it is left by a cancellation.
  const coming = known.filter(({ phase }) => phase !== null && phase !== 'in-service').map(({ rds }) => rds);
  if (coming.length > 0) throw problem(refuse('R-01.not-in-service', { rds: coming.join(', ') }, '/services'));
  const on = today(nowMs, await readTimeZone(pool));
  if (receivedOn > on) throw problem(refuse('R-01.received-in-the-future', { receivedOn, today: on }, '/receivedOn'));
}
