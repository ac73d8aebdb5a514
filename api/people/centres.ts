/** The routes of centres (C-05, C-06). */
import { z } from 'zod';
import { keepCentre, listCentres } from '../../db/people/centres.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { etagOf } from '../http/conditional.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byKey, centreEntry, centreView } from './access.schema.ts';
import { doerOf, stale } from './giving.ts';

export function centreRoutes({ pool }: Pick<Services, 'pool'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/centres', operationId: 'listCentres', tags: ['people'],
      summary: { fr: 'Lister les centres et leurs régions', en: 'List the centres and their regions' },
      guard: { permission: 'people:read' },
      answers: { 200: { description: { fr: 'Tous, par clé', en: 'All of them, by key' }, schema: z.object({ items: z.array(centreView) }) } },
      refusals: [],
      handle: async () => ({ status: 200, body: { items: await listCentres(pool) } }),
    }),
    defineRoute({
      method: 'PUT', path: '/centres/{key}', operationId: 'keepCentre', tags: ['people'],
      summary: { fr: 'Créer ou changer un centre ; sa région change ce que voient ceux qui y sont liés', en: 'Create or change a centre; its region changes what those bound to it see' },
      description: { fr: '« If-Match: "0" » crée.', en: '`If-Match: "0"` creates.' },
      guard: { permission: 'user:manage' }, conditional: true, params: byKey, body: centreEntry,
      answers: { 200: { description: { fr: 'Le centre', en: 'The centre' }, schema: centreView, headers: { etag: { fr: 'Sa version, pour « If-Match »', en: 'Its version, for `If-Match`' } } } },
      refusals: ['stale-version', 'C-05.beyond-own-access'],
      handle: async (request) => {
        const { params, body, scope, matches } = request;
        // Whoever is bound to some centres would widen what he sees.
        if (scope.reach !== 'all') return problem(refuse('C-05.beyond-own-access'));
        const { outcome, version } = await keepCentre(pool, { ...params, ...body }, (read) => matches(etagOf(read)), doerOf(request));
        return outcome === 'stale' ? stale(version) : { status: 200, headers: { etag: etagOf(version) }, body: { ...params, ...body, version } };
      },
    }),
  ];
}
