/** The routes of appointments (S-09): planned, listed, read, moved, answered for the customer, cancelled. */
import { z } from 'zod';
import { addDetails } from '../../db/appointment/details.ts';
import { listAppointments } from '../../db/appointment/appointments.ts';
import { appointmentAnswers, appointmentPhaseNames } from '../../domain/appointment/appointment.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { answerAppointmentUpdate, cancelAppointmentUpdate, moveAppointmentUpdate } from '../../workflows/appointment/messages.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, unlessRecorded } from '../journey/act.ts';
import { opportunityId } from '../sales/opportunity-views.schema.ts';
import type { Services } from '../services.ts';
import { demandAhead, demandFree, planAppointment } from './plan.ts';
import { appointment, appointmentMove, appointmentView, byAppointmentId, newAppointment, visibleAppointment } from './views.ts';

const shown = { description: { fr: 'Le rendez-vous', en: 'The appointment' }, schema: appointmentView } as const;
const instant = z.iso.datetime({ offset: true });

export function appointmentRoutes(services: Services): Route[] {
  const { pool, nowMs } = services;
  const current = async (id: string, scope: Scope) => appointment(await visibleAppointment(pool, id, scope));

  return [
    defineRoute({
      method: 'POST', path: '/appointments', operationId: 'planAppointment', tags: ['sales'],
      summary: { fr: 'Prendre un rendez-vous : le client est invité, puis reçoit une confirmation 24 h avant (S-09)', en: 'Plan an appointment: the customer is invited, then sent a confirmation 24 h before (S-09)' },
      guard: { permission: 'appointment:plan' }, body: newAppointment,
      answers: { 201: { ...shown, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } }, refusals: ['not-found', 'S-09.no-seller', 'S-09.other-customer', 'S-09.in-the-past', 'S-09.double-booking', 'outcome-unknown'],
      handle: async (request) => {
        const { body, principal, scope, allocate } = request;
        const id = await planAppointment(services, body, { principal, scope, allocate, meta: metaOf(request) });
        return { status: 201, headers: { location: `${basePath}/appointments/${id}` }, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/appointments', operationId: 'listAppointments', tags: ['sales'],
      summary: { fr: 'Lister les rendez-vous, les premiers d’abord (S-09)', en: 'List appointments, the first to begin first (S-09)' },
      guard: { permission: 'appointment:read' },
      query: pageQuery.extend({
        customerId: customerId.optional(), opportunityId: opportunityId.optional(), seller: z.string().max(255).optional(), phase: z.enum(appointmentPhaseNames).optional(),
        from: instant.optional().meta({ description: 'Ceux qui finissent après' }), until: instant.optional().meta({ description: 'Ceux qui commencent avant' }),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(appointmentView) }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        const { limit, cursor, ...filters } = query;
        const page = await listAppointments(pool, { scope, ...filters, after: readCursor(cursor, z.tuple([z.string(), z.string()])), limit });
        return { status: 200, headers: nextLink('/appointments', query, page, limit, () => { const last = page.at(-1); return last && [last.startsAt.toISOString(), last.id]; }), body: { items: page.map(appointment) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/appointments/{id}', operationId: 'readAppointment', tags: ['sales'],
      summary: { fr: 'Lire un rendez-vous et la réponse du client (S-09)', en: 'Read an appointment and the customer’s answer (S-09)' },
      guard: { permission: 'appointment:read' }, params: byAppointmentId, answers: { 200: shown }, refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: await current(params.id, scope) }),
    }),
    defineRoute({
      method: 'POST', path: '/appointments/{id}/move', operationId: 'moveAppointment', tags: ['sales'],
      summary: { fr: 'Déplacer un rendez-vous : le client en est averti, la confirmation suit (S-09)', en: 'Move an appointment: the customer is told, the confirmation follows (S-09)' },
      guard: { permission: 'appointment:plan' }, params: byAppointmentId, body: appointmentMove, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-09.in-the-past', 'S-09.double-booking', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body, scope } = request;
        const known = await visibleAppointment(pool, id, scope);
        await unlessRecorded(services, request, async () => {
          const times = { startsAtMs: Date.parse(body.startsAt), endsAtMs: Date.parse(body.endsAt) };
          demandAhead(times, nowMs());
          if (!body.despiteOverlap) await demandFree(pool, known.seller, times, id);
          const isElsewhere = body.place !== undefined && known.details !== null && body.place !== known.details.place;
          const details = isElsewhere ? await addDetails(pool, id, { ...known.details, place: body.place ?? null }) : known.detailsVersion;
          await act(services, id, moveAppointmentUpdate, { plan: { ...times, details }, meta: metaOf(request) });
        });
        return { status: 200, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/appointments/{id}/answer', operationId: 'answerAppointment', tags: ['sales'],
      summary: { fr: 'Noter la réponse que le client a donnée de vive voix (S-09)', en: 'Enter the answer that the customer gave by word of mouth (S-09)' },
      guard: { permission: 'appointment:plan' }, params: byAppointmentId, body: z.strictObject({ answer: z.enum(appointmentAnswers) }).meta({ id: 'AppointmentAnswer' }), answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body: { answer }, scope } = request;
        const { sequence } = await visibleAppointment(pool, id, scope);
        await act(services, id, answerAppointmentUpdate, { sequence, answer, meta: metaOf(request) });
        return { status: 200, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/appointments/{id}/cancel', operationId: 'cancelAppointment', tags: ['sales'],
      summary: { fr: 'Annuler un rendez-vous : le client en est averti (S-09)', en: 'Cancel an appointment: the customer is told (S-09)' },
      guard: { permission: 'appointment:plan' }, params: byAppointmentId, body: z.strictObject({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'AppointmentCancellation' }), answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body: { reason }, scope } = request;
        await visibleAppointment(pool, id, scope);
        await act(services, id, cancelAppointmentUpdate, { reason, meta: metaOf(request) });
        return { status: 200, body: await current(id, scope) };
      },
    }),
  ];
}
