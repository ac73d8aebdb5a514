/** The route of the kick-off's meetings: planned and moved by those who call them (D-05 to D-07). */
import { z } from 'zod';
import { meetings } from '../../domain/deployment/meetings.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { planMeetingUpdate } from '../../workflows/deployment/messages.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, unlessRecorded } from '../journey/act.ts';
import { profilesTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { demandItsCoordinator } from './coordinator.ts';
import { byDeploymentId } from './fields.schema.ts';
import { deploymentViewer } from './view.ts';
import { deploymentView } from './views.schema.ts';
import { visibleDeployment } from './visible.ts';

const meetingPlan = z.strictObject({
  meeting: z.enum(meetings),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  place: z.string().trim().min(1).max(200).optional().meta({ description: 'Lieu, ou adresse de la visioconférence ; aucune donnée personnelle' }),
});

export function meetingRoutes(services: Services): Route[] {
  const view = deploymentViewer(services.pool);
  return [
    defineRoute({
      method: 'POST', path: '/deployments/{id}/meetings', operationId: 'planMeeting', tags: ['deployments'],
      summary: { fr: 'Planifier ou déplacer une réunion ; les participants sont invités (D-05 à D-07)', en: 'Plan or move a meeting; those concerned are invited (D-05 to D-07)' },
      guard: { permission: 'meeting:plan' }, params: byDeploymentId, body: meetingPlan,
      answers: { 200: { description: { fr: 'Planifiée', en: 'Planned' }, schema: deploymentView } },
      refusals: ['not-found', 'not-task-owner', 'D-03.other-coordinator', 'wrong-state', 'D-05.meeting-ends-before-it-starts', 'D-05.meeting-in-the-past', 'outcome-unknown'],
      handle: async (request) => {
        const { params, body, principal, scope } = request;
        const deployment = await visibleDeployment(services.pool, params.id, scope);
        await unlessRecorded(services, request, async () => {
          // D-06: the sales engineer introduces the coordinator, and may set the hour of that call; the rest is the coordinator's.
          const profiles = await profilesTowards(services.pool, principal, deployment.customerId);
          const bySales = body.meeting === 'welcome-call' && profiles.includes('sales-engineer');
          if (!bySales && !profiles.includes('coordinator')) throw problem(refuse('not-task-owner', { owner: 'coordinator' }));
          if (!bySales) demandItsCoordinator(deployment, principal);
          await act(services, params.id, planMeetingUpdate, { ...body, place: body.place ?? null, meta: metaOf(request) });
        });
        return { status: 200, body: await view(params.id, scope) };
      },
    }),
  ];
}
