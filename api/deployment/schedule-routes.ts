/** The routes of a deployment's schedule (D-22). */
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { scheduleBody, seenSchedule } from './schedule.ts';
import { scheduleView } from './schedule-views.schema.ts';

const byId = z.object({ id: z.string().regex(/^AFF-\d{4}-\d{6,}$/) });

export function scheduleRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/deployments/{id}/schedule', operationId: 'readSchedule', tags: ['deployments'],
      summary: { fr: 'Lire le planning d’un déploiement : au plus tard, attendu, marge, chemin critique (D-20)', en: 'Read the schedule of a deployment: latest, expected, float, critical path (D-20)' },
      description: { fr: 'Un client voit ses déploiements, et les jalons qui le concernent (D-22).', en: 'A customer sees his own deployments, and the milestones that concern him (D-22).' },
      guard: { permission: 'deployment:read' }, params: byId,
      answers: { 200: { description: { fr: 'Le planning', en: 'The schedule' }, schema: scheduleView } },
      refusals: ['not-found'],
      handle: async ({ params, scope, language }) => {
        const { overview } = await seenSchedule(pool, params.id, scope, nowMs());
        return { status: 200, body: scheduleBody(overview, language) };
      },
    }),
  ];
}
