/** The routes of one site: another slot for its visit, its abandonment (D-10, D-23). */
import { z } from 'zod';
import { readSites } from '../../db/deployment/reads.ts';
import { replanners } from '../../domain/deployment/access.ts';
import { siteJourneyId } from '../../domain/deployment/deployment.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { abandonUpdate, askAbandonUpdate, replanUpdate, wishSlotUpdate } from '../../workflows/deployment/messages.ts';
import { fault } from '../http/fields.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, unlessRecorded } from '../journey/act.ts';
import { mayTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { demandItsCoordinator, demandItsManager } from './coordinator.ts';
import { bySite, reason } from './fields.schema.ts';
import { deploymentView } from './views.schema.ts';
import { deploymentViewer } from './view.ts';
import { visibleDeployment } from './visible.ts';

const instant = z.iso.datetime({ offset: true });

export function siteRoutes(services: Services): Route[] {
  const { pool } = services;
  const view = deploymentViewer(pool);
  return [
    defineRoute({
      method: 'POST', path: '/deployments/{id}/sites/{site}/replan', operationId: 'replanVisit', tags: ['deployments'],
      summary: { fr: 'Changer le créneau de la visite, avant son compte rendu (D-10)', en: 'Change the slot of the visit, before its report (D-10)' },
      description: {
        fr: 'Le coordinateur propose le créneau à l’OBL ; le client dit celui qu’il préfère, et le coordinateur planifie.',
        en: 'The coordinator proposes the slot to the OBL; the customer says which he would rather have, and the coordinator plans.',
      },
      guard: { permission: 'site:replan' }, params: bySite,
      body: z.strictObject({ startsAt: instant, endsAt: instant, askedBy: z.enum(replanners).meta({ description: 'Qui demande le changement ; le client ne parle que pour lui' }), reason }),
      answers: { 200: { description: { fr: 'Créneau proposé, ou souhait transmis', en: 'Slot proposed, or wish passed on' }, schema: deploymentView } },
      refusals: ['malformed-request', 'not-found', 'D-03.other-coordinator', 'wrong-state', 'D-10.slot-ends-before-it-starts', 'D-10.slot-in-the-past', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id, site }, body: { askedBy, reason: why, ...slot }, scope, principal } = request;
        const deployment = await visibleDeployment(pool, id, scope);
        const meta = metaOf(request);
        if (scope.reach === 'own') {
          if (askedBy !== 'customer') throw problem(refuse('malformed-request'), { faults: [fault('body', ['askedBy'], 'not-allowed', { values: 'customer' })] });
          await act(services, await journeyOf(id, site), wishSlotUpdate, { slot, reason: why, meta });
        } else {
          await unlessRecorded(services, meta, async () => {
            demandItsCoordinator(deployment, principal);
            await act(services, await journeyOf(id, site), replanUpdate, { slot, askedBy, reason: why, meta });
          });
        }
        return { status: 200, body: await view(id, scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/deployments/{id}/sites/{site}/abandon', operationId: 'abandonSite', tags: ['deployments'],
      summary: { fr: 'Abandonner un site et défaire ce qui a été fait dehors (D-23)', en: 'Abandon a site and undo what was done outside (D-23)' },
      description: {
        fr: 'Le manager de production abandonne tout de suite ; demandé par le coordinateur, l’abandon attend son approbation.',
        en: 'The production manager abandons at once; asked for by the coordinator, the abandonment waits for his approval.',
      },
      guard: { anyOf: ['site:abandon', 'deployment:cancel'] }, params: bySite, body: z.strictObject({ reason }),
      answers: { 200: { description: { fr: 'Abandon demandé, en cours ou terminé', en: 'Abandonment asked for, under way, or done' }, schema: deploymentView } },
      refusals: ['not-found', 'D-03.other-coordinator', 'D-03.not-of-the-team', 'wrong-state', 'D-23.point-of-no-return', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id, site }, body, scope, principal } = request;
        const deployment = await visibleDeployment(pool, id, scope);
        const mayApprove = await mayTowards(pool, principal, 'site:abandon', deployment.customerId);
        await unlessRecorded(services, request, async () => {
          if (!mayApprove) demandItsCoordinator(deployment, principal);
          else await demandItsManager(pool, deployment, principal);
          await act(services, await journeyOf(id, site), mayApprove ? abandonUpdate : askAbandonUpdate, { reason: body.reason, meta: metaOf(request) });
        });
        return { status: 200, body: await view(id, scope) };
      },
    }),
  ];

  /** @throws {Problem} `not-found` where the deployment has no such site on its way. */
  async function journeyOf(id: string, site: string): Promise<string> {
    if (!(await readSites(pool, id)).some((known) => known.site === site)) throw problem(refuse('not-found', { id: `${id}/${site}` }));
    return siteJourneyId(id, site);
  }
}
