/** The routes of the desks' teams and of customers' referents (T-11). */
import { z } from 'zod';
import { isKnownPerson, listReferents, listTeams, nameReferent, removeReferent } from '../../db/people/directory.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { customerId, deskName, referentView, subject, teamView } from './views.schema.ts';

const ofCustomer = z.object({ desk: deskName, customerId });

export function directoryRoutes({ pool }: Pick<Services, 'pool'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/teams', operationId: 'listTeams', tags: ['people'],
      summary: { fr: 'Lister les équipes des guichets et leurs membres', en: 'List the desks’ teams and their members' },
      guard: { permission: 'people:read' }, query: z.object({ desk: deskName.optional() }),
      answers: { 200: { description: { fr: 'Toutes, par guichet et niveau', en: 'All of them, by desk and level' }, schema: z.object({ items: z.array(teamView) }) } },
      refusals: [],
      handle: async ({ query }) => {
        const teams = await listTeams(pool, query.desk);
        return { status: 200, body: { items: teams.map((team) => ({ ...team, skills: [...team.skills], members: team.members.map((member) => ({ ...member, skills: [...member.skills] })) })) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/referents', operationId: 'listReferents', tags: ['people'],
      summary: { fr: 'Lister les référents des clients : la liste des clients Pro (T-11)', en: 'List the customers’ referents: the list of Pro customers (T-11)' },
      guard: { permission: 'people:read' }, query: pageQuery.extend({ desk: deskName.optional(), customerId: customerId.optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(referentView) }) } },
      refusals: [],
      handle: async ({ query }) => {
        const { desk, customerId: customer, limit } = query;
        const page = await listReferents(pool, { desk, customerId: customer, after: readCursor(query.cursor, ofCustomer), limit });
        const last = page.at(-1);
        return {
          status: 200, headers: nextLink('/referents', query, page, limit, () => ({ desk: last?.desk, customerId: last?.customerId })),
          body: { items: page.map((referent) => ({ ...referent, enteredAt: referent.enteredAt.toISOString() })) },
        };
      },
    }),
    defineRoute({
      method: 'PUT', path: '/referents/{desk}/{customerId}', operationId: 'nameReferent', tags: ['people'],
      summary: { fr: 'Nommer le référent d’un client à un guichet (T-11)', en: 'Name a customer’s referent at a desk (T-11)' },
      guard: { permission: 'people:manage' }, params: ofCustomer, body: z.strictObject({ subject }),
      answers: { 200: { description: { fr: 'Nommé', en: 'Named' }, schema: referentView } },
      refusals: ['not-found', 'T-11.unknown-person'],
      handle: async ({ params, body, principal }) => {
        if (!(await isKnownPerson(pool, body.subject, params.desk))) return problem(refuse('T-11.unknown-person', { subject: body.subject }, '/subject'));
        const isNamed = await nameReferent(pool, { ...params, subject: body.subject, enteredBy: principal.subject });
        const [referent] = isNamed ? await listReferents(pool, { ...params, limit: 1 }) : [];
        if (!referent) return problem(refuse('not-found', { id: params.customerId }));
        return { status: 200, body: { ...referent, enteredAt: referent.enteredAt.toISOString() } };
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/referents/{desk}/{customerId}', operationId: 'removeReferent', tags: ['people'],
      summary: { fr: 'Retirer le référent d’un client à un guichet', en: 'Remove a customer’s referent at a desk' },
      guard: { permission: 'people:manage' }, params: ofCustomer,
      answers: { 204: { description: { fr: 'Retiré', en: 'Removed' } } },
      refusals: ['not-found'],
      handle: async ({ params: { desk, customerId: customer } }) => {
        if (!(await removeReferent(pool, desk, customer))) return problem(refuse('not-found', { id: customer }));
        return { status: 204 };
      },
    }),
  ];
}
