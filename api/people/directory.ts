/** The routes of the desks' teams and of customers' referents (T-11). */
import { z } from 'zod';
import { isKnownPerson, keepTeam, listReferents, listTeams, nameReferent, type TeamRead } from '../../db/people/directory.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { etagOf } from '../http/conditional.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { byKey, teamEntry } from './access.schema.ts';
import { demandKnown, doerOf, stale } from './giving.ts';
import { customerId, deskName, referentView, subject, teamView } from './views.schema.ts';

const ofCustomer = z.object({ desk: deskName, customerId });

export function directoryRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/teams', operationId: 'listTeams', tags: ['people'],
      summary: { fr: 'Lister les équipes des guichets et leurs membres', en: 'List the desks’ teams and their members' },
      guard: { permission: 'people:read' }, query: z.object({ desk: deskName.optional() }),
      answers: { 200: { description: { fr: 'Toutes, par guichet et niveau', en: 'All of them, by desk and level' }, schema: z.object({ items: z.array(teamView) }) } },
      refusals: [],
      handle: async ({ query }) => {
        const teams = await listTeams(pool, query.desk);
        return { status: 200, body: { items: teams.map(viewOf) } };
      },
    }),
    defineRoute({
      method: 'PUT', path: '/teams/{key}', operationId: 'keepTeam', tags: ['people'],
      summary: { fr: 'Créer ou changer une équipe d’un guichet (T-11)', en: 'Create or change a team of a desk (T-11)' },
      description: { fr: '« If-Match: "0" » crée. Une personne y entre par « PUT /users/{subject}/team ».', en: '`If-Match: "0"` creates. A person joins by “PUT /users/{subject}/team”.' },
      guard: { permission: 'user:manage' }, conditional: true, params: byKey, body: teamEntry,
      answers: { 200: { description: { fr: 'L’équipe', en: 'The team' }, schema: teamView, headers: { etag: { fr: 'Sa version, pour « If-Match »', en: 'Its version, for `If-Match`' } } } },
      refusals: ['stale-version', 'C-05.unknown-entry', 'C-05.unknown-person', 'C-05.beyond-own-access'],
      handle: async (request) => {
        const { params: { key }, body, scope, matches } = request;
        // A team works for customers of every centre.
        if (scope.reach !== 'all') return problem(refuse('C-05.beyond-own-access'));
        const { values: { desks: { desks }, classification: { categories, symptoms } } } = await currentPolicies(pool, ['desks', 'classification']);
        demandKnown(body.desk, Object.keys(desks), '/desk');
        for (const [index, skill] of body.skills.entries()) demandKnown(skill, [...Object.keys(categories), ...Object.keys(symptoms)], `/skills/${index}`);
        if (body.manager !== null && !(await isKnownPerson(pool, body.manager))) return problem(refuse('C-05.unknown-person', { subject: body.manager }, '/manager'));
        const { outcome, version } = await keepTeam(pool, { key, ...body }, (read) => matches(etagOf(read)), doerOf(request));
        if (outcome === 'stale') return stale(version);
        const [team] = (await listTeams(pool, body.desk)).filter((one) => one.key === key);
        if (!team) throw new Error(`the team ${key} is not where it was kept`);
        return { status: 200, headers: { etag: etagOf(version) }, body: viewOf(team) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/referents', operationId: 'listReferents', tags: ['people'],
      summary: { fr: 'Lister les référents des clients : la liste des clients Pro (T-11)', en: 'List the customers’ referents: the list of Pro customers (T-11)' },
      guard: { permission: 'people:read' }, query: pageQuery.extend({ desk: deskName.optional(), customerId: customerId.optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(referentView) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const { desk, customerId: customer, limit } = query;
        const page = await listReferents(pool, { scope, desk, customerId: customer, after: readCursor(query.cursor, ofCustomer), limit });
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
      handle: async (request) => {
        const { params, body, scope } = request;
        if (!(await seesCustomer(pool, scope, params.customerId))) return problem(refuse('not-found', { id: params.customerId }));
        if (!(await isKnownPerson(pool, body.subject, params.desk))) return problem(refuse('T-11.unknown-person', { subject: body.subject }, '/subject'));
        const isNamed = await nameReferent(pool, { ...params, subject: body.subject }, { meta: metaOf(request), atMs: nowMs() });
        const [referent] = isNamed ? await listReferents(pool, { ...params, scope, limit: 1 }) : [];
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
      handle: async (request) => {
        const { params, scope } = request;
        const isRemoved = await seesCustomer(pool, scope, params.customerId) && await nameReferent(pool, { ...params, subject: null }, { meta: metaOf(request), atMs: nowMs() });
        if (!isRemoved) return problem(refuse('not-found', { id: params.customerId }));
        return { status: 204 };
      },
    }),
  ];
}

function viewOf({ skills, members, ...team }: TeamRead): z.input<typeof teamView> {
  return { ...team, skills: [...skills], members: members.map((member) => ({ ...member, skills: [...member.skills] })) };
}
