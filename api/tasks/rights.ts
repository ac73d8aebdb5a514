/** Who sees a task, and who may do it (C-05, C-07): its profile, its coordinator, its desk, the customer's account manager. */
import type { Pool } from 'pg';
import { decidingAccountManager } from '../../db/people/account-managers.ts';
import { supportProfiles } from '../../db/people/directory.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { readReplacement } from '../../db/replacement/replacements.ts';
import { readTask, type TaskDetailRead, type TaskRead } from '../../db/tasks/reads.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';
import { journeyOfTask } from '../../domain/journey/task.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { withoutAmounts } from '../../domain/ticket/payment.ts';
import { demandItsCoordinator, demandItsManager } from '../deployment/coordinator.ts';
import { visibleDeployment } from '../deployment/visible.ts';
import { problem } from '../http/problem.ts';
import { mayTowards, profilesTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { demandOfTheDesk } from '../ticket/of-the-desk.ts';
import { visibleTicket } from '../ticket/visible.ts';

type Facts = Pick<Services, 'pool' | 'nowMs'>;

export interface SignedIn {
  readonly principal: Principal;
  readonly scope: Scope;
}

/** What `actableTask` may refuse with. */
export const actableRefusals = ['not-found', 'not-task-owner', 'D-03.other-coordinator', 'D-03.not-of-the-team', 'T-11.not-of-the-desk', 'T-18.other-account-manager'] as const satisfies readonly ErrorCode[];

/** @throws {Problem} `not-found`, also when the person may not see it. */
export async function visibleTask(pool: Pool, id: string, { principal, scope }: SignedIn): Promise<TaskDetailRead> {
  const task = await readTask(pool, id);
  if (!task || !(await isVisible(pool, task, scope))) throw problem(refuse('not-found', { id }));
  // C-05: what billing knows of a customer is for who may read his account.
  if (task.step !== 'payment-question' || await mayTowards(pool, principal, 'account:read', task.customerId)) return task;
  return { ...task, context: withoutAmounts(task.context) };
}

/** @throws {Problem} `not-found`, `not-task-owner`. */
export async function ownedTask(pool: Pool, id: string, who: SignedIn): Promise<TaskDetailRead> {
  const task = await visibleTask(pool, id, who);
  if (!(await mayDo(pool, who.principal, task))) throw problem(refuse('not-task-owner', { owner: task.owner }));
  return task;
}

/** @throws {Problem} one of `actableRefusals`. */
export async function actableTask(facts: Facts, id: string, who: SignedIn): Promise<TaskDetailRead> {
  const task = await ownedTask(facts.pool, id, who);
  // One that is closed says so itself, whoever has the deployment by now.
  if (task.status === 'open') await demandItsPerson(facts, task, who);
  return task;
}

async function demandItsPerson(facts: Facts, task: TaskRead, who: SignedIn): Promise<void> {
  const { pool } = facts;
  // A termination's are any coordinator's: it belongs to no deployment.
  if (task.owner === 'coordinator' && task.deploymentId !== null) demandItsCoordinator(await visibleDeployment(pool, task.deploymentId, who.scope), who.principal);
  if (task.step === 'billing-decision') await demandItsAccountManager(facts, task, who.principal);
  if (task.step !== 'stuck-call' && supportProfiles.includes(task.owner)) await demandItsDesk(pool, task, who);
  // S-06: an order's are any manager's, while it is no deployment.
  if (task.owner === 'production-manager' && task.deploymentId !== null) await demandItsManager(pool, await visibleDeployment(pool, task.deploymentId, who.scope), who.principal);
}

/** T-11, T-20: of a ticket, or of a replacement on one. @throws {Problem} `T-11.not-of-the-desk`. */
async function demandItsDesk(pool: Pool, { id }: TaskRead, { principal, scope }: SignedIn): Promise<void> {
  const journey = journeyOfTask(id);
  const ticket = kindOf(id) === 'replacement' ? (await readReplacement(pool, journey))?.ticket : kindOf(id) === 'ticket' ? journey : undefined;
  if (ticket !== undefined) await demandOfTheDesk(pool, principal, await visibleTicket(pool, ticket, scope));
}

/** T-18: where the customer has an account manager of his own, he decides, unless he is away. @throws {Problem} `T-18.other-account-manager`. */
async function demandItsAccountManager({ pool, nowMs }: Facts, { customerId }: TaskRead, { subject }: Principal): Promise<void> {
  const accountManager = await decidingAccountManager(pool, customerId, nowMs());
  if (accountManager !== null && accountManager !== subject) throw problem(refuse('T-18.other-account-manager', { customerId, accountManager }));
}

/** The house sees every task of the customers that it sees, a customer those that wait for him (C-05). */
async function isVisible(pool: Pool, task: TaskRead, scope: Scope): Promise<boolean> {
  return (scope.reach !== 'own' || task.owner === 'customer') && await seesCustomer(pool, scope, task.customerId);
}

/** A task is done by who has the profile that owns it; a stuck call also by whoever may handle them (D-24). */
async function mayDo(pool: Pool, principal: Principal, task: TaskRead): Promise<boolean> {
  if (task.step === 'stuck-call') return await mayTowards(pool, principal, 'stuck-call:handle', task.customerId);
  // A key that was narrowed comes in by any of a route's permissions.
  if (principal.only && !principal.only.includes('task:complete')) return false;
  // Who works here and is a customer as well answers for himself only.
  const profiles = await profilesTowards(pool, principal, task.customerId);
  // T-23: who was in charge, whatever his profile.
  return profiles.some((profile) => profile === task.owner) || (task.step === 'documentation' && task.context['technician'] === principal.subject);
}
