/** The routes of temporary access (C-05): given in one call, by whoever may, and taken back; and what was ever given. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { listActs, type ActRead } from '../../db/people/acts.ts';
import { giveGrant, listGrants, readGrant, revokeGrant, type GrantRead } from '../../db/people/grants.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { reachesPerson } from '../../domain/people/giving.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { actView, byUuid, grantEntry, grantView } from './access.schema.ts';
import { demandEnd, demandMayGive, doerOf, knownCentres, knownPerson } from './giving.ts';
import { subject } from './views.schema.ts';

export function grantRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'POST', path: '/grants', operationId: 'giveGrant', tags: ['people'],
      summary: { fr: 'Donner un profil pour un temps (C-05)', en: 'Give a profile for a time (C-05)' },
      description: {
        fr: 'Dans ses propres centres, à leurs personnes, pas plus longtemps qu’on n’a le sien. L’accès compte dès la requête suivante et finit à son instant, même si rien d’autre ne tourne.',
        en: 'Within one’s own centres, to their people, for no longer than one has one’s own. The access counts from the next request on and ends at its instant, though nothing else runs.',
      },
      guard: { permission: 'grant:give' }, body: grantEntry,
      answers: { 201: { description: { fr: 'Donné', en: 'Given' }, schema: grantView, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } },
      refusals: ['C-05.unknown-person', 'C-05.unknown-entry', 'C-05.ends-in-the-past', 'C-05.own-access', 'C-05.profile-not-given', 'C-05.beyond-own-access', 'C-05.customer-profile'],
      handle: async (request) => {
        const { body, principal } = request;
        const person = await knownPerson(pool, body.subject);
        const centres = await knownCentres(pool, [body]);
        const expiresAt = demandEnd(body.expiresAt, nowMs());
        demandMayGive([body], { giver: principal, by: 'grant:give', until: expiresAt, to: person, centres });
        const id = await request.allocate(() => Promise.resolve(uuidv7()));
        await giveGrant(pool, { ...body, id, expiresAt }, doerOf(request));
        const given = await readGrant(pool, id);
        if (!given) throw new Error(`the grant ${id} is not where it was kept`);
        return { status: 201, headers: { location: `${basePath}/grants/${id}` }, body: view(given, nowMs()) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/grants', operationId: 'listGrants', tags: ['people'],
      summary: { fr: 'Lister les accès temporaires, les plus récents d’abord', en: 'List temporary accesses, newest first' },
      guard: { permission: 'grant:give' }, query: pageQuery.extend({ subject: subject.optional(), live: z.enum(['true']).optional().meta({ description: 'Only those that give something now' }) }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(grantView) }) } },
      refusals: [],
      handle: async ({ query, principal, scope }) => {
        const atMs = nowMs();
        const after = readCursor(query.cursor, z.object({ grantedAt: z.iso.datetime(), id: z.uuid() }));
        const page = await listGrants(pool, { scope, reader: principal.subject, subject: query.subject, liveAt: query.live ? new Date(atMs) : undefined, after, limit: query.limit });
        const last = page.at(-1);
        return { status: 200, headers: nextLink('/grants', query, page, query.limit, () => ({ grantedAt: last?.grantedAt.toISOString(), id: last?.id })), body: { items: page.map((grant) => view(grant, atMs)) } };
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/grants/{id}', operationId: 'revokeGrant', tags: ['people'],
      summary: { fr: 'Retirer un accès temporaire avant sa fin', en: 'Take a temporary access back before its end' },
      guard: { permission: 'grant:give' }, params: byUuid,
      answers: { 204: { description: { fr: 'Retiré ; compte dès la requête suivante', en: 'Taken back; counts from the next request on' } } },
      refusals: ['not-found', 'wrong-state'],
      handle: async (request) => {
        const { params: { id }, principal, scope } = request;
        const grant = await readGrant(pool, id);
        const isHis = grant?.grantedBy === principal.subject || (grant && scope.reach !== 'own' && reachesPerson(scope, { centre: grant.personCentre }));
        if (!grant || !isHis) throw problem(refuse('not-found', { id }));
        if (!(await revokeGrant(pool, id, new Date(nowMs()), doerOf(request)))) throw problem(refuse('wrong-state', { state: grant.revokedAt ? 'revoked' : 'expired', states: 'live' }));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'GET', path: '/people-acts', operationId: 'listPeopleActs', tags: ['people'],
      summary: { fr: 'Lire qui a donné, retiré ou changé quel accès, et quand (C-05)', en: 'Read who gave, took or changed which access, and when (C-05)' },
      guard: { permission: 'grant:give' }, query: pageQuery.extend({ object: z.string().max(120).optional().meta({ description: 'A subject; or `team:`, `centre:`, `key:` and what it goes by' }), actor: subject.optional() }),
      answers: { 200: { description: { fr: 'Les plus récents d’abord', en: 'Newest first' }, schema: z.object({ items: z.array(actView) }) } },
      refusals: [],
      handle: async ({ query, principal, scope }) => {
        const page = await listActs(pool, { scope, reader: principal.subject, object: query.object, actor: query.actor, beforeId: readCursor(query.cursor, z.int()), limit: query.limit });
        return { status: 200, headers: nextLink('/people-acts', query, page, query.limit, () => page.at(-1)?.id), body: { items: page.map(actOf) } };
      },
    }),
  ];
}

function view({ grantedAt, expiresAt, revokedAt, personCentre: _ofTheDirectory, ...grant }: GrantRead, atMs: number): z.input<typeof grantView> {
  return {
    ...grant, grantedAt: grantedAt.toISOString(), expiresAt: expiresAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null, isLive: revokedAt === null && expiresAt.getTime() > atMs,
  };
}

function actOf({ at, before, after, ...done }: ActRead): z.input<typeof actView> {
  return { ...done, at: at.toISOString(), before: before as Record<string, unknown> | null, after: after as Record<string, unknown> | null };
}
