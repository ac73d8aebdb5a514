/** The routes of baskets (C-07): list, read with the form, claim, release, assign, complete. */
import { z } from 'zod';
import { currentPolicies } from '../../db/policy/store.ts';
import { countBasket, listBasket, type BasketQuery } from '../../db/tasks/lists.ts';
import { readTaskActs } from '../../db/tasks/claims.ts';
import { milliseconds } from '../../domain/calendar/freeze.ts';
import { isProfile } from '../../domain/people/profiles.ts';
import { subjectLabels } from '../complaint/view.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { metaOf, unlessRecorded } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { prepareAssign, prepareClaim, prepareComplete, prepareRelease, taskActRefusals } from './acts.ts';
import { readerOf } from './reader.ts';
import { visibleTask, type SignedIn } from './rights.ts';
import { detail, line } from './views.ts';
import { basketFilters, basketLine, taskDetail, type BasketFilters } from './views.schema.ts';

export const taskId = z.string().regex(/^[A-Z]+-\d{4}-[a-z0-9-]{5,80}(\.S\d{3})?\.[a-z-]+\.\d{1,6}$/);
const byId = z.object({ id: taskId });
const anInstant = z.int().min(0).max(8_640_000_000_000);
const basketCursor = z.strictObject({ rank: z.int().min(-1).max(2_000_000_000), at: anInstant.nullable(), id: z.string().max(200), nowMs: anInstant, proFirstSinceMs: anInstant });
const person = z.strictObject({ person: z.string().min(1).max(255).meta({ description: 'Subject of somebody who may do it' }) });

/** What completing may be refused with beside what holds for every act: the rules of the forms. */
export const formRefusals = [
  'malformed-request', 'D-04.missing-document', 'D-06.launch-in-the-past', 'D-08.obl-not-offered', 'D-09.choice-not-open', 'D-10.slot-ends-before-it-starts', 'D-10.slot-in-the-past', 'D-11.unknown-photo', 'D-13.done-in-the-future', 'D-16.service-known', 'D-18.start-unknown', 'D-31.nothing-to-override',
  'T-20.information-missing', 'R-03.unknown-exemption', 'R-03.fee-unknown', 'R-04.before-receipt', 'R-06.before-deadline', 'R-06.other-equipment', 'S-05.incomplete', 'S-05.unbalanced', 'S-08.comment-length', 'S-08.judgement-words', 'wrong-state', 'outcome-unknown',
] as const;

function queryOf({ whose, owner, sort = 'urgency', atRisk, ...narrowed }: BasketFilters): BasketQuery {
  return { ...narrowed, whose: whose ?? (owner === undefined ? 'open' : 'all'), sort, owner: isProfile(owner) ? owner : undefined, atRisk: atRisk === undefined ? undefined : atRisk === 'true' };
}

