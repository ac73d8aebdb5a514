/** The routes of customers' projects: a problem special to one goes to its technicians (T-11). */
import { z } from 'zod';
import { keepProject, listProjects, strangersAmong } from '../../db/people/directory.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { key } from '../../domain/policy/parts.schema.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { customerId, projectView, subject } from './views.schema.ts';

export function projectRoutes({ pool }: Pick<Services, 'pool'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/projects', operationId: 'listProjects', tags: ['people'],
      summary: { fr: 'Lister les projets des clients et leurs techniciens', en: 'List the customers’ projects and their technicians' },
      guard: { permission: 'people:read' }, query: pageQuery.extend({ customerId: customerId.optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(projectView) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const page = await listProjects(pool, { scope, customerId: query.customerId, after: readCursor(query.cursor, z.string()), limit: query.limit });
        return { status: 200, headers: nextLink('/projects', query, page, query.limit, () => page.at(-1)?.key), body: { items: page.map((project) => ({ ...project, technicians: [...project.technicians] })) } };
      },
    }),
    defineRoute({
      method: 'PUT', path: '/projects/{key}', operationId: 'keepProject', tags: ['people'],
      summary: { fr: 'Dire de qui est un projet et qui en sont les techniciens (T-11)', en: 'Say whose a project is and who its technicians are (T-11)' },
      guard: { permission: 'people:manage' }, params: z.object({ key }), body: z.strictObject({ customerId, technicians: z.array(subject).min(1).max(50) }),
      answers: { 200: { description: { fr: 'Le projet', en: 'The project' }, schema: projectView } },
      refusals: ['not-found', 'T-11.unknown-person'],
      handle: async ({ params, body, scope }) => {
        if (!(await seesCustomer(pool, scope, body.customerId))) return problem(refuse('not-found', { id: body.customerId }));
        const [stranger] = await strangersAmong(pool, body.technicians);
        if (stranger !== undefined) return problem(refuse('T-11.unknown-person', { subject: stranger }, '/technicians'));
        if (!(await keepProject(pool, { ...params, ...body }, scope))) return problem(refuse('not-found', { id: body.customerId }));
        return { status: 200, body: { key: params.key, ...body } };
      },
    }),
  ];
}
