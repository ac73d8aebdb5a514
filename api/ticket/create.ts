/** Registering a ticket (T-02, T-03): facts are read here and travel in the command; the journey starts once per command id. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { currentPolicies } from '../../db/policy/store.ts';
import { keepContent } from '../../db/ticket/contents.ts';
import { chooseTechnician } from '../../db/ticket/attribution.ts';
import { readRegistering, readTicket, type Registering, type TicketRead } from '../../db/ticket/reads.ts';
import { readTeams } from '../../db/ticket/teams.ts';
import { nextNumber } from '../../db/numbers.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { deskOf, type Desk } from '../../domain/people/desk.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import { recorded, type Attributed } from '../../domain/ticket/attributed.ts';
import { freezeTicketPolicy, ticketPolicies } from '../../domain/ticket/freeze-policy.ts';
import type { TicketRegistration } from '../../domain/ticket/registration.schema.ts';
import type { TicketOpening } from '../../domain/ticket/ticket.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { ticketSummary } from '../../workflows/ticket/details.ts';
import { openTicketUpdate, ticketWorkflowType, type TicketStart } from '../../workflows/ticket/messages.ts';
import { problem } from '../http/problem.ts';
import { open, type JourneyServices } from '../journey/act.ts';
import type { ReadAccount } from './account.ts';
import { commonCause } from './visible.ts';

/** The policies of a registration: those that the ticket keeps, and the closed lists that it is checked by. */
const registrationPolicies = [...ticketPolicies, 'classification'] as const;

/** What a registration may be refused with. */
export const registrationRefusals = [
  'T-02.unknown-customer', 'T-02.likely-duplicate', 'T-02.unknown-ticket', 'T-02.merged-away', 'T-02.nested-cause', 'T-03.unknown-service', 'T-03.service-missing', 'T-04.unknown-class', 'T-25.handled-in-the-future', 'outcome-unknown',
] as const satisfies readonly ErrorCode[];

export interface RegisteringTerms {
  readonly nowMs: number;
  /** The closed ticket that it reopens (T-16). */
  readonly predecessor?: string | undefined;
  /** C-08: what billing knows of the customer, for a category that asks it; absent: nobody is asked. */
  readonly readAccount?: ReadAccount;
  /** Which tickets may be named as its common cause; by default all: the house links across customers and centres. */
  readonly scope?: Scope;
}

/**
 * @returns the ticket's number.
 * @throws {Problem} when the customer or the service does not exist, or the incident has a ticket already; nothing is started then.
 */
export async function registerTicket(
  services: JourneyServices, registration: TicketRegistration, meta: ActMeta, allocate: (make: () => Promise<string>) => Promise<string>, { nowMs, predecessor, readAccount, scope = { reach: 'all' } }: RegisteringTerms,
): Promise<string> {
  const { pool } = services;
  const { customerId, desk, contact, rds, inventoryItem, backupJob, impact, urgentBy, importance, classification, wishedTechnician, commonCause: causeNumber } = registration;
  const item = inventoryItem === undefined ? (backupJob === undefined ? null : { kind: 'backup-job' as const, reference: backupJob }) : { kind: 'inventory-item' as const, reference: inventoryItem };
  const { values, versions } = await currentPolicies(pool, registrationPolicies);
  const facts = await readRegistering(pool, customerId, { rds: rds ?? null, item: item?.reference ?? null });
  const ofService = classification === undefined || (values.classification.categories[classification.category]?.ofService ?? true);
  // Checked before the first attempt takes its number: a repetition finds the ticket that was accepted then, which is no duplicate of itself.
  const number = await allocate(async () => {
    check(registration, values, facts, ofService);
    checkHandled(registration, nowMs);
    if (causeNumber !== undefined) await commonCause(pool, causeNumber, scope, '/commonCause');
    return await nextNumber(pool, 'TCK', new Date(nowMs).getUTCFullYear());
  });
  const cause = causeNumber === undefined ? null : { number: causeNumber, broadcasts: (await readTicket(pool, causeNumber))?.broadcasts ?? 0 };
  const requestId = uuidv7();
  const asksBilling = classification !== undefined && values.classification.categories[classification.category]?.opensBillingTask === true;
  const { caller, affectedUser, agreementOf, onsetAt, description, recentChanges } = registration;
  await keepContent(pool, requestId, number, { caller, affectedUser, agreementOf, onsetAt, description, recentChanges });
  // A number is there: so was the desk, when it was taken.
  const attributed = await firstTechnician(pool, deskOf(values, desk), registration, nowMs);
  const [firstLine = null] = (await readTeams(pool, desk)).filter(({ level }) => level === 1);
  // T-11: with its technician's team; where nobody can have it now, the first line may take it all the same.
  const team = attributed === null ? null : attributed.to === null ? firstLine : { team: attributed.to.team, level: attributed.to.level };
  const opening: TicketOpening = {
    number, customerId, ...(facts.centre === null ? {} : { centre: facts.centre }), desk, from: contact, rds: rds ?? null, item, impact, urgentByMs: urgentBy === undefined ? null : Date.parse(urgentBy), importance: importance ?? null, requestId, team,
    ...(cause ? { cause } : {}), ...(predecessor === undefined ? {} : { predecessor }),
    ...(registration.retroactive ? { handledAtMs: Date.parse(registration.retroactive.handledAt) } : {}),
    // T-08: nobody called about what a machine noticed; the service's owner agrees.
    agreementOf: contact === 'monitoring' || contact === 'backup-check' ? 'service-owner' : agreementOf,
    // T-03: what concerns no service has no promised time.
    contract: ofService ? facts.contract : 'none',
    policy: freezeTicketPolicy(values, Object.fromEntries(ticketPolicies.map((name) => [name, versions[name] ?? 0])), desk, nowMs),
    classification: classification ?? null, ...(readAccount && asksBilling ? { account: await readAccount(customerId) } : {}), ...(wishedTechnician === undefined ? {} : { wish: wishedTechnician }),
  };
  const start: TicketStart = { journeyId: number, opening: { command: { type: 'open', opening, ...(attributed ? { attributed } : {}) }, meta } };
  await open(services, number, openTicketUpdate, { meta }, new WithStartWorkflowOperation(ticketWorkflowType, {
    workflowId: workflowIdOf(number), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: ticketSummary(opening), typedSearchAttributes: [{ key: searchAttributes.customer, value: customerId }],
  }));
  return number;
}