export function taskRoutes(services: Services): Route[] {
  const { pool } = services;
  const acting = { 200: { description: { fr: 'La tâche, telle qu’elle est', en: 'The task as it is now' }, schema: taskDetail } };

  /** As the reader may see it; what a complaint is about is named by the policy of now (S-08). */
  async function shownTask(request: SignedIn & { readonly params: { readonly id: string } }) {
    const task = await visibleTask(pool, request.params.id, request);
    return detail(task, 'subject' in task.context ? await subjectLabels(pool) : undefined);
  }

  return [
    defineRoute({
      method: 'GET', path: '/tasks', operationId: 'listTasks', tags: ['tasks'],
      summary: { fr: 'Lire une corbeille : tâches et tickets à traiter, les plus urgents d’abord (C-07)', en: 'Read a basket: tasks and tickets to work on, the most urgent first (C-07)' },
      guard: { permission: 'task:read' },
      query: pageQuery.extend({ ...basketFilters.shape, count: z.enum(['true', 'false']).optional().meta({ description: 'true: «total» says how many there are in all' }) }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(basketLine), total: z.int().optional() }) } },
      refusals: [],
      handle: async ({ query, principal, scope }) => {
        const { limit, cursor, count, ...filters } = query;
        const after = readCursor(cursor, basketCursor);
        const nowMs = after?.nowMs ?? services.nowMs();
        const proFirstSinceMs = after?.proFirstSinceMs ?? nowMs - milliseconds((await currentPolicies(pool, ['service-levels'])).values['service-levels'].proFirstFor);
        const reader = await readerOf(pool, { principal, scope }, nowMs);
        const asked = queryOf(filters);
        const page = await listBasket(pool, reader, asked, { proFirstSinceMs, after, limit });
        return {
          status: 200, body: { items: page.map(line), ...(count === 'true' ? { total: await countBasket(pool, reader, asked) } : {}) },
          headers: nextLink('/tasks', query, page, limit, () => ({ ...page.at(-1)?.position, nowMs, proFirstSinceMs })),
        };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tasks/{id}', operationId: 'readTask', tags: ['tasks'],
      summary: { fr: 'Lire une tâche et le schéma de sa saisie', en: 'Read a task and the schema of its input' },
      guard: { permission: 'task:read' }, params: byId,
      answers: { 200: { description: { fr: 'La tâche', en: 'The task' }, schema: taskDetail } },
      refusals: ['not-found'],
      handle: async (request) => ({ status: 200, body: await shownTask(request) }),
    }),
    defineRoute({
      method: 'GET', path: '/tasks/{id}/acts', operationId: 'readTaskActs', tags: ['tasks'],
      summary: { fr: 'Qui a eu la tâche, de qui, et quand (C-04)', en: 'Who had the task, from whom and when (C-04)' },
      guard: { permission: 'timeline:read' }, params: byId,
      answers: { 200: { description: { fr: 'Du plus ancien au plus récent', en: 'Oldest first' }, schema: z.object({ items: z.array(z.object({
        act: z.enum(['taskClaimed', 'taskReleased', 'taskAssigned']), at: z.iso.datetime(), actor: z.string(), channel: z.string(), before: z.string().nullable(), after: z.string().nullable(),
      }).meta({ id: 'TaskAct' })) }) } },
      refusals: ['not-found'],
      handle: async (request) => {
        const { id } = request.params;
        await visibleTask(pool, id, request);
        return { status: 200, body: { items: (await readTaskActs(pool, id)).map((one) => ({ ...one, at: one.at.toISOString() })) } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/tasks/{id}/claim', operationId: 'claimTask', tags: ['tasks'],
      summary: { fr: 'Prendre une tâche', en: 'Claim a task' },
      guard: { anyOf: ['task:complete', 'stuck-call:handle'] }, params: byId, answers: acting, refusals: taskActRefusals,
      handle: async (request) => {
        await unlessRecorded(services, request, async () => (await prepareClaim(services, request.params.id, request)).carryOut(metaOf(request)));
        return { status: 200, body: await shownTask(request) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/tasks/{id}/release', operationId: 'releaseTask', tags: ['tasks'],
      summary: { fr: 'Relâcher une tâche que l’on avait prise, ou la reprendre à quelqu’un', en: 'Release a task one had claimed, or take it back from somebody' },
      guard: { anyOf: ['task:complete', 'stuck-call:handle', 'task:assign'] }, params: byId, answers: acting, refusals: taskActRefusals,
      handle: async (request) => {
        await unlessRecorded(services, request, async () => (await prepareRelease(services, request.params.id, request)).carryOut(metaOf(request)));
        return { status: 200, body: await shownTask(request) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/tasks/{id}/assign', operationId: 'assignTask', tags: ['tasks'],
      summary: { fr: 'Confier une tâche à quelqu’un qui peut la faire', en: 'Give a task to somebody who may do it' },
      guard: { permission: 'task:assign' }, params: byId, body: person, answers: acting, refusals: taskActRefusals,
      handle: async (request) => {
        await unlessRecorded(services, request, async () => (await prepareAssign(services, request.params.id, request.body.person, request)).carryOut(metaOf(request)));
        return { status: 200, body: await shownTask(request) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/tasks/{id}/complete', operationId: 'completeTask', tags: ['tasks'],
      summary: { fr: 'Terminer une tâche avec sa saisie', en: 'Complete a task with its input' },
      description: { fr: 'Le corps est celui que décrit « inputSchema » de la tâche.', en: 'The body is what “inputSchema” of the task describes.' },
      guard: { anyOf: ['task:complete', 'stuck-call:handle'] }, params: byId, body: z.record(z.string(), z.unknown()), answers: acting, refusals: [...taskActRefusals, ...formRefusals],
      handle: async (request) => {
        await unlessRecorded(services, request, async () => (await prepareComplete(services, request.params.id, request.body, request)).carryOut(metaOf(request)));
        return { status: 200, body: await shownTask(request) };
      },
    }),
  ];
}
