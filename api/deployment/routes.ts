/** The routes of deployments: launch, read, list, timeline, reassign, cancel. */
import { z } from 'zod';
import { activatedSites, listDeployments, readTimeline, type DeploymentRead } from '../../db/deployment/reads.ts';
import { phasesShownAs } from '../../domain/deployment/for-customer.ts';
import { launchFile } from '../../domain/deployment/launch.schema.ts';
import { deploymentSteps } from '../../domain/deployment/steps.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { cancelUpdate, reassignUpdate, withdrawUpdate } from '../../workflows/deployment/messages.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, unlessRecorded } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { demandItsCoordinator, demandItsManager, demandOfTheTeam } from './coordinator.ts';
import { byDeploymentId, reason } from './fields.schema.ts';
import { launchDeployment, launchRefusals } from './launch.ts';
import { deploymentViewer, summary } from './view.ts';
import { deploymentSummary, deploymentView, reassignment, timelineEntry, withdrawal } from './views.schema.ts';
import { demandTowards } from '../people/reach.ts';
import { demandDeclaredHere, visibleDeployment } from './visible.ts';

export function deploymentRoutes(services: Services): Route[] {
  const { pool } = services;

  const visible = (id: string, scope: Scope): Promise<DeploymentRead> => visibleDeployment(pool, id, scope);

  const view = deploymentViewer(pool);

  return [
    defineRoute({
      method: 'POST', path: '/deployments', operationId: 'launchDeployment', tags: ['deployments'],
      summary: { fr: 'Lancer un déploiement (D-01)', en: 'Launch a deployment (D-01)' },
      guard: { permission: 'deployment:launch' }, body: launchFile,
      answers: { 201: { description: { fr: 'Lancé', en: 'Launched' }, schema: deploymentView, headers: { location: { fr: 'Adresse du déploiement', en: 'Address of the deployment' } } } },
      refusals: [...launchRefusals],
      handle: async (request) => {
        const id = await launchDeployment(services, request.body, metaOf(request), request.allocate, { nowMs: services.nowMs(), scope: request.scope });
        return { status: 201, headers: { location: `${basePath}/deployments/${id}` }, body: await view(id, request.scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/deployments', operationId: 'listDeployments', tags: ['deployments'],
      summary: { fr: 'Lister les déploiements, les plus récents d’abord', en: 'List deployments, newest first' },
      guard: { permission: 'deployment:read' },
      query: pageQuery.extend({
        customerId: z.string().max(20).optional(),
        phase: z.enum([...deploymentSteps, 'delivering', 'cancelling', 'completed', 'cancelled', 'withdrawn']).optional(),
        centre: z.string().max(100).optional().meta({ description: 'Of the customer, now (C-06)' }),
        atRisk: z.enum(['true', 'false']).optional().meta({ description: 'D-21' }),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(deploymentSummary) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const beforeId = readCursor(query.cursor, byDeploymentId.shape.id);
        const page = await listDeployments(pool, { scope, customerId: query.customerId, phases: query.phase === undefined ? undefined : scope.reach === 'own' ? phasesShownAs(query.phase) : [query.phase], centre: query.centre, ...(query.atRisk === undefined || scope.reach === 'own' ? {} : { atRisk: query.atRisk === 'true' }), beforeId, limit: query.limit });
        return { status: 200, headers: nextLink('/deployments', query, page, query.limit, () => page.at(-1)?.id), body: { items: page.map((deployment) => summary(deployment, scope)) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/deployments/{id}', operationId: 'readDeployment', tags: ['deployments'],
      summary: { fr: 'Lire un déploiement et ses sites', en: 'Read a deployment and its sites' },
      guard: { permission: 'deployment:read' }, params: byDeploymentId,
      answers: { 200: { description: { fr: 'Le déploiement', en: 'The deployment' }, schema: deploymentView } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: await view(params.id, scope) }),
    }),
    defineRoute({
      method: 'GET', path: '/deployments/{id}/timeline', operationId: 'readDeploymentTimeline', tags: ['deployments'],
      summary: { fr: 'Lire le fil d’un déploiement (C-04)', en: 'Read the timeline of a deployment (C-04)' },
      guard: { permission: 'timeline:read', also: 'deployment:read' }, params: byDeploymentId, query: pageQuery,
      answers: { 200: { description: { fr: 'Une page, du plus ancien au plus récent', en: 'A page, oldest first' }, schema: z.object({ items: z.array(timelineEntry) }) } },
      refusals: ['not-found'],
      handle: async ({ params, query, scope, principal }) => {
        const { customerId } = await visible(params.id, scope);
        await demandTowards(pool, principal, 'deployment:read', customerId, params.id);
        const after = readCursor(query.cursor, z.object({ at: z.iso.datetime(), journeyId: z.string(), number: z.int() }));
        const page = await readTimeline(pool, params.id, { after, limit: query.limit });
        const items = page.map((entry) => ({ ...entry, at: entry.at.toISOString(), payload: entry.payload as Record<string, unknown> }));
        const last = items.at(-1);
        return {
          status: 200, body: { items },
          headers: nextLink(`/deployments/${params.id}/timeline`, query, page, query.limit, () => ({ at: last?.at, journeyId: last?.journeyId, number: last?.number })),
        };
      },
    }),
    defineRoute({
      method: 'POST', path: '/deployments/{id}/reassign', operationId: 'reassignDeployment', tags: ['deployments'],
      summary: { fr: 'Réaffecter un déploiement à un autre coordinateur de son équipe (D-03)', en: 'Reassign a deployment to another coordinator of one’s team (D-03)' },
      guard: { permission: 'deployment:reassign' }, params: byDeploymentId, body: reassignment,
      answers: { 200: { description: { fr: 'Réaffecté ; JARVIS en est informé', en: 'Reassigned; JARVIS is told' }, schema: deploymentView } },
      refusals: ['not-found', 'D-03.not-of-the-team', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const deployment = await visible(request.params.id, request.scope);
        const { id } = deployment;
        const { coordinator, reason, comment = null } = request.body;
        await unlessRecorded(services, request, async () => {
          await demandItsManager(pool, deployment, request.principal);
          await demandOfTheTeam(pool, request.principal, coordinator, '/coordinator');
          await act(services, id, reassignUpdate, { coordinator, reason, comment, meta: metaOf(request) });
        });
        return { status: 200, body: await view(id, request.scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/deployments/{id}/cancel', operationId: 'cancelDeployment', tags: ['deployments'],
      summary: { fr: 'Annuler un déploiement et défaire ce qui a été fait dehors (D-23)', en: 'Cancel a deployment and undo what was done outside (D-23)' },
      guard: { permission: 'deployment:cancel' }, params: byDeploymentId, body: z.strictObject({ reason }),
      answers: { 200: { description: { fr: 'Annulation en cours ou terminée', en: 'Cancelling, or cancelled' }, schema: deploymentView } },
      refusals: ['not-found', 'D-03.other-coordinator', 'wrong-state', 'D-23.point-of-no-return', 'outcome-unknown'],
      handle: async (request) => {
        const deployment = await visible(request.params.id, request.scope);
        const { id } = deployment;
        await unlessRecorded(services, request, async () => {
          demandItsCoordinator(deployment, request.principal);
          await act(services, id, cancelUpdate, { reason: request.body.reason, meta: metaOf(request) });
        });
        return { status: 200, body: await view(id, request.scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/deployments/{id}/withdraw', operationId: 'withdrawOrder', tags: ['deployments'],
      summary: { fr: 'Enregistrer la rétractation du client, avant la mise en service (C-08)', en: 'Register that the customer withdraws from the order, before its activation (C-08)' },
      guard: { permission: 'deployment:withdraw' }, params: byDeploymentId, body: withdrawal,
      answers: { 200: { description: { fr: 'Rétractation enregistrée ; tout est défait comme par une annulation', en: 'Withdrawal registered; all is undone as by a cancellation' }, schema: deploymentView } },
      refusals: ['not-found', 'wrong-state', 'C-08.activated', 'C-08.period-over', 'C-08.declared-on', 'outcome-unknown'],
      handle: async (request) => {
        const { id } = await visible(request.params.id, request.scope);
        const { declaredOn = null, reason = null } = request.body;
        demandDeclaredHere(request.scope, declaredOn);
        await act(services, id, withdrawUpdate, { declaredOn, reason, activated: await activatedSites(pool, id), meta: metaOf(request) });
        return { status: 200, body: await view(id, request.scope) };
      },
    }),
  ];
}
