/** The routes of complaints (S-08): entered, listed, read with what came before, gestures given, withdrawn. They are answered through their tasks. */
import { z } from 'zod';
import { complaintSorts, listComplaints, ordersOf } from '../../db/complaint/complaints.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { complaintPhases } from '../../domain/complaint/steps.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { grantGestureUpdate, withdrawComplaintUpdate } from '../../workflows/complaint/messages.ts';
import { visibleCustomer } from '../customer/visible.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf } from '../journey/act.ts';
import { timelineRoute } from '../journey/timeline.ts';
import { profilesTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { openComplaint, openingRefusals } from './open.ts';
import { complaint, subjectLabels, summary, visibleComplaint } from './view.ts';
import { byComplaintId, complaintChoices, complaintOrder, complaintReason, complaintSubject, complaintSummary, complaintView, newComplaint, newGesture } from './views.schema.ts';

const shown = { description: { fr: 'La réclamation', en: 'The complaint' }, schema: complaintView } as const;
const flag = z.enum(['true', 'false']).optional();

export function complaintRoutes(services: Services): Route[] {
  const { pool } = services;
  return [
    defineRoute({
      method: 'POST', path: '/complaints', operationId: 'openComplaint', tags: ['complaints'],
      summary: { fr: 'Enregistrer une réclamation : le client en est accusé réception aussitôt (S-08)', en: 'Enter a complaint: the customer is mailed an acknowledgement at once (S-08)' },
      description: {
        fr: 'Une seule réclamation est ouverte par commande et par objet, quel que soit le canal. Des mots de jugement sont refusés, sauf si « isWordingConfirmed » les maintient.',
        en: 'One complaint is open for each order and subject, whatever the channel. Words of judgement are refused, unless “isWordingConfirmed” keeps them.',
      },
      guard: { permission: 'complaint:open' }, body: newComplaint,
      answers: { 201: { ...shown, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } }, refusals: openingRefusals,
      handle: async (request) => {
        const { body, principal, scope, allocate } = request;
        const id = await openComplaint(services, body, { principal, scope, allocate, meta: metaOf(request) });
        return { status: 201, headers: { location: `${basePath}/complaints/${id}` }, body: await complaint(pool, await visibleComplaint(pool, id, scope), scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/complaints', operationId: 'listComplaints', tags: ['complaints'],
      summary: { fr: 'Lister les réclamations, les plus récentes ou les plus pressées d’abord (S-08)', en: 'List complaints, newest or most pressing first (S-08)' },
      guard: { permission: 'complaint:read' },
      query: pageQuery.extend({
        customerId: customerId.optional(), subject: complaintSubject.optional(), orderNumber: complaintOrder.optional(), phase: z.enum(complaintPhases as unknown as [string, ...string[]]).optional(), open: flag, late: flag, sort: z.enum(complaintSorts).default('newest'),
      }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(complaintSummary) }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        const { limit, cursor, open, late, ...filters } = query;
        const [page, labelOf] = await Promise.all([
          listComplaints(pool, { scope, ...filters, isOpen: open === undefined ? undefined : open === 'true', isLate: late === undefined ? undefined : late === 'true', after: readCursor(cursor, z.string()), limit }), subjectLabels(pool),
        ]);
        return { status: 200, headers: nextLink('/complaints', query, page, limit, () => page.at(-1)?.id), body: { items: page.map((one) => summary(one, labelOf)) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/complaint-choices', operationId: 'readComplaintChoices', tags: ['complaints'],
      summary: { fr: 'Lire ce qu’une réclamation peut dire : objets, commandes du client, limite de ses gestes (S-08)', en: 'Read what a complaint may say: subjects, the customer’s orders, the limit of one’s gestures (S-08)' },
      guard: { permission: 'complaint:open' }, query: z.object({ customerId: customerId.optional() }),
      answers: { 200: { description: { fr: 'Tels qu’ils valent maintenant', en: 'As they hold now' }, schema: complaintChoices } }, refusals: ['not-found'],
      handle: async ({ query, principal, scope }) => {
        const { values: { sales: { complaints: { subjects, comment: { minLength, maxLength }, gestureLimitCents } } } } = await currentPolicies(pool, ['sales']);
        const customer = query.customerId === undefined ? undefined : await visibleCustomer(pool, query.customerId, scope);
        const profiles = customer ? await profilesTowards(pool, principal, customer.id) : principal.holdings.map(({ profile }) => profile);
        return {
          status: 200, body: {
            subjects: Object.entries(subjects).map(([key, { label }]) => ({ key, label })), comment: { minLength, maxLength }, gestureLimitCents: Math.max(0, ...profiles.map((profile) => gestureLimitCents[profile] ?? 0)),
            orders: customer ? await ordersOf(pool, customer.id) : [],
          },
        };
      },
    }),
    defineRoute({
      method: 'GET', path: '/complaints/{id}', operationId: 'readComplaint', tags: ['complaints'],
      summary: { fr: 'Lire une réclamation, ses réponses et ses gestes, et celles d’avant (S-08)', en: 'Read a complaint, its answers and gestures, and those before (S-08)' },
      guard: { permission: 'complaint:read' }, params: byComplaintId, answers: { 200: shown }, refusals: ['not-found'],
      handle: async ({ params: { id }, scope }) => ({ status: 200, body: await complaint(pool, await visibleComplaint(pool, id, scope), scope) }),
    }),
    timelineRoute(services, {
      path: '/complaints', kind: 'complaint', operationId: 'readComplaintTimeline', tag: 'complaints', summary: { fr: 'Lire le fil d’une réclamation (C-04)', en: 'Read the timeline of a complaint (C-04)' },
      params: byComplaintId, visible: (id, scope) => visibleComplaint(pool, id, scope),
    }),
    defineRoute({
      method: 'POST', path: '/complaints/{id}/gestures', operationId: 'grantGesture', tags: ['complaints'],
      summary: { fr: 'Accorder un geste commercial, dans la limite de son profil (S-08)', en: 'Give a goodwill gesture, within the limit of one’s profile (S-08)' },
      guard: { permission: 'complaint:handle' }, params: byComplaintId, body: newGesture, answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-08.gesture-limit', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body: { cents, reason }, principal, scope } = request;
        const { customerId: customer } = await visibleComplaint(pool, id, scope);
        await act(services, id, grantGestureUpdate, { cents, reason, by: principal.subject, profiles: await profilesTowards(pool, principal, customer), meta: metaOf(request) });
        return { status: 200, body: await complaint(pool, await visibleComplaint(pool, id, scope), scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/complaints/{id}/withdraw', operationId: 'withdrawComplaint', tags: ['complaints'],
      summary: { fr: 'Noter que le client retire sa réclamation (S-08)', en: 'Note that the customer takes his complaint back (S-08)' },
      guard: { permission: 'complaint:handle' }, params: byComplaintId, body: z.strictObject({ reason: complaintReason }), answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body: { reason }, scope } = request;
        await visibleComplaint(pool, id, scope);
        await act(services, id, withdrawComplaintUpdate, { reason, meta: metaOf(request) });
        return { status: 200, body: await complaint(pool, await visibleComplaint(pool, id, scope), scope) };
      },
    }),
  ];
}
