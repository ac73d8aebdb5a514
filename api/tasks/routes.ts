/** The routes of baskets (C-07): list, read with the form, claim, release, complete. */
import { z } from 'zod';
import { listDocuments } from '../../db/documents/reads.ts';
import { decidingAccountManager } from '../../db/people/account-managers.ts';
import { supportProfiles } from '../../db/people/directory.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import type { Pool } from '../../db/pool.ts';
import { readReplacement } from '../../db/replacement/replacements.ts';
import { claimTask, listOpenTasks, readTask, releaseTask, type Basket, type TaskRead } from '../../db/tasks/reads.ts';
import type { TaskInputs } from '../../domain/deployment/steps.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { taskForms, type TaskForm } from '../../domain/journey/forms.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';
import { journeyOfTask } from '../../domain/journey/task.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { profileNames } from '../../domain/people/profiles.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { completeAnyTaskUpdate } from '../../workflows/journey/messages.ts';
import { demandItsCoordinator, demandItsManager, demandOfTheTeam } from '../deployment/coordinator.ts';
import { visibleDeployment } from '../deployment/visible.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act, metaOf } from '../journey/act.ts';
import { mayTowards, profilesTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { demandOfTheDesk } from '../ticket/of-the-desk.ts';
import { visibleTicket } from '../ticket/visible.ts';
import { codeLabels } from './code-labels.ts';
import { inputSchemaOf, parseInput } from './input.ts';
import { taskDetail, taskView } from './views.schema.ts';

interface SignedIn {
  readonly principal: Principal;
  readonly scope: Scope;
}

const byId = z.object({ id: z.string().regex(/^[A-Z]+-\d{4}-[a-z0-9-]{5,80}(\.S\d{3})?\.[a-z-]+\.\d{1,6}$/) });

export function taskRoutes(services: Services): Route[] {
  const { pool } = services;

  /** @throws {Problem} `not-found`, also when the person may not see it. */
  async function visible(id: string, scope: Scope): Promise<TaskRead> {
    const task = await readTask(pool, id);
    if (!task || !(await isVisible(pool, task, scope))) throw problem(refuse('not-found', { id }));
    return task;
  }

  /** @throws {Problem} `not-found`, `not-task-owner`. */
  async function owned(id: string, { principal, scope }: SignedIn): Promise<TaskRead> {
    const task = await visible(id, scope);
    if (!(await mayDo(pool, principal, task))) throw problem(refuse('not-task-owner', { owner: task.owner }));
    return task;
  }

  /** @throws {Problem} as `owned`, and `D-03.other-coordinator`, `D-03.not-of-the-team`, `T-11.not-of-the-desk`, `T-18.other-account-manager`. */
  async function actable(id: string, who: SignedIn): Promise<TaskRead> {
    const task = await owned(id, who);
    // One that is closed says so itself, whoever has the deployment by now.
    if (task.status !== 'open') return task;
    if (task.owner === 'coordinator') demandItsCoordinator(await visibleDeployment(pool, task.deploymentId ?? '', who.scope), who.principal);
    if (task.step === 'billing-decision') await demandItsAccountManager(task, who.principal);
    if (task.step !== 'stuck-call' && supportProfiles.includes(task.owner)) await demandItsDesk(task, who);
    if (task.owner === 'production-manager') await demandItsManager(pool, await visibleDeployment(pool, task.deploymentId ?? '', who.scope), who.principal);
    return task;
  }

  /** T-11, T-20: of a ticket, or of a replacement on one. @throws {Problem} `T-11.not-of-the-desk`. */
  async function demandItsDesk({ id }: TaskRead, { principal, scope }: SignedIn): Promise<void> {
    const journey = journeyOfTask(id);
    const ticket = kindOf(id) === 'replacement' ? (await readReplacement(pool, journey))?.ticket : kindOf(id) === 'ticket' ? journey : undefined;
    if (ticket !== undefined) await demandOfTheDesk(pool, principal, await visibleTicket(pool, ticket, scope));
  }

  /** T-18: where the customer has an account manager of his own, he decides, unless he is away. @throws {Problem} `T-18.other-account-manager`. */
  async function demandItsAccountManager({ customerId }: TaskRead, { subject }: Principal): Promise<void> {
    const accountManager = await decidingAccountManager(pool, customerId, services.nowMs());
    if (accountManager !== null && accountManager !== subject) throw problem(refuse('T-18.other-account-manager', { customerId, accountManager }));
  }

  /** D-11. @throws {Problem} `D-11.unknown-photo` for what is no image of the deployment, or was rejected. */
  async function demandPhotos({ deploymentId }: TaskRead, visit: TaskInputs['technical-visit']): Promise<void> {
    const photos = ('questionnaire' in visit ? visit.questionnaire.photos : undefined) ?? [];
    if (photos.length === 0 || deploymentId === null) return;
    const images = (await listDocuments(pool, deploymentId)).filter(({ mediaType, status }) => mediaType.startsWith('image/') && status !== 'rejected');
    const known = new Set(images.map(({ id }) => id));
    const unknown = photos.filter((photo) => !known.has(photo));
    if (unknown.length > 0) throw problem(refuse('D-11.unknown-photo', { photos: unknown.join(', ') }, '/questionnaire/photos'));
  }

  return [
    defineRoute({
      method: 'GET', path: '/tasks', operationId: 'listTasks', tags: ['tasks'],
      summary: { fr: 'Lister les tâches ouvertes de ses profils et les siennes, les plus anciennes d’abord', en: 'List the open tasks of one’s profiles and one’s own, oldest first' },
      guard: { permission: 'task:read' },
      query: pageQuery.extend({
        owner: z.enum(profileNames as [string, ...string[]]).optional().meta({ description: 'Another profile’s basket' }),
        deploymentId: z.string().max(30).optional(),
        step: z.enum(Object.keys(taskForms) as [TaskForm, ...TaskForm[]]).optional(),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(taskView) }) } },
      refusals: [],
      handle: async ({ query, principal, scope }) => {
        const after = readCursor(query.cursor, z.object({ openedAt: z.iso.datetime(), id: z.string() }));
        const { owner } = query;
        const baskets = basketsOf(principal, scope, owner);
        const page = await listOpenTasks(pool, { baskets, inCharge: owner === undefined && scope.reach !== 'own' ? { subject: principal.subject, scope } : undefined, deploymentId: query.deploymentId, step: query.step, after, limit: query.limit });
        const items = page.map(view);
        return {
          status: 200, body: { items },
          headers: nextLink('/tasks', query, page, query.limit, () => ({ openedAt: items.at(-1)?.openedAt, id: items.at(-1)?.id })),
        };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tasks/{id}', operationId: 'readTask', tags: ['tasks'],
      summary: { fr: 'Lire une tâche et le schéma de sa saisie', en: 'Read a task and the schema of its input' },
      guard: { permission: 'task:read' }, params: byId,
      answers: { 200: { description: { fr: 'La tâche', en: 'The task' }, schema: taskDetail } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: detail(await visible(params.id, scope)) }),
    }),
    defineRoute({
      method: 'POST', path: '/tasks/{id}/claim', operationId: 'claimTask', tags: ['tasks'],
      summary: { fr: 'Prendre une tâche', en: 'Claim a task' },
      guard: { anyOf: ['task:complete', 'stuck-call:handle'] }, params: byId,
      answers: { 200: { description: { fr: 'Prise', en: 'Claimed' }, schema: taskDetail } },
      refusals: ['not-found', 'not-task-owner', 'D-03.other-coordinator', 'D-03.not-of-the-team', 'T-11.not-of-the-desk', 'T-18.other-account-manager', 'task-closed', 'task-claimed'],
      handle: async ({ params, principal, scope }) => {
        await actable(params.id, { principal, scope });
        const person = await claimTask(pool, params.id, principal.subject);
        if (person === undefined) throw problem(refuse('task-closed', { taskId: params.id }));
        if (person !== principal.subject) throw problem(refuse('task-claimed', { taskId: params.id, person }));
        return { status: 200, body: detail(await visible(params.id, scope)) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/tasks/{id}/release', operationId: 'releaseTask', tags: ['tasks'],
      summary: { fr: 'Relâcher une tâche que l’on avait prise', en: 'Release a task one had claimed' },
      guard: { anyOf: ['task:complete', 'stuck-call:handle'] }, params: byId,
      answers: { 200: { description: { fr: 'Relâchée', en: 'Released' }, schema: taskDetail } },
      refusals: ['not-found', 'not-task-owner', 'task-claimed'],
      handle: async ({ params, principal, scope }) => {
        const task = await owned(params.id, { principal, scope });
        const released = await releaseTask(pool, params.id, principal.subject);
        if (!released && task.claimedBy !== null) throw problem(refuse('task-claimed', { taskId: params.id, person: task.claimedBy }));
        return { status: 200, body: detail(await visible(params.id, scope)) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/tasks/{id}/complete', operationId: 'completeTask', tags: ['tasks'],
      summary: { fr: 'Terminer une tâche avec sa saisie', en: 'Complete a task with its input' },
      description: { fr: 'Le corps est celui que décrit « inputSchema » de la tâche.', en: 'The body is what “inputSchema” of the task describes.' },
      guard: { anyOf: ['task:complete', 'stuck-call:handle'] }, params: byId, body: z.record(z.string(), z.unknown()),
      answers: { 200: { description: { fr: 'Terminée', en: 'Completed' }, schema: taskDetail } },
      refusals: [
        'malformed-request', 'not-found', 'not-task-owner', 'D-03.other-coordinator', 'D-03.not-of-the-team', 'D-04.missing-document', 'D-08.obl-not-offered', 'D-09.choice-not-open',
        'D-10.slot-ends-before-it-starts', 'D-10.slot-in-the-past', 'D-11.unknown-photo', 'D-31.nothing-to-override', 'T-11.not-of-the-desk', 'T-18.other-account-manager', 'T-20.information-missing',
        'task-closed', 'task-claimed', 'wrong-state', 'outcome-unknown',
      ],
      handle: async (request) => {
        const { params, principal } = request;
        const task = await actable(params.id, request);
        const input = parseInput(task.step, request.body);
        if (task.claimedBy !== null && task.claimedBy !== principal.subject && task.status === 'open') {
          throw problem(refuse('task-claimed', { taskId: task.id, person: task.claimedBy }));
        }
        if (task.step === 'assignment' && task.status === 'open') await demandOfTheTeam(pool, principal, (input as TaskInputs['assignment']).coordinator, '/coordinator');
        if (task.step === 'technical-visit') await demandPhotos(task, input as TaskInputs['technical-visit']);
        await act(services, journeyOfTask(task.id), completeAnyTaskUpdate, { taskId: task.id, input, meta: metaOf(request) });
        return { status: 200, body: detail(await visible(task.id, request.scope)) };
      },
    }),
  ];
}

/** The house sees every task of the customers that it sees, a customer those that wait for him (C-05). */
async function isVisible(pool: Pool, task: TaskRead, scope: Scope): Promise<boolean> {
  return (scope.reach !== 'own' || task.owner === 'customer') && await seesCustomer(pool, scope, task.customerId);
}

/** C-05: his profiles, each as far as he holds it; or another profile's basket, as far as he sees tasks. */
function basketsOf({ holdings, customerId }: Principal, scope: Scope, owner?: string): Basket[] {
  if (scope.reach === 'own') return owner === undefined || owner === 'customer' ? [{ owners: ['customer'], scope }] : [];
  if (owner !== undefined) return [{ owners: [owner], scope }];
  const everywhere = holdings.filter((held) => held.scope.reach === 'all' && held.profile !== 'customer').map(({ profile }) => profile);
  const bounded = holdings.filter((held) => held.scope.reach === 'part' && !everywhere.includes(held.profile)).map((held): Basket => ({ owners: [held.profile], scope: held.scope }));
  const own: Basket[] = customerId === undefined || !holdings.some(({ profile }) => profile === 'customer') ? [] : [{ owners: ['customer'], scope: { reach: 'own', customerId } }];
  return [{ owners: everywhere, scope }, ...bounded, ...own];
}

/** A task is done by who has the profile that owns it; a stuck call also by whoever may handle them (D-24). */
async function mayDo(pool: Pool, principal: Principal, task: TaskRead): Promise<boolean> {
  if (task.step === 'stuck-call') return await mayTowards(pool, principal, 'stuck-call:handle', task.customerId);
  // Who works here and is a customer as well answers for himself only.
  const profiles = await profilesTowards(pool, principal, task.customerId);
  // T-23: who was in charge, whatever his profile.
  return profiles.some((profile) => profile === task.owner) || (task.step === 'documentation' && task.context['technician'] === principal.subject);
}

function view(task: TaskRead) {
  const { openedAt, dueAt, closedAt, ...rest } = task;
  return {
    ...rest, journeyId: journeyOfTask(task.id), label: taskForms[task.step as TaskForm].labels, codeLabels: codeLabels(task.context),
    openedAt: openedAt.toISOString(), dueAt: dueAt?.toISOString() ?? null, closedAt: closedAt?.toISOString() ?? null,
  };
}

function detail(task: TaskRead) {
  return { ...view(task), inputSchema: inputSchemaOf(task) };
}
