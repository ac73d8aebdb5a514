/** The routes of moves (C-08): a deployment and the terminations of what it takes the place of, launched and read as one. */
import { z } from 'zod';
import { listDeployments } from '../../db/deployment/reads.ts';
import { readSuccessions } from '../../db/deployment/successions.ts';
import { dateOfOurTime } from '../../domain/calendar/date.schema.ts';
import { launchFile } from '../../domain/deployment/launch.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { byDeploymentId } from '../deployment/fields.schema.ts';
import { launchDeployment, launchRefusals } from '../deployment/launch.ts';
import { summary } from '../deployment/view.ts';
import { deploymentSummary, successionView } from '../deployment/views.schema.ts';
import { visibleDeployment } from '../deployment/visible.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';

const newMove = z.strictObject({
  launch: launchFile,
  endsOldOn: dateOfOurTime.optional().meta({ description: 'The customer’s explicit choice of the last day of the old services, whatever becomes of the new ones: he may be without service, or pay for both. Absent: the day before the new service’s first' }),
}).refine(({ launch: { sites } }) => sites.some(({ replaces }) => replaces !== undefined), {
  error: 'a move names what is left: «replaces» of a site', path: ['launch', 'sites'], params: { code: 'nothing-to-move' },
});

const moveView = deploymentSummary.extend({
  id: z.string().meta({ description: 'That of its deployment' }),
  halves: z.array(successionView).meta({ description: 'Each new site with the services it takes the place of, and their termination' }),
}).meta({ id: 'Move' });

export function moveRoutes(services: Services): Route[] {
  const { pool } = services;

  /** @throws {Problem} `not-found` for a deployment that moves nothing. */
  async function view(id: string, scope: Scope): Promise<z.input<typeof moveView>> {
    const deployment = await visibleDeployment(pool, id, scope);
    const halves = await readSuccessions(pool, id);
    if (!halves.some(({ origin }) => origin === 'move')) throw problem(refuse('not-found', { id }));
    return { ...summary(deployment, scope), halves };
  }

  return [
    defineRoute({
      method: 'POST', path: '/moves', operationId: 'launchMove', tags: ['deployments'],
      summary: { fr: 'Lancer un déménagement : nouveaux sites et fin des anciens, sans coupure (C-08)', en: 'Launch a move: new sites, and the end of the old ones, without a gap (C-08)' },
      description: {
        fr: 'Lance un déploiement, et pour chaque site qui « replaces » des services la résiliation de ceux-ci, retenue jusqu’à la recette du nouveau ; retirée s’il est abandonné.',
        en: 'Launches a deployment, and for each site that “replaces” services their termination, held until the new one is accepted, and taken back if it is given up.',
      },
      guard: { permission: 'deployment:launch' }, body: newMove,
      answers: { 201: { description: { fr: 'Lancé', en: 'Launched' }, schema: moveView, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } },
      refusals: ['C-08.ends-in-the-past', ...launchRefusals],
      handle: async (request) => {
        const { launch, endsOldOn = null } = request.body;
        const id = await launchDeployment(services, launch, metaOf(request), request.allocate, { nowMs: services.nowMs(), scope: request.scope, succession: { origin: 'move', endsOldOn } });
        return { status: 201, headers: { location: `${basePath}/moves/${id}` }, body: await view(id, request.scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/moves', operationId: 'listMoves', tags: ['deployments'],
      summary: { fr: 'Lister les déménagements, les plus récents d’abord (C-08)', en: 'List moves, newest first (C-08)' },
      guard: { permission: 'deployment:read' }, query: pageQuery.extend({ customerId: z.string().max(20).optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(deploymentSummary) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const page = await listDeployments(pool, { scope, customerId: query.customerId, isMove: true, beforeId: readCursor(query.cursor, byDeploymentId.shape.id), limit: query.limit });
        return { status: 200, headers: nextLink('/moves', query, page, query.limit, () => page.at(-1)?.id), body: { items: page.map((deployment) => summary(deployment, scope)) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/moves/{id}', operationId: 'readMove', tags: ['deployments'],
      summary: { fr: 'Lire un déménagement, ses deux moitiés ensemble (C-08)', en: 'Read a move, both halves as one (C-08)' },
      guard: { permission: 'deployment:read' }, params: byDeploymentId,
      answers: { 200: { description: { fr: 'Le déménagement', en: 'The move' }, schema: moveView } },
      refusals: ['not-found'],
      handle: async ({ params: { id }, scope }) => ({ status: 200, body: await view(id, scope) }),
    }),
  ];
}