/** Null where the desk's dispatcher chooses. */
async function firstTechnician(pool: Pool, desk: Desk | undefined, { customerId, rds, classification, wishedTechnician }: TicketRegistration, nowMs: number): Promise<Attributed | null> {
  if (desk?.attribution !== 'automatic') return null;
  const made = await chooseTechnician(pool, desk, {
    number: null, customerId, rds: rds ?? null, level: 1, classification: classification ?? null, team: null, teamsHad: [], project: null, wish: wishedTechnician ?? null, leftBy: null,
  }, nowMs);
  return recorded(made, 1, { cause: 'opened' });
}

/** @throws {Problem} naming the rule. */
function check({ customerId, desk, rds, inventoryItem, backupJob, classification, commonCause: cause, despiteDuplicates }: TicketRegistration, values: Pick<Policies, 'desks' | 'classification'>, facts: Registering, ofService: boolean): void {
  if (!facts.isCustomer) throw problem(refuse('T-02.unknown-customer', { customerId }, '/customerId'));
  const terms = values.desks.desks[desk];
  if (!terms) throw problem(refuse('T-04.unknown-class', { value: desk, values: Object.keys(values.desks.desks).join(', ') }, '/desk'));
  if (classification) checkClassification(values.classification, classification);
  const services = facts.services.join(', ') || '–';
  if (rds !== undefined && !facts.services.includes(rds)) throw problem(refuse('T-03.unknown-service', { rds, services }, '/rds'));
  const named = { 'service-reference': rds, 'inventory-item': inventoryItem, 'backup-job': backupJob };
  if (ofService && !terms.identifiedBy.some((kind) => named[kind] !== undefined)) throw problem(refuse('T-03.service-missing', { accepted: terms.identifiedBy.join(', '), services }, '/rds'));
  // One of many with a common cause is known to be a ticket of its own.
  if (facts.duplicates.length > 0 && !despiteDuplicates && cause === undefined) throw problem(refuse('T-02.likely-duplicate', { tickets: facts.duplicates.join(', ') }, '/despiteDuplicates'));
}

/** T-03: what was registered without a service does not become an incident of none. @throws {Problem} `T-03.service-missing`. */
export async function checkSubject(pool: Pool, { classification: { categories }, desks: { desks } }: Pick<Policies, 'desks' | 'classification'>, { customerId, desk, rds, item }: Pick<TicketRead, 'customerId' | 'desk' | 'rds' | 'item'>, category: string): Promise<void> {
  if (rds !== null || item !== null || categories[category]?.ofService !== true) return;
  const { services } = await readRegistering(pool, customerId, { rds: null, item: null });
  throw problem(refuse('T-03.service-missing', { accepted: desks[desk]?.identifiedBy.join(', ') ?? '', services: services.join(', ') || '–' }, '/category'));
}

/** @throws {Problem} `T-25.handled-in-the-future`. */
function checkHandled({ retroactive }: TicketRegistration, nowMs: number): void {
  if (retroactive && Date.parse(retroactive.handledAt) > nowMs) throw problem(refuse('T-25.handled-in-the-future', retroactive, '/retroactive/handledAt'));
}

/** @throws {Problem} `T-04.unknown-class` for what the closed lists do not have. */
export function checkClassification({ types, symptoms, categories }: Policies['classification'], given: NonNullable<TicketRegistration['classification']>, at = '/classification'): void {
  const lists = { type: types, symptom: symptoms, category: categories };
  for (const [field, list] of Object.entries(lists) as [keyof typeof lists, Record<string, unknown>][]) {
    if (!Object.hasOwn(list, given[field])) throw problem(refuse('T-04.unknown-class', { value: given[field], values: Object.keys(list).join(', ') }, `${at}/${field}`));
  }
}
