/** The routes of a deployment's schedule (D-22). */
import { readDate } from '../../db/policy/store.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byDeploymentId } from './fields.schema.ts';
import { scheduleBody, seenSchedule } from './schedule.ts';
import { scheduleView } from './schedule-views.schema.ts';

export function scheduleRoutes({ pool, scheduleFiles, nowMs }: Pick<Services, 'pool' | 'scheduleFiles' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/deployments/{id}/schedule', operationId: 'readSchedule', tags: ['deployments'],
      summary: { fr: 'Lire le planning d’un déploiement : au plus tard, attendu, marge, chemin critique (D-20)', en: 'Read the schedule of a deployment: latest, expected, float, critical path (D-20)' },
      description: { fr: 'Un client voit ses déploiements, et les jalons qui le concernent (D-22).', en: 'A customer sees his own deployments, and the milestones that concern him (D-22).' },
      guard: { permission: 'deployment:read' }, params: byDeploymentId,
      answers: { 200: { description: { fr: 'Le planning', en: 'The schedule' }, schema: scheduleView } },
      refusals: ['not-found'],
      handle: async ({ params, scope, language }) => {
        const { overview } = await seenSchedule(pool, params.id, scope, nowMs());
        return { status: 200, body: scheduleBody(overview, language) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/deployments/{id}/schedule.ics', operationId: 'readScheduleCalendar', tags: ['deployments'],
      summary: { fr: 'Exporter le planning en iCalendar (D-22)', en: 'Export the schedule as iCalendar (D-22)' },
      guard: { permission: 'deployment:read' }, params: byDeploymentId,
      answers: { 200: { description: { fr: 'Un jour entier par jalon', en: 'An all-day event for each milestone' }, mediaTypes: ['text/calendar'] } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => {
        const { overview, version } = await seenSchedule(pool, params.id, scope, nowMs());
        const bytes = Buffer.from(scheduleFiles.calendar(overview, { atMs: nowMs(), sequence: version }));
        return { status: 200, headers: fileHeaders('text/calendar', `planning-${params.id}.ics`), bytes };
      },
    }),
    defineRoute({
      method: 'GET', path: '/deployments/{id}/schedule.pdf', operationId: 'readScheduleDocument', tags: ['deployments'],
      summary: { fr: 'Exporter le planning en PDF (D-22)', en: 'Export the schedule as PDF (D-22)' },
      guard: { permission: 'deployment:read' }, params: byDeploymentId,
      answers: { 200: { description: { fr: 'Le planning, en tableau et en frise', en: 'The schedule as a table and as bars' }, mediaTypes: ['application/pdf'] } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => {
        const { overview } = await seenSchedule(pool, params.id, scope, nowMs());
        const bytes = await scheduleFiles.pdf(overview, await readDate(pool, nowMs()));
        return { status: 200, headers: fileHeaders('application/pdf', `planning-${params.id}.pdf`), bytes };
      },
    }),
  ];
}

function fileHeaders(mediaType: string, fileName: string) {
  return { 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"` };
}
